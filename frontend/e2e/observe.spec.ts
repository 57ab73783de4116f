import { expect, test } from './fixtures';
import { another, correct, open, present, signIn } from './staff';

test('a clerk observes once, the citizen corrects, and the clerk registers', async ({ page, request, accessible }) => {
  const filed = await present(request);
  await signIn(page, 'mesa@demo.pe');
  await open(page, filed);
  await expect(page.locator('mp-pdf-page canvas').first()).toBeVisible();
  await accessible(page);

  await page.keyboard.press('o');
  await expect(page.getByLabel('Buscar un motivo')).toBeFocused();
  await page.getByLabel('Buscar un motivo').fill('firma');
  await page.getByLabel(/Falta la firma/).check();
  await page
    .getByRole('textbox', { name: 'Falta la firma' })
    .fill('La página 4 no lleva su firma. Fírmela y adjúntela.');
  await page.getByLabel(/Sobre qué es/).selectOption({ label: 'Archivo: Escrito' });
  const letter = page.getByRole('article');
  await expect(letter).toContainText('La página 4 no lleva su firma.');
  await expect(letter).toContainText(/hasta el \w+ \d+ de \w+, 23:59 para subsanar/);
  await accessible(page);

  // What was typed survives a reload.
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: filed.subject })).toBeVisible();
  await page.getByRole('button', { name: /^Observar/ }).click();
  await expect(page.getByRole('textbox', { name: 'Falta la firma' })).toHaveValue(/La página 4/);
  await page.getByRole('button', { name: /Observar y avisar/ }).click();
  await expect(page.getByText(`${filed.number} observado: puede subsanar hasta el`)).toBeVisible();

  await correct(request, filed);
  await open(page, filed);
  await expect(page.getByText('Adjunto el escrito firmado.')).toBeVisible();
  // The desk observes only once.
  await expect(page.getByRole('button', { name: /^Observar/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Anotar 4' }).click();
  await page.keyboard.press('r');
  await expect(page.getByText(/Registrado como EXP-\d{4}-\d{6}/)).toBeVisible();
  await page.getByRole('link', { name: 'Ver', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: filed.subject })).toBeVisible();
  await expect(page.getByText('Registrado', { exact: true })).toBeVisible();
});

test('two clerks race: the second sees what the first did and loses nothing typed', async ({
  page,
  browser,
  request,
  expected,
}) => {
  expected.push(/412|409/);
  const filed = await present(request);
  // The first clerk's browser hears nothing, as on a bad network: only the version protects the filing.
  await page.routeWebSocket('**/ws/notifications', () => undefined);
  await signIn(page, 'mesa@demo.pe');
  await open(page, filed);
  await page.keyboard.press('f');
  await page.getByLabel('Entidad competente').fill('SUNARP');
  await page.getByRole('dialog').getByLabel('Motivo').fill('Las copias registrales las da SUNARP.');

  const second = await another(browser, 'mesa2@demo.pe');
  await open(second, filed);
  await second.keyboard.press('t');
  await expect(second.getByText(/Usted tiene P-/)).toBeVisible();

  await page.getByRole('dialog').getByRole('button', { name: 'Remitir' }).click();
  await expect(page.getByText(/El documento cambió|en sus manos/).first()).toBeVisible();
  await expect(page.getByLabel('Entidad competente')).toHaveValue('SUNARP');
  await page.keyboard.press('Escape');
  await expect(page.getByText(/La tiene Marco/)).toBeVisible();

  // Once it is let go, the same words are sent.
  await second.keyboard.press('t');
  await expect(second.getByText(/Soltó P-/)).toBeVisible();
  await second.close();
  await page.reload();
  await expect(page.getByRole('button', { name: /^Remitir/ })).toBeVisible();
});
