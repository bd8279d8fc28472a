import { engine } from '../shell/engine.js';
import { expect, test } from './fixtures.js';
import { atRest, boxOf, chip, drawn, focusStage, link, picture, place, type } from './page.js';

test('a link opened elsewhere shows the same picture', async ({ lab, page, baseURL }) => {
  await lab.open();
  await page.getByRole('radio', { name: 'GRU' }).check();
  await type(page, '0.1, 1\n0.7, 0\n-0.3, 1');
  await focusStage(page);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowUp');
  const hash = await link(page, /cell=gru.*x=.*u=1.*t=1/);
  const here = await picture(page);
  // Firefox adds noise to canvas pixels, the same only within one context.
  const other = await page.context().newPage();
  await other.goto(`${baseURL}#${hash}`);
  await other.locator('html[data-ready]').waitFor({ state: 'attached' });
  await other.locator('#stage').focus();
  await expect.poll(() => picture(other)).toEqual(here);
  expect(await place(other)).toBe(await place(page));
  expect(new URL(other.url()).hash).toBe(`#${hash}`);
  await other.close();
});

test('the link follows 300 ms after the last change, and back does not walk through changes', async ({
  lab,
  page,
}) => {
  await lab.open();
  const length = await page.evaluate(() => history.length);
  await page.getByRole('radio', { name: 'GRU' }).check();
  await expect(page).toHaveURL(/cell=gru/);
  expect(await page.evaluate(() => history.length)).toBe(length);
});

test('keys of another version survive', async ({ lab, page }) => {
  await lab.open('v=1&zoom=3');
  await page.getByRole('radio', { name: 'GRU' }).check();
  await link(page, /cell=gru.*zoom=3/);
});

for (const [name, hash] of [
  ['out of range', 'v=1&H=9999&t=77&u=50'],
  ['an unknown cell', 'v=1&cell=transformer'],
  ['a prototype', 'v=1&__proto__=1&constructor=2&w=__proto__'],
  ['a truncated sequence', 'v=1&x=Y2BgYGBg'],
  ['numbers that are none', 'v=1&H=NaN&fb=Infinity&seed=1e400'],
]) {
  test(`a link with ${name} opens the nearest state and says so`, async ({ lab, page }) => {
    await lab.open(hash);
    await expect(page.locator('[data-notice=link]')).toBeVisible();
    await expect(chip(page)).toContainText('LSTM');
    await page.locator('[data-notice=link] button').click();
    await expect(page.locator('[data-notice=link]')).toHaveCount(0);
  });
}

test('garbage after the # opens the opening scene', async ({ lab, page }) => {
  await lab.open(`lab=cell&%%%&&&===${'A'.repeat(5000)}`);
  await expect(chip(page)).toContainText('LSTM');
  expect(await place(page)).toBe('4.12');
});

test('a link typed over this one is a change like any other', async ({ lab, page }) => {
  await lab.open();
  await page.evaluate(() => {
    location.hash = '#v=1&cell=rnn&t=2&op=h';
  });
  await expect(chip(page)).toContainText('RNN');
  await page.locator('#undo').click();
  await expect(chip(page)).toContainText('LSTM');
});

test('a run copied from the page gives the numbers of the page in run(), and can be pasted back', async ({
  lab,
  page,
}) => {
  await lab.open();
  await page.locator('#menu-button').click();
  await page.locator('#menu-copy-run').click();
  const copied = await page.locator('#run-json').inputValue();
  const document = JSON.parse(copied);
  expect(document.format).toBe('unrolled-run/1');
  expect(document.x[0][0]).toEqual([0.8, 1]);
  const answer = JSON.parse(engine.run(copied));
  await expect(page.locator('#formula')).toContainText(answer.values.c[0][3][1].toFixed(3));
  await expect(page.locator('.inspector .rows')).toContainText(answer.loss.toPrecision(6));
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'GRU' }).check();
  await expect(chip(page)).toContainText('GRU');
  await page.locator('#menu-button').click();
  await page.locator('#menu-paste-run').click();
  await page.locator('#run-paste').fill(copied);
  await page.locator('#run-open').click();
  await drawn(page);
  await expect(chip(page)).toContainText('LSTM');
  await expect(page.locator('#formula')).toHaveText(/1\.163/);
});

for (const [name, text, said] of /** @type {[string, string, RegExp][]} */ ([
  ['not JSON', 'hello', /./],
  ['an unknown field', '{"format":"unrolled-run/1","colour":1}', /colour/],
  ['nothing', ' ', /first/],
])) {
  test(`a pasted run that is ${name} is refused where it is, and nothing changes`, async ({
    lab,
    page,
  }) => {
    await lab.open();
    const before = await picture(page);
    await page.locator('#menu-button').click();
    await page.locator('#menu-paste-run').click();
    await page.locator('#run-paste').fill(text);
    await page.locator('#run-open').click();
    await expect(page.locator('#run-problem')).toHaveText(said);
    await page.keyboard.press('Escape');
    await expect.poll(() => picture(page)).toEqual(before);
  });
}

/** @type {[string, string, RegExp, (page: import('@playwright/test').Page) => Promise<void>][]} */
const SHOWN = [
  ['two cells side by side', 'lab=cell', /pair=1/, (page) => page.locator('#pair').click()],
  [
    'the weight cards, backward',
    'v=1&op=dc&dir=b',
    /panel=cards/,
    (page) => page.getByRole('radio', { name: 'Cards' }).check(),
  ],
  [
    'a held gate, in symbols',
    'v=1&lvl=sym',
    /hold=f/,
    (page) => page.getByRole('button', { name: 'Hold f at 0' }).click(),
  ],
  [
    'the cell looked at closely and moved, numbers of the weights below',
    'lab=cell',
    /panel=weights.*z=2\./,
    async (page) => {
      await page.getByRole('radio', { name: 'Weights', exact: true }).check();
      const box = await boxOf(page, 'cell');
      await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.4);
      for (let turn = 0; turn < 4; turn += 1) await page.mouse.wheel(0, -100);
      await page.mouse.move(1, 1);
      // What was pointed at on the way is let go of a moment later.
      await expect(page.locator('.tip')).toBeHidden();
    },
  ],
  [
    'one view alone',
    'lab=cell',
    /one=numbers/,
    (page) =>
      page.getByRole('button', { name: 'Numbers behind this operation: this view alone' }).click(),
  ],
];

for (const [name, hash, holds, arrange] of SHOWN) {
  test(`a copied link brings back the picture: ${name}`, async ({ lab, page, baseURL }) => {
    await lab.open(hash);
    await arrange(page);
    await page.locator('.bar h1').click();
    await expect(page).toHaveURL(holds);
    await atRest(page);
    const here = await picture(page);
    const other = await page.context().newPage();
    await other.goto(`${baseURL}${new URL(page.url()).hash}`);
    await other.locator('html[data-ready]').waitFor({ state: 'attached' });
    await expect.poll(() => picture(other)).toEqual(here);
    expect(new URL(other.url()).hash).toBe(new URL(page.url()).hash);
    await other.close();
  });
}
