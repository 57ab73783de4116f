import { expect, type APIRequestContext, type Page } from '@playwright/test';

import type { Filed } from './staff';

const API = '/api/v1';

interface AtTheDesk {
  version: number;
  attachments: { id: string }[];
}

/** Opens a filing as its citizen does, with what is on the receipt. */
export async function openWithKey(page: Page, { number, access_key, subject }: Filed): Promise<void> {
  await page.goto('/consultar');
  await page.getByLabel('Número').fill(number);
  await page.getByLabel('Clave').fill(access_key);
  await page.getByRole('button', { name: 'Consultar', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: subject })).toBeVisible();
}

/** A clerk acts on a filing, from elsewhere. `body` is made from the filing and the codes of the reasons to observe. */
export async function atTheDesk(
  request: APIRequestContext,
  { id }: Filed,
  act: 'observe' | 'receive',
  body: (document: AtTheDesk, reasons: string[]) => object,
): Promise<void> {
  const form = { username: 'mesa@demo.pe', password: process.env['DEMO_PASSWORD'] ?? '' };
  const { access_token } = await (await request.post(`${API}/auth/login`, { form })).json();
  const headers = { Authorization: `Bearer ${access_token}` };
  const document: AtTheDesk = await (await request.get(`${API}/documents/${id}`, { headers })).json();
  const reasons = await (await request.get(`${API}/observation-reasons`, { headers })).json();
  const answer = await request.post(`${API}/documents/${id}/${act}`, {
    data: body(
      document,
      reasons.items.map(({ code }: { code: string }) => code),
    ),
    headers: { ...headers, 'If-Match': `"${document.version}"` },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}
