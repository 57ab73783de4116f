import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { verifyQr } from './qr-text';

const ADDRESS = 'https://mesa.example/verificar/7K2MQ0XR94TBWZ3H';
const FACTS = {
  v: 1,
  k: 'a1',
  c: '7K2MQ0XR94TBWZ3H',
  n: 'P-2026-000347',
  r: null,
  i: '2026-11-24T15:47:09Z',
  d: '2026-11-24',
  h: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8',
};

/** Made by the server's own `encode`, with a private key of 32 bytes 7. */
const WRITTEN_BY_THE_SERVER = [
  `${ADDRESS}#`,
  'AEUIGyChNirYGo8Wd3L_7FAZVKfSbzKE0dlMSlLq28_IG44RYO8-lzS0xvBQctwYAkBPpVrqNiULVTnkG6AoB3sidiI6MSwi',
  'ayI6ImZlODEyYzEyZjNhYjRjZTYiLCJjIjoiN0syTVEwWFI5NFRCV1ozSCIsIm4iOiJQLTIwMjYtMDAwMzQ3IiwiciI6IkVY',
  'UC0yMDI2LTAwMDI5MSIsImkiOiIyMDI2LTExLTI0VDE1OjQ3OjA5WiIsImQiOiIyMDI2LTExLTI0IiwiaCI6IkFTTkZaNG1y',
  'emU4QkkwVm5pYXZON3dFalJXZUpxODN2QVNORlo0bXJ6ZTgifQ',
].join('');

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}

let text: string;
let keys: Record<string, string>;

beforeAll(async () => {
  const pair = (await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify'])) as CryptoKeyPair;
  const content = new TextEncoder().encode(JSON.stringify(FACTS));
  const message = new Uint8Array([...new TextEncoder().encode(`${ADDRESS}#`), ...content]);
  const signature = new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, pair.privateKey, message));
  keys = { a1: base64url(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))) };
  text = `${ADDRESS}#${base64url(new Uint8Array([...signature, ...content]))}`;
});

afterEach(() => vi.restoreAllMocks());

function withoutEd25519(): void {
  vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('', 'NotSupportedError'));
}

describe('the text of a QR', () => {
  it('says its facts when the institution signed it', async () => {
    expect(await verifyQr(text, keys)).toEqual({
      authentic: true,
      facts: {
        code: FACTS.c,
        number: FACTS.n,
        registryNumber: null,
        instant: FACTS.i,
        legalDate: FACTS.d,
        mainSha256: '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
      },
    });
  });

  it('reads what the server writes, with the key as it publishes it', async () => {
    expect(
      await verifyQr(WRITTEN_BY_THE_SERVER, { fe812c12f3ab4ce6: '6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0iw=' }),
    ).toEqual({
      authentic: true,
      facts: {
        code: '7K2MQ0XR94TBWZ3H',
        number: 'P-2026-000347',
        registryNumber: 'EXP-2026-000291',
        instant: '2026-11-24T15:47:09Z',
        legalDate: '2026-11-24',
        mainSha256: '0123456789abcdef'.repeat(4),
      },
    });
  });

  it('is not authentic with any single character changed', async () => {
    for (let place = 0; place < text.length; place++) {
      const other = text[place] === 'A' ? 'B' : 'A';
      const changed = text.slice(0, place) + other + text.slice(place + 1);
      expect(await verifyQr(changed, keys), `character ${place}`).toEqual({ authentic: false });
    }
  });

  it('is not authentic by a key that is not the institution’s', async () => {
    expect(await verifyQr(text, { b2: keys['a1'] })).toEqual({ authentic: false });
  });

  it('verifies alike in a browser without Ed25519 of its own', async () => {
    withoutEd25519();
    expect(await verifyQr(text, keys)).toMatchObject({ authentic: true });
    expect(await verifyQr(text.replace('verificar', 'verificax'), keys)).toEqual({ authentic: false });
  });
});
