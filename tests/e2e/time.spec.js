/** The Time lab: the echo task, zoom by keys alone, scissors, windows, folding, links, and what axe says of it. */
import { expect, test } from './fixtures.js';
import {
  boxOf,
  chip,
  expectNoSidewaysScroll,
  focusStage,
  isPainted,
  link,
  picture,
  place,
  SIZES,
  sentence,
  showAs,
} from './page.js';

/** @typedef {import('@playwright/test').Page} Page */

/** Where a share of the unrolled graph is on the page. @param {Page} page @param {number} x @param {number} y */
async function spot(page, x, y) {
  const box = await boxOf(page, 'unrolled');
  return { x: box.x + x * box.width, y: box.y + y };
}

/** The numbers of a row of a table. @param {Page} page @param {RegExp} table @param {RegExp} row */
const cells = (page, table, row) =>
  page.getByRole('grid', { name: table }).getByRole('row', { name: row });

test('it opens on the echo task: 0.528 here, 0.570 from the future, 0.168 in sum', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&lab=time');
  await expect(chip(page)).toContainText('RNN, D 2, H 3, T 6, storybook');
  expect(await place(page)).toBe('4.3');
  for (const view of ['overview', 'unrolled', 'junction']) {
    expect(await isPainted(page, `${view}`), view).toBe(true);
  }
  await focusStage(page);
  await page.keyboard.press('v');
  const fourth = cells(page, /unrolled graph/i, /^step 4 /);
  for (const number of ['0.093', '0.168', '0.528', '0.570']) {
    await expect(fourth).toContainText(number);
  }
  await expect(cells(page, /Junction at step 4/, /^norm /)).toContainText('0.168');
  // The start learned: the loss before is that of the opening, and undo brings it back.
  const learned = page.locator('#group-start .learned');
  await page.locator('#group-start').getByRole('radio', { name: 'learned' }).check();
  await expect(learned).toContainText('40 updates at rate 0.1. Loss 1.91 before, 1.74 after.');
  await expect(page.locator('#spoken')).toContainText('Loss 1.91 before, 1.74 after.');
  await link(page, /start=learned/);
  await page.locator('#undo').click();
  await expect(learned).toBeHidden();
  await expect(page).not.toHaveURL(/start=/);
});

test('10: 200 steps, from the ribbon into one cell and back, by keys alone', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&lab=time&T=200&e=&y=&t=120');
  await expect(chip(page)).toContainText('T 200');
  await focusStage(page);
  const hint = page.getByText('Zoom in: wheel, + or double click');
  await expect(hint).toBeVisible();
  const ribbon = await picture(page);
  for (let press = 0; press < 12; press += 1) await page.keyboard.press('+');
  const beads = await picture(page);
  expect(beads).not.toEqual(ribbon);
  await expect(hint).toBeHidden();
  await expect(page.locator('#spoken')).toContainText('Steps as beads.');
  await page.keyboard.press('z');
  await link(page, /z=160,0\.59/);
  const inside = await picture(page);
  expect(inside).not.toEqual(beads);
  // The step the cursor stands at comes along; on the way back the next step is the one before.
  await page.keyboard.press('Shift+ArrowRight');
  await link(page, /t=119&z=160,0\.5925/);
  await page.keyboard.press('Shift+ArrowLeft');
  await link(page, /t=120&z=160,0\.5975/);
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/z=/);
  expect((await place(page)).split('.')[0]).toBe('120');
});

test('scissors between two steps: values cross, the gradient is 0, and they mend', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&lab=time');
  const scissors = await spot(page, 4 / 6 + 0.026, 41);
  await page.mouse.click(scissors.x, scissors.y);
  await link(page, /cut=4/);
  await expect(chip(page)).toContainText('truncated');
  await expect(sentence(page)).toContainText('from the future comes exactly 0');
  await showAs(page, 'tables');
  const fourth = cells(page, /unrolled graph/i, /^step 4 /);
  await expect(fourth).toContainText('cut');
  await expect(fourth).toContainText('0.564');
  await showAs(page, 'pictures');
  await page.mouse.click(scissors.x, scissors.y);
  await expect(page).not.toHaveURL(/cut=/);
  await page.keyboard.press('Control+z');
  await link(page, /cut=4/);
});

test('scissors by keys: X cuts after the step of the cursor and mends the cut', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&lab=time&t=3');
  await focusStage(page);
  await page.keyboard.press('x');
  await link(page, /cut=3/);
  await expect(page.locator('#spoken')).toContainText('cut after step 3');
  await page.keyboard.press('x');
  await expect(page).not.toHaveURL(/cut=/);
});

test('each n-th step is detached, and one of those cuts can be mended alone', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&lab=time&every=2&t=4');
  await expect(chip(page)).toContainText('truncated');
  await focusStage(page);
  await page.keyboard.press('x');
  await link(page, /cut=2(&|$)/);
  await expect(page).not.toHaveURL(/every=/);
});

test('a pulse out of the window leaves exactly 0 for the input weights, and a click opens the window', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&lab=time');
  await page.getByRole('button', { name: 'Pulse', exact: true }).click();
  await link(page, /K=5/);
  await showAs(page, 'tables');
  const fifth = cells(page, /Truncation/, /^window 5 /);
  await expect(page.getByRole('grid', { name: /Exactly 0 is left/ })).toBeVisible();
  await expect(fifth).toContainText('1.000');
  await showAs(page, 'pictures');
  await page.locator('#app').getByLabel('Window K', { exact: true }).fill('6');
  await expect(chip(page)).not.toContainText('truncated');
});

test('one weight is the same in every box: opened in the first, it is changed for all', {
  tag: '@chromium',
}, async ({ lab, page }) => {
  await lab.open('v=1&lab=time');
  const { height } = await boxOf(page, 'unrolled');
  const entry = await spot(page, 0.072, 0.53 * height);
  await page.mouse.dblclick(entry.x, entry.y);
  const details = page.getByRole('region', { name: 'Details' });
  await expect(details.getByText('One weight, the same at every step.')).toBeVisible();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('0.9');
  await page.keyboard.press('Enter');
  await link(page, /weight_hh_l0\.r\d\.c\d~0\.9/);
});

test('a double click goes into a step, and the map brings another part into sight', {
  tag: '@chromium',
}, async ({ lab, page }) => {
  await lab.open('v=1&lab=time');
  const second = await spot(page, 0.25, 62);
  await page.mouse.dblclick(second.x, second.y);
  await link(page, /t=2&z=4\.8,0\.25/);
  const map = await boxOf(page, 'overview');
  const y = map.y + map.height / 2;
  await page.mouse.move(map.x + 0.3 * map.width, y);
  await page.mouse.down();
  await page.mouse.move(map.x + 0.5 * map.width, y);
  await page.mouse.move(map.x + 0.6 * map.width, y);
  await page.mouse.up();
  await link(page, /z=4\.8,0\.6/);
});

test('folding is a state of the link, and its picture moves without motion being asked for', async ({
  lab,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await lab.open('v=1&lab=time');
  const unfolded = await picture(page);
  await page.getByRole('button', { name: 'Fold', exact: true }).click();
  await link(page, /fold=1/);
  await expect.poll(() => picture(page)).not.toEqual(unfolded);
  await page.getByRole('button', { name: 'Unfold', exact: true }).click();
  await expect(page).not.toHaveURL(/fold=/);
  await page.getByRole('checkbox', { name: 'Gradient bands' }).uncheck();
  await link(page, /show\.bands=false/);
  await expect.poll(() => picture(page)).not.toEqual(unfolded);
});

for (const [name, size] of Object.entries(SIZES)) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test(`nothing for axe to find, ${name}, ${colorScheme}`, async ({ lab, page }) => {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      await lab.open('v=1&lab=time');
      await expectNoSidewaysScroll(page);
      await lab.expectAccessible();
    });
  }
}
