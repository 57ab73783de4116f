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

  it('takes a key that is padded, as the institution publishes it', async () => {
    expect(await verifyQr(text, { a1: `${keys['a1']}=` })).toMatchObject({ authentic: true });
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
