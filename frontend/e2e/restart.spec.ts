import { expect } from './fixtures';
import { storyOfItsOwn } from './own-system';
import { continueOn, fillAbout, fillApplicant, heavyPdf, NINE_MB, send } from './presenting';
import { present } from './staff';

const PATCH = /\/api\/v1\/uploads\/[^/]+$/;

storyOfItsOwn(
  'the network goes and the server dies at 60 % of 9 MB: the upload goes on, and is filed once',
  async ({ page, context, request, system, expected }) => {
    storyOfItsOwn.setTimeout(180_000);
    expected.push(/Failed to load resource|ERR_/);
    await page.goto('/presentar/tramite');
    await fillAbout(page);
    await continueOn(page, 'quien');
    await fillApplicant(page);
    await continueOn(page, 'documentos');

    let dead: Promise<void> | null = null;
    const begun: string[] = [];
    const offsets: number[] = [];
    page.on('request', (sent) => {
      const path = new URL(sent.url()).pathname;
      if (sent.method() === 'POST' && path.endsWith('/uploads')) begun.push(path);
      if (sent.method() === 'PATCH' && PATCH.test(path)) offsets.push(Number(sent.headers()['upload-offset']));
    });
    // Held until the server is dead: a piece told of afterwards could arrive whole meanwhile, and the rest behind it.
    await page.route(PATCH, async (route) => {
      const offset = Number(route.request().headers()['upload-offset'] ?? 0);
      if (!dead && offset >= NINE_MB * 0.6) {
        system.killServer();
        dead = context.setOffline(true);
        await dead;
      }
      await route.continue();
    });
    const file = { name: 'escaneado.pdf', mimeType: 'application/pdf', buffer: heavyPdf() };
    await page.locator('input[type=file]').first().setInputFiles(file);
    await expect(page.getByText('Se cortó la conexión. Seguimos desde donde quedó')).toBeVisible();
    await dead;
    await system.stop();
    const reached = offsets.length;

    // The network is back before the server: the page goes on asking.
    await context.setOffline(false);
    await page.waitForEvent('requestfailed', (asked) => asked.method() === 'HEAD' && PATCH.test(asked.url()));
    await system.start();
    await expect(page.getByText('1 página').first()).toBeVisible({ timeout: 60_000 });
    const after = offsets.slice(reached);
    expect(begun).toHaveLength(1);
    // Only what was missing is sent again: less than half of the whole, and none of it twice.
    expect(after[0]).toBeGreaterThan(NINE_MB / 2);
    expect(after).toEqual([...new Set(after)].sort((a, b) => a - b));

    await continueOn(page, 'revisar');
    await send(page);
    await expect(page.getByRole('heading', { name: 'Su documento fue presentado.' })).toBeVisible();
    await expect(page.getByText(/P-\d{4}-000001/).first()).toBeVisible();
    // Numbers are gapless: had it been filed twice, this would be the third.
    expect((await present(request)).number).toMatch(/P-\d{4}-000002/);
  },
);
