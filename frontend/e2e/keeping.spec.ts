import { expect, test } from './fixtures';
import { signIn } from './staff';

const HASH = 'c0ffee'.padEnd(64, '0');
const RUN = {
  id: '019a0000-0000-7000-8000-000000000001',
  kind: 'storage_check',
  state: 'done',
  requested_at: '2026-11-24T08:30:00Z',
  requested_by: 'Ana Torres',
  started_at: '2026-11-24T08:30:00Z',
  finished_at: '2026-11-24T08:34:20Z',
  seconds: 260,
  progress: null,
  ok: false,
  summary: '1 archivo perdido y 1 archivo alterado; 9 214 completos.',
};
const PART = {
  last: null,
  running: null,
  good_at: null,
  due_seconds: 93_600,
  late: false,
  command: './scripts/backup',
};
const FIGURES = { files: 9214, bytes: 8e9, missing: 1, changed: 1, stray: 0, arriving: 0 };
/** A bad night, which no story may bring about on a system that others use. */
const BAD_NIGHT = {
  backup: { ...PART, late: true, may_run: false, why_not: 'Las copias se hacen en el servidor.' },
  drill: {
    ...PART,
    may_run: true,
    why_not: '',
    running: { ...RUN, kind: 'drill', state: 'running', finished_at: null, ok: null, summary: '' },
    results: [{ what: 'Cadena de auditoría', ok: false, said: 'falta una fila' }],
  },
  storage_check: {
    ...PART,
    last: RUN,
    may_run: true,
    why_not: '',
    figures: {
      ...FIGURES,
      findings: [
        { problem: 'missing', sha256: HASH, document: 'P-2026-000012', detail: '' },
        { problem: 'changed', sha256: HASH.replace('c0', 'd0'), document: 'P-2026-000044', detail: '' },
      ],
    },
  },
  runs: [RUN],
};

test('the administrator has every file checked and sees how it ended, by keyboard', async ({ page, accessible }) => {
  await signIn(page, 'admin@demo.pe');
  await page.goto('/mesa');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('k');
  await expect(page.getByRole('heading', { level: 1, name: 'Copias y archivos' })).toBeVisible();
  const files = page.getByRole('group', { name: 'Archivos recibidos' });
  const asked = page.waitForResponse('**/api/v1/keeping/storage_check');
  await files.getByRole('button', { name: 'Comprobar los archivos' }).press('Enter');
  expect((await asked).status()).toBe(202);
  await expect(files.getByText('Al día')).toBeVisible({ timeout: 15_000 });
  await expect(files.getByText(/archivos completos y sin cambios/)).toBeVisible();
  await expect(files.getByText(/hace un momento/)).toBeVisible();
  // What is made on the server is told as a command.
  const copies = page.getByRole('group', { name: 'Copia de respaldo' });
  await expect(copies.getByText('./scripts/backup', { exact: true })).toBeVisible();
  await accessible(page);
});

for (const { name, width, scheme } of [
  { name: 'desk, light', width: 1440, scheme: 'light' },
  { name: 'phone, dark', width: 390, scheme: 'dark' },
] as const) {
  test.describe(name, () => {
    test.use({ viewport: { width, height: 844 }, colorScheme: scheme });

    test('lost files are named with their filing, and what runs is seen to', async ({ page, accessible }) => {
      await signIn(page, 'admin@demo.pe');
      await page.route('**/api/v1/keeping', (route) => route.fulfill({ json: BAD_NIGHT }));
      await page.goto('/mesa/copias');
      await expect(page.getByRole('row', { name: /P-2026-000012/ })).toContainText('Falta');
      await expect(page.getByRole('row', { name: /P-2026-000044/ })).toContainText('Cambiado');
      await expect(page.getByText(/No borre ninguna copia/)).toBeVisible();
      const drill = page.getByRole('group', { name: 'Ensayo de restauración' });
      await expect(drill.getByRole('progressbar')).toBeVisible();
      await expect(drill.getByRole('button', { name: 'Ensayar la restauración' })).toBeDisabled();
      await expect(drill.getByText('No cuadra')).toBeVisible();
      await accessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    });
  });
}

test('the auditor reads and asks for nothing; the desk has no such page', async ({ page, browser }) => {
  await signIn(page, 'auditor@demo.pe');
  await page.goto('/mesa/copias');
  await expect(page.getByRole('group', { name: 'Archivos recibidos' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Comprobar los archivos' })).toHaveCount(0);

  const clerk = await browser.newPage();
  await signIn(clerk, 'mesa@demo.pe');
  await clerk.goto('/mesa/copias');
  await expect(clerk.getByRole('heading', { level: 1, name: 'Su cuenta no puede ver esta página' })).toBeVisible();
  await clerk.close();
});
