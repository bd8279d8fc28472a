import { expect, test } from './fixtures.js';
import {
  atRest,
  drawn,
  expectNoSidewaysScroll,
  focusStage,
  formula,
  place,
  SIZES,
} from './page.js';

for (const [name, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test.describe(`${name}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test('is accessible as it opens, backward, and as tables; and does not scroll sideways', async ({
        lab,
        page,
      }) => {
        test.slow();
        await lab.open();
        await lab.expectAccessible();
        await expectNoSidewaysScroll(page);
        await focusStage(page);
        await page.keyboard.press('b');
        await drawn(page);
        await lab.expectAccessible();
        await page.keyboard.press('v');
        await drawn(page);
        await lab.expectAccessible();
        await expectNoSidewaysScroll(page);
      });
    });
  }
}

test.describe('phone', () => {
  test.use({ viewport: SIZES.phone });

  test('every panel of the sheet is accessible, and the buttons are large enough to touch', async ({
    lab,
    page,
  }) => {
    await lab.open();
    for (const tab of ['Controls', 'Values', 'Words', 'Equation']) {
      await page.getByRole('button', { name: tab, exact: true }).click();
      await drawn(page);
      await lab.expectAccessible();
      await expectNoSidewaysScroll(page);
    }
    for (const button of await page.locator('.moves button').all()) {
      const box = await button.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
    }
  });
});

test('dialogs and the menu are accessible', async ({ lab, page }) => {
  await lab.open();
  await focusStage(page);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await lab.expectAccessible();
  await page.keyboard.press('Escape');
  await page.locator('#menu-button').click();
  await lab.expectAccessible();
});

for (const [name, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test.describe(`dialogs, ${name}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test('every dialog is accessible and does not scroll the page sideways', async ({
        lab,
        page,
      }) => {
        test.slow();
        await lab.open();
        for (const opener of [
          'find',
          'presets',
          'export',
          'copy-run',
          'paste-run',
          'settings',
          'help',
        ]) {
          await page.locator('#menu-button').click();
          await page.locator(`#menu-${opener}`).click();
          await expect(page.getByRole('dialog')).toBeVisible();
          await lab.expectAccessible('dialog[open]');
          await expectNoSidewaysScroll(page);
          await page.keyboard.press('Escape');
          await expect(page.getByRole('dialog')).toHaveCount(0);
        }
      });
    });
  }
}

test('everything is done with keys alone: a cell, a sequence, a step, a unit, back', async ({
  lab,
  page,
}) => {
  await lab.open();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.locator(':focus')).toHaveText('Skip to your sequence');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('0.5, 1\n0.25, 0');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('#chip')).toContainText('T 2');
  await page.keyboard.press('F6');
  await expect(page.locator('#stage')).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(page.locator('#chip')).toContainText('T 6');
  await page.keyboard.press('Home');
  expect(await place(page)).toBe('1.1');
  await page.keyboard.press('Shift+ArrowRight');
  expect((await place(page)).split('.')[0]).toBe('2');
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('#unit')).toHaveValue('1');
  await page.keyboard.press('g');
  await page.keyboard.type('4.12');
  await page.keyboard.press('Enter');
  expect(await place(page)).toBe('4.12');
  await page.keyboard.press('F6');
  await expect(
    page.locator('#controls, #stage, #side, #transport').and(page.locator(':focus')),
  ).toHaveCount(1);
});

test('inside the picture arrows walk from mark to mark, Enter selects, Escape leaves', async ({
  lab,
  page,
}) => {
  await lab.open();
  await focusStage(page);
  await page.keyboard.press('Enter');
  await expect(page.locator('#spoken')).toContainText('Exploring');
  const heard = new Set();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowRight']) {
    await page.keyboard.press(key);
    await drawn(page);
    heard.add(await page.locator('#spoken').textContent());
  }
  expect(heard.size).toBeGreaterThan(2);
  await expect(page.locator('#pin')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Escape');
  await expect(page.locator('#spoken')).toContainText('Left');
  expect(await place(page)).toBe('4.12');
});

test('single letters do nothing in text fields', async ({ lab, page }) => {
  await lab.open();
  await page.locator('#sequence-text').focus();
  await page.keyboard.type('bvl?g');
  await expect(page.getByRole('radio', { name: 'Forward' })).toBeChecked();
  await expect(page.locator('#stage')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('the stage says what it is, and is described by the sentence of the step', async ({
  lab,
  page,
}) => {
  await lab.open();
  const stage = page.getByRole('application');
  await expect(stage).toHaveAttribute('aria-label', /LSTM, 6 steps/);
  await expect(stage).toHaveAttribute('aria-describedby', 'sentence');
  for (const canvas of await page.locator('.canvas-box canvas').all()) {
    await expect(canvas).toHaveAttribute('aria-hidden', 'true');
  }
  await expect(page.locator('canvas.history')).toHaveAttribute('role', 'img');
});

test('holding a key speaks only the last step', async ({ lab, page }) => {
  // Time stands still but for the frames between the presses: they are as fast as a keyboard's on any machine.
  await page.clock.install();
  await lab.open();
  await focusStage(page);
  await atRest(page);
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000));
  await page.evaluate(() => {
    const said = document.getElementById('spoken');
    if (said === null) return;
    let count = 0;
    new MutationObserver(() => {
      count += 1;
      document.body.dataset.spoken = String(count);
    }).observe(said, { childList: true, characterData: true, subtree: true });
  });
  for (let press = 0; press < 9; press += 1) {
    await page.evaluate((repeat) => {
      const key = { key: 'ArrowLeft', repeat, bubbles: true, cancelable: true };
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', key));
    }, press > 0);
    await page.clock.runFor(32);
  }
  // The first press is no repeat: it is spoken at once.
  await expect(page.locator('body')).toHaveAttribute('data-spoken', '1');
  await page.clock.runFor(1000);
  await expect(page.locator('body')).toHaveAttribute('data-spoken', '2');
  await expect(page.locator('#spoken')).toContainText('Operation 3,');
  await expect(page.locator('#go-op')).toHaveValue('3');
});

test('the theme can be forced, and is kept on this device', async ({ lab, page }) => {
  await lab.open();
  await page.locator('#menu-button').click();
  await page.locator('#menu-settings').click();
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(formula(page)).not.toBeEmpty();
});

test.describe('with reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });
  test('nothing moves', async ({ lab, page }) => {
    await lab.open();
    await expect(page.locator('html')).toHaveAttribute('data-motion', 'reduce');
  });
});

test('what has the focus may go while it is used: the keys stay where they are', async ({
  lab,
  page,
}) => {
  await lab.open();
  const focused = page.locator(':focus');
  /** @param {import('@playwright/test').Locator} target */
  const press = async (target) => {
    await target.focus();
    await page.keyboard.press('Enter');
    await drawn(page);
    await expect(focused).toHaveCount(1);
  };
  await press(page.locator('.chain-op', { hasText: 'keep' }));
  await expect(focused).toHaveText(/^keep/);
  await expect(focused).toHaveAttribute('aria-current', 'step');
  await press(page.getByRole('button', { name: 'Latch' }));
  await press(page.locator('[data-notice=preset]').getByRole('button', { name: 'Close' }));
  await expect(focused).toHaveCount(1);
  await press(page.locator('#undo'));
  await page.keyboard.press('Enter');
  await expect(page.locator('#undo')).toBeFocused();
  await expect(page.locator('#spoken')).toContainText('Nothing to undo');
  await press(page.getByRole('button', { name: 'No plus' }));
  await press(page.locator('#heal'));
  await expect(page.getByRole('button', { name: 'No plus' })).toBeFocused();
  await focusStage(page);
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await press(page.locator('.inspector .link').first());
  await expect(page.locator('.inspector :focus')).toHaveCount(1);
});

test.describe('the drawer of a tablet', () => {
  test.use({ viewport: SIZES.tablet });

  test('closes when the keys go on, and Escape leads back to its rail', async ({ lab, page }) => {
    await lab.open();
    const drawer = page.locator('#controls');
    const opener = page.getByRole('button', { name: 'Break it', exact: true });
    await opener.focus();
    await page.keyboard.press('Enter');
    await expect(drawer).toHaveAttribute('data-open', '');
    await page.keyboard.press('Escape');
    await expect(drawer).not.toHaveAttribute('data-open');
    await expect(opener).toBeFocused();
    await page.keyboard.press('Enter');
    await page.locator('#my-presets').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect(page.locator('#my-presets')).toBeFocused();
    await page.getByLabel('Target', { exact: true }).focus();
    await page.keyboard.press('Tab');
    await expect(page.locator('#swap')).toBeFocused();
    await expect(drawer).not.toHaveAttribute('data-open');
  });
});

for (const name of /** @type {const} */ (['tablet', 'phone'])) {
  test.describe(`skip links on a ${name}`, () => {
    test.use({ viewport: SIZES[name] });

    test('lead to what is closed as well', async ({ lab, page }) => {
      await lab.open();
      await page.getByRole('button', { name: 'Skip to your sequence' }).focus();
      await page.keyboard.press('Enter');
      await expect(page.locator('#sequence-text')).toBeFocused();
      await expect(page.locator('#sequence-text')).toBeInViewport();
    });
  });
}
