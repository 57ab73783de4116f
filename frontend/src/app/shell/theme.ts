import { DOCUMENT } from '@angular/common';
import { inject, Injectable, signal } from '@angular/core';

export type Tone = 'light' | 'dark';

const KEY = 'mp-theme';

/** Light or dark: the system's choice until the person makes their own. `theme.js` applies it before the first paint. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly root = inject(DOCUMENT).documentElement;

  readonly tone = signal<Tone>(this.root.dataset['theme'] === 'dark' ? 'dark' : 'light');

  toggle(): void {
    const tone = this.tone() === 'dark' ? 'light' : 'dark';
    this.tone.set(tone);
    this.root.dataset['theme'] = tone;
    try {
      localStorage.setItem(KEY, tone);
    } catch {
      // Storage may be closed; the choice lasts until the page is left.
    }
  }
}
