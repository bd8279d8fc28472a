import { expect, test } from './fixtures.js';
import { boxOf, chip, focusStage, formula, link, place } from './page.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} text */
async function find(page, text) {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(text);
}

test('any command is found by its name, with keys alone', async ({ lab, page }) => {
  await lab.open();
  await find(page, 'gru');
  const field = page.getByRole('combobox', { name: 'Command' });
  await expect(field).toBeFocused();
  const chosen = page.locator(`[id="${await field.getAttribute('aria-activedescendant')}"]`);
  await expect(chosen).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  expect(await field.getAttribute('aria-activedescendant')).not.toBe(
    await chosen.getAttribute('id'),
  );
  await page.getByRole('option', { name: 'Cell: GRU', exact: true }).click();
  await expect(chip(page)).toContainText('GRU');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await find(page, 'hold z at 1');
  await page.keyboard.press('Enter');
  await expect(chip(page)).toContainText('held');
  await find(page, 'qqqq');
  await expect(page.getByRole('dialog')).toContainText('Nothing is called that.');
  await page.keyboard.press('Escape');
  await find(page, 'hidden units type');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Hidden units', { exact: true })).toBeFocused();
});

test('a preset opens a state, says what to look at, and is one step of undo', async ({
  lab,
  page,
}) => {
  await lab.open();
  await find(page, 'preset output shut');
  await page.keyboard.press('Enter');
  const look = page.locator('[data-notice=preset]');
  await expect(look).toContainText('kept is not shown');
  await expect(page.locator('#spoken')).toContainText('Output shut');
  expect(await place(page)).toBe('4.14');
  await expect(formula(page)).toContainText('0=0');
  await look.getByRole('button', { name: 'Undo' }).click();
  await expect(look).toHaveCount(0);
  expect(await place(page)).toBe('4.12');
  await expect(formula(page)).toContainText('1.163');
});

test("a person's own preset is kept on this device, and taken along as JSON", async ({
  lab,
  page,
}) => {
  await lab.open('v=1&cell=gru&t=2&op=r');
  await page.locator('#my-presets').click();
  await page.getByLabel('Name').fill('mine');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'mine', exact: true })).toBeVisible();
  await lab.open();
  await page.reload();
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  await page.locator('#my-presets').click();
  await page.getByRole('button', { name: 'mine', exact: true }).click();
  await expect(chip(page)).toContainText('GRU');
  await link(page, /cell=gru&t=2&op=r$/);
  await page.locator('#my-presets').click();
  await page.getByRole('button', { name: 'Delete mine' }).click();
  await page.getByRole('button', { name: 'Put it back' }).click();
  await expect(page.getByRole('button', { name: 'mine', exact: true })).toBeVisible();
  await page.getByLabel('Add presets from JSON').fill('[{"name":"other","link":"#v=1&H=4"}]');
  await page.getByRole('button', { name: 'Add them' }).click();
  await page.getByRole('button', { name: 'other', exact: true }).click();
  await expect(chip(page)).toContainText('H 4');
});

test('help says how to read the picture, the conventions and the keys in use', async ({
  lab,
  page,
}) => {
  await lab.open();
  await page.locator('#help').click();
  const help = page.getByRole('dialog', { name: 'Help' });
  for (const text of ['How to read the picture', 'Notation', 'PyTorch', 'find any command']) {
    await expect(help).toContainText(text);
  }
  await page.keyboard.press('Escape');
  await focusStage(page);
  await page.keyboard.press('?');
  await expect(help).toBeVisible();
});

test('what is exported is what is on screen, under a name that says what it is', {
  tag: '@chromium',
}, async ({ lab, page }) => {
  await lab.open('v=1&w=orth&seed=11');
  await page.locator('#export').click();
  /** @param {string} kind */
  const save = async (kind) => {
    const waiting = page.waitForEvent('download');
    await page.locator(`#export-save-${kind}`).click();
    const download = await waiting;
    const chunks = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk);
    return { name: download.suggestedFilename(), bytes: Buffer.concat(chunks) };
  };
  const json = await save('json');
  expect(json.name).toBe('unrolled-cell-lstm-orth-seed11-4.c.f.json');
  const { state, run, link: address } = JSON.parse(json.bytes.toString());
  expect(state.model.seed).toBe(11);
  expect(run.format).toBe('unrolled-run/1');
  expect(address).toContain('#v=1&w=orth&seed=11');
  const png = await save('png');
  expect(png.name).toBe('unrolled-cell-lstm-orth-seed11-cell-4.c.f.png');
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
  const shown = await boxOf(page, 'cell');
  expect(png.bytes.readUInt32BE(16)).toBe(Math.round(shown.width * 2));
  const svg = await save('svg');
  expect(svg.bytes.toString()).toMatch(/^<svg[\s\S]*<\/svg>\s*$/);
  const csv = (await save('csv')).bytes.toString();
  expect(csv.split('\n').length).toBeGreaterThan(2);
  expect((await save('latex')).bytes.toString()).toContain('=');
  expect((await save('matrices')).bytes.toString()).toMatch(/matrix/);
});

test('copying goes to the clipboard, and where that is forbidden a file is saved', async ({
  lab,
  page,
  browserName,
  context,
}) => {
  test.skip(browserName !== 'chromium', 'only Chromium lets a test allow the clipboard');
  await lab.open();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.locator('#export').click();
  await page.locator('#export-copy-latex').click();
  await expect(page.locator('.toast')).toHaveText('LaTeX copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('1.163');
  await page.locator('#export-copy-png').click();
  await expect(page.locator('.toast')).toHaveText('PNG copied.');
  const types = await page.evaluate(async () => (await navigator.clipboard.read())[0]?.types);
  expect(types).toContain('image/png');
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('no'));
  });
  const waiting = page.waitForEvent('download');
  await page.locator('#export-copy-json').click();
  expect((await waiting).suggestedFilename()).toMatch(/\.json$/);
  await expect(page.locator('.toast')).toContainText('saved as');
});
