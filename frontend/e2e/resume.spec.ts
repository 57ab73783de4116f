import { expect, sample, test } from './fixtures';
import { continueOn, fillAbout, fillApplicant, heavyPdf, NINE_MB, send } from './presenting';

test('a 9 MB file cut at 60 % goes on from there, and the filing is sent once', async ({ page, context, expected }) => {
  expected.push(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource/);
  await page.goto('/presentar/tramite');
  await fillAbout(page);
  await continueOn(page, 'quien');
  await fillApplicant(page);
  await continueOn(page, 'documentos');

  const offsets: number[] = [];
  let cut = false;
  await page.route('**/api/v1/uploads/*', async (route) => {
    const offset = Number(route.request().headers()['upload-offset'] ?? -1);
    if (route.request().method() === 'PATCH') offsets.push(offset);
    if (!cut && offset >= NINE_MB * 0.6) {
      cut = true;
      await context.setOffline(true);
      return route.abort('internetdisconnected');
    }
    return route.continue();
  });
  const file = { name: 'escaneado.pdf', mimeType: 'application/pdf', buffer: heavyPdf() };
  await page.locator('input[type=file]').first().setInputFiles(file);
  await expect(page.getByText('Se cortó la conexión. Seguimos desde donde quedó')).toBeVisible();
  await expect(page.getByText('Sin conexión.')).toBeVisible();

  await context.setOffline(false);
  await expect(page.getByText('1 página').first()).toBeVisible({ timeout: 30_000 });
  expect(offsets.filter((offset) => offset === 0)).toHaveLength(1);

  await continueOn(page, 'revisar');
  await send(page);
  await expect(page.getByRole('heading', { name: 'Su documento fue presentado.' })).toBeVisible();
});

test('a file half sent when the page closed is finished when it opens again', async ({ page, expected }) => {
  expected.push(/Failed to load resource/);
  let hold = true;
  await page.route('**/api/v1/uploads/*', async (route) => {
    const offset = Number(route.request().headers()['upload-offset'] ?? -1);
    if (hold && offset >= NINE_MB * 0.6) return route.abort('connectionfailed');
    return route.continue();
  });
  await page.goto('/presentar/documentos');
  const file = { name: 'escaneado.pdf', mimeType: 'application/pdf', buffer: heavyPdf() };
  await page.locator('input[type=file]').first().setInputFiles(file);
  await expect(page.getByText('Se cortó la conexión. Seguimos desde donde quedó')).toBeVisible();

  hold = false;
  const begun: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && begun.push(request.url()));
  await page.reload();
  await expect(page.getByText('1 página').first()).toBeVisible({ timeout: 30_000 });
  expect(begun.filter((url) => url.endsWith('/uploads'))).toEqual([]);
});

test('an answer lost on its way back is asked for again: one filing, the same receipt', async ({ page, expected }) => {
  expected.push(/Failed to load resource/);
  await page.goto('/presentar/tramite');
  await fillAbout(page);
  await continueOn(page, 'quien');
  await fillApplicant(page);
  await continueOn(page, 'documentos');
  await page.locator('input[type=file]').first().setInputFiles(sample('minimal-document.pdf'));
  await expect(page.getByText('1 página').first()).toBeVisible();
  await continueOn(page, 'revisar');

  const numbers: string[] = [];
  const replayed: (string | undefined)[] = [];
  await page.route('**/api/v1/documents', async (route) => {
    const answer = await route.fetch();
    numbers.push((await answer.json()).number);
    replayed.push(answer.headers()['idempotency-replayed']);
    return numbers.length === 1 ? route.abort('connectionreset') : route.fulfill({ response: answer });
  });
  await send(page);
  await expect(page.getByRole('heading', { name: 'Su documento fue presentado.' })).toBeVisible();
  expect(replayed).toEqual([undefined, 'true']);
  expect(new Set(numbers).size).toBe(1);
});
