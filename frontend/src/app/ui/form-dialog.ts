import { Component, input, output } from '@angular/core';

import { Problem } from '../problems/problem';
import { Dialog } from './dialog';
import { ProblemBanner } from './problem-banner';

/** A dialog that asks what an act needs. What it warns of goes in `[lead]`; the fields are its content. */
@Component({
  selector: 'mp-form-dialog',
  imports: [Dialog, ProblemBanner],
  styles: `
    form {
      display: grid;
      gap: 16px;
    }
  `,
  template: `
    <mp-dialog [heading]="heading()" [open]="open()" (closed)="closed.emit()">
      <form (submit)="submit($event)" novalidate>
        <ng-content select="[lead]" />
        @if (problem(); as failure) {
          <mp-problem-banner [problem]="failure" [canRetry]="false" [shownElsewhere]="shownElsewhere()" />
        }
        <ng-content />
        <p class="acts">
          <button type="submit" class="button" [class.danger]="danger()" [disabled]="busy()">
            {{ busy() ? doing() : verb() }}
          </button>
          <button type="button" class="button quiet" (click)="closed.emit()">Cancelar</button>
        </p>
      </form>
    </mp-dialog>
  `,
})
export class FormDialog {
  readonly heading = input.required<string>();
  /** What the button says, and what it says meanwhile. */
  readonly verb = input.required<string>();
  readonly doing = input.required<string>();
  readonly danger = input(false);
  readonly open = input.required<boolean>();
  readonly busy = input.required<boolean>();
  readonly problem = input<Problem | null>(null);
  /** Fields that tell their own fault. */
  readonly shownElsewhere = input<string[]>([]);
  readonly closed = output<void>();
  /** Pressed, once at a time. */
  readonly sent = output<void>();

  protected submit(event: Event): void {
    event.preventDefault();
    if (!this.busy()) this.sent.emit();
  }
}
