import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';

import type { PreviewBody, PreviewRead, ProcedureRead } from '../api/model';
import { Institution } from '../institution/institution';
import { LongDay } from '../ui/dates';
import { Deadline } from '../ui/deadline';
import { DeadlineLedger } from '../ui/deadline-ledger';
import { Plural } from '../ui/plural';
import { ProblemBanner } from '../ui/problem-banner';
import { Skeleton } from '../ui/skeleton';
import { Stamp } from '../ui/stamp';

/** The exact legal date a filing sent now would have, why, and until when it would be answered. */
@Component({
  selector: 'mp-date-that-counts',
  imports: [DeadlineLedger, LongDay, Plural, ProblemBanner, Skeleton, Stamp],
  styleUrl: './date-that-counts.css',
  template: `
    @if (facts.isLoading()) {
      <mp-skeleton lines="3" />
    } @else if (facts.error()) {
      <mp-problem-banner [problem]="facts.error()" (retry)="facts.reload()" />
    } @else if (today(); as day) {
      <div class="two">
        <div>
          <h2>Contará con fecha del {{ day.presentation_date | longDay }}</h2>
          <p>{{ why() }}</p>
          @if (term(); as days) {
            @if (fromReception()) {
              <p>
                El plazo de {{ days | plural: 'día hábil' : 'días hábiles' }} corre desde que la mesa de partes lo
                registra.
              </p>
            } @else if (deadline(); as counted) {
              <p>
                Le deben responder en {{ days | plural: 'día hábil' : 'días hábiles' }}: hasta el
                <b>{{ counted.due_on | longDay }}</b>, según los feriados nacionales.
              </p>
            }
          }
        </div>
        <mp-stamp
          aria-hidden="true"
          who="Contará con fecha"
          [date]="day.presentation_date"
          [what]="day.presentation_date === day.date ? 'Día hábil' : 'Siguiente día hábil'"
          [ghost]="true"
        />
      </div>
      @if (deadline(); as counted) {
        <details class="small">
          <summary>¿Cómo se cuenta?</summary>
          <mp-deadline-ledger [deadline]="counted" />
        </details>
      }
    }
  `,
})
export class DateThatCounts {
  protected readonly facts = inject(Institution).facts;

  readonly procedure = input.required<ProcedureRead | null>();

  protected readonly today = computed(() => (this.facts.hasValue() ? this.facts.value().today : null));
  protected readonly term = computed(() => this.procedure()?.term_days ?? null);
  protected readonly fromReception = computed(() => this.procedure()?.term_starts_from === 'reception');
  protected readonly why = computed(() => {
    const facts = this.facts.value();
    if (!facts) return '';
    if (facts.today.presentation_date !== facts.today.date) return facts.today.reason ?? '';
    return facts.rule === 'full_day'
      ? 'Hoy es día hábil y recibimos hasta la medianoche.'
      : `Hoy es día hábil y recibimos con fecha de hoy hasta las ${facts.closes_at}.`;
  });
  private readonly preview = httpResource<PreviewRead>(() => this.question());
  protected readonly deadline = computed<Deadline | null>(() =>
    this.preview.hasValue() ? this.preview.value() : null,
  );

  constructor() {
    // The page may have been open since yesterday.
    this.facts.reload();
  }

  private question() {
    const [today, term_days] = [this.today(), this.term()];
    if (!today || !term_days || this.fromReception()) return undefined;
    const body: PreviewBody = { sent_at: `${today.presentation_date}T09:00:00-05:00`, term_days };
    return { url: '/api/v1/calendar/preview', method: 'POST', body };
  }
}
