import { Component, computed, effect, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';

import { problemOf } from '../problems/problem';
import { Line } from '../ui/line';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';
import { StateMark } from '../ui/state-mark';
import { Timeline } from '../ui/timeline';
import { deadlineOf, documentOf, FilingAccess, movementsOf } from './filing-access';
import { FilingPapers } from './filing-papers';
import { FilingTerm } from './filing-term';
import { FilingToDo } from './filing-to-do';
import { headingTakesLostFocus } from './heading-focus';
import { storyOf } from './story';
import { situationOf, stateOf } from './words';
import { Withdrawal } from './withdrawal';

/** One filing for the person who presented it: what to do, what happens, until when, what happened, its papers. */
@Component({
  selector: 'mp-filing',
  imports: [
    FilingPapers,
    FilingTerm,
    FilingToDo,
    Line,
    ProblemBanner,
    RouterLink,
    Skeleton,
    StateMark,
    Timeline,
    Withdrawal,
  ],
  styles: `
    :host,
    mp-filing-to-do,
    mp-filing-term,
    mp-filing-papers,
    mp-withdrawal {
      display: contents;
    }
    .head {
      margin-top: 14px;
      gap: 10px 24px;
    }
  `,
  templateUrl: './filing.html',
})
export class Filing {
  readonly access = input.required<FilingAccess>();
  /** Where an observation is answered. */
  readonly correctionLink = input.required<string>();
  /** What opened it opens no more: the key or the session must be given again. */
  readonly lost = output<void>();

  protected readonly document = documentOf(this.access);
  protected readonly movements = movementsOf(this.access);
  protected readonly deadline = deadlineOf(this.access);

  protected readonly shown = computed(() => (this.document.hasValue() ? this.document.value() : null));
  protected readonly state = computed(() => stateOf(this.shown()?.status ?? ''));
  protected readonly situation = computed(() => {
    const shown = this.shown();
    return shown && situationOf(shown);
  });
  protected readonly story = computed(() => {
    const shown = this.shown();
    return shown && this.movements.hasValue() ? storyOf(this.movements.value(), shown, this.access()) : [];
  });
  protected readonly unknown = computed(() => problemOf(this.document.error()).status === 404);

  constructor() {
    headingTakesLostFocus(computed(() => this.shown()?.id ?? this.document.error()));
    effect(() => {
      const error = this.document.error();
      if (error && problemOf(error).status === 401) this.lost.emit();
    });
  }

  protected reload(): void {
    this.document.reload();
    this.movements.reload();
    this.deadline.reload();
  }
}
