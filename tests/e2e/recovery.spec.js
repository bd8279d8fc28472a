import { expect, test } from './fixtures.js';
import { chip, formula, picture, place, type } from './page.js';

test('when the engine dies it is built anew, says so, and nothing is lost', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&provoke=1');
  await page.getByRole('radio', { name: 'GRU' }).check();
  await type(page, '0.1, 1\n0.7, 0\n-0.3, 1');
  await page.locator('.bar h1').click();
  const before = await picture(page);
  const here = await place(page);
  await page.locator('#menu-button').click();
  await page.locator('#menu-provoke').click();
  const notice = page.locator('[data-notice=panic]');
  await expect(notice).toContainText('started again');
  await expect(notice.getByRole('button', { name: 'Copy report' })).toBeVisible();
  await notice.getByRole('button', { name: 'Close' }).click();
  lab.complaints.length = 0;
  await page.locator('.bar h1').click();
  await expect.poll(() => picture(page)).toEqual(before);
  expect(await place(page)).toBe(here);
  await page.locator('#stage').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(formula(page)).not.toBeEmpty();
  expect(await place(page)).not.toBe(here);
  await page.locator('#undo').click();
  await expect(chip(page)).toContainText('T 6');
});

test('the engine may die again and again', async ({ lab, page }) => {
  await lab.open('v=1&provoke=1');
  for (let death = 0; death < 6; death += 1) {
    await page.locator('#menu-button').click();
    await page.locator('#menu-provoke').click();
    await expect(page.locator('[data-notice=panic]')).toBeVisible();
    await page.locator('[data-notice=panic]').getByRole('button', { name: 'Close' }).click();
    await page.locator('#stage').focus();
    await page.keyboard.press(death % 2 === 0 ? 'ArrowRight' : 'ArrowLeft');
    await expect(formula(page)).not.toBeEmpty();
  }
  lab.complaints.length = 0;
});
