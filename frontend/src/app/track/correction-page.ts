import { Component, computed, effect, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';

import type { PublicDocument } from '../api/model';
import { problemOf } from '../problems/problem';
import { Line } from '../ui/line';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';
import { CorrectionForm } from './correction-form';
import { CorrectionSent } from './correction-sent';
import { documentOf, FilingAccess } from './filing-access';
import { headingTakesLostFocus } from './heading-focus';
import { until } from './words';

/** Answering an observation: the form while there is time, its stamp once sent, or why it can no longer be. */
@Component({
  selector: 'mp-correction-page',
  imports: [CorrectionForm, CorrectionSent, Line, ProblemBanner, RouterLink, Skeleton],
  styles: `
    :host,
    mp-correction-form,
    mp-correction-sent {
      display: contents;
    }
  `,
  templateUrl: './correction-page.html',
})
export class CorrectionPage {
  readonly access = input.required<FilingAccess>();
  /** The filing's own page. */
  readonly back = input.required<string>();
  readonly lost = output<void>();

  private readonly read = documentOf(this.access);
  /** What the server answered to the correction itself. */
  private readonly corrected = signal<PublicDocument | null>(null);
  private readonly refusedAsLate = signal(false);

  protected readonly filing = computed(() => this.corrected() ?? (this.read.hasValue() ? this.read.value() : null));
  protected readonly failure = computed(() => (this.filing() ? null : this.read.error()));
  protected readonly stage = computed(() => {
    const filing = this.filing();
    if (!filing) return null;
    if (this.refusedAsLate() || filing.status === 'not_presented') return 'late';
    if (filing.status === 'observed') return 'open';
    return filing.observation?.corrected_at ? 'sent' : 'nothing';
  });
  protected readonly was = computed(() => {
    const by = this.filing()?.correct_by;
    return by ? ` el ${until(by)}` : '';
  });

  constructor() {
    headingTakesLostFocus(computed(() => this.stage() ?? this.failure()));
    effect(() => {
      const error = this.read.error();
      if (error && problemOf(error).status === 401) this.lost.emit();
    });
  }

  protected settle(filing: PublicDocument): void {
    this.corrected.set(filing);
    window.scrollTo({ top: 0 });
  }

  protected lapse(): void {
    this.refusedAsLate.set(true);
    this.read.reload();
  }

  protected reload(): void {
    this.read.reload();
  }
}
