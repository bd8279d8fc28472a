import { defineConfig, devices } from '@playwright/test';
import { chromiumFlags } from '../../tools/browser.js';

const { CHROME_PATH, FIREFOX_PATH, PAGE_URL, CI } = process.env;

const chromium = {
  name: 'chromium',
  use: {
    ...devices['Desktop Chrome'],
    launchOptions: { executablePath: CHROME_PATH || undefined, args: chromiumFlags },
  },
};

/**
 * Debian's Firefox ESR. Its colour scheme and reduced motion can only be set by preferences, and no test can download,
 * paste, click twice or compare pixels of two windows in it: what wants one of these is tried in Chromium alone.
 */
const firefox = {
  name: 'firefox',
  testIgnore: ['access.spec.js', 'recovery.spec.js'],
  grepInvert: /@chromium/,
  use: {
    ...devices['Desktop Firefox'],
    channel: 'moz-firefox',
    launchOptions: { executablePath: FIREFOX_PATH },
  },
};

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.js',
  outputDir: '../../test-results',
  forbidOnly: Boolean(CI),
  fullyParallel: true,
  workers: 2,
  // Only a hang may end a test: axe takes seconds a pass on a busy machine.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [['list']],
  use: {
    baseURL: PAGE_URL,
    viewport: { width: 1440, height: 900 },
    trace: CI ? 'off' : 'retain-on-failure',
  },
  projects: FIREFOX_PATH ? [chromium, firefox] : [chromium],
});
