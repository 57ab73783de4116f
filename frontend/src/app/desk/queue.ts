import { HttpClient, HttpParams } from '@angular/common/http';
import { computed, inject, Injectable, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { Counters, PageStaffRow, StaffRow } from '../api/model';
import { Problem, problemOf } from '../problems/problem';
import { Session } from '../session/session';
import { compared } from './arrivals';
import { addressOf, askedBy, tabsFor, View, viewOf } from './desk-list';
import { Live } from './live';

const PAGE = 50;
const MOST_A_PAGE = 100;
const SETTLE_MS = 250;

/** The list somebody works through. It stays while they go from file to file, and never moves under their eyes. */
@Injectable()
export class Queue {
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  private readonly live = inject(Live);
  private cursor: string | null = null;
  private asked = 0;
  private looks = 0;
  private settling: ReturnType<typeof setTimeout> | undefined;

  readonly tabs = computed(() => tabsFor(this.session.user()));
  readonly view = signal<View | null>(null);
  readonly tab = computed(() => this.tabs().find(({ key }) => key === this.view()?.tab) ?? this.tabs()[0]);
  readonly address = computed(() => addressOf(this.view() ?? viewOf({}, this.tabs())));

  readonly rows = signal<StaffRow[]>([]);
  readonly total = signal<{ count: number; atLeast: boolean } | null>(null);
  readonly more = signal(false);
  readonly loading = signal(false);
  readonly problem = signal<Problem | null>(null);
  readonly counters = signal<Counters | null>(null);
  /** What arrived since the list was read and waits to be shown. */
  readonly arrived = signal<StaffRow[]>([]);
  /** Rows that another act took out of this list since it was read. */
  readonly gone = signal<ReadonlySet<string>>(new Set());
  readonly marked = signal<ReadonlySet<string>>(new Set());
  /** The id of the row one stands on. */
  readonly at = signal<string | null>(null);

  /** Subscribes to what happens elsewhere; once, by the shell. */
  follow(): void {
    this.live.events.subscribe((event) => {
      if (event.type === 'counters' && event.counters) this.counters.set(event.counters);
      if (event.type === 'document_changed' || event.type === 'resync') this.settle(event.type === 'resync');
    });
    void this.count();
  }

  /** Shows another view, from its top. */
  async show(view: View): Promise<void> {
    this.view.set(view);
    this.marked.set(new Set());
    await this.reload();
  }

  async reload(): Promise<void> {
    this.rows.set([]);
    this.cursor = null;
    this.total.set(null);
    this.more.set(false);
    await this.next(true);
  }

  /** The next rows below those shown. */
  async next(fresh = false): Promise<void> {
    if (this.loading() && !fresh) return;
    const turn = ++this.asked;
    this.loading.set(true);
    this.problem.set(null);
    try {
      const page = await this.ask(PAGE, this.cursor);
      if (turn !== this.asked) return;
      const known = new Set(this.rows().map(({ id }) => id));
      this.rows.update((rows) => [...rows, ...page.items.filter(({ id }) => !known.has(id))]);
      this.keep(page);
      this.cursor = page.next_cursor ?? null;
      this.more.set(this.cursor !== null);
      if (fresh) this.settled();
    } catch (error) {
      if (turn === this.asked) this.problem.set(problemOf(error));
    } finally {
      if (turn === this.asked) this.loading.set(false);
    }
  }

  /** The row after `id`, passing over what is gone or in another's hands; null at the end. */
  following(id: string, step = 1): StaffRow | null {
    const rows = this.rows();
    const from = rows.findIndex((row) => row.id === id);
    for (let index = from + step; index >= 0 && index < rows.length; index += step) {
      if (!this.gone().has(rows[index].id) && !this.heldByOther(rows[index])) return rows[index];
    }
    return null;
  }

  heldByOther(row: StaffRow): boolean {
    return row.holder !== null && row.holder.id !== this.session.user()?.id;
  }

  /** Stands on the row of a filing opened from elsewhere too: then with the list that is shown first around it. */
  standOn(id: string): void {
    this.at.set(id);
    if (!this.view()) void this.show(viewOf({}, this.tabs())).then(() => this.at.set(id));
  }

  /** An act of one's own took the row out of this list; answers the one to go on with, null when none is left. */
  leave(id: string): StaffRow | null {
    const next = this.following(id) ?? this.following(id, -1);
    if (this.rows().some((row) => row.id === id)) {
      this.gone.update((gone) => new Set(gone).add(id));
      this.mark(id, false);
    }
    return next;
  }

  mark(id: string, on = !this.marked().has(id)): void {
    this.marked.update((marked) => {
      const next = new Set(marked);
      if (on) next.add(id);
      else next.delete(id);
      return next;
    });
  }

  private settled(): void {
    this.arrived.set([]);
    this.gone.set(new Set());
    if (!this.rows().some(({ id }) => id === this.at())) this.at.set(this.rows()[0]?.id ?? null);
  }

  private settle(counters: boolean): void {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      void this.refresh();
      if (counters) void this.count();
    }, SETTLE_MS);
  }

  /** Looks again at what is shown: rows change in place, others wait in `arrived`, none moves. */
  private async refresh(): Promise<void> {
    if (!this.view()) return;
    // What is being read may be older than what just happened.
    if (this.loading()) return this.settle(false);
    if (this.problem()) return this.reload();
    const turn = this.asked;
    const look = ++this.looks;
    const limit = Math.min(MOST_A_PAGE, Math.max(PAGE, this.rows().length));
    const page = await this.ask(limit, null).catch(() => null);
    if (!page || turn !== this.asked || look !== this.looks) return;
    const { gone, arrived } = compared(this.rows(), page.items, {
      all: !page.next_cursor,
      hadAll: this.cursor === null,
    });
    this.gone.set(gone);
    this.arrived.set(arrived);
    const now = new Map(page.items.map((row) => [row.id, row]));
    this.rows.update((rows) => rows.map((row) => now.get(row.id) ?? row));
    this.keep(page);
  }

  private keep(page: PageStaffRow): void {
    const count = page.total ?? page.total_at_least;
    this.total.set(count == null ? null : { count, atLeast: page.total == null });
  }

  private async count(): Promise<void> {
    if (this.session.role() === 'admin') return;
    const counted = firstValueFrom(this.http.get<Counters>('/api/v1/documents/counters'));
    await counted.then((counters) => this.counters.set(counters)).catch(() => undefined);
  }

  private ask(limit: number, cursor: string | null): Promise<PageStaffRow> {
    const view = this.view() ?? viewOf({}, this.tabs());
    const asked = { ...askedBy(view, this.tabs()), limit, ...(cursor && { cursor }) };
    const params = new HttpParams({ fromObject: asked as Record<string, string | number | boolean | string[]> });
    return firstValueFrom(this.http.get<PageStaffRow>('/api/v1/documents', { params }));
  }
}
