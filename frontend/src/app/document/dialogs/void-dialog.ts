import { Component, computed, input, linkedSignal, output } from '@angular/core';

import { DocumentRead, Void } from '../../api/model';
import { messageFor, Problem } from '../../problems/problem';
import { Control, Field } from '../../ui/field';
import { FormDialog } from '../../ui/form-dialog';

type Reason = Void['reason_code'];

/** Strikes out what should never have come. The number stays used. */
@Component({
  selector: 'mp-void-dialog',
  imports: [Control, Field, FormDialog],
  styleUrl: './dialog-form.css',
  template: `
    <mp-form-dialog
      heading="Anular el documento"
      verb="Anular"
      doing="Anulando…"
      [danger]="true"
      [open]="open()"
      [busy]="busy()"
      [problem]="problem()"
      [shownElsewhere]="['reason']"
      (closed)="closed.emit()"
      (sent)="submit()"
    >
      <p lead>
        Use esto solo para lo que no es un documento. El número <span class="num">{{ document().number }}</span> no se
        vuelve a usar, y el remitente recibe el motivo. No se puede deshacer.
      </p>
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
    </mp-form-dialog>
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

  protected submit(): void {
    this.tried.set(true);
    const [reason_code, reason] = [this.code(), this.reason().trim()];
    if (reason_code && reason) this.send.emit({ reason_code, reason });
  }
}
