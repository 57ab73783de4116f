import { Component, computed, ElementRef, inject, input, output, signal, viewChild } from '@angular/core';

import { Institution } from '../institution/institution';
import { PhotoTray } from './photo-tray';

/** A place to choose a file, drop it, or photograph it. */
@Component({
  selector: 'mp-file-picker',
  imports: [PhotoTray],
  host: {
    '[class.over]': 'over()',
    '(dragover)': 'drag($event, true)',
    '(dragleave)': 'over.set(false)',
    '(drop)': 'drop($event)',
  },
  styleUrl: './file-picker.css',
  template: `
    <input #chooser hidden type="file" [accept]="accept()" [multiple]="several()" (change)="chosen(chooser)" />
    @if (photographing()) {
      <mp-photo-tray [name]="photoName()" (done)="photographed($event)" (cancelled)="photographing.set(false)" />
    } @else {
      <button type="button" class="button quiet" (click)="choose()">
        {{ several() ? 'Elegir archivos' : 'Elegir archivo' }}<span class="unseen"> para {{ purpose() }}</span>
      </button>
      @if (hasCamera) {
        <button type="button" class="button quiet" (click)="photographing.set(true)">
          Tomar foto<span class="unseen"> para {{ purpose() }}</span>
        </button>
      } @else {
        <span class="soft small">{{ several() ? 'o suéltelos aquí' : 'o suéltelo aquí' }}</span>
      }
    }
  `,
})
export class FilePicker {
  private readonly institution = inject(Institution);
  private readonly chooser = viewChild.required<ElementRef<HTMLInputElement>>('chooser');

  /** What the file is for, for who listens. */
  readonly purpose = input.required<string>();
  readonly several = input(false);
  readonly formats = input<string[]>([]);
  readonly photoName = input('Fotos');
  readonly picked = output<File[]>();

  protected readonly over = signal(false);
  protected readonly photographing = signal(false);
  protected readonly hasCamera = matchMedia('(pointer: coarse)').matches;
  protected readonly accept = computed(() => {
    const formats = this.formats().length ? this.formats() : (this.institution.known()?.allowed_extensions ?? []);
    return formats.map((extension) => `.${extension.replace(/^\./, '')}`).join(',');
  });

  choose(): void {
    this.chooser().nativeElement.click();
  }

  protected chosen(input: HTMLInputElement): void {
    this.give([...(input.files ?? [])]);
    input.value = '';
  }

  protected photographed(file: File): void {
    this.photographing.set(false);
    this.give([file]);
  }

  protected drag(event: DragEvent, over: boolean): void {
    event.preventDefault();
    this.over.set(over);
  }

  protected drop(event: DragEvent): void {
    event.preventDefault();
    this.over.set(false);
    this.give([...(event.dataTransfer?.files ?? [])]);
  }

  private give(files: File[]): void {
    if (files.length) this.picked.emit(this.several() ? files : files.slice(0, 1));
  }
}
