import { type APIRequestContext } from '@playwright/test';

import { expect, test } from './fixtures';
import { present, type Filed } from './staff';

interface Receipt {
  code: string;
  url: string;
  pdf: Buffer;
}

async function receiptOf(request: APIRequestContext, { id, number, access_key }: Filed): Promise<Receipt> {
  const tracking = await (await request.post('/api/v1/tracking', { data: { number, access_key } })).json();
  const headers = { Authorization: `Bearer ${tracking.tracking_token}` };
  const pdf = await (await request.get(`/api/v1/documents/${id}/receipt`, { headers })).body();
  const [{ verification_code: code, url }] = tracking.document.receipts;
  return { code, url, pdf };
}

for (const { name, width, scheme } of [
  { name: 'desk, light', width: 1440, scheme: 'light' },
  { name: 'phone, dark', width: 390, scheme: 'dark' },
] as const) {
  test.describe(name, () => {
    test.use({ viewport: { width, height: 844 }, colorScheme: scheme });

    test('asking, the yes and the no are accessible and fit', async ({ page, request, accessible, expected }) => {
      expected.push(/404/);
      const { code } = await receiptOf(request, await present(request));
      for (const [path, heading] of [
        ['/verificar', 'Verifique una constancia'],
        [`/verificar/${code}`, 'Sí, es auténtica.'],
        ['/verificar/0000000000000000', 'No es auténtica.'],
      ]) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
        await accessible(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      }
    });
  });
}

test('a code typed with dashes and in small letters gives the proof', async ({ page, request }) => {
  const filed = await present(request);
  const { code } = await receiptOf(request, filed);
  await page.goto('/verificar');
  await page.getByRole('button', { name: 'Verificar', exact: true }).click();
  await expect(page.getByText('Escriba el código que está junto al QR.')).toBeVisible();
  await page.getByLabel('Código de verificación').fill(code.toLowerCase().replace(/(.{4})(?=.)/g, '$1-'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Sí, es auténtica.' })).toBeVisible();
  await expect(page.getByText(filed.number)).toBeVisible();
  await expect(page.getByText('escrito.pdf')).toBeVisible();
});

test('the receipt as it was issued is authentic; with one byte changed it is not', async ({ page, request }) => {
  const filed = await present(request);
  const { pdf } = await receiptOf(request, filed);
  await page.goto('/verificar');
  const chooser = page.locator('mp-file-drop input[type=file]');
  await chooser.setInputFiles({ name: 'constancia.pdf', mimeType: 'application/pdf', buffer: pdf });
  await expect(page.getByRole('heading', { name: 'Sí, es auténtica.' })).toBeVisible();

  await page.getByRole('button', { name: 'Verificar otra' }).click();
  const changed = Buffer.from(pdf);
  changed[Math.floor(pdf.length / 2)] ^= 1;
  await chooser.setInputFiles({ name: 'constancia.pdf', mimeType: 'application/pdf', buffer: changed });
  await expect(page.getByRole('heading', { name: 'No es auténtica.' })).toBeVisible();
  await expect(page.getByText('El archivo fue alterado')).toBeVisible();

  await page.getByRole('button', { name: 'Verificar otra' }).click();
  await chooser.setInputFiles({ name: 'nota.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no es un PDF') });
  await expect(page.getByRole('heading', { name: 'No es auténtica.' })).toBeVisible();
});

test('a QR without a right signature is refused although its code exists', async ({ page, request }) => {
  const { url } = await receiptOf(request, await present(request));
  const payload = Buffer.alloc(160, 7).toString('base64url');
  await page.goto(`${new URL(url).pathname}#${payload}`);
  await expect(page.getByRole('heading', { name: 'No es auténtica.' })).toBeVisible();
  await expect(page.getByText('La firma del QR no corresponde')).toBeVisible();
});

test('without a network it says so instead of answering', async ({ page, context, expected }) => {
  expected.push(/ERR_INTERNET_DISCONNECTED/);
  await page.goto('/verificar');
  await expect(page.getByRole('heading', { name: 'Verifique una constancia' })).toBeVisible();
  await context.setOffline(true);
  await page.locator('mp-file-drop input[type=file]').setInputFiles({
    name: 'constancia.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.7'),
  });
  await expect(page.getByText('No hay conexión con la mesa de partes.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Verifique una constancia' })).toBeVisible();
});
