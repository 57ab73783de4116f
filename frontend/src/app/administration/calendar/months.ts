import { ClosureRead } from '../../api/model';
import { dayOf } from '../../ui/dates';

export interface Month {
  /** "Diciembre de 2026" */
  name: string;
  closures: ClosureRead[];
}

const FORMAT = new Intl.DateTimeFormat('es-PE', { timeZone: 'America/Lima', month: 'long', year: 'numeric' });

/** The closures by month, in the order given. */
export function byMonth(closures: ClosureRead[]): Month[] {
  const months = new Map<string, ClosureRead[]>();
  for (const each of closures) {
    const month = each.date.slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), each]);
  }
  return [...months].map(([month, found]) => ({ name: monthName(month), closures: found }));
}

function monthName(month: string): string {
  const name = FORMAT.format(dayOf(`${month}-15`));
  return name.charAt(0).toUpperCase() + name.slice(1);
}
