/** The checks a newcomer can do by hand, as far as they are about the Cell lab; each as it is written for a person. */
import { expect, test } from './fixtures.js';
import { drawn, focusStage, formula, link, picture, place, sentence } from './page.js';

test('3: the right arrow leads to 1.163, which is the sum of its two products, and later ops show dashes', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&t=4&op=u');
  await focusStage(page);
  for (let press = 0; press < 11; press += 1) await page.keyboard.press('ArrowRight');
  expect(await place(page)).toBe('4.12');
  await expect(formula(page)).toHaveText('1.163=0.993×0.640+0.982×0.537');
  await page.keyboard.press('v');
  const cell = page.getByRole('grid', { name: /step 4/i }).first();
  await expect(
    cell.getByRole('row', { name: /new cell memory|cell memory/i }).last(),
  ).toContainText('1.163');
  await expect(cell.getByRole('row', { name: /hidden state/i }).last()).toContainText('–');
});

test('5: backward at dcprev the memory is multiplied by the forget gate, and the road keeps 96.7 % and 1.7 %', async ({
  lab,
  page,
}) => {
  await lab.open('lab=cell');
  await focusStage(page);
  await page.keyboard.press('b');
  await page.locator('#go-step').fill('4.dcprev');
  await page.keyboard.press('Enter');
  await expect(sentence(page)).toContainText('multiplied by the forget gate, nothing else');
  await page.getByRole('radio', { name: 'Memory road' }).check();
  await focusStage(page);
  await page.keyboard.press('v');
  const first = page
    .getByRole('grid')
    .last()
    .getByRole('row', { name: /^step 1 / });
  await expect(first).toContainText('0.967');
  await expect(first).toContainText('0.017');
});

test('7: switching the reset convention moves the candidate of unit 3 from 0.839 to 0.558', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&cell=gru&t=4&op=n&u=3');
  await expect(formula(page)).toContainText('0.839');
  await expect(page.locator('.badge')).toContainText('reset before');
  await page.getByRole('radio', { name: /after W h/ }).check();
  await expect(formula(page)).toContainText('0.558');
  await expect(page.locator('.badge')).toContainText('reset after');
});

test('14: a link opens the same picture elsewhere, and two undos take back two changes', {
  tag: '@chromium',
}, async ({ lab, page, browser }) => {
  await lab.open('v=1&w=orth');
  const before = await picture(page);
  await page.getByRole('textbox', { name: 'Seed' }).fill('8');
  await page.getByRole('textbox', { name: 'Hidden units' }).fill('4');
  await drawn(page);
  const hash = await link(page, /H=4.*seed=8/);
  const here = await picture(page);
  const viewport = page.viewportSize() ?? undefined;
  const elsewhere = await (await browser.newContext({ viewport })).newPage();
  await elsewhere.goto(page.url());
  await elsewhere.locator('html[data-ready]').waitFor({ state: 'attached' });
  expect(new URL(elsewhere.url()).hash.slice(1)).toBe(hash);
  await expect.poll(() => picture(elsewhere)).toEqual(here);
  await elsewhere.context().close();
  await focusStage(page);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect.poll(() => picture(page)).toEqual(before);
});

test('15: check 3 without a mouse, and every step is spoken as a sentence', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&t=4&op=i');
  for (let press = 0; press < 4; press += 1) {
    if (await page.locator('#stage').evaluate((stage) => stage === document.activeElement)) break;
    await page.keyboard.press('F6');
  }
  await expect(page.locator('#stage')).toBeFocused();
  const spoken = page.locator('#spoken');
  /** @type {string[]} */
  const heard = [];
  while ((await place(page)) !== '4.12') {
    await page.keyboard.press('ArrowRight');
    await drawn(page);
    heard.push((await spoken.textContent()) ?? '');
  }
  expect(heard.length).toBe(7);
  for (const said of heard) expect(said).toMatch(/^Operation \d+, .+\. .*\.$/);
  expect(heard.at(-1)).toContain('0.636 plus 0.527 is 1.163');
});
