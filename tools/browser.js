/**
 * Finds browsers for the tests and the bench, and installs a Chromium where there is none.
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isMain, Problem, run, runPackage, say, script } from './process.js';

const CHROMIUMS = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
const REMEDY =
  'Install Chrome or Chromium, or set CHROME_PATH to the program of one that is installed.';

/** Instead of a path: the Chromium that Playwright finds by itself. */
const PLAYWRIGHTS_OWN = '';

const isRoot = process.getuid?.() === 0;

/** Keeps the browser from calling home; the sandbox cannot be had as root. */
export const chromiumFlags = [
  ...(isRoot ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The first of these programs that is on the PATH.
 * @param {string[]} names
 */
function onPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const files = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return files.find(isProgram) ?? null;
}

/** Whether Playwright has downloaded a Chromium of its own that starts here. */
async function playwrightHasOne() {
  const { chromium } = await import('@playwright/test');
  try {
    const browser = await chromium.launch({ args: chromiumFlags });
    await browser.close();
    return true;
  } catch {
    return false;
  }
}

/** @returns {Promise<string | null>} */
async function installedChromium() {
  if (await playwrightHasOne()) return PLAYWRIGHTS_OWN;
  return onPath(CHROMIUMS) ?? APPLICATIONS.find(isProgram) ?? null;
}

/** Tries each way to install a Chromium; a way that fails leaves the next one its chance. */
async function installChromium() {
  say("Installing a browser for the tests (Playwright's Chromium)");
  try {
    await runPackage('playwright', ['install', '--only-shell', 'chromium'], { quiet: true });
  } catch {
    if (!isRoot || onPath(['apt-get']) === null) return;
    say("That did not work. Installing Debian's Chromium");
    const options = { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' } };
    try {
      await run('apt-get', ['update'], options);
      await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], options);
    } catch {
      // The one clear line comes from whoever asked for a browser.
    }
  }
}

/**
 * The Chromium to use: `CHROME_PATH`, else an installed one, else one installed now. An empty path stands for
 * Playwright's own.
 * @returns {Promise<string>}
 */
export async function findChromium() {
  const wish = process.env.CHROME_PATH;
  if (wish !== undefined && wish !== '') {
    if (!isProgram(wish)) throw new Problem(`CHROME_PATH is ${wish}, which is not a program.`);
    return wish;
  }
  const found = await installedChromium();
  if (found !== null) return found;
  await installChromium();
  const installed = await installedChromium();
  if (installed === null) throw new Problem(`no Chromium to test in. ${REMEDY}`);
  return installed;
}

/** An installed Firefox that Playwright can drive (ESR), or null. */
export function findFirefox() {
  const wish = process.env.FIREFOX_PATH;
  return wish !== undefined && wish !== '' ? wish : onPath(['firefox-esr']);
}

if (isMain(import.meta.url)) {
  script(async () => console.log((await findChromium()) || "Playwright's own Chromium"));
}
