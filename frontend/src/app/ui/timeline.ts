import { Component, input } from '@angular/core';

import { Hour, ShortDay } from './dates';
import { Line } from './line';

export interface TimelineEntry {
  /** Instant, RFC 3339. */
  at: string;
  title: string;
  text?: string | null;
  link?: { label: string; url: string } | null;
}

/** What happened, newest first as given, each with its date in the margin. */
@Component({
  selector: 'mp-timeline',
  imports: [Hour, Line, ShortDay],
  template: `
    @for (entry of entries(); track $index) {
      <div mpLine="">
        <time hang [attr.datetime]="entry.at">
          <span class="num">{{ entry.at | shortDay }}</span> <span class="num">{{ entry.at | hour }}</span>
        </time>
        <h3>{{ entry.title }}</h3>
        @if (entry.text) {
          <p class="soft">{{ entry.text }}</p>
        }
        @if (entry.link; as link) {
          <p class="small">
            <a [href]="link.url">{{ link.label }}</a>
          </p>
        }
      </div>
    }
  `,
})
export class Timeline {
  readonly entries = input.required<TimelineEntry[]>();
}
