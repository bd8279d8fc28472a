import { expect, test } from './fixtures.js';
import { chip, drawn, picture, place, type } from './page.js';

const problem = '#sequence-problem';

test('typed numbers run at once', async ({ lab, page }) => {
  await lab.open();
  const before = await picture(page);
  await type(page, '0.5, 1\n-0.25, 0\n1, 1');
  await expect(chip(page)).toContainText('T 3');
  await expect(page.locator(problem)).toBeHidden();
  await expect.poll(() => picture(page)).not.toEqual(before);
  expect((await place(page)).split('.')[0]).toBe('3');
});

for (const [name, text, T] of /** @type {[string, string, number][]} */ ([
  ['CSV with a header', 'value,marker\n0.8,1\n-0.5,0\n', 2],
  ['TSV', '0.8\t1\n-0.5\t0\n0.25\t1', 3],
  ['JSON', '[[0.8, 1], [-0.5, 0], [0.25, 1], [0, 0]]', 4],
  ['Windows line ends', '1,0\r\n2,1\r\n', 2],
])) {
  test(`${name} is read as ${T} steps of two numbers`, async ({ lab, page }) => {
    await lab.open();
    await type(page, text);
    await expect(page.locator(problem)).toBeHidden();
    await expect(chip(page)).toContainText('D 2');
    await expect(chip(page)).toContainText(`T ${T}`);
  });
}

test('what is pasted over the field runs without a button', async ({ lab, page, browserName }) => {
  test.skip(browserName !== 'chromium', 'only Chromium lets a test write the clipboard');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await lab.open();
  await page.evaluate(() => navigator.clipboard.writeText('0.1,1\n0.2,0'));
  await page.locator('#sequence-text').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+v');
  await expect(chip(page)).toContainText('T 2');
});

test('text of one’s own is one symbol a step, joiners and right-to-left letters included', async ({
  lab,
  page,
}) => {
  await lab.open();
  await type(page, '👩‍👩‍👧a👩‍👩‍👧');
  await expect(chip(page)).toContainText('T 3');
  await type(page, 'שלום עולם');
  await expect(chip(page)).toContainText('T 9');
  await type(page, '<script>alert(1)</script>');
  await expect(chip(page)).toContainText('T 25');
  await expect(page.locator('#sequence-text')).toHaveValue('<script>alert(1)</script>');
});

for (const [name, text] of /** @type {[string, string][]} */ ([
  ['NaN', '0.8, NaN'],
  ['Infinity', '0.8, Infinity\n1, 2'],
  ['1e400', '1e400, 1'],
  ['ragged rows', '1, 2\n3\n4, 5'],
  ['broken JSON', '[[1, 2], [3'],
  ['nothing', '   \n '],
])) {
  test(`${name} gets a clear message, stays in the field, and the picture stays`, async ({
    lab,
    page,
  }) => {
    await lab.open();
    const before = await picture(page);
    await type(page, text);
    await expect(page.locator(problem)).toBeVisible();
    await expect(page.locator(problem)).not.toBeEmpty();
    await expect(page.locator('#sequence-text')).toHaveValue(text);
    await expect(page.locator('#sequence-text')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.locator('#alarm')).not.toBeEmpty();
    await expect.poll(() => picture(page)).toEqual(before);
    await type(page, '1, 2\n3, 4');
    await expect(page.locator(problem)).toBeHidden();
    await expect(chip(page)).toContainText('T 2');
  });
}

for (const [name, make] of /** @type {[string, () => string][]} */ ([
  ['a hundred thousand characters', () => 'a'.repeat(100_000)],
  ['a million rows', () => '1\n'.repeat(1_000_000)],
  ['a hundred thousand brackets', () => '['.repeat(100_000)],
])) {
  test(`${name} are answered with a message, and the page lives on`, { tag: '@chromium' }, async ({
    lab,
    page,
  }) => {
    await lab.open();
    await page.locator('#sequence-text').evaluate((field, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      field.focus();
      if (field instanceof HTMLTextAreaElement) field.select();
      field.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    }, make());
    await drawn(page);
    await expect(page.locator(problem)).not.toBeEmpty();
    await expect(chip(page)).toContainText('T 6');
    await type(page, '1, 2\n3, 4\n5, 6');
    await expect(chip(page)).toContainText('T 3');
  });
}

test('a sequence can be undone and done again', async ({ lab, page }) => {
  await lab.open();
  const before = await chip(page).textContent();
  const typed = await page.locator('#sequence-text').inputValue();
  await type(page, 'abc');
  await expect(chip(page)).toContainText('T 3');
  await page.locator('#undo').click();
  await expect(chip(page)).toHaveText(before ?? '');
  await expect(page.locator('#sequence-text')).toHaveValue(typed);
  await page.locator('#redo').click();
  await expect(chip(page)).toContainText('T 3');
  await page.locator('#sequence-story').click();
  await expect(chip(page)).toContainText('T 6');
});

for (const [text, said] of /** @type {[string, RegExp][]} */ ([
  ['0', /1 to 64/],
  ['1000000', /1 to 64/],
  ['NaN', /number/],
  ['1e400', /number/],
  ['__proto__', /number/],
  ['', /number/],
])) {
  test(`H = ${text || 'nothing'} stays in its field with a message, and the picture stays`, async ({
    lab,
    page,
  }) => {
    await lab.open();
    const before = await picture(page);
    const field = page.locator('#group-sizes input.number').first();
    await field.fill(text);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(page.locator('#group-sizes .problem').first()).toHaveText(said);
    await field.blur();
    await expect(field).toHaveValue(text);
    await expect.poll(() => picture(page)).toEqual(before);
    await field.fill('4');
    await expect(chip(page)).toContainText('H 4');
  });
}
