import { Component, computed, input, linkedSignal, output } from '@angular/core';

import { DocumentRead, Void } from '../../api/model';
import { messageFor, Problem } from '../../problems/problem';
import { Dialog } from '../../ui/dialog';
import { Control, Field } from '../../ui/field';
import { ProblemBanner } from '../../ui/problem-banner';

type Reason = Void['reason_code'];

/** Strikes out what should never have come. The number stays used. */
@Component({
  selector: 'mp-void-dialog',
  imports: [Control, Dialog, Field, ProblemBanner],
  styleUrl: './dialog-form.css',
  template: `
    <mp-dialog heading="Anular el documento" [open]="open()" (closed)="closed.emit()">
      <form (submit)="submit($event)" novalidate>
        <p>
          Use esto solo para lo que no es un documento. El número <span class="num">{{ document().number }}</span> no se
          vuelve a usar, y el remitente recibe el motivo. No se puede deshacer.
        </p>
        @if (problem(); as failure) {
          <mp-problem-banner [problem]="failure" [canRetry]="false" [shownElsewhere]="['reason']" />
        }
        <fieldset>
          <legend>Qué es</legend>
          @for (option of options; track option.code) {
            <label class="choice">
              <input
                type="radio"
                name="void-reason"
                [checked]="code() === option.code"
                (change)="code.set(option.code)"
              />
              <b>{{ option.name }}</b>
              <span class="soft">{{ option.hint }}</span>
            </label>
          }
          @if (tried() && !code()) {
            <p class="error" role="alert">Elija qué es.</p>
          }
        </fieldset>
        <mp-field
          label="Motivo"
          hint="Lo leerá el remitente."
          [error]="tried() && !reason().trim() ? 'Escriba por qué se anula.' : fault()"
        >
          <textarea
            #why
            mpControl
            rows="3"
            maxlength="2000"
            [value]="reason()"
            (input)="reason.set(why.value)"
          ></textarea>
        </mp-field>
        <p class="acts">
          <button type="submit" class="button danger" [disabled]="busy()">{{ busy() ? 'Anulando…' : 'Anular' }}</button>
          <button type="button" class="button quiet" (click)="closed.emit()">Cancelar</button>
        </p>
      </form>
    </mp-dialog>
  `,
})
export class VoidDialog {
  readonly document = input.required<DocumentRead>();
  readonly open = input.required<boolean>();
  readonly busy = input.required<boolean>();
  readonly problem = input.required<Problem | null>();
  readonly closed = output<void>();
  readonly send = output<Void>();

  protected readonly options: { code: Reason; name: string; hint: string }[] = [
    { code: 'spam', name: 'No es un documento', hint: 'Publicidad, insultos o contenido sin relación.' },
    { code: 'test', name: 'Es una prueba', hint: 'Alguien probó el sistema.' },
    { code: 'duplicate', name: 'Es un duplicado exacto', hint: 'El mismo documento, enviado otra vez.' },
  ];
  private readonly of = computed(() => this.document().id);
  protected readonly code = linkedSignal<string, Reason | null>({ source: this.of, computation: () => null });
  protected readonly reason = linkedSignal({ source: this.of, computation: () => '' });
  protected readonly tried = linkedSignal({ source: this.open, computation: () => false });

  protected fault(): string | null {
    return messageFor(this.problem(), 'reason');
  }

  protected submit(event: Event): void {
    event.preventDefault();
    this.tried.set(true);
    const [reason_code, reason] = [this.code(), this.reason().trim()];
    if (reason_code && reason && !this.busy()) this.send.emit({ reason_code, reason });
  }
}
