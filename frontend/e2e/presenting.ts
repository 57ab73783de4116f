import { expect, type Page } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { sample } from './fixtures';

export const NINE_MB = 9_000_000;

/** A PDF of one page that weighs what a scanned file weighs: its last object is a stream of noise. */
export function heavyPdf(): Buffer {
  const small = readFileSync(sample('minimal-document.pdf'));
  const noise = randomBytes((NINE_MB - small.length) / 2).toString('hex');
  return Buffer.concat([small, Buffer.from(`\n%${noise}\n%%EOF\n`, 'latin1')]);
}

/** What a citizen says about her filing, without a procedure. */
export async function fillAbout(page: Page): Promise<void> {
  await page.getByLabel(/Otro escrito, sin trámite/).check();
  await page.getByLabel('Asunto').fill('Solicita copia certificada de acta');
  await page
    .getByLabel('Petitorio y fundamentos')
    .fill('Pido copia certificada del acta 112, que necesito en Registros Públicos.');
}

export async function fillApplicant(page: Page): Promise<void> {
  await page.getByLabel('Número de DNI').fill('45678912');
  await page.getByLabel('Nombres y apellidos', { exact: true }).fill('Rosa Elena Quispe Mamani');
  await page.getByLabel('Correo electrónico').fill('r.quispe@correo.pe');
}

export async function continueOn(page: Page, step: string): Promise<void> {
  await page.getByRole('button', { name: 'Continuar' }).click();
  await expect(page).toHaveURL(new RegExp(`/presentar/${step}$`));
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
}

/** Accepts both statements and presents. */
export async function send(page: Page): Promise<void> {
  await page.getByLabel(/Declaro bajo juramento/).check();
  await page.getByLabel(/Acepto que traten/).check();
  await page.getByRole('button', { name: 'Presentar', exact: true }).click();
}
