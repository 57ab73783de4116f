import { expect, test } from './fixtures';
import { signIn } from './staff';

const PAGES = [
  ['/mesa/primer-dia', 'Primer día', null],
  ['/mesa/institucion', 'Institución', /Publicar otra versión/],
  ['/mesa/tramites', 'Trámites', null],
  ['/mesa/tramites/nuevo', 'Crear trámite', 'Agregar requisito'],
  ['/mesa/tipos-de-documento', 'Tipos de documento', /Crear tipo/],
  ['/mesa/motivos-de-observacion', 'Motivos de observación', /Crear motivo/],
  ['/mesa/auditoria', 'Auditoría', null],
  ['/mesa/calendario', 'Calendario', /Declarar día/],
] as const;

for (const { name, width, scheme } of [
  { name: 'desk, light', width: 1440, scheme: 'light' },
  { name: 'phone, dark', width: 390, scheme: 'dark' },
] as const) {
  test.describe(name, () => {
    test.use({ viewport: { width, height: 844 }, colorScheme: scheme });

    test('every page of the administration is accessible and fits', async ({ page, accessible }) => {
      await signIn(page, 'admin@demo.pe');
      for (const [address, heading, opener] of PAGES) {
        await page.goto(address);
        await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
        await expect(page.getByText('Cargando…')).toHaveCount(0);
        if (opener) await page.getByRole('button', { name: opener }).click();
        await accessible(page);
        const size = await page.evaluate(() => [
          document.documentElement.scrollWidth,
          document.documentElement.scrollHeight,
        ]);
        expect(size, address).toEqual([width, 844]);
      }
    });
  });
}

test('what is the administrator’s is nobody else’s', async ({ page }) => {
  await signIn(page, 'mesa@demo.pe');
  for (const address of ['primer-dia', 'institucion', 'tramites/nuevo', 'calendario', 'auditoria']) {
    await page.goto(`/mesa/${address}`);
    await expect(page.getByRole('heading', { level: 1, name: 'Su cuenta no puede ver esta página' })).toBeVisible();
  }
});

test('a list that does not answer says so, and comes when it does', async ({ page, expected }) => {
  expected.push(/503/);
  await signIn(page, 'admin@demo.pe');
  await page.route('**/api/v1/calendar/closures?**', (route) => route.fulfill({ status: 503, body: '' }));
  await page.goto('/mesa/calendario');
  await expect(page.getByText('No pudimos completar su pedido.')).toBeVisible();
  await page.unroute('**/api/v1/calendar/closures?**');
  await page.getByRole('button', { name: 'Intentar de nuevo' }).click();
  await expect(page.getByText(/Ningún día no laborable|Días anteriores/).first()).toBeVisible();
});
