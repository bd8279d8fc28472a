/** What the tests of the page do again and again: look at the picture, at the sentence, at the formula. */
import { expect } from './fixtures.js';

/** @typedef {import('@playwright/test').Page} Page */

/** The three layouts of the page. */
export const SIZES = /** @type {const} */ ({
  desktop: { width: 1440, height: 900 },
  tablet: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 },
});

/**
 * Waits until what was asked for has been drawn, in the letters it is to have.
 * @param {Page} page
 */
export async function drawn(page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
}

/** So many of the browser's frames without one of the page's: it is at rest. */
const REST = 30;

/**
 * Waits until the page draws nothing more by itself: what moves has come to where it belongs.
 * @param {Page} page
 */
export async function atRest(page) {
  const worked = () =>
    page.evaluate(async (frames) => {
      const count = () => performance.getEntriesByName('unrolled:frame').length;
      await document.fonts.ready;
      const before = count();
      for (let frame = 0; frame < frames; frame += 1) await new Promise(requestAnimationFrame);
      return count() - before;
    }, REST);
  await expect.poll(worked, { message: 'frames of the page at rest' }).toBe(0);
}

/**
 * Lets the page hear of so many pieces of long work and of no more: it is not over before a test has pressed anything,
 * however fast the worker or slow the test.
 * @param {Page} page before it is opened
 * @param {number} pieces
 * @returns {Promise<() => Promise<void>>} lets it hear of all
 */
export async function holdWork(page, pieces) {
  await page.addInitScript((most) => {
    let heard = 0;
    /** @param {MessageEvent} event */
    const isHeard = ({ data }) => {
      if (data?.say !== 'piece' || document.documentElement.dataset.work === 'free') return true;
      heard += 1;
      return heard <= most;
    };
    const listen = EventTarget.prototype.addEventListener;
    /** @type {(this: Worker, type: string, act: any) => void} */
    Worker.prototype.addEventListener = function (type, act) {
      const listener = (/** @type {any} */ event) => isHeard(event) && act(event);
      listen.call(this, type, type === 'message' ? listener : act);
    };
  }, pieces);
  return () =>
    page.evaluate(() => {
      document.documentElement.dataset.work = 'free';
    });
}

/**
 * The tables in the place of the pictures, or the pictures again: both are there before anything else is pressed.
 * @param {Page} page
 * @param {'tables' | 'pictures'} what
 */
export async function showAs(page, what) {
  await focusStage(page);
  await page.keyboard.press('v');
  await expect(page.locator('.tables:visible')).toHaveCount(what === 'tables' ? 1 : 0);
  await drawn(page);
}

/**
 * A hash of the pixels of every canvas but those that move for a moment, to tell whether the picture changed.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export async function picture(page) {
  await drawn(page);
  return page.evaluate(() => {
    const hash = async (/** @type {HTMLCanvasElement} */ canvas) => {
      const pixels = new TextEncoder().encode(canvas.toDataURL());
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', pixels));
      return `${canvas.width} x ${canvas.height}: ${digest.slice(0, 8).join(' ')}`;
    };
    /** @type {NodeListOf<HTMLCanvasElement>} */
    const still = document.querySelectorAll('canvas:not(.motion)');
    return Promise.all([...still].map(hash));
  });
}

/**
 * Whether a canvas has more than one colour on it.
 * @param {Page} page
 * @param {string} view
 */
export async function isPainted(page, view) {
  await drawn(page);
  return page.evaluate((name) => {
    const canvas = document.querySelector(`.view-${name} canvas:not(.motion)`);
    if (!(canvas instanceof HTMLCanvasElement)) return false;
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
    return new Set(new Uint32Array(pixels?.buffer ?? new ArrayBuffer(0))).size > 1;
  }, view);
}

/**
 * The canvas of a view that is on the screen, and not the one that fades or moves over it for a moment.
 * @param {Page} page
 * @param {string} view
 */
export const canvasOf = (page, view) =>
  page.locator(`.view-${view} canvas:not(.motion)`).filter({ visible: true });

/**
 * Where the picture of a view is on the page.
 * @param {Page} page
 * @param {string} view
 */
export async function boxOf(page, view) {
  const box = await canvasOf(page, view).boundingBox();
  if (box === null) throw new Error(`nothing is painted in ${view}`);
  return box;
}

/** @param {Page} page */
export const sentence = (page) => page.locator('.transport .sentence');

/** @param {Page} page */
export const formula = (page) => page.locator('#formula math');

/** @param {Page} page */
export const chip = (page) => page.locator('#chip');

/**
 * Steps are taken with the stage in focus.
 * @param {Page} page
 */
export async function focusStage(page) {
  await page.locator('#stage').focus();
}

/**
 * Where the two cursors stand, as the transport's fields say it.
 * @param {Page} page
 */
export async function place(page) {
  await drawn(page);
  return `${await page.locator('#go-step').inputValue()}.${await page.locator('#go-op').inputValue()}`;
}

/**
 * Types over what a field holds. The last letter is a key that is pressed: Firefox takes no field for changed that only
 * a script has filled.
 * @param {import('@playwright/test').Locator} field
 * @param {string} text
 */
export async function typeOver(field, text) {
  const last = [...text].at(-1);
  await field.fill(last === undefined ? ' ' : text.slice(0, -last.length));
  await field.press('End');
  if (last === undefined) await field.press('Backspace');
  else await field.pressSequentially(last);
}

/**
 * Gives the page a sequence of one's own.
 * @param {Page} page
 * @param {string} text
 */
export async function type(page, text) {
  await page.locator('#sequence-text').fill(text);
  await page.locator('#sequence-use').click();
  await drawn(page);
}

/**
 * The link of the state on screen, once the page has written it.
 * @param {Page} page
 * @param {RegExp} holds
 */
export async function link(page, holds) {
  await expect(page).toHaveURL(holds);
  return new URL(page.url()).hash.slice(1);
}

/**
 * The page never scrolls sideways.
 * @param {Page} page
 */
export async function expectNoSidewaysScroll(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide, 'px that stick out at the side').toBeLessThanOrEqual(0);
}
