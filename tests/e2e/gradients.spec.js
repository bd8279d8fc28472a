/** The Gradients lab: what is dragged, typed and pressed there, and what it says. */
import { expect, test } from './fixtures.js';
import {
  atRest,
  boxOf,
  focusStage,
  holdWork,
  isPainted,
  SIZES,
  sentence,
  showAs,
  typeOver,
} from './page.js';

/** @param {import('@playwright/test').Page} page */
const k = (page) => page.locator('#go-step');
/** @param {import('@playwright/test').Page} page */
const rho = (page) => page.getByLabel('Spectral radius ρ', { exact: true });

/**
 * Presses at one place and lets go at another; places in shares of the view.
 * @param {import('@playwright/test').Page} page
 * @param {string} view
 * @param {{x: number, y: number}} from
 * @param {{x: number, y: number}} to
 */
async function drag(page, view, from, to) {
  const { x, y, width, height } = await boxOf(page, view);
  await page.mouse.move(x + from.x * width, y + from.y * height);
  await page.mouse.down();
  await page.mouse.move(x + ((from.x + to.x) / 2) * width, y + ((from.y + to.y) / 2) * height);
  await page.mouse.move(x + to.x * width, y + to.y * height, { steps: 4 });
}

test('8: tanh and inputs of size 1 keep a matrix of radius 1.2 from exploding, and a sentence says why', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&lab=gradients&rho=1.2');
  await expect(sentence(page)).toContainText('multiplied by 38.3');
  await page.getByRole('radio', { name: 'tanh', exact: true }).check();
  await page.getByLabel('Input scale', { exact: true }).fill('1');
  await expect(sentence(page)).toContainText(/0\.0\d+ of the gradient is left/);
  await expect(sentence(page)).toContainText('units saturate, so the gradient shrinks');
  await expect(sentence(page)).toContainText(/tanh slopes average 0\.\d+ here/);
  await expect(page.locator('#spoken')).toContainText('of the gradient is left. It was 38.3.');
});

test('9: the transient rises to 4.14 at k = 4 although rho is 0.8', async ({ lab, page }) => {
  await lab.open('v=1&lab=gradients');
  await page.locator('[data-preset="transient"]').click();
  await expect(sentence(page)).toContainText('ρ 0.8.');
  await expect(sentence(page)).toContainText('rises to 4.14 at k = 4');
  await expect(page.locator('.inspector')).toContainText('4.13656');
});

test('the bracket and the points of the chart are dragged, walked by keys and typed', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&lab=gradients');
  await expect(k(page)).toHaveValue('20');
  await drag(page, 'chain', { x: 0.03, y: 0.12 }, { x: 0.5, y: 0.12 });
  await page.mouse.up();
  await expect(k(page)).toHaveValue(/^(9|10|11)$/);
  await expect(page.locator('#chip')).toContainText('H 8');
  await focusStage(page);
  await page.keyboard.press('Home');
  await expect(sentence(page)).toContainText('After 1 step 0.800 of the gradient is left');
  await page.keyboard.press('ArrowRight');
  await expect(sentence(page)).toContainText('After 2 steps 0.640');
  await k(page).fill('12');
  await page.keyboard.press('Enter');
  await expect(sentence(page)).toContainText('After 12 steps 0.0687');
  await expect(page).toHaveURL(/k=12/);
});

test('an eigenvalue is dragged in one step of undo, Escape puts it back, the ring is rho', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&lab=gradients&base=identity&gH=2&rho=0.5');
  const box = await boxOf(page, 'plane');
  // The plane is a square in the left part of the view: 0 lies in its middle.
  const beside = Math.min(Math.max(box.width * 0.27, 84), 130);
  const [wide, high] = [box.width - beside - 8, box.height - 20 - 4];
  const side = Math.min(wide, high);
  const origin = { x: (wide - side) / 2 + 4 + side / 2, y: (high - side) / 2 + 2 + side / 2 };
  const unit = side / (2 * 1.3);
  const at = (/** @type {number} */ re, /** @type {number} */ im) => ({
    x: (origin.x + re * unit) / box.width,
    y: (origin.y - im * unit) / box.height,
  });
  await drag(page, 'plane', at(0, 0.5), at(0, 1));
  await page.mouse.up();
  await expect(rho(page)).toHaveValue(/^(0\.99\d?|1|1\.0[01]\d?)$/);
  await page.locator('#undo').click();
  await expect(rho(page)).toHaveValue('0.5');
  // The axes come back as well.
  await atRest(page);
  await drag(page, 'plane', at(0.5, 0), at(0.9, 0));
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(rho(page)).toHaveValue('0.5');
});

test('hostile matrices are shown or refused, and never stop the page', async ({ lab, page }) => {
  await lab.open('v=1&lab=gradients&base=cyclic&gH=64&gT=100&k=100&rho=1');
  await expect(sentence(page)).toContainText('as large as it was');
  await rho(page).fill('1e6');
  await expect(sentence(page)).toContainText('overflowed');
  await rho(page).fill('NaN');
  await expect(page.locator('.problem:visible')).toContainText('must be a number');
  await rho(page).fill('0');
  await expect(sentence(page)).toContainText('exactly 0 from k = 1');
  await lab.open('v=1&lab=gradients&gH=2&gT=3&panel=matrix');
  await page.locator('#matrix-by-hand').click();
  await focusStage(page);
  await page.keyboard.press('v');
  const cell = page
    .getByRole('grid', { name: /row = unit reached/ })
    .locator('[data-given]')
    .first();
  await cell.dblclick();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('1e300');
  await page.keyboard.press('Enter');
  await expect(page.locator('#chip')).toContainText('ρ 1.00e300');
  await expect(page.locator('[data-notice="panic"]')).toHaveCount(0);
});

test('the matrix goes into the Cell lab, and undo brings the model back', async ({ lab, page }) => {
  await lab.open('v=1&lab=gradients&rho=1.2');
  await expect(page.locator('#group-compare')).toBeVisible();
  await page.getByRole('radio', { name: 'the current model' }).check();
  await expect(page.locator('#group-compare')).toBeHidden();
  await page.getByRole('radio', { name: 'a matrix' }).check();
  await page.locator('#use-in-cell').click();
  await page.getByRole('link', { name: 'Cell' }).click();
  await expect(page.locator('#chip')).toContainText('RNN, D 2, H 8');
  await page.locator('#undo').click();
  await expect(page.locator('#chip')).toContainText('LSTM');
});

test('a link with an edited matrix brings it back', async ({ lab, page }) => {
  await lab.open('v=1&lab=gradients&gH=3');
  await page.locator('#matrix-by-hand').click();
  await expect(page).toHaveURL(/gW=/);
  const chip = await page.locator('#chip').textContent();
  await page.reload();
  await expect(page.locator('#chip')).toHaveText(chip ?? '');
});

test('gated cells stand beside the RNN in chart, table and sentence', async ({ lab, page }) => {
  await lab.open('v=1&lab=gradients&gact=tanh&in=1&cmp=both&panel=forward');
  await expect(sentence(page)).toContainText('the GRU keeps');
  await expect(sentence(page)).toContainText('Along the direct road alone');
  await focusStage(page);
  await page.keyboard.press('v');
  const grid = page.getByRole('grid', { name: /What is left of the gradient/ }).first();
  await expect(grid).toContainText('LSTM, h and c');
  await expect(grid).toContainText('LSTM, product of f');
});

test('starts are found beside the page, paused, stopped and taken up again, and alike without a worker', async ({
  lab,
  page,
}) => {
  const work = page.locator('.view-starts .work');
  const table = async () => {
    await expect(work).toBeHidden();
    await showAs(page, 'tables');
    const grid = page.getByRole('grid', { name: /over 50 seeds/ });
    const text = await grid.textContent();
    await showAs(page, 'pictures');
    return text;
  };
  const release = await holdWork(page, 2);
  await lab.open('v=1&lab=gradients&panel=starts&gH=64&gT=500');
  await work.getByRole('button', { name: 'Pause' }).click();
  expect(page.workers().length).toBe(1);
  const count = (await work.locator('.work-count').textContent()) ?? '';
  await atRest(page);
  await expect(work.locator('.work-count')).toHaveText(count);
  await work.getByRole('button', { name: 'Stop' }).click();
  await expect(work.locator('.work-count')).toContainText('stopped');
  await release();
  await work.getByRole('button', { name: 'Continue' }).click();
  await expect(work).toBeHidden({ timeout: 180_000 });
  await typeOver(page.getByRole('textbox', { name: 'Steps T' }), '20');
  const found = await table();

  await page.route(/worker/, (route) => route.abort());
  await page.goto('about:blank');
  await lab.open('v=1&lab=gradients&panel=starts&gH=64&gT=20');
  expect(await table()).toBe(found);
  // The file that could not be had, where the browser speaks of it.
  lab.complaints.length = 0;
});

for (const [name, viewport] of Object.entries(SIZES)) {
  test.describe(name, () => {
    test.use({ viewport });

    test('the lab passes axe as picture and as table', async ({ lab, page }) => {
      await lab.open('v=1&lab=gradients&rho=1.2');
      for (const view of ['chain', 'decay', 'plane', 'factors']) {
        expect(await isPainted(page, view), view).toBe(true);
      }
      await lab.expectAccessible();
      await focusStage(page);
      await page.keyboard.press('v');
      await lab.expectAccessible();
    });
  });
}
