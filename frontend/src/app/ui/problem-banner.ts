import { Component, computed, input, output } from '@angular/core';

import { Problem, problemOf, sentenceOf } from '../problems/problem';

/** What failed, what to do, and a way to try again. Takes a Problem, or any error of a request. */
@Component({
  selector: 'mp-problem-banner',
  host: { role: 'alert' },
  styles: `
    :host {
      display: block;
    }
    .acts {
      margin-top: 10px;
    }
  `,
  template: `
    <div class="note late">
      <p>{{ sentence() }}</p>
      @if (unnamed().length) {
        <ul>
          @for (error of unnamed(); track error.field) {
            <li>{{ error.message }}</li>
          }
        </ul>
      }
      @if (known().instance; as instance) {
        <p class="small soft">
          Código de atención: <span class="num">{{ instance }}</span>
        </p>
      }
      @if (canRetry()) {
        <p class="acts">
          <button type="button" class="button quiet" (click)="retry.emit()">Intentar de nuevo</button>
        </p>
      }
    </div>
  `,
})
export class ProblemBanner {
  readonly problem = input.required<unknown>();
  readonly canRetry = input(true);
  /** Fields that show their own message beside themselves; the banner lists the others. */
  readonly shownElsewhere = input<string[]>([]);
  readonly retry = output<void>();

  protected readonly known = computed(() => {
    const given = this.problem();
    return isProblem(given) ? given : problemOf(given);
  });
  protected readonly sentence = computed(() => sentenceOf(this.known()));
  protected readonly unnamed = computed(() =>
    this.known().errors.filter(({ field }) => !this.shownElsewhere().includes(field)),
  );
}

function isProblem(given: unknown): given is Problem {
  const candidate = given as Partial<Problem> | null;
  return !(given instanceof Error) && typeof candidate?.code === 'string' && Array.isArray(candidate.errors);
}
