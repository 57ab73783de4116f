import { Component, input } from '@angular/core';

import { Hour, ShortDay } from './dates';
import { Download, PrivateFile } from './download';
import { Line } from './line';

export interface TimelineEntry {
  /** Instant, RFC 3339. */
  at: string;
  title: string;
  /** Line ends are kept. */
  text?: string | null;
  file?: PrivateFile | null;
}

/** What happened, newest first as given, each with its date in the margin. */
@Component({
  selector: 'mp-timeline',
  imports: [Download, Hour, Line, ShortDay],
  styles: `
    :host {
      display: contents;
    }
    time {
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
    @media (min-width: 721px) {
      time span {
        display: block;
      }
    }
    p {
      margin-top: 2px;
      white-space: pre-line;
    }
  `,
  template: `
    @for (entry of entries(); track $index) {
      <div mpLine="">
        <time hang [attr.datetime]="entry.at">
          <span>{{ entry.at | shortDay }}</span>&ngsp;<span>{{ entry.at | hour }}</span>
        </time>
        <h3>{{ entry.title }}</h3>
        @if (entry.text) {
          <p class="soft">{{ entry.text }}</p>
        }
        @if (entry.file; as file) {
          <p><mp-download [file]="file" /></p>
        }
      </div>
    }
  `,
})
export class Timeline {
  readonly entries = input.required<TimelineEntry[]>();
}
