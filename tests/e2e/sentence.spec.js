/** The sentence of the step can be read whole, whatever the room. */
import { expect, test } from './fixtures.js';
import { drawn, focusStage, SIZES } from './page.js';

/** A place whose sentence is longer than two lines of a phone. */
const LONG = 'v=1&cell=gru&t=4&op=l';

/** @param {import('@playwright/test').Page} page */
const isWhole = (page) =>
  page
    .locator('#sentence')
    .evaluate(
      ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
        scrollWidth <= clientWidth && scrollHeight <= clientHeight + 1,
    );

test.describe('on a tablet', () => {
  test.use({ viewport: SIZES.tablet });

  test('every sentence of a step has the room it needs, and the picture does not move for it', async ({
    lab,
    page,
  }) => {
    for (const hash of ['v=1&t=4&op=u', 'v=1&cell=gru&t=4&op=u&dir=b']) {
      await lab.open(hash);
      await focusStage(page);
      const box = await page.locator('.view-cell .canvas-box').boundingBox();
      for (let op = 0; op < 16; op += 1) {
        await drawn(page);
        expect(await isWhole(page), (await page.locator('#sentence').textContent()) ?? '').toBe(
          true,
        );
        expect(await page.locator('.view-cell .canvas-box').boundingBox()).toEqual(box);
        await page.keyboard.press('ArrowRight');
      }
    }
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: SIZES.phone, hasTouch: true });

  test('a sentence that is cut opens at a press, and closes with the next step', async ({
    lab,
    page,
  }) => {
    await lab.open(LONG);
    expect(await isWhole(page)).toBe(false);
    const more = page.getByRole('button', { name: 'The whole sentence' });
    await expect(more).toHaveAttribute('aria-expanded', 'false');
    await lab.expectAccessible('.transport');
    await more.click();
    await expect(more).toHaveAttribute('aria-expanded', 'true');
    expect(await isWhole(page)).toBe(true);
    await more.click();
    expect(await isWhole(page)).toBe(false);
    await page.locator('#sentence').click();
    expect(await isWhole(page)).toBe(true);
    await page.getByRole('button', { name: 'First operation' }).click();
    await expect(more).toBeHidden();
    await expect(page.locator('.said')).not.toHaveClass(/open/);
  });
});
