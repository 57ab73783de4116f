import { expect, test } from './fixtures';

const PAGES = [
  '/',
  '/tramites',
  '/presentar/tramite',
  '/presentar/quien',
  '/presentar/documentos',
  '/accesibilidad',
  '/privacidad',
  '/no-existe',
];

for (const { name, width, scheme } of [
  { name: 'desk, light', width: 1440, scheme: 'light' },
  { name: 'phone, dark', width: 390, scheme: 'dark' },
] as const) {
  test.describe(name, () => {
    test.use({ viewport: { width, height: 844 }, colorScheme: scheme });

    for (const path of PAGES) {
      test(`${path} is accessible and fits`, async ({ page, accessible }) => {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await expect(page.getByText('Cargando…')).toHaveCount(0);
        await accessible(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(
          0,
        );
      });
    }
  });
}

test('a narrow window, as at 200 % zoom on a phone, needs no scrolling sideways', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of PAGES) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320);
  }
});

test('a procedure of the catalogue leads to presenting it', async ({ page, accessible }) => {
  await page.goto('/tramites');
  const first = page.locator('main ul a').first();
  const name = (await first.textContent())!.trim();
  await first.click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await accessible(page);
  await page.getByRole('link', { name: 'Presentar este trámite' }).click();
  await expect(page.getByRole('radio', { name })).toBeChecked();
  await expect(page.getByLabel('Asunto')).toHaveValue(name);
});

test('a search without results says what to do instead', async ({ page }) => {
  await page.goto('/tramites?q=zzzzzz');
  await expect(page.getByRole('heading', { name: 'No hay un trámite con esas palabras' })).toBeVisible();
});

test('the tone chosen by hand stays after a reload', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Modo oscuro' }).click();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

  test('every act is large enough for a thumb', async ({ page }) => {
    for (const path of ['/', '/tramites', '/presentar/tramite', '/presentar/quien', '/presentar/documentos']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByText('Cargando…')).toHaveCount(0);
      const small = await page
        .locator('button:visible, a:visible:not(p a:not(.target)), select:visible')
        .evaluateAll((all) =>
          all
            .map((element) => ({
              text: element.textContent?.trim().slice(0, 40),
              height: element.getBoundingClientRect().height,
            }))
            .filter(({ height, text }) => height < 44 && text !== 'Ir al contenido'),
        );
      expect(small, path).toEqual([]);
    }
  });

  test('photos of a document become one PDF, told as such', async ({ page }) => {
    await page.goto('/presentar/documentos');
    await page.getByRole('button', { name: /Tomar foto para el escrito principal/ }).click();
    const photo = await page.evaluate(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 1200, height: 1600 });
      const pen = canvas.getContext('2d')!;
      pen.fillStyle = '#fff';
      pen.fillRect(0, 0, 1200, 1600);
      pen.fillStyle = '#000';
      pen.font = '48px sans-serif';
      for (let line = 0; line < 20; line++) pen.fillText('Solicito licencia de funcionamiento', 80, 120 + line * 70);
      return canvas.toDataURL('image/jpeg').split(',')[1];
    });
    const buffer = Buffer.from(photo, 'base64');
    const camera = page.locator('mp-photo-tray input[type=file]');
    await camera.setInputFiles({ name: '1.jpg', mimeType: 'image/jpeg', buffer });
    await camera.setInputFiles({ name: '2.jpg', mimeType: 'image/jpeg', buffer });
    await expect(page.getByText('Uniremos sus 2 fotos en un solo PDF de 2 páginas.')).toBeVisible();
    await page.getByRole('button', { name: 'Usar estas fotos' }).click();
    await expect(page.getByText('Escrito.pdf').first()).toBeVisible();
    await expect(page.getByText(/2 páginas ·/)).toBeVisible();
  });
});
