/** The Tasks lab: what is wired, dragged, packed, streamed and misread there, and what it says. */
import { expect, test } from './fixtures.js';
import {
  boxOf,
  chip,
  drawn,
  expectNoSidewaysScroll,
  focusStage,
  formula,
  isPainted,
  picture,
  place,
  SIZES,
  sentence,
  showAs,
} from './page.js';

/** @param {import('@playwright/test').Page} page */
const details = (page) => page.locator('.inspector');
/** @param {import('@playwright/test').Page} page @param {string} id */
const preset = (page, id) => page.locator(`[data-preset="${id}"]`).click();
/** @param {import('@playwright/test').Page} page @param {string} caption */
const table = (page, caption) => page.locator('.tables table').filter({ hasText: caption });

for (const [name, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test.describe(`${name}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test('is accessible as pictures and as tables, whatever is wired, and does not scroll sideways', async ({
        lab,
        page,
      }) => {
        test.slow();
        for (const panel of ['losses', 'reach', 'stream', 'shapes']) {
          await lab.open(`lab=tasks&panel=${panel}&ways=${panel === 'shapes' ? 'two' : 'one'}`);
          await lab.expectAccessible();
          await expectNoSidewaysScroll(page);
        }
        await showAs(page, 'tables');
        await lab.expectAccessible();
        await expectNoSidewaysScroll(page);
        await lab.open('lab=tasks&wire=sequence&axes=tbd&panel=shapes');
        await lab.expectAccessible();
      });
    });
  }
}

test('the mean of all states brings seventeen times more gradient to the first one', async ({
  lab,
  page,
}) => {
  await lab.open('lab=tasks');
  await preset(page, 'pool');
  await showAs(page, 'tables');
  const start = table(page, 'Gradient that reaches').locator('tr').nth(1);
  await expect(start).toContainText('0.012');
  await expect(start).toContainText('0.198');
});

test('padding that is counted raises the loss from 1.333 to 1.750', async ({ lab, page }) => {
  await lab.open('lab=tasks');
  await preset(page, 'padding');
  await expect(details(page)).toContainText('1.33333');
  await expect(details(page)).toContainText('1.75');
  await page.getByLabel('Mask the loss', { exact: true }).uncheck();
  await expect(details(page)).toContainText(/loss\s*1\.75/);
});

test('the end of a row is dragged, typed and stepped, and one undo brings it back', async ({
  lab,
  page,
}) => {
  await lab.open('lab=tasks');
  await expect(details(page)).toContainText('17 of 24');
  const { x, y, width, height } = await boxOf(page, 'batch');
  // From the end of the second row two steps to the right.
  const [left, step] = [64, (width - 82) / 6];
  const from = x + left + 4 * step - 2;
  const row = y + 18 + ((height - 38) / 4) * 1.5;
  await page.mouse.move(from, row);
  await page.mouse.down();
  await page.mouse.move(from + step, row, { steps: 3 });
  await page.mouse.move(from + 2 * step, row, { steps: 3 });
  await page.mouse.up();
  await expect(details(page)).toContainText('19 of 24');
  await expect(page).toHaveURL(/len=6,6,2,5/);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(details(page)).toContainText('17 of 24');
  const lengths = page.getByLabel('Lengths', { exact: true });
  await lengths.fill('1, 1, 1, 1');
  await lengths.press('Enter');
  await expect(details(page)).toContainText('4 of 24');
  await lengths.fill('0, 1');
  await lengths.press('Enter');
  await expect(page.locator('.problem:visible')).toContainText('1 to 500');
  await expect(details(page)).toContainText('4 of 24');
});

test('packed, seventeen of twenty-four updates are computed', async ({ lab, page }) => {
  await lab.open('lab=tasks');
  await page.getByLabel('Pack', { exact: true }).check();
  await expect(details(page)).toContainText('Packed: 17 of 24 cell updates, 29.2 % saved');
  await expect(page.getByLabel('Mask the loss', { exact: true })).toHaveCount(0);
});

test('what needs later steps is not available live', async ({ lab, page }) => {
  await lab.open('lab=tasks');
  await preset(page, 'live');
  await expect(details(page)).toContainText('no state that was made from the end can be had');
  await page.getByRole('radio', { name: 'forwards', exact: true }).check();
  await expect(details(page)).toContainText('every answer so far can be had');
});

test('a chunk that begins with zeros is off, and one that carries the state is not', async ({
  lab,
  page,
}) => {
  await lab.open('lab=tasks');
  await preset(page, 'chunks');
  await showAs(page, 'tables');
  const rows = table(page, 'Sequence 1 as a stream').locator('tbody tr');
  await expect(rows.nth(3)).toContainText('0.423');
  await expect(rows.nth(5)).toContainText('0.266');
});

test('axes that are swapped are refused in words, or run and learn garbage', async ({
  lab,
  page,
}) => {
  await lab.open('lab=tasks');
  await preset(page, 'swapped');
  await expect(page.getByRole('radio', { name: 'T, B, D', exact: true })).toBeChecked();
  const refused = await picture(page);
  await preset(page, 'garbage');
  expect(await picture(page)).not.toEqual(refused);
  expect(await isPainted(page, 'shapes')).toBe(true);
});

test('every part of an encoder and decoder is stepped, there and back', async ({ lab, page }) => {
  await lab.open('lab=tasks&wire=sequence&t=6&op=l0:h');
  await expect(chip(page)).toContainText('sequence to sequence');
  await focusStage(page);
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/op=decoder/);
  await expect(formula(page)).toBeVisible();
  await page.keyboard.press('End');
  await expect(sentence(page)).toContainText('loss');
  await page.keyboard.press('b');
  await expect(sentence(page)).toContainText('Starts at the loss of step 6');
  await lab.open('lab=tasks&wire=sequence&t=6&op=l0:dh&dir=b');
  await expect(sentence(page)).toContainText('comes back from the next part of the network');
  expect(await place(page)).toBe('6.1');
});

test('a gradient of any layer is compared with finite differences', async ({ lab, page }) => {
  await lab.open('lab=tasks&ways=two&lay=2&t=3&op=l1_reverse:ai');
  await showAs(page, 'tables');
  await showAs(page, 'pictures');
  await page.locator('#formula [data-ref^="p."]').first().click();
  await page.getByRole('button', { name: 'Compare with finite differences' }).click();
  await expect(page.locator('.compared')).toContainText(/agree|exactly 0/);
});

test('own sequences, a damaged one, and a document of several', async ({ lab, page }) => {
  await lab.open('lab=tasks');
  const own = page.getByLabel('Own sequences', { exact: true });
  await own.fill('1 0\n2 1\n\n3 1\n4 0\n5 1');
  await own.blur();
  await expect(details(page)).toContainText('5 of 6');
  await own.fill('1 0\n2 1\n\n3 one\n');
  await own.blur();
  await expect(page.locator('.problem:visible')).toContainText('Sequence 2');
  await expect(details(page)).toContainText('5 of 6');
  await page.locator('#menu-button').click();
  await page.locator('#menu-paste-run').click();
  const document = {
    format: 'unrolled-run/1',
    cell: { kind: 'rnn', activation: 'tanh' },
    weights: {
      weight_ih_l0: [[0.5], [0.2]],
      weight_hh_l0: [
        [0.1, 0],
        [0, 0.3],
      ],
    },
    x: [
      [[1], [2], [3]],
      [[4], [5], [0]],
    ],
    lengths: [3, 2],
  };
  await page.locator('#run-paste').fill(JSON.stringify(document));
  await page.locator('#run-open').click();
  await expect(chip(page)).toContainText('RNN, many to many, B 2, T 3, D 1, H 2');
  await drawn(page);
  await expect(details(page)).toContainText('5 of 6');
});
