import { httpResource } from '@angular/common/http';
import { Component, computed, inject, output, signal } from '@angular/core';

import { DeadlineRead, MailRead, MovementRead } from '../../api/model';
import { actSaid, receiptSaid } from '../../desk/words';
import { Problem, problemOf } from '../../problems/problem';
import { Hour, Moment, ShortDay } from '../../ui/dates';
import { DeadlineLedger } from '../../ui/deadline-ledger';
import { ProblemBanner } from '../../ui/problem-banner';
import { Skeleton } from '../../ui/skeleton';
import { StateMark, Tone } from '../../ui/state-mark';
import { Decision } from '../decision';
import { Content } from '../content';

const MAILS: Record<string, { tone: Tone; word: string }> = {
  pending: { tone: 'wait', word: 'Por salir' },
  sent: { tone: 'done', word: 'Enviado' },
  failed: { tone: 'late', word: 'No salió' },
};
const ABOUT: Record<string, string> = {
  presented: 'Presentación',
  received: 'Registro',
  observed: 'Observaciones',
  lapsed: 'Plazo vencido',
  forwarded: 'Remisión',
  voided: 'Anulación',
  answered: 'Respuesta',
  required: 'Pedido de información',
  deadline_changed: 'Cambio de plazo',
  access_key_replaced: 'Clave nueva',
};

/** What happened to the filing, how its term is counted, what was mailed and what was issued: read when opened. */
@Component({
  selector: 'mp-record',
  imports: [DeadlineLedger, Hour, Moment, ProblemBanner, ShortDay, Skeleton, StateMark],
  templateUrl: './record.html',
  styleUrl: './record.css',
})
export class FilingRecord {
  private readonly decision = inject(Decision);
  private readonly content = inject(Content);

  readonly failed = output<Problem>();

  protected readonly document = computed(() => this.decision.document()!);
  protected readonly opened = signal<ReadonlySet<string>>(new Set());
  protected readonly movements = httpResource<MovementRead[]>(() => this.asked('movements'));
  protected readonly deadline = httpResource<DeadlineRead>(() => this.asked('deadline'));
  protected readonly mails = httpResource<MailRead[]>(() => this.asked('mails'));

  protected readonly history = computed(() => (this.movements.hasValue() ? this.movements.value().toReversed() : []));
  protected readonly actSaid = actSaid;
  protected readonly receiptSaid = receiptSaid;
  protected readonly mailSaid = (state: string) => MAILS[state] ?? { tone: 'calm' as const, word: state };
  protected readonly aboutSaid = (kind: string) => ABOUT[kind] ?? kind;

  /** A new version of the filing asks again: the request is a new object each time. */
  private asked(part: string) {
    const { id } = this.document();
    return this.opened().has(part) ? { url: `/api/v1/documents/${id}/${part}` } : undefined;
  }

  protected toggled(part: string, event: Event): void {
    if ((event.target as HTMLDetailsElement).open) this.opened.update((opened) => new Set(opened).add(part));
  }

  protected async save(kind: string): Promise<void> {
    const { id, number } = this.document();
    try {
      await this.content.save(`/api/v1/documents/${id}/receipt?kind=${kind}`, `${number}-${kind}.pdf`);
    } catch (error) {
      this.failed.emit(problemOf(error));
    }
  }
}
