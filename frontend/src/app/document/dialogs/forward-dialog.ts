import { Component, computed, input, linkedSignal, output } from '@angular/core';

import { DocumentRead, Forward } from '../../api/model';
import { messageFor, Problem } from '../../problems/problem';
import { Control, Field } from '../../ui/field';
import { FormDialog } from '../../ui/form-dialog';

/** Sends the filing to the entity that is competent. */
@Component({
  selector: 'mp-forward-dialog',
  imports: [Control, Field, FormDialog],
  styleUrl: './dialog-form.css',
  template: `
    <mp-form-dialog
      heading="Remitir a otra entidad"
      verb="Remitir"
      doing="Remitiendo…"
      [open]="open()"
      [busy]="busy()"
      [problem]="problem()"
      [shownElsewhere]="['entity', 'reason']"
      (closed)="closed.emit()"
      (sent)="submit()"
    >
      <p lead>
        <span class="num">{{ document().number }}</span> deja de ser de esta institución. Se avisa al remitente a quién
        se remitió y por qué. No se puede deshacer.
      </p>
      <mp-field
        label="Entidad competente"
        [error]="tried() && !entity().trim() ? 'Escriba a qué entidad se remite.' : fault('entity')"
      >
        <input #name mpControl maxlength="200" [value]="entity()" (input)="entity.set(name.value)" />
      </mp-field>
      <mp-field
        label="Motivo"
        hint="Lo leerá el remitente."
        [error]="tried() && !reason().trim() ? 'Escriba por qué le corresponde a esa entidad.' : fault('reason')"
      >
        <textarea
          #why
          mpControl
          rows="4"
          maxlength="2000"
          [value]="reason()"
          (input)="reason.set(why.value)"
        ></textarea>
      </mp-field>
    </mp-form-dialog>
  `,
})
export class ForwardDialog {
  readonly document = input.required<DocumentRead>();
  readonly open = input.required<boolean>();
  readonly busy = input.required<boolean>();
  readonly problem = input.required<Problem | null>();
  readonly closed = output<void>();
  readonly send = output<Forward>();

  // What was typed stays when the dialog is closed and opened again on the same filing.
  private readonly of = computed(() => this.document().id);
  protected readonly entity = linkedSignal({ source: this.of, computation: () => '' });
  protected readonly reason = linkedSignal({ source: this.of, computation: () => '' });
  protected readonly tried = linkedSignal({ source: this.open, computation: () => false });

  protected fault(field: string): string | null {
    return messageFor(this.problem(), field);
  }

  protected submit(): void {
    this.tried.set(true);
    const [entity, reason] = [this.entity().trim(), this.reason().trim()];
    if (entity && reason) this.send.emit({ entity, reason });
  }
}
