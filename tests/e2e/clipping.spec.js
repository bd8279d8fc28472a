/** Clipping: the threshold by hand and by number, the direction lost, other seeds. */
import { expect, test } from './fixtures.js';
import { boxOf, drawn, isPainted } from './page.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page */
const threshold = (page) => page.getByRole('textbox', { name: /Threshold/ });

/** @param {Page} page */
const boxOfClip = (page) => boxOf(page, 'clip');

test('the threshold is dragged in the picture, in one step of undo', async ({ lab, page }) => {
  await lab.open('lab=gradients&panel=clip&clip=value&one=clip');
  expect(await isPainted(page, 'clip')).toBe(true);
  const box = await boxOfClip(page);
  await page.mouse.move(box.x + 60, box.y);
  // The dashed line runs across the bars: it is looked for from the top.
  let y = 0;
  for (; y < box.height; y += 5) {
    await page.mouse.move(box.x + 60, box.y + y);
    await drawn(page);
    if ((await page.locator('.view-clip canvas.pointing').count()) > 0) break;
  }
  await expect(page.locator('.tip')).toContainText('threshold');
  await page.mouse.down();
  await page.mouse.move(box.x + 60, box.y + y + 12, { steps: 4 });
  await page.mouse.up();
  await expect(threshold(page)).not.toHaveValue('6.5');
  expect(Number(await threshold(page).inputValue())).toBeLessThan(6.5);
  await page.locator('#undo').click();
  await expect(threshold(page)).toHaveValue('6.5');
});

test('a threshold that is none is said under its field, and the last picture stays', async ({
  lab,
  page,
}) => {
  await lab.open('lab=gradients&panel=clip');
  for (const bad of ['0', '-1', 'NaN']) {
    await threshold(page).fill(bad);
    await threshold(page).press('Enter');
    await expect(threshold(page)).toHaveAttribute('aria-invalid', 'true');
  }
  expect(await isPainted(page, 'clip')).toBe(true);
});
