/**
 * When the page works: at most once per animation frame, and never when nothing changed.
 *
 * Invariant: between two frames any number of requests are one; an idle page has no frame waiting.
 */

/** Timings older than this many are dropped, so that a page left open does not grow. */
const MOST_TIMINGS = 5000;

/**
 * Runs something and leaves its duration for `performance.getEntriesByName`.
 * @template T
 * @param {string} name
 * @param {() => T} work
 * @returns {T}
 */
export function timed(name, work) {
  const start = performance.now();
  try {
    return work();
  } finally {
    performance.measure(name, { start, end: performance.now() });
  }
}

/**
 * @param {() => void} work
 * @returns {() => void} asks for one run in the next frame
 */
export function onceAFrame(work) {
  let waiting = false;
  let timings = 0;
  const run = () => {
    waiting = false;
    timings += 1;
    if (timings % MOST_TIMINGS === 0) performance.clearMeasures();
    timed('unrolled:frame', work);
  };
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(run);
  };
}

/** CSS px of 1 rem: canvas text follows it. */
let rem = 16;

/** The root font size in CSS px, as last reported; asking the browser for it would make it lay out. */
export const rootFontSize = () => rem;

/**
 * Follows the root font size from now on.
 * @param {HTMLElement} probe an element 1 rem wide
 * @param {() => void} changed
 */
export function watchRootFontSize(probe, changed) {
  rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  new ResizeObserver(([entry]) => {
    const now = entry?.contentRect.width ?? 0;
    if (now === 0 || now === rem) return;
    rem = now;
    changed();
  }).observe(probe);
}

/**
 * A length in device pixels: as the browser rounded it, if it did, and not where it forgot the ratio (an emulated screen).
 * @param {number} expected
 * @param {number | undefined} reported
 */
function devicePixels(expected, reported) {
  const rounded = reported !== undefined && Math.abs(reported - expected) < 1;
  return rounded ? reported : Math.round(expected);
}

/**
 * Keeps a canvas's backing store at the exact number of device pixels it covers.
 * @param {HTMLCanvasElement} canvas
 * @param {() => void} changed
 * @returns {{width: number, height: number, ratio: number}} live: CSS px, and device px per CSS px
 */
export function fitCanvas(canvas, changed) {
  const size = { width: 0, height: 0, ratio: devicePixelRatio };
  const observer = new ResizeObserver((entries) => {
    for (const entry of entries) {
      const { width, height } = entry.contentRect;
      const device = entry.devicePixelContentBoxSize?.[0];
      const ratio = devicePixelRatio;
      canvas.width = devicePixels(width * ratio, device?.inlineSize);
      canvas.height = devicePixels(height * ratio, device?.blockSize);
      Object.assign(size, { width, height, ratio });
    }
    changed();
  });
  try {
    observer.observe(canvas, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(canvas);
    onRatioChange(() => {
      observer.unobserve(canvas);
      observer.observe(canvas);
    });
  }
  return size;
}

/**
 * Calls back when the window moves to a screen of another pixel ratio or the browser zooms.
 * @param {() => void} changed
 */
export function onRatioChange(changed) {
  const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  query.addEventListener(
    'change',
    () => {
      changed();
      onRatioChange(changed);
    },
    { once: true },
  );
}
