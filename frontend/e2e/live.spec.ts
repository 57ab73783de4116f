import { type Page } from '@playwright/test';

import { expect } from './fixtures';
import { storyOfItsOwn } from './own-system';
import { type Filed, present, signIn } from './staff';

storyOfItsOwn.use({ environment: 'development' });
storyOfItsOwn.setTimeout(180_000);

const LIVE_SECONDS = 5;

/** The sockets of a page, and what each was told. */
function socketsOf(page: Page): string[][] {
  const sockets: string[][] = [];
  page.on('websocket', (socket) => {
    const heard: string[] = [];
    sockets.push(heard);
    socket.on('framereceived', ({ payload }) => heard.push(String(payload)));
  });
  return sockets;
}

/** Settles once a socket later than `after` is let in; answers how many there were. */
async function readyAgain(sockets: string[][], after: number): Promise<number> {
  const isReady = () => sockets.slice(after).some((heard) => heard.some((each) => each.includes('"ready"')));
  await expect.poll(isReady, { timeout: 60_000 }).toBe(true);
  return sockets.length;
}

async function isToldLive(page: Page, sockets: string[][], filed: Filed): Promise<void> {
  const told = () => sockets.at(-1)!.some((each) => each.includes('document_changed') && each.includes(filed.id));
  await expect.poll(told, { timeout: LIVE_SECONDS * 1000 }).toBe(true);
  await page.getByRole('button', { name: /mostrar/ }).click();
  await expect(page.getByRole('link', { name: filed.subject })).toBeVisible();
}

storyOfItsOwn(
  'a desk left open goes on being told after each restart of the server, without a reload',
  async ({ page, request, system, expected }) => {
    expected.push(/WebSocket|Failed to load resource|ERR_/);
    const sockets = socketsOf(page);
    await signIn(page, 'mesa@demo.pe');
    await page.goto('/mesa');
    let seen = await readyAgain(sockets, 0);
    const loads: string[] = [];
    page.on('domcontentloaded', () => loads.push(page.url()));

    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      system.killServer(signal);
      seen = await readyAgain(sockets, seen);
      await isToldLive(page, sockets, await present(request));
    }
    expect(loads).toEqual([]);
  },
);

storyOfItsOwn(
  'a token that runs out while the server is away does not leave the desk deaf',
  async ({ page, request, system, expected }) => {
    expected.push(/WebSocket|Failed to load resource|ERR_/);
    await page.clock.install();
    const sockets = socketsOf(page);
    await signIn(page, 'mesa@demo.pe');
    await page.goto('/mesa');
    const seen = await readyAgain(sockets, 0);

    await system.stop();
    const asked = page.waitForEvent('requestfailed', (sent) => sent.url().endsWith('/auth/refresh'));
    await page.clock.fastForward('02:00:00');
    await asked;
    await system.start();
    // The longest wait between two tries is half a minute.
    await page.clock.fastForward('00:40');
    await readyAgain(sockets, seen);
    await isToldLive(page, sockets, await present(request));
  },
);
