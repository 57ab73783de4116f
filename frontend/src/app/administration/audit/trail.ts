import { HttpClient, HttpParams } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { AuditRead, PageAuditRead, UserRead, WalkRead } from '../../api/model';
import { Session } from '../../session/session';
import { limaDate } from '../../ui/dates';
import { Catalogue } from '../catalogue';

export interface WantedRows {
  action: string;
  actor: string;
  /** ISO days of Lima, both inclusive; empty for any. */
  from: string;
  until: string;
}

/** The audit trail, newest first, and who its people are. */
@Injectable()
export class Trail {
  private readonly http = inject(HttpClient);
  private readonly catalogue = inject(Catalogue);
  private readonly session = inject(Session);
  private readonly asked = new Set<string>();

  /** Names by id of what was acted on, and by account of who acted: these only an administrator may read. */
  readonly names = signal<ReadonlyMap<string, string>>(new Map());

  /** Throws HttpErrorResponse. */
  page(wanted: WantedRows, cursor: string | null): Promise<PageAuditRead> {
    const chosen = {
      action: wanted.action,
      actor_id: wanted.actor,
      since: wanted.from && startOf(wanted.from),
      until: wanted.until && startOf(nextDay(wanted.until)),
      cursor: cursor ?? '',
    };
    const params = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value));
    return firstValueFrom(
      this.http.get<PageAuditRead>('/api/v1/audit', {
        params: new HttpParams({ fromObject: { limit: 50, ...params } }),
      }),
    );
  }

  /** What the last walk over the whole chain found; null before the first, or when it cannot be read. */
  lastWalk(): Promise<WalkRead | null> {
    return firstValueFrom(this.http.get<WalkRead | null>('/api/v1/audit/verification')).catch(() => null);
  }

  /** Learns what the catalogue's and the areas' ids are called; without it their rows stay unnamed. */
  async learnSubjects(): Promise<void> {
    const catalogue = this.catalogue;
    const lists = [catalogue.procedures(), catalogue.reasons(), catalogue.areas()];
    for (const list of await Promise.allSettled<{ id: string; name: string }[]>(lists)) {
      if (list.status === 'fulfilled') this.name(list.value);
    }
  }

  /** Learns the names that `rows` need; those that cannot be read stay unnamed. */
  async learn(rows: AuditRead[]): Promise<void> {
    if (this.session.role() !== 'admin') return;
    const people = rows.flatMap(({ actor_id, detail }) => [actor_id, detail['user']]);
    const unknown = new Set(people.filter((id): id is string => typeof id === 'string' && !this.asked.has(id)));
    await Promise.all(
      [...unknown].map(async (id) => {
        this.asked.add(id);
        const user = await firstValueFrom(this.http.get<UserRead>(`/api/v1/users/${id}`)).catch(() => null);
        if (user) this.name([user]);
      }),
    );
  }

  private name(known: { id: string; name: string }[]): void {
    this.names.update((names) => new Map([...names, ...known.map(({ id, name }) => [id, name] as const)]));
  }
}

function startOf(day: string): string {
  return `${day}T00:00:00-05:00`;
}

function nextDay(day: string): string {
  return limaDate(new Date(Date.parse(`${day}T12:00:00-05:00`) + 86_400_000));
}
