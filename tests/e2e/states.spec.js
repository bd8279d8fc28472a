import { expect, test } from './fixtures.js';
import { chip, drawn, expectNoSidewaysScroll, isPainted, place, SIZES } from './page.js';

test('a sequence that is too long stays in its field, with two ways to use it', async ({
  lab,
  page,
}) => {
  await lab.open();
  const rows = Array.from({ length: 1200 }, (_, at) => `${at / 1000}, ${at % 2}`).join('\n');
  await page.locator('#sequence-text').fill(rows);
  await page.locator('#sequence-use').click();
  await expect(page.locator('#sequence-problem')).toContainText('at most 500');
  await expect(chip(page)).toContainText('T 6');
  await page.getByRole('button', { name: 'Use every 3rd step' }).click();
  await expect(chip(page)).toContainText('T 400');
  await page.locator('#sequence-text').fill(rows);
  await page.locator('#sequence-use').click();
  await page.getByRole('button', { name: 'Use the first 500' }).click();
  await expect(chip(page)).toContainText('T 500');
  await expect(page.locator('#sequence-problem')).toBeHidden();
});

test('an empty sequence shows an example, and one key runs it', async ({ lab, page }) => {
  await lab.open();
  await page.locator('#sequence-text').fill('');
  await expect(page.locator('#sequence-message')).toContainText('example');
  await page.keyboard.press('Control+Enter');
  await expect(chip(page)).toContainText('T 11');
});

test('what cannot be a value stays typed, is said under its field, and changes nothing', async ({
  lab,
  page,
}) => {
  await lab.open();
  const units = page.getByLabel('Hidden units', { exact: true });
  await units.fill('900');
  await expect(page.getByText('Hidden units must be 1 to 64.')).toBeVisible();
  await expect(units).toHaveValue('900');
  await expect(chip(page)).toContainText('H 3');
});

test('without storage everything holds for the visit, which is said once', async ({
  lab,
  page,
}) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await lab.open();
  await page.locator('#menu-button').click();
  await page.locator('#menu-settings').click();
  await page.getByRole('radio', { name: 'Dark' }).check();
  await page.getByRole('radio', { name: 'Light' }).check();
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-notice=storage]')).toHaveCount(1);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});

test('offline there is a small mark, and everything goes on', async ({ lab, page, context }) => {
  await lab.open();
  await expect(page.locator('.offline')).toBeHidden();
  await context.setOffline(true);
  await expect(page.locator('.offline')).toBeVisible();
  await page.getByRole('radio', { name: 'GRU' }).check();
  await expect(chip(page)).toContainText('GRU');
  await context.setOffline(false);
  await expect(page.locator('.offline')).toBeHidden();
  // Chromium asks for the icon of the tab again whenever the address changes.
  lab.complaints.length = 0;
});

test('without WebAssembly an update worked by hand stands instead', async ({ lab, page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'WebAssembly', { value: undefined });
  });
  await lab.open();
  await expect(page.getByRole('table')).toContainText('1.012');
  await lab.expectAccessible();
  await expectNoSidewaysScroll(page);
});

test('an engine that does not come is said plainly, with a way to try again', async ({
  lab,
  page,
}) => {
  await page.route('**/*.wasm', (route) => route.abort());
  await lab.open();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  await expect(page.getByRole('table')).toContainText('0.537');
  for (const viewport of Object.values(SIZES)) {
    await page.setViewportSize(viewport);
    const box = await page.locator('.table-box').boundingBox();
    expect(box?.width, 'px of the table that can be read').toBeGreaterThan(340);
    await expectNoSidewaysScroll(page);
  }
  lab.complaints.length = 0;
});

test('paper gets the picture, the formula and the sentence on one light page, and nothing to press', async ({
  lab,
  page,
  browserName,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await lab.open();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  for (const shown of ['.view-cell canvas', '.view-numbers canvas', '#formula', '#sentence']) {
    await expect(page.locator(shown).first()).toBeVisible();
  }
  for (const button of await page.locator('button:not(.chip)').all()) {
    await expect(button).toBeHidden();
  }
  if (browserName === 'chromium') {
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  }
  await page.emulateMedia({ media: 'screen' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

for (const [name, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test.describe(`forced colours, ${name}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, contextOptions: { forcedColors: 'active' } });

      test('pictures are painted and everything is accessible', async ({ lab, page }) => {
        await lab.open();
        await drawn(page);
        expect(await isPainted(page, 'cell')).toBe(true);
        await lab.expectAccessible();
      });
    });
  }
}

test.describe('in a low window', () => {
  test.use({ viewport: { width: 1280, height: 640 } });

  test('the sentence moves to the equation, and nothing is cut off', async ({ lab, page }) => {
    await lab.open();
    await expect(page.locator('.transport .sentence')).toBeHidden();
    await expect(page.locator('.equation > .sentence')).toBeVisible();
    const box = await page.locator('.transport').boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(640);
  });
});

test('where numbers end is said, and one press goes there', async ({ lab, page }) => {
  await lab.open();
  await page.getByRole('radio', { name: 'RNN' }).check();
  await lab.open('v=1&cell=rnn&act=identity&H=1&head=none&w=orth&T=500&e=weight_hh_l0.r1.c1~5');
  const banner = page.locator('[data-notice=overflow]');
  await expect(banner).toContainText('overflowed at step');
  const step = /step (\d+)/.exec((await banner.textContent()) ?? '')?.[1];
  await banner.getByRole('button', { name: 'Go there' }).click();
  expect((await place(page)).split('.')[0]).toBe(step);
  await page.locator('#edits-back').click();
  await expect(banner).toHaveCount(0);
});

for (const height of [844, 700]) {
  test.describe(`on a phone ${height} px high`, () => {
    test.use({ viewport: { width: 390, height } });

    test('messages take room from the picture, never the steps out of reach', async ({
      lab,
      page,
    }) => {
      await lab.open('v=1&H=9999&t=77&u=50&x=garbage');
      await expect(page.locator('.notice')).toHaveCount(2);
      const box = await page.locator('.transport').boundingBox();
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
      expect((await page.locator('.side').boundingBox())?.height).toBeGreaterThanOrEqual(95);
      expect((await page.locator('.stage').boundingBox())?.height).toBeGreaterThanOrEqual(199);
    });
  });
}

test('a line that is longer than its box fades out at its end, until one has come there', async ({
  lab,
  page,
}) => {
  await page.setViewportSize(SIZES.tablet);
  await lab.open('v=1&t=4&op=dc&dir=b&lvl=vec');
  const box = page.locator('#formula');
  await expect(box).toHaveClass(/\bcut\b/);
  await box.evaluate((element) => element.scrollTo({ left: element.scrollWidth }));
  await expect(box).not.toHaveClass(/\bcut\b/);
  await page.getByRole('radio', { name: 'Numbers', exact: true }).last().check();
  await expect(box).not.toHaveClass(/\bcut\b/);
});

test('a list of operations that is longer than its box fades out at its end, until one has come there', async ({
  lab,
  page,
}) => {
  await page.setViewportSize(SIZES.tablet);
  await lab.open('v=1&lab=attention&t=1&op=query');
  const chain = page.locator('.chain');
  await expect(chain).toHaveClass(/\bcut\b/);
  await chain.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  await expect(chain).not.toHaveClass(/\bcut\b/);
});
