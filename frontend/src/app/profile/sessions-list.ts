import { httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';

import { Problem, problemOf } from '../problems/problem';
import { Moment } from '../ui/dates';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';
import { Account, OpenSession } from './account';
import { deviceOf } from './device';

/** Where this account is open, and a way to close what one does not know. */
@Component({
  selector: 'mp-sessions-list',
  imports: [Moment, ProblemBanner, Skeleton],
  styles: `
    :host {
      display: grid;
      gap: 10px;
    }
    h2 {
      font-size: 1.125rem;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 16px;
      align-items: center;
      padding: 10px 0;
      border-top: 1px solid var(--rule);
    }
    span {
      flex: 1 1 220px;
    }
    small {
      display: block;
      color: var(--ink-soft);
    }
  `,
  template: `
    <h2>Dónde está abierta su cuenta</h2>
    @if (problem() ?? sessions.error(); as failure) {
      <mp-problem-banner [problem]="failure" (retry)="sessions.reload()" />
    }
    @if (items(); as open) {
      <ul class="plain">
        @for (session of open; track session.id) {
          <li>
            <span>
              {{ deviceOf(session.user_agent) }}
              <small>Último uso: {{ session.last_used_at | moment }}</small>
            </span>
            @if (session.current) {
              <b class="state done">Esta sesión</b>
            } @else {
              <button type="button" class="link" (click)="end(session)">
                Cerrar<span class="unseen"> la sesión de {{ deviceOf(session.user_agent) }}</span>
              </button>
            }
          </li>
        }
      </ul>
    } @else if (!sessions.error()) {
      <mp-skeleton lines="3" />
    }
  `,
})
export class SessionsList {
  private readonly account = inject(Account);

  protected readonly sessions = httpResource<OpenSession[] | { items: OpenSession[] }>(
    () => '/api/v1/users/me/sessions',
  );
  protected readonly items = computed(() => {
    if (!this.sessions.hasValue()) return null;
    const value = this.sessions.value();
    return Array.isArray(value) ? value : value.items;
  });
  protected readonly problem = signal<Problem | null>(null);
  protected readonly deviceOf = deviceOf;

  protected async end(session: OpenSession): Promise<void> {
    this.problem.set(null);
    try {
      await this.account.end(session);
      this.sessions.reload();
    } catch (error) {
      this.problem.set(problemOf(error));
    }
  }
}
