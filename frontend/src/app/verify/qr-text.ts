/** The text of a receipt's QR, `ADDRESS#BASE64URL`, read and verified without a server. */

const SIGNATURE_BYTES = 64;

/** What the QR says, once its signature is right. Nothing personal. */
export interface QrFacts {
  code: string;
  number: string;
  registryNumber: string | null;
  /** RFC 3339, UTC. */
  instant: string;
  /** ISO date. */
  legalDate: string;
  /** SHA-256 of the main file, hex. */
  mainSha256: string;
}

/**
 * true with its facts; false when a character was changed or it is not this institution's; null when this browser
 * cannot tell.
 */
export type QrVerdict = { authentic: true; facts: QrFacts } | { authentic: false } | null;

interface Said {
  v: number;
  k: string;
  c: string;
  n: string;
  r: string | null;
  i: string;
  d: string;
  h: string;
}

/** `keys`: the institution's public keys by id, raw in base64url, padded or not. */
export async function verifyQr(text: string, keys: Record<string, string>): Promise<QrVerdict> {
  const [address, encoded] = split(text);
  const raw = encoded === null ? null : bytesOf(encoded);
  // The last character carries spare bits: only the one way of writing them is the institution's.
  if (!raw || base64url(raw) !== encoded) return { authentic: false };
  const signature = raw.slice(0, SIGNATURE_BYTES);
  const content = raw.slice(SIGNATURE_BYTES);
  const said = parse(content);
  const key = said && bytesOf((keys[said.k] ?? '').replace(/=+$/, ''));
  if (!said || !key?.length) return { authentic: false };
  const prefix = new TextEncoder().encode(`${address}#`);
  const signed = new Uint8Array([...prefix, ...content]);
  const right = await isSigned(signature, signed, key);
  if (right === null) return null;
  return right ? { authentic: true, facts: factsOf(said) } : { authentic: false };
}

/** By the browser's own Ed25519; by our own where it has none. Null when neither can. */
async function isSigned(
  signature: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
  publicKey: Uint8Array<ArrayBuffer>,
): Promise<boolean | null> {
  try {
    const key = await crypto.subtle.importKey('raw', publicKey, { name: 'Ed25519' }, false, ['verify']);
    return await crypto.subtle.verify({ name: 'Ed25519' }, key, signature, message);
  } catch {
    return await bySoftware(signature, message, publicKey);
  }
}

async function bySoftware(signature: Uint8Array, message: Uint8Array, key: Uint8Array): Promise<boolean | null> {
  try {
    const { verifyAsync } = await import('@noble/ed25519');
    return await verifyAsync(signature, message, key);
  } catch {
    // Neither: an old browser, or a page without https.
    return crypto.subtle ? false : null;
  }
}

function split(text: string): [string, string | null] {
  const mark = text.indexOf('#');
  return mark < 0 ? [text.trim(), null] : [text.slice(0, mark).trim(), text.slice(mark + 1).trim()];
}

function bytesOf(encoded: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]*$/.test(encoded)) return null;
  try {
    return Uint8Array.from(atob(encoded.replace(/-/g, '+').replace(/_/g, '/')), (each) => each.charCodeAt(0));
  } catch {
    return null;
  }
}

function base64url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

function parse(content: Uint8Array): Said | null {
  try {
    const said = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content)) as Partial<Said> | null;
    const texts = [said?.k, said?.c, said?.n, said?.i, said?.d, said?.h];
    return texts.every((each) => typeof each === 'string') ? (said as Said) : null;
  } catch {
    return null;
  }
}

function factsOf({ c, n, r, i, d, h }: Said): QrFacts {
  const digest = bytesOf(h) ?? new Uint8Array();
  const mainSha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { code: c, number: n, registryNumber: r, instant: i, legalDate: d, mainSha256 };
}
