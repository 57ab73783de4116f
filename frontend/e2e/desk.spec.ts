import { expect, test } from './fixtures';
import { another, open, present, signIn } from './staff';

test('what arrives waits above the list, the counter moves, and one key shows it', async ({ page, request }) => {
  await present(request);
  await signIn(page, 'mesa@demo.pe');
  await page.goto('/mesa');
  const first = page.locator('tbody a').first();
  await expect(first).toBeVisible();
  const top = await first.textContent();
  const counter = page.getByRole('navigation', { name: 'Listas' }).getByRole('link', { name: /Nuevos/ });
  const before = Number((await counter.textContent())!.match(/\d+/)![0]);

  const filed = await present(request);
  await expect(counter).toContainText(String(before + 1));
  await expect(page.getByRole('button', { name: /1 nuevo: mostrar/ })).toBeVisible();
  await expect(first).toHaveText(top!);
  await page.keyboard.press('n');
  await expect(first).toHaveText(filed.subject);
});

test('a claim is seen by the other clerk at once, and the holder alone decides', async ({ page, browser, request }) => {
  const filed = await present(request);
  await signIn(page, 'mesa@demo.pe');
  await open(page, filed);
  const second = await another(browser, 'mesa2@demo.pe');
  await second.goto('/mesa');
  const row = second.getByRole('row', { name: new RegExp(filed.number) });
  await expect(row).toBeVisible();

  await page.keyboard.press('t');
  await expect(page.getByText(`Usted tiene ${filed.number} por 30 minutos.`)).toBeVisible();
  await expect(row).toContainText('Lidia');
  await open(second, filed);
  await expect(second.getByText(/La tiene Lidia/)).toBeVisible();
  await expect(second.getByRole('button', { name: /^Registrar/ })).toHaveCount(0);

  await page.keyboard.press('t');
  await expect(second.getByRole('button', { name: /^Registrar/ })).toBeVisible();
  await second.close();
});

test('from the list to a registered filing by keyboard alone', async ({ page, request }) => {
  const filed = await present(request);
  await signIn(page, 'mesa@demo.pe');
  await page.goto('/mesa');
  await expect(page.locator('tbody a').first()).toHaveText(filed.subject);
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: filed.subject })).toBeVisible();
  await page.keyboard.press('r');
  await expect(page.getByText(/Registrado como EXP-/)).toBeVisible();
  // The next file opened by itself.
  await expect(page).toHaveURL(/\/mesa\/documentos\//);
  await expect(page.getByRole('heading', { level: 1, name: filed.subject })).toHaveCount(0);

  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/mesa(\?|$)/);
  await page.keyboard.press('/');
  await page.keyboard.type(filed.number);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: filed.subject })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await expect(page.getByRole('heading', { level: 1, name: 'Avisos' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('cuenta');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Su cuenta' })).toBeVisible();
});

test('forwarding and voiding ask for what they need', async ({ page, request, accessible }) => {
  const [sent, struck] = [await present(request), await present(request)];
  await signIn(page, 'mesa@demo.pe');
  await open(page, sent);
  await page.keyboard.press('f');
  await accessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Remitir' }).click();
  await expect(page.getByText('Escriba a qué entidad se remite.')).toBeVisible();
  await page.getByLabel('Entidad competente').fill('SUNARP');
  await page.getByRole('dialog').getByLabel('Motivo').fill('Las copias registrales las da SUNARP.');
  await page.getByRole('dialog').getByRole('button', { name: 'Remitir' }).click();
  await expect(page.getByText(`${sent.number} remitido a otra entidad.`)).toBeVisible();

  await open(page, struck);
  await page.keyboard.press('a');
  await accessible(page);
  await page.getByLabel(/Es una prueba/).check();
  await page.getByRole('dialog').getByLabel('Motivo').fill('Lo envió un practicante para probar.');
  await page.getByRole('dialog').getByRole('button', { name: 'Anular' }).click();
  await expect(page.getByText(`${struck.number} anulado.`)).toBeVisible();
});
