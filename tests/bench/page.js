/**
 * How fast the built page is, in a browser, as a person would meet it: `npm run bench`.
 *
 * Nothing here is a test: timings belong to a machine. Each number stands beside its goal, so that a ratio can be read.
 * The page writes the timings itself, as performance measures; this program opens links, moves a slider with the arrow
 * keys, types a letter, and reads them.
 *
 * The keys are pressed from within the page: this program would need a core while the page draws. The first presses are
 * told apart from the later ones: for some hundred of them the browser optimises the engine beside it, on the same cores.
 */
import { readFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { chromiumFlags, findChromium } from '../../tools/browser.js';
import { buildModule, buildPage, buildWasm, COMPILED, MODULES } from '../../tools/build.js';
import { Problem, say, script } from '../../tools/process.js';
import { serve } from '../../tools/serve.js';
import { byPackage } from './wasm.js';

/** @typedef {import('@playwright/test').Browser} Browser */
/** @typedef {import('@playwright/test').Page} Page */

/** Sizes of the model, and how long a frame may take, in ms. */
const SIZES = [
  { H: 3, T: 6, goal: null },
  { H: 16, T: 50, goal: 8 },
  { H: 64, T: 200, goal: 16 },
];
const STEPS = ['configure', 'paint', 'frame'];
/** The rows of a scene: so many presses that do not count, so many that do. */
const ROWS = [
  { when: 'just opened', before: 10, presses: 100 },
  { when: 'once the engine is optimised', before: 300, presses: 300 },
];
const LOADS = 9;
/** Packages that take less are not listed, in bytes. */
const LEAST_SHARE = 1000;
const FIRST_SCREEN_GOAL = 300_000;
/** What the page fetches after its first screen. */
const WHEN_IDLE = /^(unrolled|unrolled_bg|dialogs|worker|dates)-/;
const FIRST_PAINT_GOAL = 300;
const FIRST_PICTURE_GOAL = 600;
const VIEWPORT = { width: 1440, height: 900 };

/**
 * @param {number[]} numbers
 * @param {number} share
 */
function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/**
 * @param {number} value
 * @param {number | null} goal
 * @param {string} unit
 */
function against(value, goal, unit) {
  const share = goal === null ? '' : `   goal ${goal} ${unit}, ${(value / goal).toFixed(2)} of it`;
  return `${value.toFixed(unit === 'kB' ? 1 : 2)} ${unit}${share}`;
}

/**
 * @param {Page} page
 * @param {string} url
 */
async function open(page, url) {
  await page.goto(url);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
}

/**
 * The page's own timings under a name, in ms, oldest first.
 * @param {Page} page
 * @param {string} step
 */
function timings(page, step) {
  return page.evaluate(
    (name) => performance.getEntriesByName(name, 'measure').map((entry) => entry.duration),
    `unrolled:${step}`,
  );
}

/** @param {Page} page */
function nextFrame(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );
}

/**
 * @param {Page} page
 * @param {string} key
 */
async function press(page, key) {
  await page.keyboard.press(key);
  await nextFrame(page);
}

/**
 * Presses keys in turn where the focus is, each in a frame of its own with one between.
 * @param {Page} page
 * @param {string[]} keys
 * @param {number} presses an even number ends where it began
 */
function pressWithin(page, keys, presses) {
  return page.evaluate(
    async ({ keys, presses }) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      for (let count = 0; count < presses; count += 1) {
        const key = keys[count % keys.length];
        const pressed = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
        document.activeElement?.dispatchEvent(pressed);
        await frame();
        await frame();
      }
    },
    { keys, presses },
  );
}

/**
 * Types a letter at the end of the field that has the focus and takes it back, in turn.
 * @param {Page} page
 * @param {string[]} letters
 * @param {number} presses an even number ends where it began
 */
function typeWithin(page, letters, presses) {
  return page.evaluate(
    async ({ letters, presses }) => {
      const field = document.activeElement;
      if (!(field instanceof HTMLInputElement)) throw new Error('nothing is typed into');
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const text = field.value;
      for (let count = 0; count < presses; count += 1) {
        field.value = text + letters[count % letters.length];
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        await frame();
        await frame();
      }
    },
    { letters, presses },
  );
}

/**
 * Focuses the first slider that makes the engine configure itself again. Only sliders of real numbers are tried: one of
 * whole numbers may change how large the model is.
 * @param {Page} page
 */
async function focusModelSlider(page) {
  const sliders = page.locator('input[type=range][step=any]:visible');
  for (let index = 0; index < (await sliders.count()); index += 1) {
    await sliders.nth(index).focus();
    await page.evaluate(() => performance.clearMeasures());
    await press(page, 'ArrowRight');
    if ((await timings(page, 'configure')).length > 0) return;
  }
  throw new Problem('no slider on the page changes the model.');
}

/**
 * A sequence of two kinds of letters and random weights: a model of this size, whatever else the page opens with.
 * @param {{H: number, T: number}} size
 */
function link({ H, T }) {
  return `#v=1&lab=cell&cell=lstm&H=${H}&w=orth&text=${'abbab'.repeat(T).slice(0, T)}`;
}

/**
 * Focuses the first number of the formula that is given, which the arrow keys change as a drag does.
 * @param {Page} page
 */
async function focusGivenNumber(page) {
  await page.locator('#formula .given').first().focus();
}

/**
 * @typedef {object} Gesture
 * @property {string} name
 * @property {string} op the operation that is looked at
 * @property {(page: Page) => Promise<void>} focus
 * @property {string[]} keys what moves it there and back, so that no end of its range stops the work
 * @property {typeof pressWithin} act
 */

/** @type {Gesture} */
const SLIDER = {
  name: 'one slider step',
  op: 'c',
  focus: focusModelSlider,
  keys: ['ArrowRight', 'ArrowLeft'],
  act: pressWithin,
};
/** @type {Gesture} */
const NUMBER = {
  name: 'one step of a number',
  op: 'af',
  focus: focusGivenNumber,
  keys: ['ArrowUp', 'ArrowDown'],
  act: pressWithin,
};
/** @type {Gesture} */
const LETTER = {
  name: 'one keystroke',
  op: 'weights',
  async focus(page) {
    await page.locator('#reading-other:not(:empty)').waitFor();
    await page.locator('#reading-text').focus();
  },
  keys: ['w', 'x'],
  act: typeWithin,
};

/** What is moved on which screen. @type {{title: string, hash: string, gesture: Gesture, goal: number | null}[]} */
const SCENES = [
  ...SIZES.flatMap(({ goal, ...size }) =>
    [SLIDER, NUMBER].map((gesture) => ({
      title: `Cell, LSTM, H ${size.H}, T ${size.T}`,
      hash: `${link(size)}&op=${gesture.op}`,
      gesture,
      goal,
    })),
  ),
  { title: 'Start', hash: '#v=1', gesture: SLIDER, goal: 8 },
  ...SIZES.slice(1).map(({ H, T, goal }) => ({
    title: `Gradients, tanh, H ${H}, T ${T}`,
    hash: `#v=1&lab=gradients&gH=${H}&gT=${T}&gact=tanh&in=0.5`,
    gesture: SLIDER,
    goal,
  })),
  {
    title: 'Time, LSTM, H 16, T 500',
    hash: '#v=1&lab=time&cell=lstm&H=16&w=orth&T=500',
    gesture: SLIDER,
    goal: 16,
  },
  {
    title: 'Attention, reverse, 24 symbols',
    hash: '#v=1&lab=attention&task=reverse&read=abcdefghijklmnopqrstuvw',
    gesture: LETTER,
    goal: 30,
  },
];

/**
 * @param {Page} page
 * @param {string} url
 * @param {typeof SCENES[number]} scene
 */
async function benchScene(page, url, { title, hash, gesture, goal: most }) {
  const { name, focus, keys, act } = gesture;
  await open(page, `${url}${hash}`);
  await focus(page);
  console.log(`\n${title}: ${name}, ms`);
  for (const { when, before, presses } of ROWS) {
    await act(page, keys, before);
    await page.evaluate(() => performance.clearMeasures());
    await act(page, keys, presses);
    console.log(`  ${when}`);
    for (const step of STEPS) await report(page, step, step === 'frame' ? most : null);
  }
}

/**
 * @param {Page} page
 * @param {string} step
 * @param {number | null} goal
 */
async function report(page, step, goal) {
  const times = await timings(page, step);
  const median = quantile(times, 0.5).toFixed(2);
  const high = against(quantile(times, 0.95), goal, 'ms');
  console.log(
    `    ${step.padEnd(10)} median ${median.padStart(6)}   95th percentile ${high}   (${times.length})`,
  );
}

/**
 * @param {Browser} browser
 * @param {string} url
 */
async function benchFrames(browser, url) {
  for (const scene of SCENES) {
    const page = await browser.newPage({ viewport: VIEWPORT });
    await benchScene(page, url, scene);
    await page.close();
  }
}

/**
 * What the first screen loads, compressed as a static host would.
 * @param {Browser} browser
 * @param {string} url
 */
async function benchSize(browser, url) {
  const page = await browser.newPage({ viewport: VIEWPORT });
  /** @type {Promise<{name: string, bytes: number}>[]} */
  const files = [];
  /** @param {import('@playwright/test').Response} response */
  function weigh(response) {
    const name = new URL(response.url()).pathname.split('/').pop() || 'index.html';
    files.push(response.body().then((body) => ({ name, bytes: compressed(name, body) })));
  }
  page.on('response', weigh);
  await open(page, url);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.locator('html[data-whole]').waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
  page.off('response', weigh);
  const all = await Promise.all(files);
  const later = all.filter(({ name }) => WHEN_IDLE.test(name));
  const sizes = all.filter((file) => !later.includes(file));
  await page.close();
  console.log('\nFirst screen, brotli');
  for (const { name, bytes } of sizes.sort((a, b) => b.bytes - a.bytes)) {
    console.log(`  ${(bytes / 1000).toFixed(1).padStart(7)} kB  ${name}`);
  }
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`  total ${against(total / 1000, FIRST_SCREEN_GOAL / 1000, 'kB')}`);
  for (const { name, bytes } of later) {
    console.log(`  and when idle ${(bytes / 1000).toFixed(1)} kB  ${name}`);
  }
}

/** What the engines are made of. */
async function benchPackages() {
  for (const module of MODULES) {
    await buildModule(module);
    console.log(`\nIn ${module.name}_bg.wasm by package, brotli and as it is`);
    for (const { name, bytes, brotli } of byPackage(await readFile(COMPILED))) {
      if (brotli < LEAST_SHARE) continue;
      const [packed, whole] = [brotli, bytes].map((size) => (size / 1000).toFixed(1).padStart(7));
      console.log(`  ${packed} kB ${whole} kB  ${name}`);
    }
  }
}

/**
 * @param {string} name
 * @param {Buffer} body
 */
function compressed(name, body) {
  return /\.(woff2|png)$/.test(name) ? body.length : brotliCompressSync(body).length;
}

/**
 * @param {Browser} browser
 * @param {string} url
 */
async function benchLoading(browser, url) {
  /** @type {number[]} */
  const paints = [];
  /** @type {number[]} */
  const pictures = [];
  for (let count = 0; count < LOADS; count += 1) {
    // A context of its own has an empty cache.
    const context = await browser.newContext({ viewport: VIEWPORT });
    const page = await context.newPage();
    await open(page, url);
    await nextFrame(page);
    const times = await page.evaluate(() => {
      const picture = performance.getEntriesByName('unrolled:paint', 'measure')[0];
      return {
        paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
        picture: picture && picture.startTime + picture.duration,
      };
    });
    if (times.paint !== undefined) paints.push(times.paint);
    if (times.picture !== undefined) pictures.push(times.picture);
    await context.close();
  }
  console.log(`\nLoading from a local server, empty cache, median of ${LOADS}`);
  console.log(
    `  first paint             ${against(quantile(paints, 0.5), FIRST_PAINT_GOAL, 'ms')}`,
  );
  console.log(
    `  first computed picture  ${against(quantile(pictures, 0.5), FIRST_PICTURE_GOAL, 'ms')}`,
  );
}

script(async () => {
  await buildWasm();
  await buildPage();
  const executablePath = (await findChromium()) || undefined;
  const { url, close } = await serve({ port: 0 });
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  try {
    say(`Measuring in Chromium ${browser.version()}`);
    await benchSize(browser, url);
    await benchPackages();
    await benchLoading(browser, url);
    await benchFrames(browser, url);
  } finally {
    await browser.close();
    await close();
  }
});
