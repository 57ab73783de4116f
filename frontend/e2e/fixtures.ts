import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { resolve } from 'node:path';

const SAMPLES = resolve(process.env['MESA_SAMPLES'] ?? resolve(import.meta.dirname, '../../../shared/samples'));

interface House {
  /** Console messages a story expects, such as the network being down. Everything else on the console fails it. */
  expected: RegExp[];
  /** Fails on any violation of WCAG 2.2 AA on the page as it is now. */
  accessible: (page: Page) => Promise<void>;
}

export const test = base.extend<House>({
  // eslint-disable-next-line no-empty-pattern -- Playwright asks for the pattern
  expected: async ({}, use) => use([]),
  page: async ({ page, expected }, use) => {
    const said: string[] = [];
    page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    await use(page);
    expect(said.filter((text) => !expected.some((each) => each.test(text)))).toEqual([]);
  },
  // eslint-disable-next-line no-empty-pattern -- Playwright asks for the pattern
  accessible: async ({}, use) =>
    use(async (page) => {
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
      const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
      ).toEqual([]);
    }),
});

export { expect };

/** The path of a file of the shared samples. */
export function sample(name: string): string {
  return resolve(SAMPLES, name);
}
