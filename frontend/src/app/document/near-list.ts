import { Component, ElementRef, computed, effect, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import { Queue } from '../desk/queue';
import { limaDate, shortDay, hour } from '../ui/dates';

/** The list one came from, beside the file. */
@Component({
  selector: 'mp-near-list',
  imports: [RouterLink],
  styles: `
    :host {
      display: block;
      overflow: auto;
      padding: 16px 0;
    }
    h2 {
      font-size: 1rem;
      padding: 0 16px 10px;
    }
    h2 a {
      color: inherit;
      text-decoration: none;
    }
    h2 a:hover {
      text-decoration: underline;
    }
    li a {
      display: block;
      padding: 9px 16px;
      border-top: 1px solid var(--rule);
      color: inherit;
      text-decoration: none;
      overflow-wrap: anywhere;
    }
    li a:hover {
      background: var(--desk);
    }
    small {
      display: block;
      color: var(--ink-soft);
      font-size: 0.8125rem;
    }
    li a.on {
      background: var(--stamp-wash);
      box-shadow: inset 3px 0 var(--stamp);
      font-weight: 620;
    }
    li a.soft {
      color: var(--ink-soft);
    }
    p {
      padding: 0 16px;
    }
  `,
  template: `
    <h2>
      <a routerLink="/mesa" [queryParams]="queue.address()"
        >{{ title() }} <b>{{ queue.total()?.count }}</b></a
      >
    </h2>
    <ul class="plain">
      @for (row of rows(); track row.id) {
        <li>
          <a
            [routerLink]="['/mesa/documentos', row.id]"
            [class.on]="row.id === id()"
            [class.soft]="row.soft"
            [attr.aria-current]="row.id === id() ? 'true' : null"
          >
            <small>{{ row.when }}</small>
            {{ row.subject }}
          </a>
        </li>
      } @empty {
        <li><p class="soft">Esta lista está vacía.</p></li>
      }
    </ul>
  `,
})
export class NearList {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  protected readonly queue = inject(Queue);

  readonly id = input.required<string>();

  protected readonly title = computed(() => (this.queue.view()?.q ? 'Búsqueda' : this.queue.tab().name));
  protected readonly rows = computed(() => {
    const today = limaDate(new Date());
    return this.queue.rows().map((row) => {
      const at = new Date(row.presented_at);
      const gone = this.queue.gone().has(row.id);
      return {
        id: row.id,
        subject: row.subject,
        soft: gone || this.queue.heldByOther(row),
        when: `${limaDate(at) === today ? '' : `${shortDay(at)}, `}${hour(at)}${gone ? ' · listo' : ''}`,
      };
    });
  });

  constructor() {
    effect(() => {
      this.id();
      setTimeout(() => this.host.nativeElement.querySelector('.on')?.scrollIntoView({ block: 'nearest' }));
    });
  }
}
