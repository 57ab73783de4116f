import { HttpClient } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { PageNotificationRead } from '../api/model';
import { Live } from './live';

/** How many notices this person has not read, for the bell. */
@Injectable()
export class Notices {
  private readonly http = inject(HttpClient);
  private readonly live = inject(Live);

  readonly unread = signal(0);

  /** Subscribes to what happens elsewhere; once, by the shell. */
  follow(): void {
    this.live.events.subscribe(({ type }) => {
      if (type === 'notification' || type === 'resync') void this.count();
    });
    void this.count();
  }

  async count(): Promise<void> {
    const params = { unread: true, limit: 1 };
    const page = firstValueFrom(this.http.get<PageNotificationRead>('/api/v1/notifications', { params }));
    await page.then(({ total }) => this.unread.set(total ?? 0)).catch(() => undefined);
  }
}
