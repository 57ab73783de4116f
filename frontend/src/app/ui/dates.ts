/** Dates as people say them here, always in Lima's time: "lunes 30 de noviembre, 16:30". */
import { Pipe, PipeTransform } from '@angular/core';

const LIMA = 'America/Lima';

function parts(at: Date, options: Intl.DateTimeFormatOptions): Record<string, string> {
  const format = new Intl.DateTimeFormat('es-PE', { timeZone: LIMA, hourCycle: 'h23', ...options });
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value.replace('.', '')]));
}

/** Noon in Lima of an ISO date (`2026-11-30`), so that no zone moves it to its neighbour. */
export function dayOf(isoDate: string): Date {
  return new Date(`${isoDate}T12:00:00-05:00`);
}

/** Today's ISO date in Lima by this device's clock; the server's `today` is what counts. */
export function limaDate(at: Date): string {
  const { year, month, day } = parts(at, { year: 'numeric', month: '2-digit', day: '2-digit' });
  return `${year}-${month}-${day}`;
}

/** "lunes 30 de noviembre"; with the year when it is not the present one. */
export function longDay(at: Date, now = new Date()): string {
  const { weekday, day, month, year } = parts(at, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const ofYear = limaDate(now).startsWith(year) ? '' : ` de ${year}`;
  return `${weekday} ${day} de ${month}${ofYear}`;
}

/** "mar 24 nov" */
export function shortDay(at: Date): string {
  const { weekday, day, month } = parts(at, { weekday: 'short', day: 'numeric', month: 'short' });
  return `${weekday.slice(0, 3)} ${day} ${month.slice(0, 3)}`;
}

/** "24 NOV 2026", as on a stamp. */
export function stampDay(at: Date): string {
  const { day, month, year } = parts(at, { day: '2-digit', month: 'short', year: 'numeric' });
  return `${day} ${month.slice(0, 3).toUpperCase()} ${year}`;
}

/** "16:30" */
export function hour(at: Date): string {
  const { hour, minute } = parts(at, { hour: '2-digit', minute: '2-digit' });
  return `${hour}:${minute}`;
}

/** "10:47:09" */
export function exactHour(at: Date): string {
  const { second } = parts(at, { minute: '2-digit', second: '2-digit' });
  return `${hour(at)}:${second.padStart(2, '0')}`;
}

@Pipe({ name: 'longDay' })
export class LongDay implements PipeTransform {
  /** `isoDate`: a legal date without hour. */
  transform(isoDate: string | null | undefined): string {
    return isoDate ? longDay(dayOf(isoDate)) : '';
  }
}

@Pipe({ name: 'moment' })
export class Moment implements PipeTransform {
  /** `instant`: RFC 3339. */
  transform(instant: string | null | undefined): string {
    if (!instant) return '';
    const at = new Date(instant);
    return `${longDay(at)}, ${hour(at)}`;
  }
}

@Pipe({ name: 'shortDay' })
export class ShortDay implements PipeTransform {
  /** `when`: an ISO date or an instant. */
  transform(when: string | null | undefined): string {
    if (!when) return '';
    return shortDay(when.length === 10 ? dayOf(when) : new Date(when));
  }
}

@Pipe({ name: 'hour' })
export class Hour implements PipeTransform {
  transform(instant: string | null | undefined): string {
    return instant ? hour(new Date(instant)) : '';
  }
}
