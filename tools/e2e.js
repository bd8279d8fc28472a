/**
 * The page in real browsers, served as a static host would, under a path of its own. More words go to Playwright:
 * `npm run e2e -- -g "keyboard"`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium, findFirefox } from './browser.js';
import { isMain, Problem, root, runPackage, say, script } from './process.js';
import { serve } from './serve.js';

/** Firefox is a second opinion: used where it is installed, demanded where REQUIRE_ENGINES names it. */
function secondEngine() {
  const firefox = findFirefox();
  const required = (process.env.REQUIRE_ENGINES ?? '').split(',').includes('firefox');
  const how = 'Debian: apt-get install firefox-esr; elsewhere FIREFOX_PATH names a Firefox ESR';
  if (firefox === null && required) throw new Problem(`REQUIRE_ENGINES wants Firefox. ${how}.`);
  if (firefox === null) say(`Firefox is not installed, skipped (${how})`);
  return firefox;
}

/** @param {string[]} [words] further words for Playwright */
export async function testInBrowsers(words = []) {
  if (!existsSync(join(root, 'dist', 'index.html'))) {
    throw new Problem('there is no dist/ to test. Run `npm run build` first.');
  }
  const chromium = await findChromium();
  const firefox = secondEngine();
  const { url, close } = await serve({ port: 0, base: '/a/path/of/its/own/' });
  try {
    await runPackage(
      'playwright',
      ['test', '--config', 'tests/e2e/playwright.config.js', ...words],
      {
        env: { PAGE_URL: url, CHROME_PATH: chromium, FIREFOX_PATH: firefox ?? '' },
      },
    );
  } finally {
    await close();
  }
}

if (isMain(import.meta.url)) script(() => testInBrowsers(process.argv.slice(2)));
