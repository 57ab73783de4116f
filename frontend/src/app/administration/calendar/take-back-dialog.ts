import { Component, input, linkedSignal, output } from '@angular/core';

import { ClosureRead } from '../../api/model';
import { Problem } from '../../problems/problem';
import { LongDay } from '../../ui/dates';
import { FormDialog } from '../../ui/form-dialog';

/** Asks before a closed day becomes a working day again. */
@Component({
  selector: 'mp-take-back-dialog',
  imports: [FormDialog, LongDay],
  template: `
    <mp-form-dialog
      heading="Volver laborable este día"
      verb="Volver laborable"
      doing="Guardando…"
      [danger]="true"
      [open]="closure() !== null"
      [busy]="busy()"
      [problem]="problem()"
      (closed)="closed.emit()"
      (sent)="sent.emit(shown()!)"
    >
      @if (shown(); as day) {
        <p>
          El <b>{{ day.date | longDay }}</b> volverá a contar como día hábil. Los plazos que lo saltaban se cuentan de
          nuevo y se avisa a quienes cambian de fecha.
        </p>
        <p class="soft">Se había declarado por: {{ day.reason }}</p>
      }
    </mp-form-dialog>
  `,
})
export class TakeBackDialog {
  readonly closure = input.required<ClosureRead | null>();
  readonly busy = input.required<boolean>();
  readonly problem = input.required<Problem | null>();
  readonly closed = output<void>();
  readonly sent = output<ClosureRead>();

  // While it closes it still says what it spoke of.
  protected readonly shown = linkedSignal<ClosureRead | null, ClosureRead | null>({
    source: this.closure,
    computation: (now, before) => now ?? before?.value ?? null,
  });
}
