/** The details of one thing, and how formulas and pictures move. */
import { expect, test } from './fixtures.js';
import { canvasOf, drawn, focusStage, formula } from './page.js';

/** @typedef {import('@playwright/test').Page} Page */

for (const [cell, op] of [
  ['rnn', 'ph'],
  ['gru', 'az'],
  ['lstm', 'af'],
]) {
  test(`a weight of the ${cell} is compared with finite differences, both numbers printed`, async ({
    lab,
    page,
  }) => {
    await lab.open(`v=1&cell=${cell}&w=orth&t=2&op=${op}&lvl=vec`);
    await formula(page).locator('[data-ref^="p.weight_hh_l0.r"]').first().click();
    await page.locator('.number-popover').getByRole('button', { name: 'Done' }).click();
    // What the pointer rests on now would be told of instead.
    await page.mouse.move(0, 0);
    await page.locator('#check').click();
    const numbers = page.locator('.compared dd');
    await expect(numbers).toHaveCount(2);
    const [analytic, numeric] = (await numbers.allTextContents()).map((text) =>
      Number(text.replace('\u2212', '-')),
    );
    expect(analytic).toBeCloseTo(numeric ?? Number.NaN, 6);
    expect(analytic).not.toBe(0);
    const [left, right] = await numbers.evaluateAll((all) =>
      all.map((each) => each.getBoundingClientRect().left),
    );
    expect(left).toBe(right);
    await expect(page.locator('#spoken')).toContainText('finite differences');
    await lab.expectAccessible();
  });
}

test('a sum of products shows its largest terms', async ({ lab, page }) => {
  await lab.open('v=1&u=1&op=af');
  await formula(page).locator('[data-ref="a_f.t4.u1"]').click();
  await expect(page.locator('.products li').first()).toBeVisible();
  await expect(page.locator('.products li').first()).toContainText('8');
});

test('with nothing pointed at, the details say what the whole is', async ({ lab, page }) => {
  await lab.open();
  await expect(page.locator('.inspector h2')).toHaveText('LSTM');
  await expect(page.locator('.inspector dd').last()).not.toBeEmpty();
  await expect(page.locator('#pin')).toBeHidden();
});

/** @param {Page} page */
const moving = (page) => page.evaluate(() => document.getAnimations().length);

test('a new level moves the terms of the formula to their places', async ({ lab, page }) => {
  await lab.open();
  await page.getByRole('radio', { name: 'Symbols' }).check();
  await drawn(page);
  await page.evaluate(() => {
    const count = Element.prototype.animate;
    Element.prototype.animate = function animate(...all) {
      document.body.dataset.moved = String(Number(document.body.dataset.moved ?? 0) + 1);
      return count.apply(this, all);
    };
  });
  await page.getByRole('radio', { name: 'Vectors' }).check();
  await drawn(page);
  expect(Number(await page.evaluate(() => document.body.dataset.moved))).toBeGreaterThan(4);
  await expect.poll(() => moving(page)).toBe(0);
});

test.describe('with reduced motion', { tag: '@chromium' }, () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('levels are swapped and nothing travels', async ({ lab, page }) => {
    await lab.open();
    await page.evaluate(() => {
      Element.prototype.animate = () => {
        throw new Error('something moves');
      };
    });
    await page.getByRole('radio', { name: 'Symbols' }).check();
    await drawn(page);
    await focusStage(page);
    await page.keyboard.press('ArrowRight');
    await drawn(page);
    const painted = await page.locator('canvas.motion').evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) return true;
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      return pixels?.some((value) => value !== 0) ?? true;
    });
    expect(painted).toBe(false);
  });
});

test('the picture is looked at more closely with keys and buttons, and fits again', async ({
  lab,
  page,
}) => {
  await lab.open();
  const canvas = canvasOf(page, 'cell');
  await focusStage(page);
  await page.keyboard.press('+');
  await expect(canvas).toHaveClass(/zoomed/);
  await page.keyboard.press('f');
  await expect(canvas).not.toHaveClass(/zoomed/);
  await page
    .locator('.view-cell')
    .getByRole('button', { name: /^Look closer/ })
    .click();
  await expect(canvas).toHaveClass(/zoomed/);
});
