import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engine } from './engine.js';

/** A context that paints nowhere. */
class Nowhere {}
const calls = [
  ...['save', 'restore', 'setTransform', 'setLineDash', 'beginPath', 'moveTo', 'lineTo', 'arc'],
  ...['closePath', 'fill', 'stroke', 'fillText', 'strokeText', 'fillRect', 'strokeRect'],
  ...['clearRect', 'drawImage', 'putImageData'],
];
for (const call of calls) Object.assign(Nowhere.prototype, { [call]: () => undefined });

/** A bitmap of it. */
class Bitmap {
  constructor(width = 0, height = 0) {
    Object.assign(this, { width, height });
  }
  getContext() {
    return new Nowhere();
  }
}
Object.assign(globalThis, {
  CanvasRenderingContext2D: Nowhere,
  OffscreenCanvasRenderingContext2D: Nowhere,
  OffscreenCanvas: Bitmap,
  ImageData: Bitmap,
});

const first = {
  model: { ...engine.defaults(), H: 3, weights: 'orth', seq: { kind: 'text', text: 'abbab' } },
  frame: { width: 744, height: 400, ratio: 1, theme: 'light', fontSize: 16, notation: 'lesson' },
  position: { t: 3, op: 'c', dir: 'f' },
  unit: 1,
};
/** @typedef {typeof first} Page */

/** One thing is changed after another. @type {((page: Page) => Page)[]} */
const CHANGES = [
  (page) => page,
  (page) => ({ ...page, model: { ...page.model, fBias: 2.5 } }),
  (page) => ({ ...page, position: { ...page.position, t: 4 } }),
  (page) => ({ ...page, position: { ...page.position, op: 'h' } }),
  (page) => ({ ...page, unit: 2 }),
  (page) => ({ ...page, frame: { ...page.frame, width: 380 } }),
  (page) => ({ ...page, frame: { ...page.frame, height: 520 } }),
  (page) => ({ ...page, frame: { ...page.frame, fontSize: 24 } }),
  (page) => ({ ...page, frame: { ...page.frame, theme: 'dark' } }),
  (page) => ({ ...page, frame: { ...page.frame, notation: 'pytorch' } }),
  (page) => ({ ...page, model: { ...page.model, H: 16 } }),
  (page) => ({ ...page, model: { ...page.model, seq: { kind: 'text', text: 'babba' } } }),
  (page) => ({ ...page, position: { ...page.position, dir: 'b' } }),
  (page) => ({ ...page, model: { ...page.model, cell: 'gru' }, position: first.position }),
];

/**
 * What is to be seen, as SVG.
 * @param {InstanceType<typeof engine.Lab>} lab
 * @param {Page} page
 * @param {string[]} views
 */
function seen(lab, { frame, position, unit }, views) {
  const at = lab.resolve(position);
  const context = /** @type {CanvasRenderingContext2D} */ (/** @type {unknown} */ (new Nowhere()));
  return views.map((view) => {
    lab.paint(view, context, frame, at, null, unit);
    return lab.svg(view);
  });
}

test('whatever was on screen before, a picture is the one a fresh engine paints', () => {
  const [lab, views] = [new engine.Lab(), ['sequence', 'cell', 'numbers', 'motion']];
  let page = first;
  lab.configure(page.model);
  for (const change of CHANGES) {
    const before = page;
    page = change(before);
    if (page.model !== before.model) lab.configure(page.model);
    const fresh = new engine.Lab();
    fresh.configure(page.model);
    const now = seen(lab, page, views);
    assert.ok(now.every((svg) => svg.length > 300));
    assert.deepEqual(now, seen(fresh, page, views));
  }
});
