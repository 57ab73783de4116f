import { Injectable, signal } from '@angular/core';

import type { Presented } from '../api/model';

const KEY = 'mp-constancia';

/** What the receipt page shows. The access key is in it, so it lives in this tab's session alone. */
export interface Constancia {
  presented: Presented;
  subject: string;
  folios: number;
  email: string;
  procedure: { name: string; term_days: number | null; term_starts_from: string } | null;
}

@Injectable({ providedIn: 'root' })
export class ConstanciaStore {
  readonly kept = signal(read());

  keep(constancia: Constancia): void {
    this.kept.set(constancia);
    try {
      sessionStorage.setItem(KEY, JSON.stringify(constancia));
    } catch {
      // It stays on screen; a reload would lose it, and the mail brings the receipt.
    }
  }

  leave(): void {
    this.kept.set(null);
    try {
      sessionStorage.removeItem(KEY);
    } catch {
      // Nothing was kept.
    }
  }
}

function read(): Constancia | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Constancia | null;
  } catch {
    return null;
  }
}
