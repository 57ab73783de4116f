import { httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';

import { Kind, Preferences } from '../api/model';
import { Problem, problemOf } from '../problems/problem';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';
import { Notifications } from './notifications';

/** What reaches the people who work here; the others are for citizens. */
const FOR_STAFF: Partial<Record<Kind, string>> = {
  corrected: 'Alguien subsanó lo que usted observó',
  routed: 'Llegó un documento a su área',
  withdrawn: 'Una persona se desistió',
};

/** Which notices this person wants on screen. */
@Component({
  selector: 'mp-preferences-form',
  imports: [ProblemBanner, Skeleton],
  styles: `
    :host {
      display: block;
      border-top: 1px solid var(--rule);
      padding-top: 18px;
    }
    h2 {
      font-size: 1.125rem;
      margin-bottom: 6px;
    }
  `,
  template: `
    <h2 id="preferences">Qué avisos quiere ver</h2>
    @if (problem() ?? kept.error(); as failure) {
      <mp-problem-banner [problem]="failure" (retry)="kept.reload()" />
    }
    @if (rows(); as known) {
      <div role="group" aria-labelledby="preferences">
        @for (row of known; track row.kind) {
          <label class="choice">
            <input type="checkbox" [checked]="row.live" (change)="toggle(row.kind, !row.live)" />
            <span>{{ row.name }}</span>
          </label>
        }
      </div>
      <p class="soft small" role="status">{{ said() }}</p>
    } @else if (!kept.error()) {
      <mp-skeleton lines="3" />
    }
  `,
})
export class PreferencesForm {
  private readonly notifications = inject(Notifications);

  protected readonly kept = httpResource<Preferences>(() => '/api/v1/notifications/preferences');
  protected readonly problem = signal<Problem | null>(null);
  protected readonly said = signal('');
  protected readonly rows = computed(() => {
    if (!this.kept.hasValue()) return null;
    const kept = this.kept.value();
    return Object.entries(FOR_STAFF).map(([kind, name]) => ({
      kind: kind as Kind,
      name,
      live: kept[kind as Kind]?.live ?? true,
    }));
  });

  protected async toggle(kind: Kind, live: boolean): Promise<void> {
    const email = (this.kept.hasValue() && this.kept.value()[kind]?.email) ?? true;
    this.problem.set(null);
    try {
      this.kept.set(await this.notifications.prefer({ [kind]: { email: email !== false, live } }));
      this.said.set('Guardado.');
    } catch (error) {
      this.problem.set(problemOf(error));
      this.kept.reload();
    }
  }
}
