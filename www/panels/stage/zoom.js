/**
 * Looking closer at a picture: wheel, two fingers, buttons and keys enlarge it, dragging moves it.
 *
 * Invariant: what lies under the pointer stays under it, and the picture always fills its box, whatever its size.
 */

import { MOST_OF_A_STEP } from '../../state/settings.js';

/** @import {Sight} from '../../types.d.ts' */

/** One press of a button or key. */
const STEP = 1.25;
/** Pixels of the wheel that make one step. */
const WHEEL = 100;
/** So long after the last move it is told how the picture is looked at, in ms. */
const SETTLED = 200;

/** No longer than a link needs. @param {number} number */
const short = (number) => Number(number.toFixed(4));

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{
 *   size: {width: number, height: number},
 *   changed: () => void,
 *   moving: (sight: Sight) => void,
 *   settled: (sight: Sight) => void,
 *   map?: boolean,
 * }} page `map`: dragging moves what is in sight in another picture
 */
export function createZoom(canvas, { size, changed, moving, settled, map = false }) {
  /** @type {Sight} */
  let sight = { zoom: 1, x: 0.5, y: 0.5 };
  /** @type {Sight | null} as it was last told or shown */
  let told = null;
  let waiting = 0;
  let most = MOST_OF_A_STEP;
  /** @type {Map<number, {x: number, y: number}>} the pointers that press */
  const pointers = new Map();
  let moved = false;

  /** Where the picture begins. @param {number} middle @param {number} length */
  const panOf = (middle, length) =>
    Math.max(length * (1 - sight.zoom), Math.min(0, length * (0.5 - middle * sight.zoom)));
  /** Which point of the picture is in the middle. @param {number} pan @param {number} length */
  const middleOf = (pan, length) => {
    const held = Math.max(length * (1 - sight.zoom), Math.min(0, pan));
    return length === 0 ? 0.5 : short(0.5 / sight.zoom - held / (length * sight.zoom));
  };
  function shown() {
    canvas.classList.toggle('zoomed', sight.zoom > 1 && !map);
    changed();
  }
  /** @param {number} panX @param {number} panY */
  function moveTo(panX, panY) {
    look({ ...sight, x: middleOf(panX, size.width), y: middleOf(panY, size.height) });
  }

  /** @param {Sight} next */
  function look(next) {
    sight = next;
    shown();
    moving(sight);
    clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      told = sight;
      settled(sight);
    }, SETTLED);
  }

  /**
   * @param {number} zoom
   * @param {{x: number, y: number}} [about] the point that stays
   */
  function to(zoom, { x, y } = { x: size.width / 2, y: size.height / 2 }) {
    const before = sight.zoom;
    const panX = panOf(sight.x, size.width);
    const panY = panOf(sight.y, size.height);
    sight = { ...sight, zoom: short(Math.max(1, Math.min(most, zoom))) };
    const grown = sight.zoom / before;
    moveTo(x - (x - panX) * grown, y - (y - panY) * grown);
  }

  /** Where a share of the width is on screen; the middle, where it is not. @param {number} [share] */
  function placeOf(share = -1) {
    const x = share * size.width * sight.zoom + panOf(sight.x, size.width);
    const inside = share >= 0 && x >= 0 && x <= size.width;
    return { x: inside ? x : size.width / 2, y: size.height / 2 };
  }

  /** Brings a share of the width to the middle, as far as the picture reaches. @param {number} x */
  function middle(x) {
    const half = 0.5 / sight.zoom;
    look({ ...sight, x: short(Math.max(half, Math.min(1 - half, x))) });
  }

  canvas.addEventListener(
    'wheel',
    (event) => {
      const { offsetX: x, offsetY: y, deltaY } = event;
      to(sight.zoom * STEP ** (-deltaY / WHEEL), { x, y });
      event.preventDefault();
    },
    { passive: false },
  );
  canvas.addEventListener('pointerdown', (event) => {
    if (pointers.size === 0) moved = false;
    pointers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
  });
  canvas.addEventListener('pointermove', (event) => {
    const from = pointers.get(event.pointerId);
    if (from === undefined) return;
    const at = { x: event.offsetX, y: event.offsetY };
    const others = [...pointers].filter(([id]) => id !== event.pointerId);
    const other = others[0]?.[1];
    const apart = (
      /** @type {{x: number, y: number}} */ a,
      /** @type {{x: number, y: number}} */ b,
    ) => ((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5;
    if (map) {
      if (!moved && apart(at, from) <= 4) return;
      moved = true;
      canvas.setPointerCapture(event.pointerId);
      middle(at.x / size.width);
    } else if (other) {
      moved = true;
      const about = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
      to((sight.zoom * apart(at, other)) / Math.max(1, apart(from, other)), about);
    } else if (sight.zoom > 1 && (moved || apart(at, from) > 4)) {
      moved = true;
      canvas.setPointerCapture(event.pointerId);
      const panX = panOf(sight.x, size.width) + at.x - from.x;
      moveTo(panX, panOf(sight.y, size.height) + at.y - from.y);
    } else return;
    pointers.set(event.pointerId, at);
  });
  for (const name of /** @type {const} */ (['pointerup', 'pointercancel', 'pointerleave'])) {
    canvas.addEventListener(name, ({ pointerId }) => pointers.delete(pointerId));
  }

  return {
    /** How the picture is painted. */
    get frame() {
      const { zoom, x, y } = sight;
      return { zoom, panX: panOf(x, size.width), panY: panOf(y, size.height) };
    },
    /** Looks as it is said; what was told here is on screen already. @param {Sight} as */
    show(as) {
      if (as === told) return;
      clearTimeout(waiting);
      told = as;
      if (as.zoom === sight.zoom && as.x === sight.x && as.y === sight.y) return;
      sight = as;
      shown();
    },
    /** Looks as another picture does that is being moved, which tells it when it rests. @param {Sight} as */
    follow(as) {
      clearTimeout(waiting);
      sight = as;
      shown();
    },
    /** Whether what the pointer did last was to move the picture. */
    get moved() {
      return moved;
    },
    /** How close one may look. @param {number} zoom */
    limit(zoom) {
      most = zoom;
      if (sight.zoom > most) to(most);
    },
    get zoomed() {
      return sight.zoom > 1;
    },
    /** Brings shares of the width into sight, where they are not. @param {number} from @param {number} to */
    reveal(from, to) {
      const half = 0.5 / sight.zoom;
      const inside = from >= sight.x - half - 1e-4 && to <= sight.x + half + 1e-4;
      if (!inside) middle((from + to) / 2);
    },
    /**
     * Looks from the next of these zooms that is closer, or less close, at a share of the width.
     * @param {number[]} levels
     * @param {boolean} closer
     * @param {number} x
     */
    climb(levels, closer, x) {
      const all = [1, ...levels, most].filter((zoom) => zoom <= most);
      const slack = 1.02;
      const next = closer ? most : (all.filter((zoom) => zoom * slack < sight.zoom).at(-1) ?? 1);
      sight = { ...sight, zoom: short(next) };
      middle(x);
    },
    /** @param {number} [about] a share of the width that stays where it is, if it is in sight */
    larger: (about) => to(sight.zoom * STEP, placeOf(about)),
    /** @param {number} [about] */
    smaller: (about) => to(sight.zoom / STEP, placeOf(about)),
    fit: () => to(1),
  };
}

/** @typedef {ReturnType<typeof createZoom>} Zoom */
