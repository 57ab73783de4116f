import { Component, computed, inject, input } from '@angular/core';

import type { DeadlineRead, PublicDocument } from '../api/model';
import { Institution } from '../institution/institution';
import { limaDate } from '../ui/dates';
import { DeadlineLedger } from '../ui/deadline-ledger';
import { Line } from '../ui/line';
import { plural } from '../ui/plural';
import { dayIn } from './words';

/** Until when the institution must answer, and how that is counted. Nothing without a term that runs. */
@Component({
  selector: 'mp-filing-term',
  imports: [DeadlineLedger, Line],
  template: `
    @if (deadline().ledger.length || deadline().paused) {
      <section mpLine="Le responderán">
        <h2>{{ heading() }}</h2>
        <p class="soft" style="margin-top: 4px">{{ counted() }}</p>
        @if (late()) {
          <p class="note late" style="margin-top: 12px">
            El plazo pasó y aún no hay respuesta. Llame a la mesa de partes, o presente una queja por la demora.
          </p>
        }
        @if (deadline().ledger.length) {
          <mp-deadline-ledger [deadline]="deadline()" />
        }
      </section>
    } @else if (waiting()) {
      <section mpLine="Le responderán">
        <p>Este trámite no tiene un plazo fijado. Le responderán por escrito a su correo.</p>
      </section>
    }
  `,
})
export class FilingTerm {
  private readonly institution = inject(Institution).known;

  readonly deadline = input.required<DeadlineRead>();
  readonly filing = input.required<PublicDocument>();

  private readonly today = computed(() => this.institution()?.today.date ?? limaDate(new Date()));
  protected readonly waiting = computed(
    () => !this.deadline().term_days && ['received', 'routed', 'in_process'].includes(this.filing().status),
  );
  protected readonly late = computed(() => {
    const due = this.deadline().due_on;
    return due !== null && due < this.today() && ['received', 'routed', 'in_process'].includes(this.filing().status);
  });
  protected readonly heading = computed(() => {
    const { due_on, paused } = this.deadline();
    if (due_on && this.late()) return `Venció el ${dayIn(due_on)}`;
    if (due_on && paused) return `Si responde hoy, hasta el ${dayIn(due_on)}`;
    return due_on ? `Hasta el ${dayIn(due_on)}` : 'El plazo está en pausa';
  });
  protected readonly counted = computed(() => {
    const { due_on, ledger, starts_on, term_days } = this.deadline();
    if (!due_on && !ledger.length) return 'Vuelve a correr al día siguiente de su respuesta.';
    const days = term_days ? `${plural(term_days, 'día hábil', 'días hábiles')} ` : '';
    const from = starts_on ? `desde el ${dayIn(starts_on)}. ` : '';
    return `${days}${from}Elija un día para saber por qué cuenta o no.`;
  });
}
