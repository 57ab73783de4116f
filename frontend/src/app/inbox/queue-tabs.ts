import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';

import { addressOf, viewOf } from '../desk/desk-list';
import { Queue } from '../desk/queue';

/** The counters are the tabs. */
@Component({
  selector: 'mp-queue-tabs',
  imports: [RouterLink],
  styles: `
    nav {
      display: flex;
      gap: 4px;
      flex-wrap: wrap;
    }
    a {
      border-bottom: 3px solid transparent;
      color: var(--ink-soft);
      font-weight: 560;
      padding: 0 12px;
      min-height: 46px;
      display: flex;
      align-items: center;
      gap: 9px;
      text-decoration: none;
      white-space: nowrap;
    }
    a:hover {
      color: var(--ink);
    }
    b {
      font-variant-numeric: tabular-nums;
      color: var(--ink);
    }
    b.late {
      color: var(--late);
    }
    .on {
      color: var(--ink);
      border-color: var(--stamp);
      font-weight: 680;
    }
    @media (max-width: 900px) {
      nav {
        flex-wrap: nowrap;
        overflow-x: auto;
        scrollbar-width: none;
        padding: 3px 3px 0;
      }
    }
  `,
  template: `
    <nav aria-label="Listas">
      @for (tab of tabs(); track tab.key) {
        <a
          routerLink="/mesa"
          [queryParams]="tab.address"
          [class.on]="tab.current"
          [attr.aria-current]="tab.current ? 'page' : null"
        >
          {{ tab.name }}
          @if (tab.count !== null) {
            <b [class.late]="tab.pressing">{{ tab.count }}</b>
          }
        </a>
      }
    </nav>
  `,
})
export class QueueTabs {
  private readonly queue = inject(Queue);

  protected readonly tabs = computed(() => {
    const counters = this.queue.counters();
    const fresh = viewOf({}, this.queue.tabs());
    const searching = Boolean(this.queue.view()?.q);
    return this.queue.tabs().map((tab) => {
      const count = counters && tab.counter ? counters[tab.counter] : null;
      return {
        key: tab.key,
        name: tab.name,
        count,
        pressing: tab.counter === 'to_dispatch_today' && count !== 0,
        current: !searching && tab.key === this.queue.tab().key,
        address: addressOf({ ...fresh, tab: tab.key }),
      };
    });
  });
}
