/** The page before its engine runs: the frame is there, inert and without a number, and nothing moves afterwards. */
import { expect, test } from './fixtures.js';
import { SIZES } from './page.js';

const ENGINE = '**/*.wasm';

/** What must stand still when the engine comes. */
const BARS = [
  '.bar',
  '.labs',
  '.controls',
  '.stage',
  '.view-cell .canvas-box',
  '.lower .segments',
  '.tabs',
  '.side',
  '.equation h2',
  '.transport',
  '.moves',
  '.speed',
  '.scrubber.steps',
  '.scrubber.ops',
  '#sentence',
];

/** @param {import('@playwright/test').Page} page */
const places = (page) =>
  page.evaluate(
    (names) =>
      names.map((name) => {
        const box = document.querySelector(name)?.getBoundingClientRect();
        const sides = box ? [box.left, box.top, box.right, box.bottom] : [];
        return `${name} ${sides.map(Math.round).join(' ')}`;
      }),
    BARS,
  );

for (const [name, viewport] of Object.entries(SIZES)) {
  test.describe(name, () => {
    test.use({ viewport });

    test('the frame waits for the engine: inert, without a number, and where it will be', async ({
      lab,
      page,
    }) => {
      /** @type {(() => void)[]} */
      const held = [];
      await page.route(ENGINE, (route) => {
        held.push(() => route.continue());
      });
      await page.goto('#lab=cell');
      await expect(page.getByRole('status')).toHaveText(/^Starting the engine, \d+ s$/);
      await expect(page.locator('.play')).toBeVisible();
      await expect(page.getByText('has not started')).toHaveCount(0);
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
      await expect(
        page.locator('.side, .transport .sentence, .place').filter({ hasText: /\d/ }),
      ).toHaveCount(0);
      await lab.expectAccessible();
      const before = await places(page);
      await expect(() => expect(held).toHaveLength(1)).toPass();
      held[0]?.();
      await page.locator('html[data-ready="true"]').waitFor({ state: 'attached' });
      expect(await places(page)).toEqual(before);
    });
  });
}

test('a start that takes long says so, and offers to try again', async ({ page }) => {
  await page.clock.install();
  await page.route(ENGINE, () => undefined);
  await page.goto('');
  await expect(page.getByRole('status')).toContainText('Starting');
  await expect(page.getByRole('button', { name: 'Try again' })).toBeHidden();
  await page.clock.runFor(9000);
  await expect(page.getByRole('status')).toContainText('Still starting');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('status')).toContainText(', 0 s');
});

test('the frame has the theme that was chosen, before the engine has come', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('unrolled.theme.v1', 'dark'));
  await page.route(ENGINE, () => undefined);
  await page.goto('');
  await expect(page.getByRole('status')).toContainText('Starting');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
