/** What the browser refuses the page: its address, the clipboard, its program. Each is said, and the rest goes on. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../tools/process.js';
import { expect, test } from './fixtures.js';
import { chip, focusStage, formula } from './page.js';

test('where the address cannot be written that is said, and Copy link has the link all the same', async ({
  lab,
  page,
}) => {
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('not here', 'SecurityError');
    };
    History.prototype.replaceState = refuse;
    History.prototype.pushState = refuse;
    Object.defineProperty(Navigator.prototype, 'clipboard', {
      value: {
        writeText: async (/** @type {string} */ text) => {
          document.documentElement.dataset.copied = text;
        },
      },
    });
  });
  await lab.open();
  await page.getByRole('radio', { name: 'GRU' }).check();
  await expect(page.locator('[data-notice=address]')).toContainText('Copy link has the one');
  await page.locator('#share').click();
  await expect(page.locator('.toast')).toHaveText('Link copied.');
  await expect(page.locator('html')).toHaveAttribute('data-copied', /#v=1&cell=gru&op=h$/);
  await page.getByRole('navigation').getByRole('link', { name: 'Time', exact: true }).click();
  await expect(chip(page)).toContainText('GRU');
  await expect(page).toHaveTitle(/Time/);
});

test('where copying is not allowed the link stands there to be copied by hand', async ({
  lab,
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined });
  });
  await lab.open('v=1&cell=gru&t=2&op=r');
  await page.locator('#share').click();
  const notice = page.locator('[data-notice=copied]');
  await expect(notice).toContainText('#v=1&cell=gru&t=2&op=r');
  await expect(page.locator('#alarm')).toContainText('did not allow copying');
});

test('a report that cannot be copied is selected where it stands', async ({ lab, page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined });
  });
  await page.route('**/*.wasm', (route) => route.abort());
  await lab.open();
  await page.getByRole('button', { name: 'Copy report' }).click();
  await expect(page.locator('.start pre')).toBeVisible();
  expect(await page.evaluate(() => String(getSelection()))).toContain('#lab=cell');
  lab.complaints.length = 0;
});

test('a press without a key, as what fills in forms sends it, is none', async ({ lab, page }) => {
  await lab.open();
  await focusStage(page);
  await page.evaluate(() => {
    document.activeElement?.dispatchEvent(new Event('keydown', { bubbles: true }));
  });
  await page.keyboard.press('b');
  await expect(page.getByRole('radio', { name: 'Backward' })).toBeChecked();
  await expect(formula(page)).not.toBeEmpty();
});

const UNSTARTED = 'Unrolled has not started.';

test('in a frame that keeps it apart one line says why nothing comes', {
  tag: '@chromium',
}, async ({ lab, page, baseURL }) => {
  await page.route('**/frame.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><title>A frame</title><iframe sandbox="allow-scripts" src="${baseURL}"></iframe>`,
    }),
  );
  await page.goto('frame.html');
  await expect(page.frameLocator('iframe').getByText(UNSTARTED)).toBeVisible();
  lab.complaints.length = 0;
});

test('opened as a file one line says why nothing comes', { tag: '@chromium' }, async ({
  lab,
  page,
}) => {
  await page.goto(pathToFileURL(join(root, 'dist', 'index.html')).href);
  await expect(page.getByText(UNSTARTED)).toBeVisible();
  lab.complaints.length = 0;
});
