/** The Attention lab: texts nobody has trained on are typed, answered by the shipped weights, and explained. */
import { expect, test } from './fixtures.js';
import {
  boxOf,
  drawn,
  expectNoSidewaysScroll,
  focusStage,
  holdWork,
  isPainted,
  link,
  place,
  SIZES,
  sentence,
  showAs,
  typeOver,
} from './page.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page */
const answer = (page) => page.locator('#reading-answer');

/** @param {Page} page @param {string} text */
async function read(page, text) {
  await typeOver(page.locator('#reading-text'), text);
  await drawn(page);
}

test('unseen dates are answered, every row of attention adds up to 1, and whatever is typed is no error', async ({
  page,
  lab,
}) => {
  await lab.open('lab=attention');
  for (const [text, date] of [
    ['12th of march 1999', '1999-03-12'],
    ['31 december 2049', '2049-12-31'],
    ['03/12/1999', '1999-12-03'],
  ]) {
    await read(page, text ?? '');
    await expect(answer(page)).toHaveText(date ?? '');
  }
  for (const view of ['answer', 'attention', 'look']) {
    expect(await isPainted(page, view), view).toBe(true);
  }
  await expect(sentence(page)).toContainText('the decoder looks at');
  await expect(sentence(page)).toContainText('add up to 1.00');
  await lab.expectAccessible();
  await focusStage(page);
  await page.keyboard.press('v');
  const table = page.locator('table', { hasText: 'every row adds up to 1' });
  await expect(table).toBeVisible();
  const sums = await table.locator('tbody tr td:last-child').allTextContents();
  expect(sums).toEqual(Array(11).fill('1.000'));
  await read(page, '12th of march 1999');
  const month = table.locator('tbody tr').nth(6);
  const numbers = (await month.locator('td').allTextContents()).map(Number);
  const letters = numbers.slice('12th of '.length, '12th of march'.length);
  expect(letters.reduce((sum, weight) => sum + weight)).toBeGreaterThan(0.8);
  await read(page, 'märz 12 1999 😀');
  await expect(page.getByText(/^2 unknown symbols\./)).toBeVisible();
  await expect(answer(page)).toHaveText(/^\S+$/);
  await read(page, 'ab'.repeat(30));
  await expect(page.locator('#reading-left')).toContainText('20 more symbols');
  await read(page, '');
  await expect(page.getByText('Type or paste a text.')).toBeVisible();
});

test('attention off answers otherwise, undo and link bring everything back, keys walk the decoder step', async ({
  page,
  lab,
}) => {
  await lab.open('lab=attention&task=reverse&read=hello%20world%202024&t=1&op=score');
  await expect(answer(page)).toHaveText('4202 dlrow olleh');
  await expect(page.locator('#reading-other')).toContainText('The other model: ');
  const [, without = ''] = ((await page.locator('#reading-other').textContent()) ?? '').split(': ');
  expect(without).not.toBe('4202 dlrow olleh');
  await page.getByRole('radio', { name: 'off', exact: true }).check();
  await expect(answer(page)).toHaveText(without);
  await expect(page.locator('#reading-verdict')).toContainText('says 4202 dlrow olleh');
  await page.keyboard.press('Control+z');
  await expect(answer(page)).toHaveText('4202 dlrow olleh');
  await focusStage(page);
  await page.keyboard.press('Home');
  for (const _ of ['add', 'squash', 'score']) await page.keyboard.press('ArrowRight');
  await expect(sentence(page)).toContainText('Every position gets a score');
  for (const _ of ['mask', 'weights']) await page.keyboard.press('ArrowRight');
  await expect(sentence(page)).toContainText('To write “4” the decoder looks at “4”');
  await page.getByRole('combobox', { name: 'Position' }).selectOption('2 e');
  await expect(page).toHaveURL(/u=2/);
  await read(page, 'attention');
  await expect(answer(page)).toHaveText('noitnetta');
  const hash = await link(page, /read=attention/);
  await page.goto('about:blank');
  await lab.open(hash);
  await expect(answer(page)).toHaveText('noitnetta');
  await page.getByRole('radio', { name: 'Sort digits', exact: true }).check();
  await read(page, '93016255');
  await expect(answer(page)).toHaveText('01235569');
  await page.locator('#inside-decoder').click();
  await expect(page.locator('#chip')).toContainText('GRU, D 80, H 64, T 9');
  await expect(page.locator('#stage')).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(answer(page)).toHaveText('01235569');
  for (const size of Object.values(SIZES)) {
    await page.setViewportSize(size);
    await drawn(page);
    await expectNoSidewaysScroll(page);
  }
});

test('a damaged file of weights is said in words, and the other tasks work', async ({
  page,
  lab,
}) => {
  await page.route(/dates[^/]*\.safetensors/, (route) =>
    route.fulfill({ body: 'no weights at all', contentType: 'application/octet-stream' }),
  );
  await lab.open('lab=attention');
  await expect(page.getByText(/“dates” cannot be used: The weights end/).first()).toBeVisible();
  await page.getByRole('radio', { name: 'Copy', exact: true }).check();
  await read(page, 'still here 7');
  await expect(answer(page)).toHaveText('still here 7');
});

test('self-attention turns a text round, switched otherwise it fails, and it is trained again while the map follows', async ({
  page,
  lab,
}) => {
  await lab.open('lab=attention&t=1&op=weights');
  await page.getByRole('radio', { name: 'self-attention', exact: true }).check();
  await read(page, 'unrolled 2026');
  await expect(answer(page)).toHaveText('6202 dellornu');
  await expect(sentence(page)).toContainText('“u” looks at “6”');
  for (const view of ['answer', 'attention', 'look']) {
    expect(await isPainted(page, view), view).toBe(true);
  }
  await focusStage(page);
  await page.keyboard.press('Home');
  for (const part of [
    'before the end',
    'its query is 16 numbers',
    'its key',
    'its value',
    'times every key',
    'divided by the root of 16, 4',
  ]) {
    await expect(sentence(page)).toContainText(part);
    await page.keyboard.press('ArrowRight');
  }
  await page.getByRole('checkbox', { name: 'Causal mask' }).check();
  await expect(answer(page)).not.toHaveText('6202 dellornu');
  await expect(page.locator('#reading-reached')).toContainText(
    'Trained so from the start: right for',
  );
  const hash = await link(page, /causal/);
  await page.keyboard.press('Control+z');
  await expect(answer(page)).toHaveText('6202 dellornu');
  // An encoder and decoder learn for minutes: long enough to be paused and stopped before they can do it.
  await page.getByRole('radio', { name: 'encoder and decoder', exact: true }).check();
  await page.getByRole('radio', { name: 'Reverse', exact: true }).check();
  await expect(answer(page)).toHaveText('6202 dellornu');
  await page.locator('#learning-begin').click();
  await expect(page.locator('#learning-whose')).toHaveText(
    'The weights trained in this page answer.',
  );
  await expect(page.locator('#learning-now')).toContainText('updates, loss');
  await page.locator('.learning .work-pause').click();
  await page.locator('.learning .work-stop').click();
  await expect(answer(page)).not.toHaveText('6202 dellornu');
  // What was trained in the page is measured there: these weights know next to nothing yet.
  await page.getByRole('radio', { name: 'Lengths', exact: true }).check();
  const chart = page.locator('.lower .view-lengths');
  await chart.getByRole('button', { name: 'Measure now' }).click();
  await expect(chart.locator('.work')).toBeHidden({ timeout: 180_000 });
  await showAs(page, 'tables');
  const rows = page.locator('table', { hasText: 'trained on' }).locator('tbody tr');
  // With attention and without, the shipped ones first: nothing stands where nothing was shipped.
  const shares = await rows.locator('td:nth-last-child(2)').allTextContents();
  const measured = shares.filter((share) => share !== '').map(Number);
  expect(measured.length).toBeGreaterThan(0);
  expect(Math.min(...measured)).toBeLessThan(0.9);
  await showAs(page, 'pictures');
  await page.evaluate(() => {
    navigator.clipboard.writeText = async () => {};
  });
  await page.locator('#share').click();
  await expect(page.getByText('The weights trained in this page stay here').first()).toBeAttached();
  await page.locator('#learning-back').click();
  await expect(answer(page)).toHaveText('6202 dellornu');
  await expect(chart.getByRole('button', { name: 'Measure now' })).toBeVisible();
  await page.goto('about:blank');
  await lab.open(hash);
  await expect(page.getByRole('checkbox', { name: 'Causal mask' })).toBeChecked();
  await expect(page.locator('#reading-other')).toContainText('The other model: ');
});

test('lengths are measured when asked for, a weight is dragged and let go, maps are compared', async ({
  page,
  lab,
}) => {
  await holdWork(page, 2);
  await lab.open('lab=attention&task=reverse&read=hello%20you&t=4&panel=lengths');
  await expect(answer(page)).toHaveText('uoy olleh');
  const chart = page.locator('.lower .view-lengths');
  await chart.getByRole('button', { name: 'Measure now' }).click();
  await expect(chart.locator('.work-count')).toHaveText(/^[1-9][\d,]* of 3,000 texts/);
  await chart.getByRole('button', { name: 'Stop' }).click();
  await expect(chart.locator('.work-count')).toContainText('stopped');
  await focusStage(page);
  await page.keyboard.press('v');
  const table = page.locator('table', { hasText: 'trained on 1 to 24' });
  await expect(
    table.getByRole('columnheader', { name: 'with attention, measured now' }),
  ).toBeVisible();
  await showAs(page, 'pictures');
  const box = await boxOf(page, 'attention');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 40, { steps: 4 });
  await page.mouse.up();
  const forced = page.locator('#forced-now');
  await expect(forced).toContainText('with a row set by hand');
  await page.getByRole('radio', { name: 'nothing forced' }).check();
  await expect(page.locator('.view-attention')).toContainText('than with nothing forced');
  await forced.getByRole('button').click();
  await expect(forced).toHaveText('');
  await page.getByLabel('What mattered, beside it').check();
  expect(await isPainted(page, 'mattered')).toBe(true);
  await read(page, '12 März 1999');
  await page.getByRole('button', { name: 'Use “12 Marz 1999”' }).click();
  await expect(answer(page)).toHaveText('9991 zram 21');
  await lab.expectAccessible();
});

test('attention by hand: every number is stepped through, set in the picture and typed, and comes back', async ({
  lab,
  page,
}) => {
  await lab.open('lab=attention');
  await page.getByRole('button', { name: 'By hand', exact: true }).click();
  await expect(sentence(page)).toContainText('(1.000, 0.500, 1.500)');
  await focusStage(page);
  await page.keyboard.press('ArrowRight');
  await expect(sentence(page)).toContainText('(0.307, 0.186, 0.506)');
  await page.keyboard.press('ArrowRight');
  await expect(sentence(page)).toContainText('c = (0.814, 0.693)');
  const states = page.getByRole('textbox', { name: 'States' });
  for (const [typed, complaint] of [
    ['1, 0, x', '“x” is not a number'],
    ['1, 0, 2', '3 numbers are not'],
    ['', '0 numbers are not'],
    ['1e9, 0', 'from -1000 to 1000'],
  ]) {
    await typeOver(states, typed ?? '');
    await states.press('Enter');
    await expect(page.locator('.problem', { hasText: complaint ?? '' })).toBeVisible();
    await expect(sentence(page)).toContainText('c = (0.814, 0.693)');
  }
  await typeOver(states, '1, 0, 0, 1');
  await states.press('Enter');
  await expect(sentence(page)).toContainText('c = (0.622, 0.378)');
  const hash = await link(page, /attn\.model=hand.*attn\.states=1,0,0,1/);
  const box = await boxOf(page, 'attention');
  // Under a line of titles are four rows: the third is the second state, and its first number begins at the left.
  const row = Math.min(46, (box.height - 24) / 4);
  await page.mouse.click(box.x + 60, box.y + 20 + 2.5 * row);
  const details = page.getByRole('region', { name: 'Details' });
  await expect(details).toContainText('state 2, number 1');
  await expect(details.getByRole('button', { name: 'Compare with finite' })).toBeHidden();
  await typeOver(details.getByRole('textbox'), '-1');
  await page.keyboard.press('Enter');
  await link(page, /attn\.states=1,0,-1,1/);
  await page.getByRole('button', { name: /^Undo/ }).first().click();
  expect(await link(page, /attn\.states=1,0,0,1/)).toContain(hash.slice(0, 20));
  await focusStage(page);
  await page.keyboard.press('v');
  await expect(page.locator('table', { hasText: 'Attention by hand' })).toBeVisible();
});

test('outputs and steps are walked apart: each lab goes on where it was', async ({ lab, page }) => {
  await lab.open('lab=cell&t=2&op=f');
  const open = (/** @type {string} */ name) =>
    page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
  await open('Attention');
  await expect(sentence(page)).toContainText('The weights add up to');
  expect(await place(page)).toMatch(/^7\./);
  await focusStage(page);
  await page.keyboard.press('Shift+ArrowRight');
  await open('Cell');
  expect(await place(page)).toMatch(/^2\./);
  await open('Attention');
  expect(await place(page)).toMatch(/^8\./);
});
