import { Component, DestroyRef, inject, input, output, signal } from '@angular/core';

import { plural } from '../ui/plural';
import { photosToPdf } from './photos';

interface Photo {
  file: File;
  address: string;
}

/** Photos taken one after the other; several become one PDF, and the person is told so. */
@Component({
  selector: 'mp-photo-tray',
  styleUrl: './photo-tray.css',
  template: `
    <input #camera hidden type="file" accept="image/*" capture="environment" multiple (change)="add(camera)" />
    <p>{{ told() }}</p>
    <ul class="photos">
      @for (photo of photos(); track photo.address; let place = $index) {
        <li>
          <img [src]="photo.address" [alt]="'Foto ' + (place + 1)" />
          <button type="button" class="link small" (click)="take(place)">
            Quitar<span class="unseen"> la foto {{ place + 1 }}</span>
          </button>
        </li>
      }
    </ul>
    @if (failed()) {
      <p class="note late">Una de las fotos no se pudo leer. Quítela y tómela de nuevo.</p>
    }
    <p class="acts">
      <button type="button" class="button" [class.quiet]="photos().length" (click)="camera.click()">
        {{ photos().length ? 'Otra foto' : 'Abrir la cámara' }}
      </button>
      @if (photos().length) {
        <button type="button" class="button" [disabled]="joining()" (click)="join()">{{ ready() }}</button>
      }
      <button type="button" class="button bare" (click)="cancelled.emit()">Cancelar</button>
    </p>
  `,
})
export class PhotoTray {
  readonly name = input.required<string>();
  readonly done = output<File>();
  readonly cancelled = output<void>();

  protected readonly photos = signal<Photo[]>([]);
  protected readonly joining = signal(false);
  protected readonly failed = signal(false);

  constructor() {
    inject(DestroyRef).onDestroy(() => this.photos().forEach(({ address }) => URL.revokeObjectURL(address)));
  }

  protected told(): string {
    const count = this.photos().length;
    if (!count) return 'Ponga la hoja sobre una mesa, con buena luz, y que se vean las cuatro esquinas.';
    return `Uniremos ${count === 1 ? 'su foto' : `sus ${count} fotos`} en un solo PDF de ${plural(count, 'página')}.`;
  }

  protected ready(): string {
    return this.joining() ? 'Uniendo…' : this.photos().length === 1 ? 'Usar esta foto' : 'Usar estas fotos';
  }

  protected add(camera: HTMLInputElement): void {
    const taken = [...(camera.files ?? [])].map((file) => ({ file, address: URL.createObjectURL(file) }));
    camera.value = '';
    this.photos.update((photos) => [...photos, ...taken]);
  }

  protected take(place: number): void {
    URL.revokeObjectURL(this.photos()[place].address);
    this.photos.update((photos) => photos.filter((_, other) => other !== place));
    this.failed.set(false);
  }

  protected async join(): Promise<void> {
    this.joining.set(true);
    this.failed.set(false);
    try {
      this.done.emit(
        await photosToPdf(
          this.photos().map(({ file }) => file),
          this.name(),
        ),
      );
    } catch {
      this.failed.set(true);
    } finally {
      this.joining.set(false);
    }
  }
}
