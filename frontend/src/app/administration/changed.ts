/** Some fields of an answer, to be changed in a form. */
export function picked<T, K extends keyof T>(from: T, fields: readonly K[]): Pick<T, K> {
  return Object.fromEntries(fields.map((name) => [name, from[name]])) as Pick<T, K>;
}

/** Whether two plain values say the same: what is being written stays while nothing new was read. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The fields of `after` that differ from `before`, without the blanks around texts. */
export function changed<T extends object>(before: T, after: T): Partial<T> {
  const trimmed = Object.entries(after).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.trim() : value,
  ]);
  return Object.fromEntries(trimmed.filter(([name, value]) => !same(before[name as keyof T], value))) as Partial<T>;
}
