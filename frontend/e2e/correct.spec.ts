import { type APIRequestContext, type Page } from '@playwright/test';

import { expect, sample, test } from './fixtures';
import { correct, present, type Filed } from './staff';
import { atTheDesk, openWithKey } from './tracking';

const UNSIGNED = 'El escrito no tiene firma. Fírmelo y vuelva a adjuntarlo.';
const UNPAID = 'Falta el recibo de pago por derecho de trámite.';

/** Presented, and observed by a clerk elsewhere, on two points. */
async function observed(request: APIRequestContext): Promise<Filed> {
  const filed = await present(request);
  await atTheDesk(request, filed, 'observe', ({ attachments: [main] }, [first, second]) => ({
    items: [
      { reason_code: first, text: UNSIGNED, attachment_id: main.id },
      { reason_code: second, text: UNPAID },
    ],
  }));
  return filed;
}

async function begin(page: Page, filed: Filed): Promise<void> {
  await openWithKey(page, filed);
  await expect(page.getByText('Qué debe hacer')).toBeVisible();
  await page.getByRole('link', { name: 'Subsanar', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Responda lo observado' })).toBeVisible();
}

for (const { name, width, scheme } of [
  { name: 'desk, dark', width: 1440, scheme: 'dark' },
  { name: 'phone, light', width: 390, scheme: 'light' },
] as const) {
  test.describe(name, () => {
    test.use({ viewport: { width, height: 844 }, colorScheme: scheme });

    test('the list, its errors and its receipt are accessible and fit', async ({ page, request, accessible }) => {
      const filed = await observed(request);
      await begin(page, filed);
      await accessible(page);
      await page.getByRole('button', { name: 'Enviar la subsanación' }).click();
      await expect(page.getByText('Escriba su respuesta a este punto.')).toHaveCount(2);
      await accessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      await correct(request, filed);
      await page.reload();
      await expect(page.getByRole('heading', { name: 'Su subsanación fue recibida.' })).toBeVisible();
      await accessible(page);
    });
  });
}

test('each point is answered beside what was sent, a reload loses nothing, and the stamp follows', async ({
  page,
  request,
}) => {
  const filed = await observed(request);
  await begin(page, filed);
  await expect(page.getByText(/Usted envió: escrito\.pdf/)).toBeVisible();
  await expect(page.getByText(/Tiene hasta el \w+ \d+ de \w+, 23:59/)).toBeVisible();

  const [first, second] = [page.getByLabel('Su respuesta').nth(0), page.getByLabel('Su respuesta').nth(1)];
  await first.fill('Adjunto el escrito firmado.');
  await page.locator('input[type=file]').first().setInputFiles(sample('google-doc-document.pdf'));
  await expect(page.getByText('Se lee bien.')).toBeVisible();
  await expect(page.getByText('1 de 2 respondidos')).toBeVisible();
  await page.reload();
  await expect(first).toHaveValue('Adjunto el escrito firmado.');
  await expect(page.locator('mp-file-card')).toContainText('google-doc-document.pdf');

  // What is missing gets the focus, and is not hidden under the foot.
  await page.getByRole('button', { name: 'Enviar la subsanación' }).click();
  await expect(second).toBeFocused();
  await second.fill('Pagué con el recibo 001-4521.');
  await page.getByRole('button', { name: 'Enviar la subsanación' }).click();

  await expect(page.getByRole('heading', { name: 'Su subsanación fue recibida.' })).toBeFocused();
  await expect(page.locator('mp-stamp')).toContainText(filed.number);
  await expect(page.getByText('Adjuntó google-doc-document.pdf')).toBeVisible();
  await page.getByRole('link', { name: 'Ver el trámite' }).click();
  await expect(page.getByText('Subsanado, en revisión')).toBeVisible();
  await expect(page.getByText('Usted subsanó', { exact: true })).toBeVisible();
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('mp-subsanacion'))),
  ).toEqual([]);
});

test('a try whose answer was lost shows that it arrived', async ({ page, request, expected }) => {
  expected.push(/412|409/);
  const filed = await observed(request);
  await begin(page, filed);
  await page.getByLabel('Su respuesta').nth(0).fill('Adjunto el escrito firmado.');
  await page.getByLabel('Su respuesta').nth(1).fill('Pagué.');
  await correct(request, filed);
  await page.getByRole('button', { name: 'Enviar la subsanación' }).click();
  await expect(page.getByRole('heading', { name: 'Su subsanación fue recibida.' })).toBeVisible();
});

test('after the term the page says so and what can still be done', async ({ page, request, expected }) => {
  expected.push(/409/);
  const filed = await observed(request);
  await begin(page, filed);
  await page.getByLabel('Su respuesta').nth(0).fill('Adjunto el escrito firmado.');
  await page.getByLabel('Su respuesta').nth(1).fill('Pagué.');
  // The instant itself is tested with the injected clock; here the server's refusal is told.
  await page.route('**/correct', (route) =>
    route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      body: JSON.stringify({ code: 'correction_lapsed', title: 'El plazo para subsanar ya venció.', status: 409 }),
    }),
  );
  await page.getByRole('button', { name: 'Enviar la subsanación' }).click();
  await expect(page.getByRole('heading', { name: 'El plazo para subsanar venció' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Presentar de nuevo' })).toBeVisible();
});

test('a citizen who is signed in corrects by the key, with a file', async ({ page, request }) => {
  const filed = await observed(request);
  await page.goto('/ingresar');
  await page.getByLabel('Correo electrónico').fill('ciudadana@demo.pe');
  await page.getByLabel('Contraseña', { exact: true }).fill(process.env['DEMO_PASSWORD'] ?? '');
  await page.getByRole('button', { name: 'Ingresar', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Mis trámites' })).toBeVisible();
  await begin(page, filed);
  await page.getByLabel('Su respuesta').nth(0).fill('Adjunto el escrito firmado.');
  await page.locator('input[type=file]').first().setInputFiles(sample('google-doc-document.pdf'));
  await expect(page.getByText('Se lee bien.')).toBeVisible();
  await page.getByLabel('Su respuesta').nth(1).fill('Pagué.');
  await page.getByRole('button', { name: 'Enviar la subsanación' }).click();
  await expect(page.getByRole('heading', { name: 'Su subsanación fue recibida.' })).toBeVisible();
});

test('by keyboard alone, from the number to the stamp', async ({ page, request }) => {
  const filed = await observed(request);
  await page.goto('/consultar');
  const press = async (role: 'link' | 'button' | 'textbox', name: string | RegExp, nth = 0) => {
    const wanted = page.getByRole(role, { name }).nth(nth);
    await expect(wanted).toBeVisible();
    for (let steps = 0; steps < 40; steps++) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`never reached ${name}`);
  };
  await press('textbox', 'Número');
  await page.keyboard.type(filed.number);
  await press('textbox', 'Clave');
  await page.keyboard.type(filed.access_key);
  await page.keyboard.press('Enter');
  await press('link', 'Subsanar');
  await page.keyboard.press('Enter');
  await press('textbox', 'Su respuesta');
  await page.keyboard.type('Adjunto el escrito firmado.');
  await press('textbox', 'Su respuesta', 1);
  await page.keyboard.type('Pagué con el recibo 001-4521.');
  await press('button', 'Enviar la subsanación');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Su subsanación fue recibida.' })).toBeFocused();
});
