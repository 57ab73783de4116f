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

import { addressOf, narrowed, NEWEST, View, viewOf } from '../desk/desk-list';
import { Keys } from '../desk/keys';
import { Live } from '../desk/live';
import { Queue } from '../desk/queue';
import { Institution } from '../institution/institution';
import { Session } from '../session/session';
import { hour } from '../ui/dates';
import { Plural } from '../ui/plural';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';
import { byLegalDay } from './days';
import { inboxCommands } from './inbox-commands';
import { Marked } from './marked';
import { QueueFilters } from './queue-filters';
import { QueueRow } from './queue-row';
import { QueueTabs } from './queue-tabs';
import { Reached } from './reached';

/** The desk's queue: everything in sight, everything by keyboard, live without moving what one reads. */
@Component({
  selector: 'mp-inbox-page',
  imports: [Plural, ProblemBanner, QueueFilters, QueueRow, QueueTabs, Reached, Skeleton],
  providers: [Marked],
  templateUrl: './inbox-page.html',
  styleUrl: './inbox-page.css',
})
export default class InboxPage {
  private readonly router = inject(Router);
  private readonly institution = inject(Institution);
  private readonly params = toSignal(inject(ActivatedRoute).queryParams, { requireSync: true });
  private readonly seek = viewChild.required<ElementRef<HTMLInputElement>>('seek');
  private readonly drawn = viewChildren(QueueRow);
  protected readonly queue = inject(Queue);
  protected readonly marked = inject(Marked);
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
    inject(Keys).during(inject(DestroyRef), inboxCommands(this, this.marked));
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
}
