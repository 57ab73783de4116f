import { createHmac } from 'node:crypto';

import { expect, test } from './fixtures';
import { present, signIn } from './staff';

const STEP_MS = 30_000;

/** The code that an application shows for `secret`, `later` steps from now (RFC 6238, as every application has it). */
function codeOf(secret: string, later = 0): string {
  const bits = [...secret].map((each) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(each).toString(2).padStart(5, '0'));
  const key = Buffer.from(
    bits
      .join('')
      .match(/.{8}/g)!
      .map((byte) => parseInt(byte, 2)),
  );
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + later));
  const hash = createHmac('sha1', key).update(step).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

test('a second step is switched on, asked for at sign-in, and switched off', async ({ page, accessible, expected }) => {
  // Signing in without the code, and with a wrong one.
  expected.push(/401|422/);
  await signIn(page, 'ciudadana@demo.pe');
  await page.goto('/mi-cuenta');
  await page.getByRole('button', { name: 'Activar la verificación en dos pasos' }).click();
  await expect(page.getByRole('img', { name: 'Código QR para su aplicación de autenticación' })).toBeVisible();
  await accessible(page);
  const secret = (await page.locator('mp-two-step .secret').textContent())!.replace(/\s/g, '');
  await page.getByLabel('Código de seis cifras').fill('12');
  await page.getByRole('button', { name: 'Activar', exact: true }).click();
  await expect(page.getByText('Escriba las seis cifras.')).toBeVisible();
  await page
    .getByLabel('Código de seis cifras')
    .fill(String((Number(codeOf(secret)) + 1) % 1_000_000).padStart(6, '0'));
  await page.getByRole('button', { name: 'Activar', exact: true }).click();
  await expect(page.getByText('El código no es correcto o ya cambió.')).toBeVisible();
  await page.getByLabel('Código de seis cifras').fill(codeOf(secret));
  await page.getByRole('button', { name: 'Activar', exact: true }).click();
  await expect(page.getByText('Activada.', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Salir de la cuenta' }).click();
  await page.goto('/ingresar');
  await page.getByLabel('Correo electrónico').fill('ciudadana@demo.pe');
  await page.getByLabel('Contraseña', { exact: true }).fill(process.env['DEMO_PASSWORD'] ?? '');
  await page.getByRole('button', { name: 'Ingresar', exact: true }).click();
  await expect(page.getByLabel('Código de seis cifras')).toBeFocused();
  await accessible(page);
  // A code serves once: the next one is needed, and the server takes it half a minute early.
  await page.keyboard.type(codeOf(secret, 1));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Mis trámites' })).toBeVisible();

  await page.goto('/mi-cuenta');
  await page.getByRole('button', { name: 'Desactivar' }).click();
  await accessible(page);
  await page.getByRole('button', { name: 'Sí, desactivar' }).click();
  await expect(page.getByRole('button', { name: 'Activar la verificación en dos pasos' })).toBeVisible();
});

test('a reload in the middle of a token exchange does not sign anybody out', async ({ page, request, expected }) => {
  expected.push(/401/);
  const filed = await present(request);
  await signIn(page, 'mesa@demo.pe');
  const before = await page.context().cookies();
  let after = before;
  let begun = 0;
  let refused = 0;
  page.on('response', (answer) => {
    if (!answer.url().endsWith('/auth/refresh') || answer.status() !== 401) return;
    refused++;
    void page.context().addCookies(after);
  });
  await page.route('**/auth/refresh', async (route) => {
    if (++begun > 1) return route.continue();
    // The server makes the exchange; the page is left before its answer, and the cookie arrives after the next asks.
    await route.fetch();
    after = await page.context().cookies();
    await page.context().addCookies(before);
    void page.goto(`/mesa?q=${filed.number}`);
  });
  await page.goto('/mesa', { waitUntil: 'commit' });
  await expect(page.getByRole('link', { name: filed.subject })).toBeVisible();
  expect(refused).toBeGreaterThan(0);
});
