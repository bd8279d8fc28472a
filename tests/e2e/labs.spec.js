/** The way between labs: tabs, digits, the list of a phone, the browser's Back; what goes along and what stays. */
import { expect, test } from './fixtures.js';
import { chip, focusStage, SIZES } from './page.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} lab */
const tab = (page, lab) => page.locator(`[data-lab="${lab}"].lab-tab`);

test('a model that was chosen goes from lab to lab, and Back leads to the lab before', async ({
  lab,
  page,
}) => {
  await lab.open();
  await page.getByRole('radio', { name: 'GRU' }).check();
  await expect(chip(page)).toContainText('GRU');
  await tab(page, 'time').click();
  await expect(page).toHaveTitle(/Time/);
  await expect(tab(page, 'time')).toHaveAttribute('aria-current', 'page');
  await expect(chip(page)).toContainText('GRU');
  await page.goBack();
  await expect(page).toHaveTitle(/Cell/);
  await expect(chip(page)).toContainText('GRU');
});

test('as long as nothing was chosen, each lab opens with a model of its own', async ({
  lab,
  page,
}) => {
  await lab.open();
  await expect(chip(page)).toContainText('LSTM');
  await tab(page, 'time').click();
  await expect(chip(page)).toContainText('RNN');
  await tab(page, 'cell').click();
  await expect(chip(page)).toContainText('LSTM');
});

test('digits open labs where single keys count, and a field takes them as digits', async ({
  lab,
  page,
}) => {
  await lab.open();
  await page.locator('#sequence-text').focus();
  await page.keyboard.press('4');
  await expect(page).toHaveTitle(/Cell/);
  await focusStage(page);
  for (const [key, title] of [
    ['4', 'Gradients'],
    ['3', 'Time'],
    ['0', 'Start'],
  ]) {
    await page.keyboard.press(key ?? '');
    await expect(page).toHaveTitle(new RegExp(title ?? ''));
    await page.evaluate(() => document.getElementById('stage')?.focus());
  }
});

test('what is studied is one state: a radius set on Start is that of the Gradients lab', async ({
  lab,
  page,
}) => {
  await lab.open('rho=1.1');
  await tab(page, 'gradients').click();
  await expect(page.getByRole('textbox', { name: /Spectral radius/ })).toHaveValue('1.1');
});

test.describe('phone', () => {
  test.use({ viewport: SIZES.phone });

  test('on a phone the labs are a list to choose from', async ({ lab, page }) => {
    await lab.open();
    await page.getByRole('combobox', { name: 'Labs' }).selectOption('gradients');
    await expect(page).toHaveTitle(/Gradients/);
    await expect(page).toHaveURL(/lab=gradients/);
  });
});

test('starts, long runs and clipping are found while the page goes on, and have tables', async ({
  lab,
  page,
}) => {
  await lab.open('lab=gradients&panel=starts&view=table');
  const table = page.locator('table', { hasText: 'median' });
  await expect(table.locator('caption')).toContainText('over 50 seeds');
  await expect(table.locator('tbody tr')).not.toHaveCount(0);
  await lab.open('lab=gradients&panel=alone&view=table');
  await expect(page.locator('caption', { hasText: 'Left alone' })).toContainText('settles');
  await lab.open('lab=gradients&panel=clip&clip=value&view=table');
  await expect(page.locator('caption', { hasText: 'entries beyond 6.50' })).toContainText(
    'turns by 14.9 degrees',
  );
});
