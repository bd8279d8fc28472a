/**
 * The page in real browsers, served as a static host would, under a path of its own. More words go to Playwright:
 * `npm run e2e -- -g "keyboard"`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium, findFirefox } from './browser.js';
import { isMain, Problem, root, runPackage, script } from './process.js';
import { serve } from './serve.js';

/** Firefox is a second opinion, had where FIREFOX_PATH or REQUIRE_ENGINES asks for it: it takes twice the time. */
function secondEngine() {
  const { FIREFOX_PATH = '', REQUIRE_ENGINES = '' } = process.env;
  if (FIREFOX_PATH === '' && !REQUIRE_ENGINES.split(',').includes('firefox')) return null;
  const firefox = findFirefox();
  if (firefox !== null) return firefox;
  throw new Problem('there is no Firefox ESR. Debian has one: apt-get install firefox-esr.');
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
