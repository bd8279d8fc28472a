/**
 * What every browser test starts from: a page that is watched. A test fails when the page logs an error or a warning,
 * throws, breaks the content security policy, or asks anything of another origin, whatever else the test looks at.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect } from '@playwright/test';

export { expect };

/**
 * @typedef {object} Lab
 * @property {(hash?: string) => Promise<void>} open opens the page at a state and waits until it has all its files
 * @property {string[]} complaints what has gone wrong so far; a test that provokes an error empties it
 * @property {(within?: string) => Promise<void>} expectAccessible runs axe on what is on screen, or on a part of it
 */

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} origin
 */
function watch(page, origin) {
  /** @type {string[]} */
  const complaints = [];
  page.on('console', (message) => {
    const kind = message.type();
    if (kind === 'error' || kind === 'warning') complaints.push(`${kind}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
  page.on('request', (request) => {
    const { protocol, origin: other } = new URL(request.url());
    const local = protocol === 'data:' || protocol === 'blob:' || other === origin;
    if (!local) complaints.push(`request to another origin: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  return complaints;
}

/** The page has all it will ever fetch, or knows that it will not have it. */
const SETTLED = 'html:is([data-whole], [data-ready="text"], [data-ready="failed"])';

/** WCAG 2.2 AA is the floor. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} [within] a part of the page, such as an open dialog
 */
async function expectAccessible(page, within) {
  // The page has no frames, so axe need not open a blank page beside it to put their findings together.
  const axe = new AxeBuilder({ page }).withTags(RULES).setLegacyMode(true);
  const { violations } = await (within === undefined ? axe : axe.include(within)).analyze();
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ html }) => html).join('\n  ')}`,
  );
  expect(found, 'what axe finds').toEqual([]);
}

export const test = base.extend(
  /** @type {import('@playwright/test').Fixtures<{lab: Lab}, {}, import('@playwright/test').PlaywrightTestArgs & import('@playwright/test').PlaywrightTestOptions>} */ ({
    lab: async ({ page, baseURL }, use) => {
      if (baseURL === undefined) throw new Error('start the browser tests with `npm run e2e`');
      const complaints = watch(page, new URL(baseURL).origin);
      await use({
        complaints,
        // A bare address is the first screen; most tests are about the Cell lab.
        open: async (hash = 'lab=cell') => {
          await page.goto(hash === '' ? '' : `#${hash}`);
          await page.locator(SETTLED).waitFor({ state: 'attached' });
          // Letters that come late are drawn in when they come: pictures are compared with them.
          await page.evaluate(() => document.fonts.ready);
        },
        expectAccessible: (within) => expectAccessible(page, within),
      });
      expect(complaints, 'what the page complained about').toEqual([]);
    },
  }),
);
