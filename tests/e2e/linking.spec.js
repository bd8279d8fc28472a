/** One focus reference: what is pointed at lights everywhere, and nothing else does. */
import { expect, test } from './fixtures.js';
import { boxOf, drawn, focusStage, formula, picture } from './page.js';

/** @typedef {import('@playwright/test').Page} Page */

/** Everything outside the canvases that is lit. @param {Page} page */
const lit = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.lit')].map(
      (element) =>
        element.getAttribute('data-ref') ??
        element.getAttribute('data-op') ??
        element.getAttribute('title'),
    ),
  );

/** @param {Page} page @param {string} reference */
const term = (page, reference) => formula(page).locator(`[data-ref="${reference}"]`);

test('pointing at f in the formula lights the picture, its operation and its dot, and nothing else', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&lvl=sym');
  const before = await picture(page);
  await term(page, 'f.t4').hover();
  await expect.poll(() => lit(page)).toEqual(['f.t4', 'op.f.t4.f', 'forget gate']);
  await expect.poll(() => picture(page)).not.toEqual(before);
  await page.locator('.bar h1, .bar .name').first().hover();
  await expect.poll(() => lit(page)).toEqual([]);
  await expect.poll(() => picture(page)).toEqual(before);
});

test('a term that belongs to the step before lights that step', async ({ lab, page }) => {
  await lab.open('v=1&lvl=sym');
  await term(page, 'c.t3').hover();
  const both = ['c.t3', expect.stringContaining('Step 3 of 6')];
  await expect.poll(() => lit(page)).toEqual(both);
});

test('pointing at a dot of the scrubber lights the terms it makes; at a row of operations, its dot', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&lvl=sym');
  await page.locator('.ops .tick').nth(9).hover();
  await expect.poll(() => lit(page)).toEqual(['k.t4', 'op.keep.t4.f', 'keep']);
  await page.locator('[data-op="op.write.t4.f"]').hover();
  await expect.poll(() => lit(page)).toEqual(['w.t4', 'op.write.t4.f', 'write']);
});

test('pointing at a cell of a table sets the focus, and a pinned term lights its cells', async ({
  lab,
  page,
}) => {
  await lab.open();
  await term(page, 'c.t3.u2').click();
  await focusStage(page);
  await page.keyboard.press('v');
  await expect(page.locator('td.lit').first()).toHaveAttribute('data-ref', 'c.t3.u2');
  await page.locator('td[data-ref="f.t4.u2"]').first().hover();
  await expect(page.locator('.inspector h2')).toContainText('forget gate');
  await expect.poll(() => lit(page)).toContain('forget gate');
});

test('what is pointed at in the picture says more when one rests, and can be reached', async ({
  lab,
  page,
}) => {
  await page.clock.install();
  await lab.open();
  const box = await boxOf(page, 'cell');
  const tip = page.locator('.tip');
  // The opening scene has something to point at on every line down its middle.
  for (let y = 0.2; y < 0.9 && !(await tip.isVisible()); y += 0.02) {
    await page.mouse.move(box.x + box.width * 0.27, box.y + box.height * y);
    await drawn(page);
  }
  await expect(tip).toBeVisible();
  await expect(tip).toHaveClass(/whole/);
  const link = tip.getByRole('button').first();
  await link.hover();
  await page.clock.runFor(600);
  await expect(tip).toBeVisible();
  await lab.expectAccessible();
  await link.click();
  await expect(page.locator('#pin')).toHaveAttribute('aria-pressed', 'true');
  await expect(tip).toBeHidden();
});

test('Escape closes what a mark says before it unpins', async ({ lab, page }) => {
  await lab.open();
  await focusStage(page);
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.tip')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('.tip')).toBeHidden();
  await expect(page.locator('#pin')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Escape');
  await expect(page.locator('#pin')).not.toHaveAttribute('aria-pressed', 'true');
});

test('Shift and Enter open the menu of a mark, arrows walk it, Escape gives the keys back', async ({
  lab,
  page,
}) => {
  await lab.open();
  await focusStage(page);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+Enter');
  const menu = page.getByRole('menu');
  await expect(menu).toBeVisible();
  await lab.expectAccessible();
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(menu.getByRole('menuitem').last()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(page.locator('#stage')).toBeFocused();
});

test('one view can fill the stage, and Escape brings the others back', {
  tag: '@chromium',
}, async ({ lab, page }) => {
  await lab.open();
  await page.locator('.view-cell .view-title').dblclick();
  await expect(page.locator('.view-sequence')).toBeHidden();
  await expect(page.locator('.view-cell')).toBeVisible();
  await focusStage(page);
  await page.keyboard.press('Escape');
  await expect(page.locator('.view-sequence')).toBeVisible();
});

test('the lower pane has tabs, and its choice is in the link', async ({ lab, page }) => {
  await lab.open();
  await page.getByRole('radio', { name: 'Weights' }).check();
  await expect(page.locator('.view-weights')).toHaveCount(1);
  await expect(page).toHaveURL(/panel=weights/);
});
