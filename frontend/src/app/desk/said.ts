import { Injectable, signal } from '@angular/core';

export interface Sentence {
  text: string;
  /** Where what it speaks of can be seen. */
  link: { label: string; route: string[] } | null;
}

const SHOWN_MS = 12_000;

/** What was just done, said at the foot of the desk while the next file opens. */
@Injectable()
export class Said {
  private timer: ReturnType<typeof setTimeout> | undefined;

  readonly sentence = signal<Sentence | null>(null);

  say(text: string, link: Sentence['link'] = null): void {
    clearTimeout(this.timer);
    this.sentence.set({ text, link });
    this.timer = setTimeout(() => this.sentence.set(null), SHOWN_MS);
  }

  hush(): void {
    clearTimeout(this.timer);
    this.sentence.set(null);
  }
}
