import {
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  signal,
  untracked,
  viewChild,
  viewChildren,
} from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router } from '@angular/router';

import { StaffRow } from '../api/model';
import { addressOf, narrowed, NEWEST, View, viewOf } from '../desk/desk-list';
import { Keys } from '../desk/keys';
import { Live } from '../desk/live';
import { Queue } from '../desk/queue';
import { Said } from '../desk/said';
import { Institution } from '../institution/institution';
import { sentenceOf } from '../problems/problem';
import { Session } from '../session/session';
import { hour } from '../ui/dates';
import { Plural } from '../ui/plural';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';
import { Claims } from './claims';
import { byLegalDay } from './days';
import { inboxCommands } from './inbox-commands';
import { QueueFilters } from './queue-filters';
import { QueueRow } from './queue-row';
import { QueueTabs } from './queue-tabs';
import { Reached } from './reached';

/** The desk's queue: everything in sight, everything by keyboard, live without moving what one reads. */
@Component({
  selector: 'mp-inbox-page',
  imports: [Plural, ProblemBanner, QueueFilters, QueueRow, QueueTabs, Reached, Skeleton],
  templateUrl: './inbox-page.html',
  styleUrl: './inbox-page.css',
})
export default class InboxPage {
  private readonly router = inject(Router);
  private readonly claims = inject(Claims);
  private readonly said = inject(Said);
  private readonly institution = inject(Institution);
  private readonly params = toSignal(inject(ActivatedRoute).queryParams, { requireSync: true });
  private readonly seek = viewChild.required<ElementRef<HTMLInputElement>>('seek');
  private readonly drawn = viewChildren(QueueRow);
  protected readonly queue = inject(Queue);
  protected readonly live = inject(Live).connected;
  protected readonly role = inject(Session).role;

  protected readonly filtering = signal(false);
  protected readonly view = computed(() => viewOf(this.params(), this.queue.tabs()));
  protected readonly narrowed = computed(() => narrowed(this.view()));
  protected readonly grouped = computed(() => this.view().sort === NEWEST || this.view().sort === 'presented_at');
  protected readonly mixed = computed(() => this.queue.tab().filter.status === undefined || this.view().q !== '');
  protected readonly days = computed(() => {
    const today = this.institution.known()?.today.date ?? null;
    return this.grouped()
      ? byLegalDay(this.queue.rows(), today)
      : [{ key: '', heading: null, rows: this.queue.rows() }];
  });
  protected readonly markedRows = computed(() => this.queue.rows().filter(({ id }) => this.queue.marked().has(id)));
  protected readonly allMarked = computed(() => {
    const rows = this.queue.rows().filter((row) => !this.queue.heldByOther(row));
    return rows.length > 0 && rows.every(({ id }) => this.queue.marked().has(id));
  });
  protected readonly lastArrival = computed(() => {
    const newest = this.queue
      .rows()
      .map(({ presented_at }) => presented_at)
      .sort()
      .at(-1);
    return newest ? hour(new Date(newest)) : null;
  });

  constructor() {
    effect(() => {
      const view = this.view();
      const shown = untracked(this.queue.view);
      const same = shown !== null && JSON.stringify(shown) === JSON.stringify(view);
      // Coming back from a file finds the list as it was; what arrived meanwhile waits above it.
      if (!same || untracked(this.queue.problem)) void untracked(() => this.queue.show(view));
      this.filtering.set(untracked(this.narrowed) && !view.q);
    });
    inject(Keys).during(inject(DestroyRef), inboxCommands(this));
  }

  /** Taking is for who decides, and only what still waits for a decision. */
  canTake(): boolean {
    const waits = ({ status }: StaffRow) => status === 'presented' || status === 'corrected';
    const at = this.queue.rows().filter(({ id }) => id === this.queue.at());
    const rows = this.markedRows().length ? this.markedRows() : at;
    return this.role() === 'clerk' && rows.length > 0 && rows.every(waits);
  }

  hasArrived(): boolean {
    return this.queue.arrived().length > 0;
  }

  /** Moves `step` rows down, or up. */
  move(step: number): void {
    const rows = this.queue.rows();
    const now = rows.findIndex(({ id }) => id === this.queue.at());
    const next = rows[Math.max(0, Math.min(rows.length - 1, now + step))];
    if (!next) return;
    this.queue.at.set(next.id);
    this.drawn()
      .find((row) => row.row().id === next.id)
      ?.focus();
    if (next === rows.at(-1) && this.queue.more()) void this.queue.next();
  }

  open(): void {
    const id = this.queue.at();
    if (id) void this.router.navigate(['/mesa/documentos', id]);
  }

  mark(): void {
    const row = this.queue.rows().find(({ id }) => id === this.queue.at());
    if (row && !this.queue.heldByOther(row)) this.queue.mark(row.id);
  }

  search(): void {
    this.seek().nativeElement.focus();
    this.seek().nativeElement.select();
  }

  show(view: View): void {
    void this.router.navigate(['/mesa'], { queryParams: addressOf(view) });
  }

  async showArrived(): Promise<void> {
    await this.queue.reload();
  }

  toggleFilters(): void {
    this.filtering.update((on) => !on);
  }

  protected viewOfTab(): View {
    return viewOf({ lista: this.view().tab }, this.queue.tabs());
  }

  protected markAll(): void {
    const on = !this.allMarked();
    for (const row of this.queue.rows()) if (!this.queue.heldByOther(row)) this.queue.mark(row.id, on);
  }

  /** Takes what is marked, or the row one stands on. */
  async take(): Promise<void> {
    const at = this.queue.rows().filter(({ id }) => id === this.queue.at());
    const rows = this.markedRows().length ? this.markedRows() : at;
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
