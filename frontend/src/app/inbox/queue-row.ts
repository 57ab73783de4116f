import { Component, computed, ElementRef, inject, input, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';

import { StaffRow } from '../api/model';
import { Queue } from '../desk/queue';
import { reviewSaid, statusSaid } from '../desk/words';
import { ShortDay } from '../ui/dates';
import { StateMark } from '../ui/state-mark';
import { arrivalOf } from './days';

/** One filing of the list. */
@Component({
  selector: 'tr[mpQueueRow]',
  imports: [RouterLink, ShortDay, StateMark],
  host: {
    '[class.sel]': 'current()',
    '[class.held]': 'held()',
    '[class.gone]': 'gone()',
    '(click)': 'queue.at.set(row().id)',
  },
  styleUrl: './queue-row.css',
  template: `
    <td class="box">
      @if (!held()) {
        <input
          type="checkbox"
          [attr.aria-label]="'Marcar ' + row().number"
          [checked]="queue.marked().has(row().id)"
          (change)="queue.mark(row().id)"
        />
      }
    </td>
    <td class="t">{{ arrival() }}</td>
    <td class="num">{{ row().registry_number ?? row().number }}</td>
    <td class="what">
      <a #link [routerLink]="['/mesa/documentos', row().id]" (focus)="queue.at.set(row().id)">{{ row().subject }}</a>
      @if (row().priority !== 'normal') {
        <span class="urgent">{{ row().priority === 'urgent' ? 'Urgente' : 'Prioridad alta' }}</span>
      }
      <small>{{ row().applicant_name }}</small>
    </td>
    <td class="kind" [class.soft]="!row().procedure_name">{{ row().procedure_name ?? 'Sin trámite' }}</td>
    <td class="t folios">{{ row().folios }}</td>
    <td class="review">
      @if (gone()) {
        <mp-state tone="calm">Ya no está en esta lista</mp-state>
      } @else if (byStatus()) {
        <mp-state [tone]="status().tone">{{ status().word }}</mp-state>
        @if (row().due_on) {
          <small>Vence {{ row().due_on | shortDay }}</small>
        }
      } @else {
        <mp-state [tone]="review().tone">{{ review().word }}</mp-state>
      }
    </td>
    <td class="holder">{{ row().holder?.name }}</td>
  `,
})
export class QueueRow {
  protected readonly queue = inject(Queue);
  private readonly link = viewChild.required<ElementRef<HTMLAnchorElement>>('link');

  readonly row = input.required<StaffRow>({ alias: 'mpQueueRow' });
  readonly grouped = input.required<boolean>();
  /** Where several states are mixed the state is said instead of the review. */
  readonly byStatus = input.required<boolean>();

  protected readonly current = computed(() => this.queue.at() === this.row().id);
  protected readonly held = computed(() => this.queue.heldByOther(this.row()));
  protected readonly gone = computed(() => this.queue.gone().has(this.row().id));
  protected readonly arrival = computed(() => arrivalOf(this.row(), this.grouped()));
  protected readonly review = computed(() => reviewSaid(this.row()));
  protected readonly status = computed(() => statusSaid(this.row().status));

  /** Stands on this row, and brings it into sight. */
  focus(): void {
    this.link().nativeElement.focus();
  }
}
