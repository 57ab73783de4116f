/** What holds from a day on: what holds today, what will, and what did. Days are ISO dates of Lima. */
export interface Dated {
  valid_from: string;
}

export interface InTime<T> {
  now: T | null;
  /** The next one first. */
  toCome: T[];
  /** The latest first. */
  past: T[];
}

/** Sorts `all` around `today`. Of several of one day, the first given holds. */
export function inTime<T extends Dated>(all: T[], today: string): InTime<T> {
  const newestFirst = all.toSorted((a, b) => b.valid_from.localeCompare(a.valid_from));
  const [now = null, ...past] = newestFirst.filter(({ valid_from }) => valid_from <= today);
  return { now, past, toCome: newestFirst.filter(({ valid_from }) => valid_from > today).reverse() };
}
