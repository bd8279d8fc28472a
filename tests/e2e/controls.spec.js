import { expect, test } from './fixtures.js';
import {
  chip,
  drawn,
  expectNoSidewaysScroll,
  focusStage,
  formula,
  link,
  picture,
  place,
  SIZES,
  typeOver,
} from './page.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} name */
const toggle = (page, name) => page.getByRole('button', { name, exact: true });

test('an output gate held at 0 hides the memory and leaves it as it was', async ({ lab, page }) => {
  await lab.open();
  await expect(formula(page)).toContainText('1.163');
  await toggle(page, 'Hold o at 0').click();
  await expect(formula(page)).toContainText('1.163');
  await expect(page.locator('.held')).toContainText('held at 0');
  await expect(chip(page)).toContainText('held');
  await focusStage(page);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  expect(await place(page)).toBe('4.14');
  await expect(formula(page)).toContainText('0=0');
  await toggle(page, 'Hold o at 0').click();
  await expect(formula(page)).toContainText('0.783');
  await page.locator('#undo').click();
  await expect(formula(page)).toContainText('0=0');
});

test('a hold can be kept to some steps, and everything is mended at once', async ({
  lab,
  page,
}) => {
  await lab.open();
  await toggle(page, 'Hold f at 0').click();
  await typeOver(page.getByLabel('First step held'), '2');
  await page.getByLabel('First step held').press('Enter');
  await typeOver(page.getByLabel('Last step held'), '3');
  await page.getByLabel('Last step held').press('Enter');
  await link(page, /hold=f~0~2~3/);
  await toggle(page, 'Swap i and f').click();
  await link(page, /mem=swap/);
  await typeOver(page.getByLabel('Last step held'), '1');
  await page.getByLabel('Last step held').press('Enter');
  await expect(page.locator('.break-it .problem')).toBeVisible();
  await page.locator('#heal').click();
  await expect(toggle(page, 'Hold f at 0')).toHaveAttribute('aria-pressed', 'false');
  await expect(toggle(page, 'Swap i and f')).toHaveAttribute('aria-pressed', 'false');
});

test('what is being typed stays when an answer comes meanwhile', async ({ lab, page }) => {
  await lab.open();
  await toggle(page, 'Hold f at 0').click();
  const last = page.getByLabel('Last step held');
  await typeOver(last, '3');
  await toggle(page, 'Swap i and f').evaluate((/** @type {HTMLElement} */ button) =>
    button.click(),
  );
  await link(page, /mem=swap/);
  await expect(last).toHaveValue('3');
  await last.press('Enter');
  await link(page, /hold=f~0~1~3/);
});

test('the forget bias shows what is in force for the chosen unit, and goes back to it', async ({
  lab,
  page,
}) => {
  await lab.open();
  const field = page.getByLabel('Forget bias', { exact: true });
  await expect(field).toHaveValue('5');
  await page.locator('#unit').selectOption('3');
  await expect(field).toHaveValue('1.386');
  await field.fill('2');
  await expect(field).toHaveValue('2');
  await link(page, /fb=2/);
  await page.locator('#unit').selectOption('1');
  await expect(field).toHaveValue('2');
  await page.getByRole('button', { name: 'Forget bias: back to as the weights have it' }).click();
  await expect(field).toHaveValue('4');
});

test('undo says from what to what, and each control has its own way back', async ({
  lab,
  page,
}) => {
  await lab.open();
  const units = page.getByLabel('Hidden units', { exact: true });
  await units.fill('5');
  await expect(chip(page)).toContainText('H 5');
  await page.locator('#undo').click();
  await expect(page.locator('#spoken')).toHaveText('Undone: Hidden units from 3 to 5.');
  await page.locator('#redo').click();
  await page.getByRole('button', { name: 'Hidden units: back to 3' }).click();
  await expect(chip(page)).toContainText('H 3');
  await expect(page.getByRole('button', { name: 'Hidden units: back to 3' })).toBeHidden();
});

test('a marker is tapped, a value typed, and the target stays', async ({ lab, page }) => {
  await lab.open();
  await page.getByRole('button', { name: 'Marker of step 3' }).click();
  await expect(formula(page)).toContainText('1.442');
  await page.getByRole('button', { name: 'Marker of step 3' }).click();
  await expect(formula(page)).toContainText('1.163');
  const value = page.getByLabel('value, step 4');
  await value.focus();
  await value.press('ArrowUp');
  await expect(value).toHaveValue('0.7');
  await expect(page.locator('#sequence-text')).toHaveValue(/0\.7, 1/);
  await expect(page.getByLabel('Target', { exact: true })).toHaveValue('1.4');
  await page.locator('#undo').click();
  await expect(value).toHaveValue('0.6');
});

test('resetting the lab and everything can both be undone', async ({ lab, page }) => {
  await lab.open('v=1&cell=gru&lvl=sym&t=2&op=z');
  await expect(chip(page)).toContainText('GRU');
  await page.locator('#menu-button').click();
  await page.locator('#menu-reset-lab').click();
  await expect(chip(page)).toContainText('LSTM');
  await expect(page.getByRole('radio', { name: 'Symbols' }).first()).toBeChecked();
  await page.locator('#undo').click();
  await expect(chip(page)).toContainText('GRU');
  expect(await place(page)).toBe('2.3');
  await page.locator('#menu-button').click();
  await page.locator('#menu-reset').click();
  await expect(chip(page)).toContainText('LSTM');
  await expect(page.locator('.transport').getByRole('radio', { name: 'Numbers' })).toBeChecked();
  await page.locator('#undo').click();
  await expect(page.locator('.transport').getByRole('radio', { name: 'Symbols' })).toBeChecked();
});

test('weights to check by hand come with their sizes, input and first states', async ({
  lab,
  page,
}) => {
  await lab.open();
  await page.getByRole('radio', { name: 'to check by hand' }).check();
  await expect(chip(page)).toContainText('D 1, H 1, T 1, by hand');
  await expect(formula(page)).toContainText('1.012');
  await page.getByRole('radio', { name: 'RNN' }).check();
  await expect(chip(page)).toContainText('RNN, D 2, H 2, T 1, by hand');
  await page.getByRole('radio', { name: 'storybook' }).check();
  await expect(chip(page)).toContainText('RNN, D 2, H 3, T 6, storybook');
});

/** The Gradients lab has steps of its own. @param {import('@playwright/test').Page} page */
const stepsT = (page) => page.getByLabel('Steps T', { exact: true }).filter({ visible: true });

test('500 steps and 64 units are reached from the controls, and stepped through', async ({
  lab,
  page,
}) => {
  await lab.open();
  await stepsT(page).fill('500');
  await page.getByLabel('Hidden units', { exact: true }).fill('64');
  await expect(chip(page)).toContainText('H 64, T 500');
  await expect(page.locator('.scrubber.steps')).toHaveClass(/dense/);
  await focusStage(page);
  const before = await picture(page);
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => picture(page)).not.toEqual(before);
  await page.locator('.scrubber.steps').focus();
  await page.keyboard.press('End');
  expect((await place(page)).split('.')[0]).toBe('500');
  await link(page, /H=64.*T=500/);
});

test('every new part of the state reopens the same screen from its link', async ({
  lab,
  page,
  baseURL,
}) => {
  const hash =
    'v=1&fb=2.5&prec=f32&T=9&e=weight_hh_l0.r3.c2~-0.5&hold=o~0~2~5&t=3&op=h&panel=weights';
  await lab.open(hash);
  await page.locator('#stage').focus();
  const here = await picture(page);
  const other = await page.context().newPage();
  await other.goto(`${baseURL}#${await link(page, /panel=weights/)}`);
  await other.locator('html[data-ready]').waitFor({ state: 'attached' });
  await other.locator('#stage').focus();
  await expect.poll(() => picture(other)).toEqual(here);
  await expect(chip(other)).toContainText('edited, held, float32');
  await expect(other.locator('.edits')).toContainText('1 weight changed by hand');
  await other.locator('#edits-back').click();
  await expect(chip(other)).not.toContainText('edited');
  await other.close();
});

test('single keys can be changed and switched off', async ({ lab, page }) => {
  await lab.open();
  await page.locator('#menu-button').click();
  await page.locator('#menu-settings').click();
  const key = page.getByLabel('Key for: Forward, backward');
  await typeOver(key, 'v');
  await key.press('Enter');
  await expect(page.locator('.key-row .problem').first()).toContainText('already means');
  await typeOver(key, 'd');
  await key.press('Enter');
  await page.keyboard.press('Escape');
  await focusStage(page);
  await page.keyboard.press('b');
  await expect(page.getByRole('radio', { name: 'Forward' })).toBeChecked();
  await page.keyboard.press('d');
  await expect(page.getByRole('radio', { name: 'Backward' })).toBeChecked();
  await page.locator('#menu-button').click();
  await page.locator('#menu-settings').click();
  await page.getByRole('radio', { name: 'Off' }).check();
  await page.keyboard.press('Escape');
  await focusStage(page);
  await page.keyboard.press('d');
  await expect(page.getByRole('radio', { name: 'Backward' })).toBeChecked();
  await page.reload();
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  await focusStage(page);
  await page.keyboard.press('v');
  await drawn(page);
  await expect(page.locator('#stage')).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: SIZES.phone, hasTouch: true });

  test('a swipe over the steps goes on and back', async ({ lab, page }) => {
    await lab.open();
    const swipe = (/** @type {number} */ by) =>
      page.locator('.transport .sentence').evaluate((element, across) => {
        const { left, top, width } = element.getBoundingClientRect();
        const at = { pointerId: 7, pointerType: 'touch', bubbles: true, clientY: top + 8 };
        const from = left + width / 2;
        element.dispatchEvent(new PointerEvent('pointerdown', { ...at, clientX: from }));
        element.dispatchEvent(new PointerEvent('pointerup', { ...at, clientX: from + across }));
      }, by);
    await swipe(-90);
    expect(await place(page)).toBe('4.13');
    await swipe(90);
    expect(await place(page)).toBe('4.12');
    await swipe(20);
    expect(await place(page)).toBe('4.12');
  });

  test('every control fits, with everything open and long', async ({ lab, page }) => {
    await lab.open('v=1&T=500&H=64&e=weight_hh_l0.r3.c2~-0.5&hold=o~0~2~5&C=9&head=softmax');
    await page.getByRole('button', { name: 'Controls', exact: true }).click();
    await drawn(page);
    await expectNoSidewaysScroll(page);
    const wide = await page
      .locator('.controls-panel')
      .evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
    for (const button of await page.locator('.holds button:visible, .pill:visible').all()) {
      expect((await button.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(32);
    }
  });
});

test('the two gated cells stand side by side on one cursor, and a link brings both', async ({
  lab,
  page,
}) => {
  await lab.open();
  await page.locator('#pair').click();
  await expect(page.locator('#pair')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('.view-other canvas').first()).toBeVisible();
  await link(page, /pair=1/);
  await page.getByRole('radio', { name: 'GRU' }).check();
  await expect(page.locator('#pair')).toHaveText('Side by side with the LSTM');
  await page.getByRole('radio', { name: 'RNN' }).check();
  await expect(page.locator('#pair')).toBeHidden();
  await expect(formula(page)).not.toBeEmpty();
});

test('without the plus the memory is what was read last', async ({ lab, page }) => {
  await lab.open('v=1&t=6&op=c');
  await expect(formula(page)).toContainText('1.144');
  await toggle(page, 'No plus').click();
  await expect(formula(page)).toContainText('0.380');
  await expect(toggle(page, 'No plus')).toHaveAttribute('aria-pressed', 'true');
  await page.locator('#heal').click();
  await expect(formula(page)).toContainText('1.144');
});

test('the weights that are marked are those in force, and the storybook brings its size back', async ({
  lab,
  page,
}) => {
  await lab.open();
  const storybook = page.getByRole('radio', { name: 'storybook' });
  const orthogonal = page.getByRole('radio', { name: 'random, orthogonal' });
  await expect(storybook).toBeChecked();
  await page.getByLabel('Hidden units', { exact: true }).fill('5');
  await expect(chip(page)).toContainText('H 5, T 6, orthogonal');
  await expect(orthogonal).toBeChecked();
  await expect(page.locator('[data-notice=model]')).toContainText('Storybook weights fit');
  await storybook.check();
  await expect(chip(page)).toContainText('H 3, T 6, storybook');
  await expect(storybook).toBeChecked();
  await expect(page.locator('[data-notice=model]')).toHaveCount(0);
  await page.locator('#undo').click();
  await expect(chip(page)).toContainText('H 5, T 6, orthogonal');
  await expect(orthogonal).toBeChecked();
  await page.locator('#undo').click();
  await expect(storybook).toBeChecked();
});

test('undo brings the cursor back where another cell or another length had moved it', async ({
  lab,
  page,
}) => {
  await lab.open();
  expect(await place(page)).toBe('4.12');
  await page.getByRole('radio', { name: 'RNN', exact: true }).check();
  await expect(chip(page)).toContainText('RNN');
  expect(await place(page)).not.toBe('4.12');
  await page.locator('#undo').click();
  await expect(chip(page)).toContainText('LSTM');
  expect(await place(page)).toBe('4.12');
  await stepsT(page).fill('2');
  await expect(chip(page)).toContainText('T 2');
  expect((await place(page)).split('.')[0]).toBe('2');
  await page.locator('#undo').click();
  await expect(chip(page)).toContainText('T 6');
  expect(await place(page)).toBe('4.12');
});
