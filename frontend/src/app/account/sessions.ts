import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { Router } from '@angular/router';
import { firstValueFrom } from 'rxjs';

import type { SessionRead } from '../api/model';
import { listSessionsResource } from '../api/users/users.resource';
import { Session } from '../session/session';
import { Moment } from '../ui/dates';
import { Dialog } from '../ui/dialog';
import { posting } from '../ui/posting';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';
import { browserOf } from './browsers';

/** Where the account is open, and closing it: one browser, or all. */
@Component({
  selector: 'mp-sessions',
  imports: [Dialog, Moment, ProblemBanner, Skeleton],
  templateUrl: './sessions.html',
  styles: `
    li {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      align-items: center;
      gap: 4px 20px;
      padding: 10px 0;
      border-top: 1px solid var(--rule);
    }
    li:first-child {
      border: 0;
      padding-top: 0;
    }
  `,
})
export class Sessions {
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private readonly session = inject(Session);

  protected readonly open = listSessionsResource(signal({ limit: 100 }));
  protected readonly rows = computed(() =>
    (this.open.hasValue() ? this.open.value().items : []).map((row) => ({
      ...row,
      browser: browserOf(row.user_agent),
    })),
  );
  protected readonly post = posting();
  protected readonly asking = signal(false);

  protected async end({ id }: SessionRead): Promise<void> {
    const path = `/api/v1/users/me/sessions/${encodeURIComponent(id)}`;
    await this.post.run(() => firstValueFrom(this.http.delete(path)));
    this.open.reload();
  }

  /** All others first, then this one. */
  protected async endAll(): Promise<void> {
    const done = await this.post.run(() => firstValueFrom(this.http.delete('/api/v1/users/me/sessions')));
    this.asking.set(false);
    if (!done) return;
    await this.session.signOut();
    await this.router.navigate(['/ingresar']);
  }
}
