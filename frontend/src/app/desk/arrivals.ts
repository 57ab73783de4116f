interface Row {
  id: string;
}

/**
 * What a second look at a list tells about the rows shown: which left it, and which are new.
 *
 * A page may end before the rows shown do, and the other way round: what lies beyond the last row that both hold is
 * unknown. `all`: the second look reached the list's end; `hadAll`: the rows shown did.
 */
export function compared<T extends Row>(
  shown: T[],
  now: T[],
  { all, hadAll }: { all: boolean; hadAll: boolean },
): { gone: Set<string>; arrived: T[] } {
  const before = new Set(shown.map(({ id }) => id));
  const after = new Set(now.map(({ id }) => id));
  const lastShown = shown.findLastIndex(({ id }) => after.has(id));
  const lastNow = now.findLastIndex(({ id }) => before.has(id));
  return {
    gone: new Set(shown.filter(({ id }, at) => !after.has(id) && (all || at < lastShown)).map(({ id }) => id)),
    arrived: now.filter(({ id }, at) => !before.has(id) && (hadAll || at < lastNow)),
  };
}
