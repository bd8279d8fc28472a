/** Numbers given from outside: dragged, stepped and typed wherever they are shown, one gesture one step of undo. */
import { expect, test } from './fixtures.js';
import { drawn, focusStage, formula, place, SIZES, sentence } from './page.js';

/** @typedef {import('@playwright/test').Page} Page */

/** The forget gate's sum at the second marker: −4 = −8 × 1 + 0 from 4 terms + 4. */
const SUM = 'v=1&u=1&op=af';
const WEIGHT = 'p.weight_ih_l0.r4.c2';

/** @param {Page} page @param {string} reference */
const term = (page, reference) => formula(page).locator(`[data-ref="${reference}"]`);

/** @param {Page} page @param {string} [reference] */
async function middle(page, reference = WEIGHT) {
  const box = await term(page, reference).boundingBox();
  if (box === null) throw new Error(`${reference} is not on screen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** @param {Page} page @param {number} steps of 5 px */
async function drag(page, steps) {
  const { x, y } = await middle(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let px = 0; px <= 5 * steps; px += 1) await page.mouse.move(x + px, y);
  await drawn(page);
}

test('dragging a weight in the formula changes everything, keeps the place, and is one undo', async ({
  lab,
  page,
}) => {
  await lab.open(SUM);
  await expect(formula(page)).toHaveText(/−4\.000.*=.*−8\.000.*×.*1\.000/);
  const before = (await sentence(page).textContent()) ?? '';
  await drag(page, 10);
  await expect(formula(page)).toHaveText(/−3\.000.*=.*−7\.000.*×.*1\.000/);
  await expect(sentence(page)).not.toHaveText(before);
  await page.mouse.up();
  expect(await place(page)).toBe('4.2');
  await expect(page.locator('#chip')).toContainText('edited');
  await expect(page.locator('#pin')).not.toHaveAttribute('aria-pressed', 'true');
  await page.locator('#undo').click();
  await expect(formula(page)).toHaveText(/−4\.000.*=.*−8\.000/);
  await expect(page.locator('#undo')).toBeDisabled();
});

test('a number that is stepped through 0 stays under the keys', async ({ lab, page }) => {
  await lab.open(SUM);
  await lab.open(`${SUM}&e=weight_ih_l0.r4.c2~0.1`);
  await term(page, WEIGHT).focus();
  for (let step = 0; step < 10; step += 1) await page.keyboard.press('ArrowDown');
  await expect(term(page, WEIGHT)).toHaveText('0');
  await expect(term(page, WEIGHT)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(term(page, WEIGHT)).toHaveText('−0.100');
  await expect(term(page, WEIGHT)).toBeFocused();
});

test('a number whose product takes another place stays under the keys', async ({ lab, page }) => {
  await lab.open('v=1&H=16&w=orth&op=af');
  const first = formula(page).locator('.given').first();
  const reference = await first.getAttribute('data-ref');
  await first.focus();
  for (let step = 0; step < 30; step += 1) await page.keyboard.press('ArrowDown');
  await drawn(page);
  const focused = page.locator('#formula :focus');
  await expect(focused).toHaveAttribute('data-ref', reference ?? '');
  await expect(first).not.toHaveAttribute('data-ref', reference ?? '');
});

test('a long vector in the formula is a heat strip', async ({ lab, page }) => {
  await lab.open('v=1&H=16&w=orth&lvl=vec&t=4&op=c');
  const strips = formula(page).locator('canvas');
  await expect(strips).toHaveCount(5);
  for (const strip of await strips.all()) {
    await expect(strip).toBeVisible();
    const colours = await strip.evaluate((canvas) => {
      const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
      const context = /** @type {HTMLCanvasElement} */ (canvas).getContext('2d');
      const pixels = context?.getImageData(width / 2, 0, 1, height).data.buffer;
      return new Set(new Uint32Array(pixels ?? new ArrayBuffer(0))).size;
    });
    expect(colours).toBeGreaterThan(8);
  }
});

test('Escape during a drag puts everything back and leaves nothing to undo', async ({
  lab,
  page,
}) => {
  await lab.open(SUM);
  await drag(page, 8);
  await expect(formula(page)).not.toHaveText(/−8\.000/);
  await page.keyboard.press('Escape');
  await expect(formula(page)).toHaveText(/−8\.000/);
  await page.mouse.up();
  await drawn(page);
  await expect(formula(page)).toHaveText(/−8\.000/);
  await expect(page.locator('#undo')).toBeDisabled();
});

test('up and down step a number, with Shift by ten and with Alt by a tenth; left and right walk', async ({
  lab,
  page,
}) => {
  await lab.open(SUM);
  await term(page, WEIGHT).focus();
  await page.keyboard.press('ArrowUp');
  await expect(term(page, WEIGHT)).toHaveText('−7.900');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(term(page, WEIGHT)).toHaveText('−8.900');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(term(page, WEIGHT)).toHaveText(/−8\.89/);
  await expect(term(page, WEIGHT)).toBeFocused();
  await expect(page.locator('#spoken')).toContainText('-8.89');
  await page.keyboard.press('ArrowRight');
  await expect(term(page, 'x.t4.u2')).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(term(page, WEIGHT)).toHaveText('−8.000');
});

test('Enter opens a field: a decimal comma and a true minus are read, nonsense stays with a reason', async ({
  lab,
  page,
}) => {
  await lab.open(SUM);
  await term(page, WEIGHT).focus();
  await page.keyboard.press('Enter');
  const field = page.locator('.number-popover input');
  await expect(field).toBeFocused();
  await lab.expectAccessible();
  await page.keyboard.type('\u22126,5');
  await expect(term(page, WEIGHT)).toHaveText('−6.500');
  await page.keyboard.type('x');
  await expect(page.locator('.number-popover .problem')).toContainText('must be a number');
  await expect(field).toHaveValue('\u22126,5x');
  await expect(term(page, WEIGHT)).toHaveText('−6.500');
  await page.keyboard.press('Escape');
  await expect(term(page, WEIGHT)).toHaveText('−8.000');
  await expect(term(page, WEIGHT)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
  await expect(term(page, WEIGHT)).toHaveText('2.000');
  await page.locator('#undo').click();
  await expect(term(page, WEIGHT)).toHaveText('−8.000');
});

test.describe('with a finger', () => {
  test.use({ viewport: SIZES.phone, hasTouch: true });
  test.skip(({ browserName }) => browserName !== 'chromium', 'Playwright has no finger elsewhere');

  test('a finger drags a number, and lets go of it as one step of undo', async ({ lab, page }) => {
    await lab.open(SUM);
    const { x, y } = await middle(page);
    const finger = await page.context().newCDPSession(page);
    /** @param {'touchStart' | 'touchMove' | 'touchEnd'} type @param {number} [px] */
    const touch = (type, px = 0) =>
      finger.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [{ x: x + px, y }],
      });
    await touch('touchStart');
    for (let px = 2; px <= 40; px += 2) await touch('touchMove', px);
    await touch('touchEnd');
    await expect(term(page, WEIGHT)).toHaveText('−7.200');
    await expect(page.locator('.number-popover')).toBeHidden();
    await page.locator('#undo').click();
    await expect(term(page, WEIGHT)).toHaveText('−8.000');
  });

  test('a tap on a number opens buttons large enough, which step it', async ({ lab, page }) => {
    await lab.open(SUM);
    await term(page, WEIGHT).tap();
    const box = page.locator('.number-popover');
    await expect(box).toBeVisible();
    for (const button of await box.getByRole('button').all()) {
      const size = await button.boundingBox();
      expect(Math.min(size?.width ?? 0, size?.height ?? 0)).toBeGreaterThanOrEqual(44);
    }
    await lab.expectAccessible();
    await box.getByRole('button', { name: /more/ }).tap();
    await box.getByRole('button', { name: /more/ }).tap();
    await expect(term(page, WEIGHT)).toHaveText('−7.800');
    await box.getByRole('button', { name: 'Done' }).tap();
    await expect(box).toBeHidden();
    await page.locator('#undo').click();
    await expect(term(page, WEIGHT)).toHaveText('−8.000');
  });
});

test('the inspector sets the number that is pinned', async ({ lab, page }) => {
  await lab.open(SUM);
  await term(page, WEIGHT).click();
  await page.locator('.number-popover').getByRole('button', { name: 'Done' }).click();
  await expect(page.locator('#pin')).toHaveAttribute('aria-pressed', 'true');
  const field = page.locator('.inspector input');
  await field.fill('-7');
  await expect(term(page, WEIGHT)).toHaveText('−7.000');
  await page.locator('.inspector').getByRole('button', { name: /less/ }).click();
  await expect(term(page, WEIGHT)).toHaveText('−7.100');
});

test('Escape unpins', async ({ lab, page }) => {
  await lab.open();
  await term(page, 'f.t4.u2').click();
  await expect(page.locator('#pin')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Escape');
  await expect(page.locator('#pin')).not.toHaveAttribute('aria-pressed', 'true');
  await page.locator('#stage').hover({ position: { x: 4, y: 4 } });
  await expect(page.locator('#pin')).toBeHidden();
});

test('a table is a grid: arrows walk it, given cells are typed into, one undo each', async ({
  lab,
  page,
}) => {
  await lab.open();
  await focusStage(page);
  await page.keyboard.press('v');
  const cell = page.locator('[data-ref="x.t2.u1"]').first();
  await cell.focus();
  await page.keyboard.type('0,25');
  await expect(page.locator('.cell-field')).toHaveValue('0,25');
  await page.keyboard.type('?');
  await expect(page.locator('td .problem')).toContainText('must be a number');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await expect(cell).toHaveText('0.250');
  await expect(page.locator('[data-ref="x.t3.u1"]').first()).toBeFocused();
  await page.keyboard.press('Control+ArrowUp');
  await expect(page.locator('[data-ref="x.t1.u1"]').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('9');
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-ref="x.t1.u1"]').first()).toHaveText('0.800');
  await page.locator('#undo').click();
  await expect(cell).toHaveText('−0.500');
  await expect(page.locator('#undo')).toBeDisabled();
});

test('a long table shows a window of its rows, and the keys lead through all of them', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&T=120');
  await focusStage(page);
  await page.keyboard.press('v');
  const grid = page.getByRole('grid').first();
  await expect(grid).toHaveAttribute('aria-rowcount', '121');
  await expect(page.locator('.table-window').first()).toContainText('Rows 1 to 50 of 120');
  await page.locator('[data-at="0 0"]').first().focus();
  await page.keyboard.press('Control+ArrowDown');
  await expect(page.locator('[data-at="119 0"]').first()).toBeFocused();
  await expect(page.locator('.table-window').first()).toContainText('Rows 101 to 120 of 120');
  await page.keyboard.press('Control+Home');
  await expect(page.locator('[data-at="0 0"]').first()).toBeFocused();
  await lab.expectAccessible();
});
