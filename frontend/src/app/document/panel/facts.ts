import { Component, computed, inject, signal } from '@angular/core';

import { identitySaid, PRIORITIES, SILENCES, statusSaid } from '../../desk/words';
import { dayOf, hour, limaDate, longDay, Moment, shortDay } from '../../ui/dates';
import { plural } from '../../ui/plural';
import { StateMark } from '../../ui/state-mark';
import { Decision } from '../decision';

/** What the filing says of itself, and until when it must be answered. */
@Component({
  selector: 'mp-facts',
  imports: [Moment, StateMark],
  templateUrl: './facts.html',
  styleUrl: './facts.css',
})
export class Facts {
  protected readonly decision = inject(Decision);

  protected readonly document = computed(() => this.decision.document()!);
  protected readonly choosing = signal(false);
  protected readonly status = computed(() => statusSaid(this.document().status));
  protected readonly priority = computed(() => PRIORITIES[this.document().priority] ?? this.document().priority);

  protected readonly sender = computed(() => {
    const { applicant, representative } = this.document();
    const by = representative
      ? `, por ${representative.name}${representative.capacity ? `, ${representative.capacity}` : ''}`
      : '';
    return `${identitySaid(applicant.identity_type)} ${applicant.identity_number}${by}`;
  });

  protected readonly presented = computed(() => {
    const { presented_at, presentation_date } = this.document();
    const at = new Date(presented_at);
    const same = limaDate(at) === presentation_date;
    const today = presentation_date === limaDate(new Date());
    const date = today ? 'fecha de hoy' : same ? 'esa misma fecha' : `fecha del ${longDay(dayOf(presentation_date))}`;
    return `${shortDay(at)}, ${hour(at)}. Cuenta con ${date}`;
  });

  protected readonly due = computed(() => {
    const { due_on, status } = this.document();
    const procedure = this.decision.procedure();
    const silence = procedure ? `. ${SILENCES[procedure.silence]}` : '';
    if (this.decision.can().has('receive')) {
      if (!procedure) return 'Sin trámite no hay plazo que contar';
      if (procedure.silence === 'automatic') return SILENCES['automatic'];
      if (!procedure.term_days) return `Este trámite no tiene plazo${silence}`;
      const counted = this.decision.term.hasValue() ? this.decision.term.value().due_on : null;
      const until = counted ? `, hasta el ${shortDay(dayOf(counted))} ${counted.slice(0, 4)}` : '';
      return `Si lo registra hoy: ${plural(procedure.term_days, 'día hábil', 'días hábiles')}${until}${silence}`;
    }
    if (status === 'required') return 'El plazo está detenido mientras la persona responde';
    return due_on ? `${shortDay(dayOf(due_on))} ${due_on.slice(0, 4)}${silence}` : 'Sin plazo';
  });
}
