import { expect, test } from './fixtures.js';

test('the page starts, with nothing to complain about and nothing from another origin', async ({
  lab,
  page,
}) => {
  await lab.open();
  await expect(page).toHaveTitle(/Unrolled/);
  await lab.expectAccessible();
});

test('the content security policy refuses inline script and other origins', async ({
  lab,
  page,
}) => {
  await lab.open();
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.body.dataset.inlineRan = "yes"';
    document.body.append(script);
    return document.body.dataset.inlineRan ?? 'no';
  });
  expect(ran).toBe('no');
  const reached = await page.evaluate(() =>
    fetch('https://example.invalid/').then(
      () => 'yes',
      () => 'no',
    ),
  );
  expect(reached).toBe('no');
  const refused = lab.complaints.join('\n');
  expect(refused).toContain('script-src');
  expect(refused).toContain('connect-src');
  lab.complaints.length = 0;
});
