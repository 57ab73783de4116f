import type { APIRequestContext, Page } from '@playwright/test';

import { expect, test } from './fixtures';
import { another, type Filed, present, signIn } from './staff';

const API = '/api/v1';

/** The administrator's own requests: a story puts back what it changed of the one institution. */
async function asAdmin(page: Page): Promise<Record<string, string>> {
  const answer = await page.context().request.post(`${API}/auth/refresh`);
  return { Authorization: `Bearer ${(await answer.json()).access_token}` };
}

/** A filing with a term that runs from today, and its last day. */
async function underTerm(request: APIRequestContext): Promise<Filed & { due_on: string }> {
  const { items } = await (await request.get(`${API}/procedures?limit=100`)).json();
  const procedure = items.find(
    ({ requirements, term_days, term_starts_from }: Record<string, unknown[] | string>) =>
      !requirements.length && term_days && term_starts_from === 'presentation',
  );
  const filed = await present(request, { procedure_id: procedure.id });
  const { number, access_key } = filed;
  const tracked = await (await request.post(`${API}/tracking`, { data: { number, access_key } })).json();
  return { ...filed, due_on: tracked.document.due_on };
}

test('the first day leads to the institution, whose data everybody sees; a wrong RUC loses nothing', async ({
  page,
  browser,
  expected,
}) => {
  expected.push(/422/);
  await signIn(page, 'admin@demo.pe');
  await page.goto('/mesa');
  await expect(page.getByRole('heading', { level: 1, name: 'Primer día' })).toBeVisible();
  await expect(page.locator('ol li')).toHaveCount(8);
  await expect(page.locator('ol li').filter({ hasText: 'Correo' })).toContainText('SMTP_HOST');
  await page.getByRole('link', { name: 'Ver Datos de la institución' }).click();
  const [ruc, phone] = [page.getByLabel('RUC'), page.getByLabel(/Teléfono/)];
  await expect(ruc).toHaveValue(/^\d{11}$/);
  const before = { ruc: await ruc.inputValue(), phone: await phone.inputValue() };

  const extension = `073 ${Date.now().toString().slice(-6)}`;
  await phone.fill(extension);
  await ruc.fill(before.ruc.slice(0, 10) + ((Number(before.ruc[10]) + 1) % 10));
  await page.getByRole('button', { name: 'Guardar los datos' }).click();
  await expect(page.locator('mp-field').filter({ hasText: 'RUC' }).locator('.error')).toBeVisible();
  await expect(phone).toHaveValue(extension);
  await ruc.fill(before.ruc);
  await page.getByRole('button', { name: 'Guardar los datos' }).click();
  await expect(page.getByText('Datos guardados.')).toBeVisible();

  await page.goto('/mesa/auditoria');
  const row = page.getByRole('listitem').filter({ hasText: 'Cambió la institución' }).first();
  await expect(row.getByRole('definition')).toHaveText(new RegExp(`${before.phone}.*${extension}`));
  await expect(row).toContainText('Usted');
  try {
    const citizen = await browser.newPage();
    await citizen.goto('/');
    await expect(citizen.getByRole('link', { name: extension })).toBeVisible();
    await citizen.close();
  } finally {
    await page.context().request.patch(`${API}/settings`, { data: before, headers: await asAdmin(page) });
  }
});

test('a logo is seen before it is saved, heads the page, and is refused with its reason', async ({
  page,
  expected,
}) => {
  expected.push(/422/);
  const drawing = (inside: string) => ({
    name: 'logo.svg',
    mimeType: 'image/svg+xml',
    buffer: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">${inside}</svg>`),
  });
  await signIn(page, 'admin@demo.pe');
  await page.goto('/mesa/institucion');
  const chosen = page.locator('mp-logo-form input[type=file]');
  await chosen.setInputFiles(drawing('<script>alert(1)</script><circle cx="20" cy="20" r="18"/>'));
  await page.getByRole('button', { name: 'Guardar el logo' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '<script>' })).toBeVisible();
  await chosen.setInputFiles(drawing('<circle cx="20" cy="20" r="18" fill="#3c32b4"/>'));
  await expect(page.getByText('Así se verá. Aún no está guardado.')).toBeVisible();
  await page.getByRole('button', { name: 'Guardar el logo' }).click();
  await expect(page.getByText('Logo guardado.')).toBeVisible();
  await page.goto('/');
  await expect(page.locator('.top .mark img')).toHaveJSProperty('complete', true);
  await expect(page.locator('.top .mark img')).not.toHaveJSProperty('naturalWidth', 0);
  await page.goto('/mesa/institucion');
  await page.getByRole('button', { name: 'Quitar el logo' }).click();
  await expect(page.getByText('Logo quitado.')).toBeVisible();
});

test('a rule of dates to come is told in plain words before it is saved, and can be taken back', async ({ page }) => {
  await signIn(page, 'admin@demo.pe');
  await page.goto('/mesa/institucion');
  await page.getByRole('button', { name: /Cambiar la regla/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Guardar la regla' }).click();
  await expect(dialog.getByText('Elija desde qué día rige.')).toBeVisible();
  await dialog.getByLabel('Desde').fill('2070-05-05');
  await dialog.getByLabel(/Hora de cierre/).fill('15:45');
  await expect(dialog.getByText(/después de las 15:45 tendrá fecha del siguiente día hábil/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Guardar la regla' }).click();
  const rule = page.getByRole('listitem').filter({ hasText: '5 de mayo de 2070' });
  await expect(rule).toContainText('después de las 15:45');
  await rule.getByRole('button', { name: /Quitar/ }).click();
  await expect(rule).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Guardar los datos' })).toBeVisible();
  await expect(page.getByText('5 de mayo de 2070')).toHaveCount(0);
});

test('a procedure written by keyboard is in the catalogue at once, its requirements in order', async ({
  page,
  browser,
}) => {
  const name = `Permiso de prueba ${Date.now()}`;
  await signIn(page, 'admin@demo.pe');
  await page.goto('/mesa/tramites');
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await page.keyboard.press('n');
  await page.getByLabel('Código', { exact: true }).fill(`PRU-${Date.now()}`);
  await page.getByLabel('Nombre', { exact: true }).fill(name);
  await page.getByLabel(/Días hábiles/).fill('quince');
  await page.getByRole('button', { name: 'Agregar requisito' }).click();
  await page.getByRole('textbox', { name: 'Requisito 1' }).fill('Recibo de pago');
  await page.getByRole('button', { name: 'Agregar requisito' }).click();
  await expect(page.getByRole('textbox', { name: 'Requisito 2' })).toBeFocused();
  await page.keyboard.type('Plano de ubicación');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page.getByRole('textbox', { name: 'Requisito 1' })).toHaveValue('Plano de ubicación');
  await expect(page.getByRole('textbox', { name: 'Requisito 1' })).toBeFocused();
  await page.getByRole('button', { name: 'Crear el trámite' }).click();
  await expect(page.getByText(/Escriba un número de días/)).toBeVisible();

  // Leaving asks first, and staying keeps what was written.
  page.once('dialog', (asked) => void asked.dismiss());
  await page.getByRole('link', { name: 'Volver a los trámites' }).click();
  await page.getByLabel(/Días hábiles/).fill('15');
  await page.getByRole('button', { name: 'Crear el trámite' }).click();
  await expect(page.getByText(`Trámite creado: ${name}.`)).toBeVisible();

  const citizen = await browser.newPage();
  await citizen.goto(`/tramites?q=${encodeURIComponent(name)}`);
  await citizen.getByRole('link', { name }).click();
  await expect(citizen.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(citizen.getByText(/15 días hábiles/).first()).toBeVisible();
  const text = await citizen.locator('main').innerText();
  expect(text.indexOf('Plano de ubicación')).toBeGreaterThan(0);
  expect(text.indexOf('Plano de ubicación')).toBeLessThan(text.indexOf('Recibo de pago'));

  await page.getByLabel('Nombre o código').fill(name);
  await page.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'Sacar de uso' }).click();
  await expect(page.getByText(/fuera de uso\. Lo presentado/)).toBeVisible();
  await citizen.goto(`/tramites?q=${encodeURIComponent(name)}`);
  await expect(citizen.getByRole('heading', { name: 'No hay un trámite con esas palabras' })).toBeVisible();
  await citizen.close();
});

test('a reason to observe reaches the desk, and leaves it out of use', async ({ page, browser, request, expected }) => {
  expected.push(/422/);
  const [code, name] = [`prueba_${Date.now()}`, `Falta el croquis ${Date.now()}`];
  await signIn(page, 'admin@demo.pe');
  await page.goto('/mesa/motivos-de-observacion');
  await page.getByRole('button', { name: /Crear motivo/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Código').fill('con espacios');
  await dialog.getByLabel('Nombre').fill(name);
  await dialog.getByLabel('Texto').fill('Adjunte el croquis del lugar.');
  await dialog.getByRole('button', { name: 'Crear el motivo' }).click();
  await expect(dialog.getByText(/letras sin tilde/)).toBeVisible();
  await expect(dialog.getByLabel('Texto')).toHaveValue('Adjunte el croquis del lugar.');
  await dialog.getByLabel('Código').fill(code);
  await dialog.getByRole('button', { name: 'Crear el motivo' }).click();
  await expect(page.getByText(`Guardado: ${name}.`)).toBeVisible();

  const filed = await present(request);
  const clerk = await another(browser, 'mesa@demo.pe');
  await clerk.goto(`/mesa/documentos/${filed.id}`);
  await clerk.getByRole('button', { name: /^Observar/ }).click();
  await clerk.getByLabel('Buscar un motivo').fill('croquis');
  await expect(clerk.getByLabel(name)).toBeVisible();
  await clerk.close();

  await page.getByRole('button', { name }).click();
  await dialog.getByLabel(/En uso/).uncheck();
  await dialog.getByRole('button', { name: 'Guardar el motivo' }).click();
  await expect(page.getByRole('row', { name })).toContainText('Fuera de uso');
});

test('a closed day shows whose dates move before it is declared, and can be taken back', async ({
  page,
  request,
  accessible,
}) => {
  const filed = await underTerm(request);
  await signIn(page, 'admin@demo.pe');
  await page.goto('/mesa/calendario');
  await page.getByRole('button', { name: /Declarar día no laborable/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Día', { exact: true }).fill(filed.due_on);
  await dialog.getByLabel(/Regional o local/).check();
  await dialog.getByRole('button', { name: 'Ver a quién afecta' }).click();
  await expect(dialog.getByText('Escriba el motivo.')).toBeVisible();
  const reason = `Aniversario del distrito ${Date.now()}`;
  await dialog.getByLabel('Motivo').fill(reason);
  await dialog.getByRole('button', { name: 'Ver a quién afecta' }).click();
  await expect(dialog.getByRole('row', { name: new RegExp(filed.number) })).toContainText('Vence la respuesta');
  await accessible(page);
  // Another day is another answer: what was seen no longer counts.
  await dialog.getByLabel('Día', { exact: true }).fill('2070-05-04');
  await expect(dialog.getByRole('button', { name: 'Ver a quién afecta' })).toBeVisible();
  await dialog.getByLabel('Día', { exact: true }).fill(filed.due_on);
  await dialog.getByRole('button', { name: 'Ver a quién afecta' }).click();
  await dialog.getByRole('button', { name: 'Declarar día no laborable' }).click();
  const day = page.getByRole('listitem').filter({ hasText: reason });
  await expect(day).toBeVisible();

  const moved = async () => {
    const { number, access_key } = filed;
    const tracked = await request.post(`${API}/tracking`, { data: { number, access_key } });
    return (await tracked.json()).document.due_on;
  };
  await expect.poll(moved, { timeout: 30_000 }).not.toBe(filed.due_on);
  await day.getByRole('button', { name: /Volver laborable/ }).click();
  await accessible(page);
  await dialog.getByRole('button', { name: 'Volver laborable' }).click();
  await expect(day).toHaveCount(0);
});
