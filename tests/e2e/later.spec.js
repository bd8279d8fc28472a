/** What the first screen does not need comes after it: the whole engine, and the dialogs, which are a file of their own. */
import { expect, test } from './fixtures.js';
import { focusStage, picture, place } from './page.js';

const DIALOGS = '**/dialogs-*.js';
const WHOLE_ENGINE = '**/unrolled_bg-*.wasm';

test('the first screen works before the whole engine is there, and a lab that is opened waits for it', async ({
  lab,
  page,
}) => {
  /** @type {(() => void)[]} */
  const held = [];
  await page.route(WHOLE_ENGINE, (route) => {
    held.push(() => route.continue());
  });
  await page.goto('');
  await page.locator('html[data-ready="true"]').waitFor({ state: 'attached' });
  await page.locator('.rho-slider').fill('1.205');
  await expect(page.locator('.left')).toHaveText('38.3');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.left')).toHaveText('45.3');
  await expect(() => expect(held).toHaveLength(1)).toPass();
  await expect(page.locator('[data-notice]')).toHaveCount(0);

  await page.locator('[data-card="cell"]').getByRole('button', { name: 'GRU' }).click();
  const notice = page.locator('[data-notice="later"]');
  await expect(notice).toContainText('Loading');
  await expect(page.locator('#app')).toHaveAttribute('data-lab', 'start');
  held[0]?.();
  await expect(page.locator('#app')).toHaveAttribute('data-lab', 'cell');
  await expect(page.locator('#chip')).toContainText('GRU');
  await expect(page.locator('#formula')).toContainText('=');
  await expect(notice).toHaveCount(0);
  await page.goBack();
  await expect(page.locator('.left')).toHaveText('45.3');
  expect(lab.complaints).toEqual([]);
});

test('where the whole engine cannot be fetched that is said, the first screen stays, and it can be asked for again', async ({
  lab,
  page,
}) => {
  await page.route(WHOLE_ENGINE, (route) => route.abort());
  await lab.open('');
  await expect(page.locator('[data-notice]')).toHaveCount(0);
  await page.locator('#open-gradients').click();
  const notice = page.locator('[data-notice="later"]');
  await expect(notice).toContainText('could not be loaded');
  await page.goBack();
  await page.locator('.rho-slider').fill('1.205');
  await expect(page.locator('.left')).toHaveText('38.3');
  await page.unroute(WHOLE_ENGINE);
  lab.complaints.length = 0;
  await notice.getByRole('button', { name: 'Try again' }).click();
  await expect(notice).toHaveCount(0);
  await page.locator('#open-gradients').click();
  await expect(page.locator('#app')).toHaveAttribute('data-lab', 'gradients');
  await expect(page.locator('#formula')).toContainText('=');
});

test('the first picture waits for no dialog, and from then on a dialog opens without a connection', async ({
  context,
  lab,
  page,
}) => {
  /** @type {(() => void)[]} */
  const held = [];
  await page.route(DIALOGS, (route) => {
    held.push(() => route.continue());
  });
  await page.goto('');
  await page.locator('html[data-ready="true"]').waitFor({ state: 'attached' });
  await expect(() => expect(held).toHaveLength(1)).toPass();
  await expect(page.locator('dialog')).toHaveCount(0);
  held[0]?.();
  await page.locator('html[data-whole="true"]').waitFor({ state: 'attached' });

  await context.setOffline(true);
  await expect(page.locator('.bar .offline')).toBeVisible();
  for (const id of ['help', 'export', 'find', 'menu-presets']) {
    const atOnce = await page.evaluate((name) => {
      document.getElementById(name)?.click();
      return document.querySelector('dialog[open]') !== null;
    }, id);
    expect(atOnce, `${id} opens in the moment of the click`).toBe(true);
    await page.keyboard.press('Escape');
    await expect(page.locator('dialog[open]')).toHaveCount(0);
  }
  expect(lab.complaints).toEqual([]);
});

// Firefox asks once for a file that cannot be fetched, until the page is loaded anew, which the message says too.
test('a dialog that cannot be fetched says so, the page goes on, and it can be asked for again', {
  tag: '@chromium',
}, async ({ lab, page }) => {
  await page.route(DIALOGS, (route) => route.abort());
  await lab.open();
  await expect(page.locator('[data-notice]')).toHaveCount(0);
  await focusStage(page);
  await page.keyboard.press('?');
  const notice = page.locator('[data-notice="later"]');
  await expect(notice).toContainText('could not be loaded');
  await expect(page.locator('#alarm')).toContainText('could not be loaded');
  const before = await picture(page);
  const here = await place(page);
  await page.keyboard.press('ArrowRight');
  expect(await place(page)).not.toBe(here);
  await expect.poll(() => picture(page)).not.toEqual(before);
  await page.unroute(DIALOGS);
  lab.complaints.length = 0;
  await notice.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible();
  await expect(notice).toHaveCount(0);
  await page.keyboard.press('Escape');
  await focusStage(page);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('#stage')).toBeFocused();
});

test('a dialog that comes late does not come up over something else', async ({ lab, page }) => {
  /** @type {(() => void)[]} */
  const held = [];
  await page.route(DIALOGS, (route) => {
    held.push(() => route.continue());
  });
  await page.goto('#lab=cell');
  await page.locator('html[data-ready="true"]').waitFor({ state: 'attached' });
  await page.locator('#help').click();
  await page.locator('#export').click();
  await page.locator('#sequence-text').focus();
  await expect(() => expect(held).toHaveLength(1)).toPass();
  held[0]?.();
  await page.locator('html[data-whole="true"]').waitFor({ state: 'attached' });
  await expect(page.locator('dialog')).not.toHaveCount(0);
  await expect(page.locator('dialog[open]')).toHaveCount(0);
  await expect(page.locator('#sequence-text')).toBeFocused();
  await page.locator('#export').click();
  await expect(page.getByRole('dialog', { name: 'Export' })).toBeVisible();
  expect(lab.complaints).toEqual([]);
});
