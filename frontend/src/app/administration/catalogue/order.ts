/** A place in a list as it was typed. Empty leaves it to the server. */
export function orderOf(text: string): { position?: number } {
  return text.trim() ? { position: Number(text) } : {};
}

export function orderFault(text: string): string | null {
  return /^\d{0,4}$/.test(text.trim()) ? null : 'Escriba un número entre 0 y 9999.';
}
