import { expect, test } from './fixtures';
import { open, present, signIn } from './staff';

const SIZES = [
  { name: 'desk', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
];

for (const { name, ...size } of SIZES) {
  test(`every staff page is accessible and fits: ${name}`, async ({ page, request, accessible }) => {
    const filed = await present(request);
    await page.setViewportSize(size);
    await signIn(page, 'mesa@demo.pe');
    await open(page, filed);
    if (name === 'phone') await page.getByRole('button', { name: 'Documento' }).click();
    await expect(page.locator('mp-pdf-page canvas').first()).toBeVisible();
    await expect(page.locator('mp-pdf-page .text').first()).not.toBeEmpty();
    await expect(page.locator('mp-strip img').first()).toBeVisible();
    await accessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await expect(page.getByRole('button', { name: /^Registrar/ })).toBeInViewport();
    if (name === 'phone') await page.keyboard.press('e');
    await page.getByText('Historia').click();
    await expect(page.getByText('Se presentó')).toBeVisible();
    await accessible(page);
    for (const [address, heading] of [
      ['/mesa', /Mesa/],
      ['/mesa?lista=todos&estado=received', /Mesa/],
      ['/mesa/avisos', /Avisos/],
      ['/mesa/perfil', /Su cuenta/],
    ] as const) {
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1, name: heading })).toBeAttached();
      await expect(page.getByText('Cargando…')).toHaveCount(0);
      await accessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    }
  });
}

test('the help and the palette show only what can be done here', async ({ page, accessible }) => {
  await signIn(page, 'auditor@demo.pe');
  await page.goto('/mesa');
  await expect(page.locator('tbody a').first()).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('heading', { name: 'Teclas de esta pantalla' })).toBeVisible();
  await expect(page.getByText('Tomar para revisar')).toHaveCount(0);
  await accessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await accessible(page);
});

test('an auditor reads and acts on nothing', async ({ page, request }) => {
  const filed = await present(request);
  await signIn(page, 'auditor@demo.pe');
  await open(page, filed);
  await expect(page.getByText(/Usted puede leer este documento/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^(Registrar|Observar|Remitir|Tomar)/ })).toHaveCount(0);
});

test('an officer sees only what came to their area', async ({ page, request, expected }) => {
  expected.push(/404/);
  const filed = await present(request);
  await signIn(page, 'logistica@demo.pe');
  await page.goto(`/mesa/documentos/${filed.id}`);
  await expect(page.getByRole('heading', { name: 'No encontramos este documento' })).toBeVisible();
});

test('an admin has people and areas, and no documents', async ({ page, accessible }) => {
  await signIn(page, 'admin@demo.pe');
  await page.goto('/mesa/personas');
  await expect(page.getByRole('heading', { level: 1, name: 'Personas' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Mesa', exact: true })).toHaveCount(0);
  await accessible(page);

  await page.getByRole('button', { name: /Crear cuenta/ }).click();
  await accessible(page);
  await page.getByRole('button', { name: 'Crear y enviar enlace' }).click();
  await expect(page.getByText('Escriba nombre y apellidos.')).toBeVisible();
  const email = `nueva.${Date.now()}@demo.pe`;
  await page.getByRole('textbox', { name: 'Correo', exact: true }).fill(email);
  await page.getByLabel('Nombre y apellidos').fill('Julia Ramos Paz');
  await page.getByLabel(/^Área/).check();
  await page.getByLabel('Subgerencia de Logística').check();
  await page.getByRole('button', { name: 'Crear y enviar enlace' }).click();
  await expect(page.getByText(`Enviamos a ${email} un enlace`)).toBeVisible();

  await page.getByLabel('Nombre o correo').fill(email);
  await page
    .getByRole('row', { name: new RegExp(email) })
    .getByRole('button')
    .click();
  await page.getByRole('button', { name: 'Desactivar cuenta' }).click();
  await expect(page.getByRole('row', { name: new RegExp(email) })).toContainText('Desactivada');
});

test('a citizen is told that this is not for them', async ({ page }) => {
  await signIn(page, 'ciudadana@demo.pe');
  await page.goto('/mesa');
  await expect(page.getByRole('heading', { level: 1, name: 'Su cuenta no puede ver esta página' })).toBeVisible();
});
