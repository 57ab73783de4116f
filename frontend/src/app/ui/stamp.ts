import { Component, computed, input } from '@angular/core';

import { dayOf, exactHour, stampDay } from './dates';

/** The desk's stamp. Solid only for what the server has committed; a ghost shows the date that will count. */
@Component({
  selector: 'mp-stamp',
  host: { class: 'stamp', '[class.ghost]': 'ghost()' },
  styleUrl: './stamp.css',
  template: `
    <span class="who">{{ who() }}</span>
    <span class="date">{{ day() }}</span>
    @if (number()) {
      <span class="num">{{ moment() }}</span>
    }
    <span class="what">{{ what() }}</span>
  `,
})
export class Stamp {
  readonly who = input.required<string>();
  readonly what = input.required<string>();
  /** The legal date, ISO. */
  readonly date = input.required<string>();
  /** The instant, RFC 3339; shown with the number. */
  readonly at = input<string | null>(null);
  readonly number = input<string | null>(null);
  readonly ghost = input(false);

  protected readonly day = computed(() => stampDay(dayOf(this.date())));
  protected readonly moment = computed(() => {
    const at = this.at();
    return at ? `${exactHour(new Date(at))} · ${this.number()}` : this.number();
  });
}
