import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import { IDENTITY_NAMES } from '../ui/identity';
import { plural } from '../ui/plural';
import { DraftStore } from './draft-store';

export const STEPS = [
  { path: 'tramite', name: 'Trámite' },
  { path: 'quien', name: 'Quién presenta' },
  { path: 'documentos', name: 'Documentos' },
  { path: 'revisar', name: 'Revisar y enviar' },
];

/** The four steps in the margin, each with what was already said in it. */
@Component({
  selector: 'mp-steps',
  imports: [RouterLink],
  styleUrl: './steps.css',
  template: `
    <nav aria-label="Pasos">
      <ol class="steps">
        @for (step of steps; track step.path; let place = $index) {
          <li [class.now]="place + 1 === now()" [attr.aria-current]="place + 1 === now() ? 'step' : null">
            @if (place + 1 === now()) {
              Paso {{ now() }} de 4: {{ step.name }}
            } @else if (locked()) {
              {{ step.name }}
            } @else {
              <a [routerLink]="['/presentar', step.path]">{{ step.name }}</a>
            }
            @if (said()[place]; as words) {
              <span class="said">{{ words }}</span>
            }
          </li>
        }
      </ol>
      @if (soFar(); as words) {
        <details>
          <summary>
            <span>Hasta ahora: {{ words }}</span>
          </summary>
          <ul class="plain">
            @for (step of steps; track step.path; let place = $index) {
              @if (said()[place]; as told) {
                <li>
                  @if (locked()) {
                    {{ step.name }}
                  } @else {
                    <a class="target" [routerLink]="['/presentar', step.path]">{{ step.name }}</a>
                  }
                  <span class="said">{{ told }}</span>
                </li>
              }
            }
          </ul>
        </details>
      }
    </nav>
  `,
})
export class Steps {
  private readonly store = inject(DraftStore);

  readonly now = input.required<number>();

  protected readonly steps = STEPS;
  protected readonly locked = computed(() => this.store.pending() !== null);
  protected readonly said = computed(() => {
    const { about, applicant } = this.store.data();
    const files = this.store.files().length;
    const procedure = about.choice === 'none' ? null : this.store.procedure()?.name;
    const number =
      applicant.identity_number && `${IDENTITY_NAMES[applicant.identity_type]} ${applicant.identity_number}`;
    return [
      procedure ?? about.subject,
      [applicant.name, number].filter(Boolean).join(', '),
      files ? [plural(files, 'archivo'), plural(this.store.pages(), 'página')].join(', ') : '',
      '',
    ].map((words, place) => (place + 1 === this.now() ? '' : short(words)));
  });
  /** On a phone, in a line that opens. */
  protected readonly soFar = computed(() => this.said().filter(Boolean).join(' · '));
}

function short(words: string): string {
  return words.length > 56 ? `${words.slice(0, 54)}…` : words;
}
