import { httpResource } from '@angular/common/http';
import { computed, inject, Injectable, Injector, Signal } from '@angular/core';

import { DocumentRead, PageClosureRead, PreviewBody, PreviewRead, ProcedureRead } from '../api/model';

const PREVIEW = '/api/v1/calendar/preview';

/** Asks the server to count terms that have not begun yet, on the calendar this institution keeps. */
@Injectable()
export class Terms {
  private readonly injector = inject(Injector);
  private readonly kept = httpResource<PageClosureRead>(() => '/api/v1/calendar/closures?limit=100');
  private readonly closures = computed(() =>
    this.kept.hasValue() ? this.kept.value().items.map(({ date, kind, reason }) => ({ date, kind, reason })) : null,
  );

  /** The term `document` would have under `procedure` if it were registered now; idle without a term. */
  ifRegisteredNow(document: Signal<DocumentRead | null>, procedure: Signal<ProcedureRead | null>) {
    return this.count(() => {
      const [filing, chosen] = [document(), procedure()];
      if (!filing || !chosen?.term_days) return null;
      return {
        // Noon of the legal date: presented then, it has that very date.
        sent_at: `${filing.presentation_date}T12:00:00-05:00`,
        term_days: chosen.term_days,
        term_starts_from: chosen.term_starts_from,
        received_at: chosen.term_starts_from === 'reception' ? afterNoonOf(filing.presentation_date) : null,
      };
    });
  }

  /** The last day to correct something observed now, `days` business days from today. */
  toCorrect(days: Signal<number | null>) {
    return this.count(() => {
      const term_days = days();
      const now = new Date().toISOString();
      return term_days ? { sent_at: now, received_at: now, term_days, term_starts_from: 'reception' as const } : null;
    });
  }

  private count(asked: () => Omit<PreviewBody, 'closures' | 'rule'> | null) {
    const request = () => {
      const [body, closures] = [asked(), this.closures()];
      return body && closures
        ? { url: PREVIEW, method: 'POST', body: { ...body, rule: 'full_day', closures } }
        : undefined;
    };
    return httpResource<PreviewRead>(request, { injector: this.injector });
  }
}

/** Now, but never before noon of the legal date: what counts for Monday may be read on Sunday. */
function afterNoonOf(date: string): string {
  return new Date(Math.max(Date.now(), Date.parse(`${date}T12:00:00-05:00`))).toISOString();
}
