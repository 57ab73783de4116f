import { computed, inject, Injectable } from '@angular/core';

import { StaffRow } from '../api/model';
import { Queue } from '../desk/queue';
import { Said } from '../desk/said';
import { sentenceOf } from '../problems/problem';
import { Session } from '../session/session';
import { Claims } from './claims';

/** The rows that are marked, and what can be done with them at once; with none marked, with the row one stands on. */
@Injectable()
export class Marked {
  private readonly queue = inject(Queue);
  private readonly claims = inject(Claims);
  private readonly said = inject(Said);
  private readonly role = inject(Session).role;

  readonly rows = computed(() => this.queue.rows().filter(({ id }) => this.queue.marked().has(id)));
  readonly all = computed(() => {
    const rows = this.markable();
    return rows.length > 0 && rows.every(({ id }) => this.queue.marked().has(id));
  });
  private readonly markable = computed(() => this.queue.rows().filter((row) => !this.queue.heldByOther(row)));
  private readonly meant = computed(() =>
    this.rows().length ? this.rows() : this.queue.rows().filter(({ id }) => id === this.queue.at()),
  );

  /** Taking is for who decides, and only what still waits for a decision. */
  readonly canTake = computed(() => {
    const waits = ({ status }: StaffRow) => status === 'presented' || status === 'corrected';
    return this.role() === 'clerk' && this.meant().length > 0 && this.meant().every(waits);
  });

  mark(): void {
    const row = this.markable().find(({ id }) => id === this.queue.at());
    if (row) this.queue.mark(row.id);
  }

  markAll(): void {
    const on = !this.all();
    for (const { id } of this.markable()) this.queue.mark(id, on);
  }

  async take(): Promise<void> {
    const rows = this.meant();
    const refused = await this.claims.take(rows);
    const taken = rows.length - refused.length;
    for (const { row } of refused) this.queue.mark(row.id, false);
    const first = refused[0];
    const sorry = first ? ` ${first.row.number}: ${sentenceOf(first.problem)}` : '';
    this.said.say(
      taken === 1 ? `Tomó 1 documento por 30 minutos.${sorry}` : `Tomó ${taken} documentos por 30 minutos.${sorry}`,
    );
  }
}
