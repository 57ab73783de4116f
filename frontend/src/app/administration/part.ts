import { Component, input } from '@angular/core';

let count = 0;

/** One subject of a long page: its name at the left, on phones above; what can be done with it at the right. */
@Component({
  selector: 'mp-part',
  host: { role: 'group', '[attr.aria-labelledby]': 'id' },
  styles: `
    :host {
      display: grid;
      grid-template-columns: 190px minmax(0, 1fr);
      gap: 12px 32px;
      border-top: 1px solid var(--rule);
      padding: 22px 0 30px;
    }
    h2 {
      font-size: 1.0625rem;
      letter-spacing: 0;
      margin-bottom: 6px;
    }
    .body {
      display: grid;
      gap: 16px;
      min-width: 0;
      align-content: start;
    }
    @media (max-width: 760px) {
      :host {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
  template: `
    <div>
      <h2 [id]="id">{{ heading() }}</h2>
      @if (hint()) {
        <p class="soft small">{{ hint() }}</p>
      }
    </div>
    <div class="body"><ng-content /></div>
  `,
})
export class Part {
  readonly heading = input.required<string>();
  readonly hint = input('');
  protected readonly id = `part-${++count}`;
}
