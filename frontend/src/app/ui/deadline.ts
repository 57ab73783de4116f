/** One day of a term, as the server counted it. */
export interface LedgerDay {
  /** ISO date. */
  date: string;
  counted: boolean;
  /** Which day of the term it is; null when it does not count. */
  number: number | null;
  reason: string | null;
  legal_rule: string | null;
}

export interface Deadline {
  starts_on: string | null;
  due_on: string | null;
  ledger: LedgerDay[];
}

export interface CalendarDay {
  date: string;
  day: number;
  kind: 'start' | 'counted' | 'off' | 'special' | 'due';
  entry: LedgerDay | null;
}

/** Weeks from Monday to Sunday that hold the term; null where a week has days outside it. */
export function weeksOf(deadline: Deadline): (CalendarDay | null)[][] {
  const days = daysOf(deadline);
  if (!days.length) return [];
  const cells: (CalendarDay | null)[] = [...Array<null>(weekday(days[0].date)).fill(null), ...days];
  while (cells.length % 7) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

function daysOf({ starts_on, due_on, ledger }: Deadline): CalendarDay[] {
  const start: CalendarDay[] = starts_on ? [{ ...cell(starts_on), kind: 'start', entry: null }] : [];
  return [
    ...start,
    ...ledger.map((entry): CalendarDay => ({ ...cell(entry.date), kind: kindOf(entry, due_on), entry })),
  ];
}

function kindOf(entry: LedgerDay, dueOn: string | null): CalendarDay['kind'] {
  if (entry.date === dueOn) return 'due';
  if (entry.counted) return 'counted';
  return weekday(entry.date) > 4 ? 'off' : 'special';
}

function cell(date: string) {
  return { date, day: Number(date.slice(8)) };
}

/** 0 for Monday. */
function weekday(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}
