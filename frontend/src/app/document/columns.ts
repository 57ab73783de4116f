import { Injectable, signal } from '@angular/core';

const KEY = 'mp-columns';
export const USUAL = { near: 230, act: 372 };

/** How wide somebody likes the list and the decision beside the file; kept on this device. */
@Injectable({ providedIn: 'root' })
export class Columns {
  readonly widths = signal(kept());

  set(part: Partial<typeof USUAL>): void {
    this.widths.update((now) => ({ ...now, ...part }));
    try {
      localStorage.setItem(KEY, JSON.stringify(this.widths()));
    } catch {
      // Without storage they last until the page is left.
    }
  }
}

function kept(): typeof USUAL {
  try {
    const { near, act } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<typeof USUAL>;
    return { near: Number(near) || USUAL.near, act: Number(act) || USUAL.act };
  } catch {
    return USUAL;
  }
}
