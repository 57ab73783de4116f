import { HttpClient, HttpParams } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { AuditRead, PageAuditRead, UserRead } from '../../api/model';
import { Session } from '../../session/session';
import { limaDate } from '../../ui/dates';

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
  private readonly session = inject(Session);
  private readonly asked = new Set<string>();

  /** Names by account; only an administrator may read them. */
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

  /** Learns the names that `rows` need; those that cannot be read stay unnamed. */
  async learn(rows: AuditRead[]): Promise<void> {
    if (this.session.role() !== 'admin') return;
    const unknown = new Set(rows.flatMap(({ actor_id }) => (actor_id && !this.asked.has(actor_id) ? [actor_id] : [])));
    await Promise.all(
      [...unknown].map(async (id) => {
        this.asked.add(id);
        const user = await firstValueFrom(this.http.get<UserRead>(`/api/v1/users/${id}`)).catch(() => null);
        if (user) this.names.update((names) => new Map(names).set(id, user.name));
      }),
    );
  }
}

function startOf(day: string): string {
  return `${day}T00:00:00-05:00`;
}

function nextDay(day: string): string {
  return limaDate(new Date(Date.parse(`${day}T12:00:00-05:00`) + 86_400_000));
}
