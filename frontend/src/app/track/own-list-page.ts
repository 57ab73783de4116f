import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';

import type { PagePublicRow, PublicRow } from '../api/model';
import { Institution } from '../institution/institution';
import { Hour, limaDate, ShortDay } from '../ui/dates';
import { Dialog } from '../ui/dialog';
import { Line } from '../ui/line';
import { plural } from '../ui/plural';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';
import { StateMark } from '../ui/state-mark';
import { NumberAndKey } from './number-and-key';
import { numberAsPrinted } from './tracking';
import { dayIn, stateOf, until } from './words';

const PAUSE_MS = 250;
const KINDS = [
  { name: 'Todos', status: [] },
  { name: 'Debe responder', status: ['observed', 'required'] },
  { name: 'En curso', status: ['presented', 'corrected', 'received', 'routed', 'in_process'] },
  {
    name: 'Terminados',
    status: ['answered', 'archived', 'not_presented', 'withdrawn', 'forwarded', 'merged', 'voided'],
  },
];

/** What one's account presented or took over, newest first. */
@Component({
  selector: 'mp-own-list-page',
  imports: [Dialog, Hour, Line, NumberAndKey, ProblemBanner, RouterLink, ShortDay, Skeleton, StateMark],
  templateUrl: './own-list-page.html',
  styleUrl: './own-list-page.css',
})
export default class OwnListPage {
  private readonly http = inject(HttpClient);
  private readonly institution = inject(Institution).known;

  protected readonly kinds = KINDS;
  protected readonly kind = signal(KINDS[0]);
  protected readonly words = signal('');
  private readonly today = computed(() => this.institution()?.today.date ?? limaDate(new Date()));
  private readonly params = computed(() => ({ q: this.words(), status: this.kind().status, limit: 25 }));
  protected readonly first = httpResource<PagePublicRow>(() => ({ url: '/api/v1/documents', params: this.params() }));
  private readonly more = linkedSignal<object, PagePublicRow | null>({ source: this.params, computation: () => null });
  private readonly loaded = computed(() => (this.first.hasValue() ? this.first.value() : null));
  protected readonly rows = computed(() =>
    [...(this.loaded()?.items ?? []), ...(this.more()?.items ?? [])].map((row) => ({
      ...row,
      state: stateOf(row.status),
      next: nextOf(row, this.today()),
    })),
  );
  protected readonly cursor = computed(() => (this.more() ?? this.loaded())?.next_cursor ?? null);
  protected readonly count = computed(() => {
    const total = this.loaded()?.total;
    return total ? plural(total, 'trámite') : '';
  });
  protected readonly narrowed = computed(() => this.words() !== '' || this.kind() !== KINDS[0]);
  protected readonly adding = signal(false);
  protected readonly added = signal('');
  protected readonly bringing = signal(false);
  protected readonly failure = signal<unknown>(null);
  private timer = 0;

  protected readonly takeOver = async (number: string, key: string): Promise<void> => {
    const body = { number: numberAsPrinted(number), access_key: key };
    const taken = await firstValueFrom(this.http.post<PublicRow>('/api/v1/users/me/documents', body));
    this.added.set(taken.number);
  };

  protected search(typed: string): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.words.set(typed.trim()), PAUSE_MS);
  }

  protected async bringMore(): Promise<void> {
    const cursor = this.cursor();
    if (!cursor || this.bringing()) return;
    this.bringing.set(true);
    this.failure.set(null);
    const asked = this.params();
    try {
      const url = '/api/v1/documents';
      const page = await firstValueFrom(this.http.get<PagePublicRow>(url, { params: { ...asked, cursor } }));
      if (asked === this.params()) {
        this.more.update((before) => ({ ...page, items: [...(before?.items ?? []), ...page.items] }));
      }
    } catch (error) {
      this.failure.set(error);
    } finally {
      this.bringing.set(false);
    }
  }

  protected afterAdding(): void {
    this.adding.set(false);
    this.first.reload();
  }
}

const RUNNING = ['received', 'routed', 'in_process'];

function nextOf({ correct_by, due_on, status }: PublicRow, today: string): string | null {
  if (status === 'observed' && correct_by) return `Responda hasta el ${until(correct_by)}`;
  if (!due_on || !RUNNING.includes(status)) return null;
  return due_on < today
    ? `El plazo para responderle venció el ${dayIn(due_on)}`
    : `Le responderán hasta el ${dayIn(due_on)}`;
}
