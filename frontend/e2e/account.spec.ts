import { type Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';

import { expect, test } from './fixtures';
import { present, signIn } from './staff';

const PASSWORD = process.env['DEMO_PASSWORD'] ?? '';
const PUBLIC = ['/ingresar', '/registro', '/recuperar', '/restablecer', '/restablecer?token=x', '/verificar-correo'];

async function signInByHand(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Correo electrónico').fill(email);
  await page.getByLabel('Contraseña', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Ingresar', exact: true }).click();
}

for (const { name, width, scheme } of [
  { name: 'desk, light', width: 1440, scheme: 'light' },
  { name: 'phone, dark', width: 390, scheme: 'dark' },
] as const) {
  test.describe(name, () => {
    test.use({ viewport: { width, height: 844 }, colorScheme: scheme });

    test('every page of an account is accessible and fits', async ({ page, accessible }) => {
      const fits = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      for (const path of PUBLIC) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await accessible(page);
        expect(await fits(), path).toBeLessThanOrEqual(0);
      }
      await page.goto('/registro');
      await page.getByRole('button', { name: 'Crear la cuenta' }).click();
      await expect(page.getByText('El DNI tiene 8 dígitos.')).toBeVisible();
      await accessible(page);

      await signIn(page, 'ciudadana@demo.pe');
      for (const path of ['/mis-tramites', '/mi-cuenta']) {
        await page.goto(path);
        await expect(page.getByText('Cargando…')).toHaveCount(0);
        await accessible(page);
        expect(await fits(), path).toBeLessThanOrEqual(0);
      }
      await page.getByRole('button', { name: 'Salir en todos los equipos' }).click();
      await accessible(page);
      await page.goto('/mis-tramites');
      await page.getByRole('button', { name: 'Agregar uno con su clave' }).first().click();
      await accessible(page);
      await page.keyboard.press('Escape');
      await page.getByRole('heading', { level: 2 }).getByRole('link').first().click();
      await expect(page.getByText('Usted lo presentó')).toBeVisible();
      await accessible(page);
      expect(await fits()).toBeLessThanOrEqual(0);
    });
  });
}

test('who is not signed in signs in and comes back to where they were going', async ({ page, expected }) => {
  expected.push(/401/);
  await page.goto('/mi-cuenta');
  await expect(page).toHaveURL(/\/ingresar\?ir=%2Fmi-cuenta/);
  await signInByHand(page, 'ciudadana@demo.pe', 'otra-clave-larga');
  await expect(page.getByRole('alert')).toContainText('El correo o la contraseña no son correctos.');
  await signInByHand(page, 'ciudadana@demo.pe');
  await expect(page.getByRole('heading', { level: 1, name: 'Mi cuenta' })).toBeVisible();
  const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
  expect(kept).not.toContain('eyJ');
  expect(kept).not.toContain('ciudadana');

  await page.getByRole('button', { name: 'Salir de la cuenta' }).click();
  await expect(page.getByRole('link', { name: 'Ingresar' })).toBeVisible();
  await page.goto('/mis-tramites');
  await expect(page).toHaveURL(/\/ingresar/);
});

test('a link from outside never sends who signs in to another site', async ({ page, expected }) => {
  // The session that was cut off is asked for once more.
  expected.push(/401/);
  for (const ir of ['//example.com/', 'https://example.com/', '/\\example.com']) {
    await page.context().clearCookies();
    await page.goto(`/ingresar?ir=${encodeURIComponent(ir)}`);
    await signInByHand(page, 'ciudadana@demo.pe');
    await expect(page.getByRole('heading', { level: 1, name: 'Mis trámites' })).toBeVisible();
  }
});

test('somebody of the institution goes to the desk, and is told that citizens’ filings are not theirs', async ({
  page,
}) => {
  await page.goto('/ingresar?ir=/mis-tramites');
  await signInByHand(page, 'mesa@demo.pe');
  await expect(page.getByRole('heading', { name: 'Su cuenta no puede ver esta página' })).toBeVisible();
});

test('a filing presented without an account is added by its key, found by words, and opens without it', async ({
  page,
  request,
}) => {
  const filed = await present(request);
  await signIn(page, 'ciudadana@demo.pe');
  await page.goto('/mis-tramites');
  await page.getByRole('button', { name: 'Agregar uno con su clave' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Agregar un trámite a su cuenta' });
  await dialog.getByLabel('Número').fill(filed.number);
  await dialog.getByLabel('Clave').fill(filed.access_key);
  await dialog.getByRole('button', { name: 'Agregar', exact: true }).click();
  await expect(page.getByText(`El trámite ${filed.number} ya está en su cuenta.`)).toBeVisible();

  await page.getByLabel('Buscar entre mis trámites').fill(filed.number);
  await expect(page.getByText('1 trámite', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Terminados' }).click();
  await expect(page.getByRole('heading', { name: 'Ningún trámite es así' })).toBeVisible();
  await page.getByRole('button', { name: 'Todos', exact: true }).click();
  await page.getByRole('link', { name: filed.subject }).click();
  await expect(page.getByRole('heading', { level: 1, name: filed.subject })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: filed.subject })).toBeVisible();
});

test('a filing of somebody else says how to open it', async ({ page, request, expected }) => {
  expected.push(/404/);
  const filed = await present(request);
  await signIn(page, 'ciudadana@demo.pe');
  await page.goto(`/mis-tramites/${filed.id}`);
  await expect(page.getByRole('heading', { name: 'Este trámite no está entre los suyos' })).toBeVisible();
});

test('registering names what is wrong, and ends in a mail to open', async ({ page, expected }) => {
  expected.push(/422/);
  await page.goto('/registro');
  await page.getByLabel('Número de DNI').fill('45678912');
  await page.getByLabel('Nombres y apellidos, o razón social').fill('Flor Nizama Chunga');
  await page.getByLabel('Correo electrónico').fill(`flor.${randomUUID().slice(0, 8)}@correo.example`);
  await page.getByLabel('Contraseña', { exact: true }).fill('contraseña1');
  await page.getByRole('checkbox', { name: /Acepto que se traten/ }).check();
  await page.getByRole('button', { name: 'Crear la cuenta' }).click();
  const password = page.getByLabel('Contraseña', { exact: true });
  await expect(password).toHaveAttribute('aria-invalid', 'true');
  await password.fill('algarrobo cuy molle 84');
  await page.getByRole('button', { name: 'Crear la cuenta' }).click();
  await expect(page.getByRole('heading', { name: 'Confirme su correo' })).toBeVisible();
});

test('a mailed link that is dead says so, and its secret leaves the address', async ({ page, expected }) => {
  expected.push(/422/);
  await page.goto('/verificar-correo?token=no-es-de-nadie');
  await expect(page.getByRole('heading', { name: 'El enlace ya no sirve' })).toBeVisible();
  expect(page.url()).not.toContain('token');
  await page.goto('/restablecer?token=no-es-de-nadie');
  await page.getByLabel('Nueva contraseña', { exact: true }).fill('algarrobo cuy molle 84');
  await page.getByRole('button', { name: 'Guardar la contraseña' }).click();
  await expect(page.getByRole('heading', { name: 'El enlace ya no sirve' })).toBeVisible();
});

test('data, notices and password are changed and stay', async ({ page, expected }) => {
  expected.push(/422/);
  await signIn(page, 'ciudadana@demo.pe');
  await page.goto('/mi-cuenta');
  const phone = `9${Math.floor(1e7 + Math.random() * 8e7)}`;
  await page.getByLabel('Teléfono').fill(phone);
  await page.getByRole('button', { name: 'Guardar cambios' }).click();
  await expect(page.getByText('Guardado.', { exact: true })).toBeVisible();

  const registered = page.getByLabel('La mesa de partes lo registró: en la web');
  const before = await registered.isChecked();
  await registered.click();
  await expect(page.getByText('Guardado: la mesa de partes lo registró.')).toBeVisible();
  await expect(page.getByLabel('Debe subsanar algo: por correo')).toBeDisabled();
  await page.reload();
  await expect(page.getByLabel('Teléfono')).toHaveValue(phone);
  await expect(registered).toBeChecked({ checked: !before });

  await page.getByLabel('Contraseña actual').fill('no es la mía');
  await page.getByLabel('Nueva contraseña', { exact: true }).fill('algarrobo cuy molle 84');
  await page.getByRole('button', { name: 'Cambiar la contraseña' }).click();
  await expect(page.getByText('No es su contraseña actual.')).toBeVisible();
});

test('another browser is closed from here, and then asks to sign in', async ({ page, browser, expected }) => {
  expected.push(/401/);
  const other = await browser.newPage();
  await signIn(other, 'ciudadana@demo.pe');
  await other.goto('/mi-cuenta');
  await expect(other.getByText('Este navegador', { exact: true })).toBeVisible();
  await signIn(page, 'ciudadana@demo.pe');
  await page.goto('/mi-cuenta');
  await page.getByRole('button', { name: 'Salir en todos los equipos' }).click();
  await page.getByRole('button', { name: 'Sí, salir en todos' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ingrese a su cuenta' })).toBeVisible();
  await other.goto('/mis-tramites');
  await expect(other.getByRole('heading', { level: 1, name: 'Ingrese a su cuenta' })).toBeVisible();
  await other.close();
});
