import { expect, test } from './fixtures.js';
import {
  atRest,
  boxOf,
  chip,
  drawn,
  focusStage,
  formula,
  isPainted,
  picture,
  place,
  sentence,
} from './page.js';

test('the page opens on the LSTM where the memory is made, with real numbers', async ({
  lab,
  page,
}) => {
  await lab.open();
  await expect(chip(page)).toContainText('LSTM');
  expect(await place(page)).toBe('4.12');
  await expect(formula(page)).toHaveText(/1\.163.*0\.993.*0\.640.*0\.982.*0\.537/);
  await expect(sentence(page)).toContainText('1.163');
  for (const view of ['sequence', 'cell', 'numbers']) {
    expect(await isPainted(page, view), view).toBe(true);
  }
});

test('the arrows step and Space plays as soon as the page has opened, and on a button that was pressed', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&t=4&op=u');
  const first = await place(page);
  await page.keyboard.press('ArrowRight');
  await drawn(page);
  const second = await place(page);
  expect(second).not.toBe(first);
  const forward = page.getByRole('button', { name: 'Next operation' });
  await forward.click();
  await drawn(page);
  const third = await place(page);
  await page.keyboard.press('ArrowLeft');
  await drawn(page);
  expect(await place(page)).toBe(second);
  expect(third).not.toBe(second);
  await page.evaluate(
    () => document.activeElement instanceof HTMLElement && document.activeElement.blur(),
  );
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
});

test('with the right arrow alone one comes to 1.163, and sees only dashes before', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&t=4&op=u');
  await focusStage(page);
  await page.keyboard.press('v');
  await expect(page.getByRole('grid').last()).not.toContainText('1.163');
  for (let press = 0; press < 11; press += 1) {
    await expect(formula(page)).not.toHaveText(/1\.163/);
    await page.keyboard.press('ArrowRight');
    await drawn(page);
  }
  expect(await place(page)).toBe('4.12');
  await expect(formula(page)).toHaveText(/1\.163/);
  await expect(page.getByRole('grid').last()).toContainText('1.163');
  await expect(page.locator('#spoken')).toContainText('1.163');
});

test('backward, the memory line is multiplied by the forget gate and nothing else', async ({
  lab,
  page,
}) => {
  await lab.open();
  await focusStage(page);
  await page.keyboard.press('b');
  await expect(page.locator('#spoken')).toContainText('Backward');
  await expect(page.getByRole('radio', { name: 'Backward' })).toBeChecked();
  await page.locator('#go-step').fill('4.dcprev');
  await page.keyboard.press('Enter');
  await expect(sentence(page)).toContainText('nothing else');
  await page.getByRole('radio', { name: 'Symbols' }).check();
  await expect(formula(page)).toHaveText(/f.*t/);
});

for (const cell of ['rnn', 'gru', 'lstm']) {
  test(`the right arrow leads through the last step of the ${cell} and on backward`, async ({
    lab,
    page,
  }) => {
    test.slow();
    await lab.open(`v=1&cell=${cell}&t=6&op=u`);
    await focusStage(page);
    const ops = { forward: new Set(), backward: new Set() };
    for (let press = 0; press < 26; press += 1) {
      const backward = await page.getByRole('radio', { name: 'Backward' }).isChecked();
      ops[backward ? 'backward' : 'forward'].add(await place(page));
      await expect(formula(page)).not.toBeEmpty();
      await page.keyboard.press('ArrowRight');
    }
    expect(ops.forward.size).toBeGreaterThan(3);
    expect(ops.backward.size).toBeGreaterThan(6);
    await page.keyboard.press('End');
    await expect(formula(page)).not.toBeEmpty();
    expect((await place(page)).split('.')[0]).toBe('1');
  });
}

test('the level changes what the formula is made of, and keeps the place', async ({
  lab,
  page,
}) => {
  await lab.open();
  await page.getByRole('radio', { name: 'Symbols' }).check();
  await expect(formula(page)).not.toHaveText(/1\.163/);
  await page.getByRole('radio', { name: 'Vectors' }).check();
  await expect(formula(page).locator('mtable').first()).toBeVisible();
  await expect(formula(page)).toHaveText(/1\.163/);
  await page.locator('.equation').getByRole('radio', { name: 'PyTorch' }).check();
  await page.getByRole('radio', { name: 'Symbols' }).check();
  await expect(formula(page)).toHaveText(/g/);
  expect(await place(page)).toBe('4.12');
});

test('the scrubbers are clicked, dragged and typed into', async ({ lab, page }) => {
  await lab.open();
  const steps = page.getByRole('slider', { name: 'Time step' });
  const box = await steps.boundingBox();
  if (box === null) throw new Error('no scrubber');
  const at = (/** @type {number} */ step) => box.x + (box.width * (step - 0.5)) / 6;
  const middle = box.y + box.height / 2;
  await page.mouse.click(at(2), middle);
  expect((await place(page)).split('.')[0]).toBe('2');
  await page.mouse.move(at(2), middle);
  await page.mouse.down();
  await page.mouse.move(at(5), middle, { steps: 6 });
  await page.mouse.up();
  expect((await place(page)).split('.')[0]).toBe('5');
  await page.locator('#go-op').fill('3');
  await page.keyboard.press('Enter');
  expect(await place(page)).toBe('5.3');
  await page.locator('#go-step').fill('9');
  await page.keyboard.press('Enter');
  await expect(page.locator('#go-step')).toHaveAttribute('aria-invalid', 'true');
});

test('a click on a step of the strip goes there', async ({ lab, page }) => {
  await lab.open();
  const box = await boxOf(page, 'sequence');
  await page.mouse.click(box.x + box.width * 0.12, box.y + box.height / 2);
  expect((await place(page)).split('.')[0]).toBe('1');
});

test('pointing at a term of the formula lights the picture, and pointing away puts it out', async ({
  lab,
  page,
}) => {
  await lab.open();
  const before = await picture(page);
  await formula(page).locator('[data-ref]').nth(1).hover();
  await expect.poll(() => picture(page)).not.toEqual(before);
  await page.locator('.bar h1').hover();
  await expect.poll(() => picture(page)).toEqual(before);
});

test('playing walks to the end and stops; idle, the page draws nothing', async ({ lab, page }) => {
  test.slow();
  await lab.open('v=1&t=2&op=dh&dir=b');
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('4');
  await page.locator('#play').click();
  await expect(page.locator('#play')).toHaveAttribute('aria-label', 'Pause');
  await expect(page.locator('#play')).toHaveAttribute('aria-label', 'Play');
  await atRest(page);
});

test('many changes between two frames are one configuration and one paint', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&w=orth');
  await page.locator('input[type=range]:visible').first().waitFor();
  await atRest(page);
  const counts = await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const count = (/** @type {string} */ name) =>
      performance.getEntriesByName(`unrolled:${name}`).length;
    await frame();
    const before = [count('configure'), count('paint')];
    const slider = [...document.querySelectorAll('input')].find((input) => input.type === 'range');
    for (const value of ['5', '6', '7', '8', '9']) {
      if (slider) slider.value = value;
      slider?.dispatchEvent(new Event('input', { bubbles: true }));
    }
    await frame();
    await frame();
    return [count('configure') - (before[0] ?? 0), count('paint') - (before[1] ?? 0)];
  });
  expect(counts).toEqual([1, 1]);
});

test('what stays is painted once, on a layer under the rest, with the pixels of the whole picture', async ({
  lab,
  page,
}) => {
  await lab.open('v=1&w=orth');
  await page.getByRole('slider', { name: /Forget bias/ }).focus();
  for (let press = 0; press < 8; press += 1) {
    await page.keyboard.press(press % 2 ? 'ArrowLeft' : 'ArrowRight');
    await drawn(page);
  }
  await atRest(page);
  await page.evaluate(() => {
    const { prototype } = CanvasRenderingContext2D;
    const write = prototype.fillText;
    prototype.fillText = function (...at) {
      document.body.dataset.written = String(Number(document.body.dataset.written ?? 0) + 1);
      return write.apply(this, at);
    };
  });
  const written = () =>
    page.evaluate(() => {
      const { dataset } = document.body;
      const count = Number(dataset.written ?? 0);
      dataset.written = '0';
      return count;
    });
  await page.keyboard.press('ArrowRight');
  const layered = await picture(page);
  const over = await written();
  await page.evaluate(() => document.fonts.dispatchEvent(new Event('loadingdone')));
  expect(await picture(page)).toEqual(layered);
  expect(over).toBeLessThan(0.8 * (await written()));
});
