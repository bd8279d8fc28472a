/** The Attention lab: texts nobody has trained on are pasted, answered by the shipped weights, and explained. */
import { expect, test } from './fixtures.js';
import {
  drawn,
  expectNoSidewaysScroll,
  focusStage,
  isPainted,
  link,
  SIZES,
  sentence,
} from './page.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page */
const answer = (page) => page.locator('#reading-answer');

/** @param {Page} page @param {string} text */
async function read(page, text) {
  await page.locator('#reading-text').fill(text);
  await drawn(page);
}

test('unseen dates and strings are answered, each row of attention is a budget of 1, and axe finds nothing', async ({
  page,
  lab,
}) => {
  await lab.open('lab=attention');
  await expect(answer(page)).toHaveText('1999-03-12');
  await read(page, '12th of march 1999');
  await expect(answer(page)).toHaveText('1999-03-12');
  await read(page, '31 december 2049');
  await expect(answer(page)).toHaveText('2049-12-31');
  await read(page, '03/12/1999');
  await expect(answer(page)).toHaveText('1999-12-03');
  for (const view of ['answer', 'attention', 'look'])
    expect(await isPainted(page, view)).toBe(true);
  await expect(sentence(page)).toContainText('the decoder looks at');
  await expect(sentence(page)).toContainText('add up to 1.00');
  await lab.expectAccessible();
});

test('without attention the same text is answered by another model, and both answers are on screen', async ({
  page,
  lab,
}) => {
  await lab.open('lab=attention&task=reverse&read=hello%20world%202024');
  await expect(answer(page)).toHaveText('4202 dlrow olleh');
  await expect(page.locator('#reading-other')).toContainText('The other model: ');
  const without = (await page.locator('#reading-other').textContent())?.split(': ')[1] ?? '';
  expect(without).not.toBe('4202 dlrow olleh');
  await page.getByRole('radio', { name: 'off', exact: true }).check({ force: true });
  await expect(answer(page)).toHaveText(without);
  await expect(page.locator('#reading-verdict')).toContainText('says 4202 dlrow olleh');
  await page.keyboard.press('Control+z');
  await expect(answer(page)).toHaveText('4202 dlrow olleh');
});

test('unknown symbols are said, answered and never an error', async ({ page, lab }) => {
  await lab.open('lab=attention');
  await read(page, 'märz 12 1999 😀');
  await expect(page.getByText('2 unknown symbols.')).toBeVisible();
  await expect(answer(page)).toHaveText(/^\S+$/);
  await read(page, '');
  await expect(page.getByText('Type or paste a text.')).toBeVisible();
  await read(page, `${'ab'.repeat(30)}`);
  await expect(page.locator('#reading-left')).toContainText('20 more symbols');
});

test('a decoder step is walked with keys, and the link brings back text and place', async ({
  page,
  lab,
}) => {
  await lab.open('lab=attention&task=reverse&read=unrolled&t=1&op=score');
  await expect(sentence(page)).toContainText('Every position gets a score');
  await focusStage(page);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(sentence(page)).toContainText('To write “d” the decoder looks at “d”');
  await read(page, 'attention');
  await expect(answer(page)).toHaveText('noitnetta');
  const hash = await link(page, /read=attention/);
  await page.goto('about:blank');
  await lab.open(hash);
  await expect(answer(page)).toHaveText('noitnetta');
  for (const size of Object.values(SIZES)) {
    await page.setViewportSize(size);
    await expectNoSidewaysScroll(page);
  }
});

test('a damaged file of weights is said in words, and the other tasks work', async ({
  page,
  lab,
}) => {
  await page.route(/dates[^/]*\.safetensors/, (route) =>
    route.fulfill({ body: Buffer.from('not weights'), contentType: 'application/octet-stream' }),
  );
  await lab.open('lab=attention');
  await expect(page.getByText(/cannot be used: The weights end/).first()).toBeVisible();
  await page.getByRole('radio', { name: 'Copy', exact: true }).check({ force: true });
  await read(page, 'still here 7');
  await expect(answer(page)).toHaveText('still here 7');
});
