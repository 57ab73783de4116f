import { StaffRow } from '../api/model';
import { dayOf, hour, limaDate, longDay, shortDay } from '../ui/dates';

/** Rows of one legal day, with what the reader must know about that day; the first day on top needs no words. */
export interface Day {
  key: string;
  heading: string | null;
  rows: StaffRow[];
}

/** Groups rows by the day they count for. What was sent on a day that does not count stands apart, and says why. */
export function byLegalDay(rows: StaffRow[], today: string | null): Day[] {
  const days: Day[] = [];
  for (const row of rows) {
    const sameDay = limaDate(new Date(row.presented_at)) === row.presentation_date;
    const key = `${row.presentation_date}${sameDay ? '' : '*'}`;
    const last = days.at(-1);
    if (last?.key === key) last.rows.push(row);
    else
      days.push({
        key,
        heading: sameDay && row.presentation_date === today ? null : headingOf(row, sameDay),
        rows: [row],
      });
  }
  // The same day may come twice when the list is not in its order.
  return days.map((day, at) => ({ ...day, key: `${day.key}-${at}` }));
}

/** "10:47" on the day it counts for; with its own day otherwise. */
export function arrivalOf(row: StaffRow, grouped: boolean): string {
  const at = new Date(row.presented_at);
  if (grouped && limaDate(at) === row.presentation_date) return hour(at);
  return `${grouped ? shortDay(at).split(' ')[0] : shortDay(at)} ${hour(at)}`;
}

function headingOf(row: StaffRow, sameDay: boolean): string {
  const day = longDay(dayOf(row.presentation_date));
  return sameDay
    ? day.charAt(0).toUpperCase() + day.slice(1)
    : `Lo enviado en día u hora inhábil. Cuenta con fecha del ${day}`;
}
