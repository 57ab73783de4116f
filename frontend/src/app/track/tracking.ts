import { HttpClient } from '@angular/common/http';
import { computed, inject, Injectable, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import type { Tracking as Opened } from '../api/model';
import { FilingAccess } from './filing-access';

const KEY = 'mp-consulta';

/** What this tab keeps. After the token dies only the number stays. */
interface Kept {
  number: string;
  access: (FilingAccess & { until: number }) | null;
}

/** One filing opened by its number and key. Lives in this tab's session: a reload keeps it, another tab has none. */
@Injectable({ providedIn: 'root' })
export class Tracking {
  private readonly http = inject(HttpClient);
  private readonly kept = signal<Kept>(restored());

  readonly number = computed(() => this.kept().number);
  readonly access = computed<FilingAccess | null>(() => {
    const access = this.kept().access;
    return access && { id: access.id, token: access.token };
  });
  /** True after a token died by itself, until the next one: the form then says why it asks again. */
  readonly ended = signal(false);

  /** Opens a filing. Throws HttpErrorResponse: 404 for every wrong pair. */
  async open(number: string, accessKey: string): Promise<void> {
    const body = { number: numberAsPrinted(number), access_key: accessKey };
    const opened = await firstValueFrom(this.http.post<Opened>('/api/v1/tracking', body));
    const until = Date.now() + opened.expires_in * 1000;
    this.ended.set(false);
    this.keep({
      number: opened.document.registry_number ?? opened.document.number,
      access: { id: opened.document.id, token: opened.tracking_token, until },
    });
  }

  /** The token is over: the number stays, the key must be typed again. */
  expire(): void {
    this.ended.set(true);
    this.keep({ number: this.number(), access: null });
  }

  close(): void {
    this.ended.set(false);
    this.keep({ number: '', access: null });
  }

  /** Whether the token still lives by this device's clock; ends it if not. */
  stillOpen(): boolean {
    const access = this.kept().access;
    if (access && access.until < Date.now()) this.expire();
    return this.kept().access !== null;
  }

  private keep(kept: Kept): void {
    this.kept.set(kept);
    try {
      sessionStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // It lives as long as the page.
    }
  }
}

/** Case, dashes, spaces and leading zeros do not matter: "p 2026 347" is P-2026-000347. */
export function numberAsPrinted(typed: string): string {
  const text = typed.trim().toUpperCase();
  const [, series, year, count] = /^(P|EXP)[\s-]*(\d{4})[\s-]*(\d+)$/.exec(text.replace(/[–—]/g, '-')) ?? [];
  return series ? `${series}-${year}-${count.padStart(6, '0')}` : text;
}

function restored(): Kept {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Kept | null;
    if (typeof kept?.number === 'string') return kept;
  } catch {
    // Damaged or closed storage is an empty one.
  }
  return { number: '', access: null };
}
