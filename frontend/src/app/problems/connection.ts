import { inject, Injectable, signal } from '@angular/core';
import { DOCUMENT } from '@angular/common';

/** Whether the device says it is on a network. True promises nothing; false is certain. */
@Injectable({ providedIn: 'root' })
export class Connection {
  private readonly window = inject(DOCUMENT).defaultView;

  readonly online = signal(this.window?.navigator.onLine ?? true);

  constructor() {
    this.window?.addEventListener('online', () => this.online.set(true));
    this.window?.addEventListener('offline', () => this.online.set(false));
  }

  /** Settles when the device is on a network. */
  async returned(): Promise<void> {
    if (this.window?.navigator.onLine ?? true) return;
    await new Promise((resolve) => this.window?.addEventListener('online', resolve, { once: true }));
  }
}
