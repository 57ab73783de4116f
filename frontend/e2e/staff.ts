import { expect, type APIRequestContext, type Browser, type Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { sample } from './fixtures';

const PASSWORD = process.env['DEMO_PASSWORD'] ?? '';
const API = '/api/v1';

export interface Filed {
  id: string;
  number: string;
  access_key: string;
  subject: string;
}

/** Opens an account of the demonstration in this page's browser. */
export async function signIn(page: Page, email: string): Promise<void> {
  const answer = await page
    .context()
    .request.post(`${API}/auth/login`, { form: { username: email, password: PASSWORD } });
  expect(answer.status(), await answer.text()).toBe(200);
  await page.addInitScript(() => localStorage.setItem('mp-signed-in', '1'));
}

/** A second person in a browser of their own, with the same settings. */
export async function another(browser: Browser, email: string): Promise<Page> {
  const page = await browser.newPage();
  await signIn(page, email);
  return page;
}

async function upload(request: APIRequestContext): Promise<string> {
  const file = {
    name: 'escrito.pdf',
    mimeType: 'application/pdf',
    buffer: readFileSync(sample('pdflatex-4-pages.pdf')),
  };
  const answer = await request.post(`${API}/attachments`, { multipart: { file } });
  return (await answer.json()).upload_id;
}

/** A citizen presents, from elsewhere. `subject` tells the filing from all others. */
export async function present(request: APIRequestContext, over: Record<string, unknown> = {}): Promise<Filed> {
  const subject = `Solicita copia certificada ${randomUUID().slice(0, 8)}`;
  const institution = await (await request.get(`${API}/institution`)).json();
  const applicant = {
    person_type: 'natural',
    identity_type: 'dni',
    identity_number: '45678912',
    name: 'Rosa Elena Quispe Mamani',
    email: 'r.quispe@correo.pe',
  };
  const data = {
    document_type: 'solicitud',
    subject,
    body: 'Pido copia certificada del acta 112.',
    folios: 3,
    applicant,
    main_upload_id: await upload(request),
    annexes: [],
    electronic_notice: true,
    sworn_statement: true,
    privacy_consent_version: institution.consent_texts[0].version,
    ...over,
  };
  const answer = await request.post(`${API}/documents`, { data, headers: { 'Idempotency-Key': randomUUID() } });
  expect(answer.status(), await answer.text()).toBe(201);
  return { ...(await answer.json()), subject };
}

/** The citizen answers every point of the observation, from elsewhere. */
export async function correct(request: APIRequestContext, { id, number, access_key }: Filed): Promise<void> {
  const tracking = await (await request.post(`${API}/tracking`, { data: { number, access_key } })).json();
  const headers = { Authorization: `Bearer ${tracking.tracking_token}`, 'If-Match': `"${tracking.document.version}"` };
  const items = tracking.document.observation.items.map((item: { id: string }) => ({
    item_id: item.id,
    text: 'Adjunto el escrito firmado.',
  }));
  const answer = await request.post(`${API}/documents/${id}/correct`, { data: { items }, headers });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** Opens the filing from the desk's list by looking for its subject. */
export async function open(page: Page, { subject }: Filed): Promise<void> {
  await page.goto(`/mesa?q=${encodeURIComponent(subject)}`);
  await page.getByRole('link', { name: subject }).click();
  await expect(page.getByRole('heading', { level: 1, name: subject })).toBeVisible();
}
