/**
 * What this browser's storage tells of the refresh cookie, which scripts cannot see: whether there may be one, and
 * whether it was being exchanged when a page was left. Without storage nothing is told, and a reload asks to sign in.
 */

/** So that visitors without an account cause no failed request. */
const HINT = 'mp-signed-in';
const BEGUN = 'mp-refreshing';
/** The server refuses the token before the last one for this long without ending the session (API, section 3). */
const GRACE_MS = 10_000;

export function hinted(): boolean {
  return read(HINT) === '1';
}

export function hint(on: boolean): void {
  write(HINT, on ? '1' : null);
}

/** An exchange begins, or has ended with an answer. */
export function exchanging(on: boolean): void {
  write(BEGUN, on ? String(Date.now()) : null);
}

/** Whether a page was left in the middle of an exchange so lately that its cookie may still arrive. */
export function cutOff(): boolean {
  return Date.now() - Number(read(BEGUN) ?? 0) < GRACE_MS;
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Private windows may forbid it.
  }
}
