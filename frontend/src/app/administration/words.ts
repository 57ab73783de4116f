/** Whether each of `wanted`'s words is in `text`, whatever its accents and capitals. */
export function matches(text: string, wanted: string): boolean {
  const known = plain(text);
  return plain(wanted)
    .split(/\s+/)
    .every((word) => known.includes(word));
}

function plain(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').trim();
}
