import { encode } from 'uqr';

import { expect, sample, test } from './fixtures';
import { continueOn, fillAbout, fillApplicant, send } from './presenting';

test('a citizen presents, and the receipt stays until she leaves it', async ({ page, accessible }) => {
  await page.goto('/');
  await page.getByRole('link', { name: /Presentar un documento/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: '¿Qué va a presentar?' })).toBeFocused();
  await fillAbout(page);
  await accessible(page);
  await continueOn(page, 'quien');

  await fillApplicant(page);
  await accessible(page);
  await continueOn(page, 'documentos');

  await page.locator('input[type=file]').first().setInputFiles(sample('pdflatex-4-pages.pdf'));
  await expect(page.getByText('4 páginas').first()).toBeVisible();
  await expect(page.getByLabel('Folios que declara')).toHaveValue('4');
  await accessible(page);
  await continueOn(page, 'revisar');

  await expect(page.getByRole('heading', { name: /Contará con fecha del/ })).toBeVisible();
  await accessible(page);
  await send(page);

  await expect(page.getByRole('heading', { name: 'Su documento fue presentado.' })).toBeVisible();
  const number = await page
    .getByText(/P-\d{4}-\d{6,}/)
    .first()
    .textContent();
  await accessible(page);
  // The QR on screen is the one of the PDF: it carries the signed facts.
  const kept = await page.evaluate(() => JSON.parse(sessionStorage.getItem('mp-constancia')!));
  const { size } = encode(kept.presented.receipt.qr_text, { border: 0 });
  expect(kept.presented.receipt.qr_text).toContain(`${kept.presented.receipt.url}#`);
  await expect(page.locator('mp-qr svg')).toHaveAttribute('viewBox', `0 0 ${size} ${size}`);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Descargar constancia' }).click();
  expect((await download).suggestedFilename()).toMatch(/^constancia-P-.*\.pdf$/);

  await page.reload();
  await expect(page.getByText(number!).first()).toBeVisible();
  await page.getByRole('button', { name: 'Terminar' }).click();
  await page.getByRole('button', { name: 'Sí, terminar' }).click();
  await page.goto('/presentar/constancia');
  await expect(page.getByRole('heading', { name: 'Aquí ya no hay una constancia' })).toBeVisible();
});

test('what was typed and attached survives a reload', async ({ page }) => {
  await page.goto('/presentar/tramite');
  await fillAbout(page);
  await continueOn(page, 'quien');
  await page.getByLabel('Número de DNI').fill('4567');
  await page.goto('/presentar/documentos');
  await page.locator('input[type=file]').first().setInputFiles(sample('minimal-document.pdf'));
  await expect(page.getByText('1 página').first()).toBeVisible();
  await expect(page.getByText(/Guardado en este equipo/)).toBeVisible();

  await page.reload();
  await expect(page.getByText('minimal-document.pdf').first()).toBeVisible();
  await page.goto('/presentar/quien');
  await expect(page.getByLabel('Número de DNI')).toHaveValue('4567');
});

test('mistakes are said where they are, and the first one gets the focus', async ({ page, accessible }) => {
  await page.goto('/presentar/quien');
  await page.getByLabel('Número de DNI').fill('12A');
  await expect(page.getByText('El DNI tiene 8 dígitos. Escríbalo sin espacios ni guiones.')).toBeVisible();
  await page.getByRole('button', { name: 'Continuar' }).click();
  await expect(page.getByLabel('Número de DNI')).toBeFocused();
  await expect(page.getByText('Escriba sus nombres y apellidos.')).toBeVisible();
  await accessible(page);
});

test('a file that cannot be presented says why before anything is sent', async ({ page, expected }) => {
  expected.push(/status of 422/);
  await page.goto('/presentar/documentos');
  await page.locator('input[type=file]').first().setInputFiles(sample('libreoffice-writer-password.pdf'));
  await expect(page.getByText(/contraseña/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Continuar' }).click();
  await expect(page.getByText(/Cambie o quite/)).toBeVisible();
});

test('the keyboard alone is enough to present', async ({ page }) => {
  await page.goto('/presentar/tramite');
  await page.getByLabel(/Otro escrito, sin trámite/).focus();
  await page.keyboard.press('Space');
  await page.getByLabel('Asunto').focus();
  await page.keyboard.type('Pido copia de un acta');
  await page.keyboard.press('Tab');
  await page.keyboard.type('La necesito para un trámite en el registro civil.');
  await pressOn(page, 'Continuar');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();

  await page.getByLabel('Número de DNI').focus();
  await page.keyboard.type('45678912');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Rosa Elena Quispe Mamani');
  await page.keyboard.press('Tab');
  await page.keyboard.type('r.quispe@correo.pe');
  await pressOn(page, 'Continuar');

  const chooser = page.waitForEvent('filechooser');
  await pressOn(page, /Elegir archivo para el escrito principal/);
  await (await chooser).setFiles(sample('minimal-document.pdf'));
  await expect(page.getByText('1 página').first()).toBeVisible();
  await pressOn(page, 'Continuar');
  for (const label of [/Declaro bajo juramento/, /Acepto que traten/]) {
    await page.getByLabel(label).focus();
    await page.keyboard.press('Space');
  }
  await pressOn(page, 'Presentar');
  await expect(page.getByRole('heading', { name: 'Su documento fue presentado.' })).toBeFocused();
});

/** Tabs on until the button has the focus, and presses it: a button out of the tab order fails. */
async function pressOn(page: import('@playwright/test').Page, name: string | RegExp): Promise<void> {
  const button = page.getByRole('button', { name, exact: typeof name === 'string' });
  for (let presses = 0; presses < 60; presses++) {
    if (await button.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
}
