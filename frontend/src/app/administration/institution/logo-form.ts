import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';

import { SettingsRead } from '../../api/model';
import { Said } from '../../desk/said';
import { pictureOf } from '../../institution/institution';
import { messageFor } from '../../problems/problem';
import { posting } from '../../ui/posting';
import { ProblemBanner } from '../../ui/problem-banner';
import { InstitutionSettings } from './settings';

const MOST_BYTES = 100_000;

/** The institution's logo, seen on paper before it is saved. */
@Component({
  selector: 'mp-logo-form',
  imports: [ProblemBanner],
  styleUrl: './logo-form.css',
  template: `
    @if (picture(); as source) {
      <figure>
        <img [src]="source" alt="Logo" (error)="refused.set('No se puede dibujar. Elija otro archivo SVG.')" />
        <figcaption class="soft small">{{ chosen() ? 'Así se verá. Aún no está guardado.' : 'En uso.' }}</figcaption>
      </figure>
    } @else {
      <p class="soft">Todavía no hay logo: la página y las constancias llevan solo el nombre.</p>
    }
    @if (fault(); as message) {
      <p class="late" role="alert">{{ message }}</p>
    } @else if (post.problem(); as problem) {
      <mp-problem-banner [problem]="problem" [canRetry]="false" />
    }
    <p class="acts">
      @if (chosen() && !fault()) {
        <button type="button" class="button" [attr.aria-disabled]="post.busy()" (click)="save(chosen())">
          {{ post.busy() ? 'Guardando…' : 'Guardar el logo' }}
        </button>
      }
      <button type="button" class="button quiet" (click)="file.click()">
        {{ picture() ? 'Elegir otro archivo…' : 'Elegir un archivo SVG…' }}
      </button>
      @if (chosen()) {
        <button type="button" class="button bare" (click)="forget()">Descartar</button>
      } @else if (settings().logo_svg) {
        <button type="button" class="button bare" [attr.aria-disabled]="post.busy()" (click)="save(null)">
          Quitar el logo
        </button>
      }
    </p>
    <input #file hidden type="file" accept=".svg,image/svg+xml" aria-label="Logo" (change)="choose(file)" />
  `,
})
export class LogoForm {
  private readonly owner = inject(InstitutionSettings);
  private readonly said = inject(Said);

  readonly settings = input.required<SettingsRead>();

  private readonly known = computed(() => this.settings().logo_svg);
  protected readonly chosen = linkedSignal<string | null | undefined, string | null>({
    source: this.known,
    computation: () => null,
  });
  protected readonly refused = signal<string | null>(null);
  protected readonly post = posting();
  protected readonly picture = computed(() => pictureOf(this.chosen() ?? this.known()));
  protected readonly fault = computed(() => this.refused() ?? messageFor(this.post.problem(), 'logo_svg'));

  protected async choose(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (!file) return;
    this.forget();
    if (file.size > MOST_BYTES) this.refused.set('Pesa más de 100 kB. Pida una versión más simple del logo.');
    else this.chosen.set(await file.text());
    // The same file may be chosen again once it was mended.
    input.value = '';
  }

  protected forget(): void {
    this.chosen.set(null);
    this.refused.set(null);
    this.post.problem.set(null);
  }

  protected async save(logo_svg: string | null): Promise<void> {
    const saved = await this.post.run(() => this.owner.change({ logo_svg }));
    if (saved) this.said.say(logo_svg ? 'Logo guardado.' : 'Logo quitado.');
  }
}
