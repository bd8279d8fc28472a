/** The first screen: a live picture, one slider, and the ways into the labs. */
import { expect, test } from './fixtures.js';
import { atRest, picture, SIZES } from './page.js';

/** @param {import('@playwright/test').Page} page */
const left = (page) => page.locator('.left');
/**
 * What is ever said to be left, from the first frame on: a motion would say more than where it ends.
 * @param {import('@playwright/test').Page} page
 */
async function everLeft(page) {
  await page.addInitScript(() => {
    const seen = new Set();
    const look = () => {
      const text = document.querySelector('.left')?.textContent ?? '';
      if (text !== '') seen.add(text);
      document.documentElement.dataset.left = [...seen].join(' ');
    };
    const watched = { childList: true, characterData: true, subtree: true };
    new MutationObserver(look).observe(document, watched);
  });
  return async () => (await page.locator('html').getAttribute('data-left'))?.split(' ');
}

/** @param {import('@playwright/test').Page} page */
const slider = (page) => page.locator('.rho-slider');

test('1: nothing touched, the number comes to 0.0115, nothing must be dismissed, then all is still', async ({
  lab,
  page,
}) => {
  await lab.open('');
  await expect(left(page)).toHaveText('0.0115');
  await expect(page.locator('.power')).toContainText('0.820=0.0115');
  await expect(page.locator('dialog[open], [data-notice]')).toHaveCount(0);
  await atRest(page);
  const before = await picture(page);
  await atRest(page);
  expect(await picture(page)).toEqual(before);
  await lab.expectAccessible();
});

test('2: the slider at 1.2 gives 38.3, the button 1.0 gives 1.00, and the link follows', async ({
  lab,
  page,
}) => {
  await lab.open('');
  await slider(page).fill('1.205');
  await expect(left(page)).toHaveText('38.3');
  await expect(page.locator('.power')).toContainText('1.220=38.3');
  await expect(page.locator('#start-rho')).toHaveValue('1.2');
  await expect(page).toHaveURL(/lab=start&rho=1\.2/);
  await page.getByRole('button', { name: '1.0', exact: true }).click();
  await expect(left(page)).toHaveText('1.00');
  await expect(page).toHaveURL(/rho=1(&|$)/);
  await page.locator('#undo').click();
  await expect(left(page)).toHaveText('38.3');
});

test('a number far out of the slider stays legible, and what is none is said', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&lab=start');
  await page.locator('#start-rho').fill('1e6');
  await expect(left(page)).toHaveText('1.00e120');
  await page.locator('#start-rho').fill('NaN');
  await expect(page.locator('.hero .problem')).toContainText('must be a number');
  await expect(left(page)).toHaveText('1.00e120');
  await page.locator('#start-rho').fill('0');
  await expect(left(page)).toHaveText('0');
});

test('keys move the slider, and what it says is the number that is left', async ({ lab, page }) => {
  await lab.open('v=1&lab=start');
  await slider(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#start-rho')).toHaveValue('0.81');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(page.locator('#start-rho')).toHaveValue('0.71');
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /^0\.71: 0\.00106/);
});

test.describe('without motion', { tag: '@chromium' }, () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('the last picture stands there at once', async ({ lab, page }) => {
    const seen = await everLeft(page);
    await lab.open('');
    await expect(left(page)).toHaveText('0.0115');
    expect(await seen()).toEqual(['0.0115']);
  });
});

test('a link shows what it says at once', async ({ lab, page }) => {
  const seen = await everLeft(page);
  await lab.open('v=1&lab=start&rho=1.2');
  await expect(left(page)).toHaveText('38.3');
  expect(await seen()).toEqual(['38.3']);
});

test('each card opens its lab, and the browser leads back', async ({ lab, page }) => {
  await lab.open('v=1&lab=start');
  await page.locator('#open-gradients').click();
  await expect(page.locator('#app')).toHaveAttribute('data-lab', 'gradients');
  await page.goBack();
  await expect(page.locator('#app')).toHaveAttribute('data-lab', 'start');
  const paste = page.locator('[data-card="attention"]');
  await expect(paste).toContainText('march 12 1999 → 1999-03-12');
  await paste.getByRole('button').click();
  await expect(page.locator('#app')).toHaveAttribute('data-lab', 'attention');
  await page.goBack();
  await page.getByRole('button', { name: 'GRU', exact: true }).click();
  await expect(page.locator('#app')).toHaveAttribute('data-lab', 'cell');
  await expect(page.locator('#chip')).toContainText('GRU');
});

test('the card of Attention shows where was looked, once the model has come', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&lab=start');
  const card = page.locator('[data-card="attention"]');
  await expect(card).toContainText('march 12 1999 → 1999-03-12');
  const colours = () =>
    card.locator('canvas').evaluate((canvas) => {
      const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
      const context = /** @type {HTMLCanvasElement} */ (canvas).getContext('2d');
      const pixels = context?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray(4);
      return new Set(new Uint32Array(pixels.buffer)).size;
    });
  await expect.poll(colours).toBeGreaterThan(8);
});

test('Back is obeyed by a browser too busy to say at once where it leads', async ({
  lab,
  page,
}) => {
  await page.addInitScript(() => {
    addEventListener('hashchange', (event) => {
      if (!event.isTrusted) return;
      event.stopImmediatePropagation();
      const { oldURL, newURL } = event;
      setTimeout(() => dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL })), 600);
    });
  });
  await lab.open('v=1&lab=start&rho=1.2');
  await page.locator('#open-gradients').click();
  await expect(page.locator('#app')).toHaveAttribute('data-lab', 'gradients');
  await page.goBack();
  await expect(page.locator('#app')).toHaveAttribute('data-lab', 'start');
  await expect(page).toHaveURL(/lab=start&rho=1\.2$/);
  await page.goForward();
  await expect(page.locator('#app')).toHaveAttribute('data-lab', 'gradients');
});

for (const [name, viewport] of Object.entries(SIZES)) {
  test.describe(name, () => {
    test.use({ viewport });

    test('the first screen never scrolls sideways', async ({ lab, page }) => {
      await lab.open('v=1&lab=start');
      const wide = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('.canvases.of-start')].some(
          (element) => element.scrollWidth > element.clientWidth,
        ),
      );
      expect(wide).toBe(false);
      await lab.expectAccessible();
    });
  });
}
