import { type APIRequestContext } from '@playwright/test';

import { expect, test } from './fixtures';
import { present, signIn } from './staff';
import { atTheDesk, openWithKey } from './tracking';

const PHONE_AND_DESK = [
  { name: 'desk, light', width: 1440, scheme: 'light' },
  { name: 'phone, dark', width: 390, scheme: 'dark' },
] as const;

for (const { name, width, scheme } of PHONE_AND_DESK) {
  test.describe(name, () => {
    test.use({ viewport: { width, height: 844 }, colorScheme: scheme });

    test('asking for a filing, and the filing, are accessible and fit', async ({ page, request, accessible }) => {
      const procedure = await withTerm(request);
      const filed = await present(request, { procedure_id: procedure });
      await page.goto('/consultar');
      await accessible(page);
      await openWithKey(page, filed);
      await expect(page.getByText('Usted lo presentó')).toBeVisible();
      await accessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      await page.getByRole('button', { name: 'Desistir del trámite' }).click();
      await accessible(page);
      await page.goto('/recuperar-clave');
      await accessible(page);
    });
  });
}

async function withTerm(request: APIRequestContext): Promise<string> {
  const { items } = await (await request.get('/api/v1/procedures?limit=100')).json();
  return items.find((each: { term_days: number | null }) => each.term_days).id;
}

test('number and key open a filing however they are typed, and a reload keeps it open', async ({ page, request }) => {
  const filed = await present(request);
  await page.goto('/consultar');
  await page.getByLabel('Número').fill(` ${filed.number.toLowerCase().replaceAll('-', ' ')} `);
  await page.getByLabel('Clave').fill(filed.access_key.toLowerCase().replaceAll('-', ''));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: filed.subject })).toBeFocused();
  // Nothing that opens it, nor its number, is in the address or in storage that outlives the tab.
  expect(page.url()).not.toContain(filed.number);
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('eyJ');

  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: filed.subject })).toBeVisible();
  await page.getByRole('button', { name: 'Consultar otro' }).click();
  await expect(page.getByLabel('Número')).toHaveValue('');
});

test('a wrong pair says what to compare, and keeps what was typed', async ({ page, request, expected }) => {
  expected.push(/404/);
  const filed = await present(request);
  await page.goto('/consultar');
  await page.getByRole('button', { name: 'Consultar', exact: true }).click();
  await expect(page.getByText('Escriba el número que está en su constancia.')).toBeVisible();
  await page.getByLabel('Número').fill(filed.number);
  await page.getByLabel('Clave').fill('0000-0000-0000-0000-0000');
  await page.getByRole('button', { name: 'Consultar', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('no corresponden a ningún documento');
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByLabel('Número')).toHaveValue(filed.number);
});

test('a token that died asks for the key again and remembers the number', async ({ page, request, expected }) => {
  expected.push(/401/);
  const filed = await present(request);
  await openWithKey(page, filed);
  await page.evaluate(() => {
    const kept = JSON.parse(sessionStorage.getItem('mp-consulta')!);
    kept.access.token = `${kept.access.token.slice(0, -4)}AAAA`;
    sessionStorage.setItem('mp-consulta', JSON.stringify(kept));
  });
  await page.reload();
  await expect(page.getByText('Su consulta venció por seguridad.')).toBeVisible();
  await expect(page.getByLabel('Número')).toHaveValue(filed.number);
});

test('the desk registers it: the citizen sees the number, the term day by day, and downloads the receipt', async ({
  page,
  request,
}) => {
  const filed = await present(request, { procedure_id: await withTerm(request) });
  await atTheDesk(request, filed, 'receive', () => ({}));
  await openWithKey(page, filed);
  await expect(page.getByText('La mesa de partes lo registró', { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { name: /^Hasta el / })).toBeVisible();

  // Every day of the calendar explains itself on focus, and the arrows go from one to the next.
  const grid = page.getByRole('grid', { name: 'Cómputo del plazo' });
  await grid.locator('button[tabindex="0"]').focus();
  await expect(page.locator('.why')).toContainText('vence');
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('.why')).not.toContainText('vence');
  await page.getByText('Ver la cuenta como tabla').click();
  await expect(page.getByRole('columnheader', { name: 'Por qué' })).toBeVisible();

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Cargo de recepción', exact: true }).click();
  expect((await download).suggestedFilename()).toBe(`${filed.number}-reception.pdf`);
});

test('withdrawing says what it means, and ends the filing', async ({ page, request }) => {
  const filed = await present(request);
  await openWithKey(page, filed);
  await page.getByRole('button', { name: 'Desistir del trámite' }).click();
  const dialog = page.getByRole('dialog', { name: '¿Desistir de este trámite?' });
  await expect(dialog).toContainText('tendrá que presentarlo de nuevo');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Desistir del trámite' }).click();
  await dialog.getByLabel(/Motivo/).fill('Ya no lo necesito.');
  await dialog.getByRole('button', { name: 'Sí, desistir' }).click();
  await expect(page.getByText('Usted desistió', { exact: true })).toBeVisible();
  await expect(page.getByText('Ya no lo necesito.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Desistir del trámite' })).toHaveCount(0);
});

test('a new key is asked for by number and mail', async ({ page, request }) => {
  const filed = await present(request);
  await page.goto('/consultar');
  await page.getByRole('link', { name: 'No tengo la clave' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Pida una clave nueva' })).toBeVisible();
  await page.getByLabel('Número').fill(filed.number);
  await page.getByLabel('Correo electrónico').fill('r.quispe@correo.pe');
  await page.getByRole('button', { name: 'Enviar clave nueva' }).click();
  await expect(page.getByRole('heading', { name: 'Revise su correo' })).toBeVisible();
});

test('without a network it says so, keeps what was typed, and works when it is back', async ({
  page,
  context,
  request,
  expected,
}) => {
  expected.push(/ERR_INTERNET_DISCONNECTED/);
  const filed = await present(request);
  await page.goto('/consultar');
  await page.getByLabel('Número').fill(filed.number);
  await page.getByLabel('Clave').fill(filed.access_key);
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Consultar', exact: true }).click();
  await expect(page.getByText('No hay conexión con la mesa de partes.')).toBeVisible();
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Consultar', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: filed.subject })).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

  test('every act is large enough for a thumb', async ({ page, request }) => {
    const filed = await present(request);
    await atTheDesk(request, filed, 'observe', (_, [first]) => ({
      items: [{ reason_code: first, text: 'El escrito no tiene firma.' }],
    }));
    await openWithKey(page, filed);
    for (const path of [
      '/consultar/tramite',
      '/consultar/subsanar',
      '/recuperar-clave',
      '/verificar',
      '/ingresar',
      '/registro',
      '/mis-tramites',
      '/mi-cuenta',
    ]) {
      if (path === '/mis-tramites') await signIn(page, 'ciudadana@demo.pe');
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByText('Cargando…')).toHaveCount(0);
      const small = await page
        .locator('main :is(button, a:not(p a:not(.target)), select, summary):visible')
        .evaluateAll((all) =>
          all
            .map((element) => [element.textContent?.trim().slice(0, 40), element.getBoundingClientRect().height])
            .filter(([, height]) => Number(height) < 43.5),
        );
      expect(small, path).toEqual([]);
    }
  });
});
