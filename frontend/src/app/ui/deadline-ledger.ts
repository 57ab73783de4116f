import { Component, computed, ElementRef, inject, input, linkedSignal } from '@angular/core';

import { dayOf, longDay, LongDay } from './dates';
import { CalendarDay, Deadline, weeksOf } from './deadline';

/** A term as a small calendar whose days say why they count or not, and the same as a table. */
@Component({
  selector: 'mp-deadline-ledger',
  imports: [LongDay],
  templateUrl: './deadline-ledger.html',
  styleUrl: './deadline-ledger.css',
})
export class DeadlineLedger {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);

  readonly deadline = input.required<Deadline>();

  protected readonly weekdays = ['lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado', 'domingo'];
  protected readonly weeks = computed(() => weeksOf(this.deadline()));
  private readonly days = computed(() =>
    this.weeks()
      .flat()
      .filter((day) => day !== null),
  );
  protected readonly chosen = linkedSignal<CalendarDay | null>(() => this.days().at(-1) ?? null);
  protected readonly explanation = computed(() => {
    const day = this.chosen();
    return day ? { day: capital(longDay(dayOf(day.date))), ...why(day) } : null;
  });

  protected move(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    const now = this.days().findIndex(({ date }) => date === this.chosen()?.date);
    const next = step === undefined ? undefined : this.days()[now + step];
    if (!next) return;
    event.preventDefault();
    this.chosen.set(next);
    this.host.nativeElement.querySelector<HTMLElement>(`[data-date="${next.date}"]`)?.focus();
  }

  protected nameOf(day: CalendarDay): string {
    return `${longDay(dayOf(day.date))}: ${why(day).verdict}`;
  }
}

function why({ kind, entry }: CalendarDay): { verdict: string; reason: string; rule: string | null } {
  if (!entry) return { verdict: 'inicio', reason: 'El plazo se cuenta desde el día hábil siguiente.', rule: null };
  const verdict = kind === 'due' ? `día ${entry.number}, vence` : entry.counted ? `día ${entry.number}` : 'no cuenta';
  return { verdict, reason: entry.counted ? 'Día hábil.' : (entry.reason ?? ''), rule: entry.legal_rule };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
