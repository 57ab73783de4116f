import { Component, computed, input, output } from '@angular/core';

import { ClosureRead } from '../../api/model';
import { LongDay } from '../../ui/dates';
import { StateMark } from '../../ui/state-mark';
import { kindName } from './kinds';
import { byMonth } from './months';

/** Closed days, month by month. Those whose day has not come can be taken back. */
@Component({
  selector: 'mp-closure-list',
  imports: [LongDay, StateMark],
  styles: `
    h2 {
      font-size: 1.0625rem;
      letter-spacing: 0;
      padding-bottom: 8px;
    }
    section + section {
      margin-top: 26px;
    }
    li {
      display: grid;
      grid-template-columns: 230px minmax(0, 1fr) auto;
      gap: 2px 20px;
      align-items: baseline;
      padding: 10px 0;
      border-top: 1px solid var(--rule);
    }
    small {
      display: block;
      color: var(--ink-soft);
      font-size: 0.875rem;
    }
    @media (max-width: 720px) {
      li {
        grid-template-columns: minmax(0, 1fr) auto;
      }
      li > b {
        grid-column: 1 / -1;
      }
    }
  `,
  template: `
    @for (month of months(); track month.name) {
      <section>
        <h2>{{ month.name }}</h2>
        <ul class="plain">
          @for (each of month.closures; track each.id) {
            <li>
              <b>{{ each.date | longDay }}</b>
              <div>
                {{ each.reason }}
                <small>{{ kindName(each.kind) }}</small>
                @if (!each.applied) {
                  <mp-state tone="wait">Contando de nuevo los plazos…</mp-state>
                }
              </div>
              @if (each.date > today()) {
                <button type="button" class="link" (click)="takeBack.emit(each)">
                  Volver laborable<span class="unseen"> el {{ each.date | longDay }}</span>
                </button>
              }
            </li>
          }
        </ul>
      </section>
    }
  `,
})
export class ClosureList {
  readonly closures = input.required<ClosureRead[]>();
  readonly today = input.required<string>();
  readonly takeBack = output<ClosureRead>();

  protected readonly months = computed(() => byMonth(this.closures()));
  protected readonly kindName = kindName;
}
