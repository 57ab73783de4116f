import { expect, test } from './fixtures';

test('a page whose code was cut on its way is loaded whole', async ({ page, expected }) => {
  expected.push(/Failed to load resource|Failed to fetch dynamically imported module/);
  await page.goto('/');
  let cut = 0;
  await page.route('**/chunk-*.js', (route) => (cut++ ? route.continue() : route.abort('connectionreset')));
  await page.getByRole('link', { name: /^Verificar/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Verifique una constancia' })).toBeVisible();
  expect(cut).toBeGreaterThan(1);
});
