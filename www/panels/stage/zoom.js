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

/** @typedef {{x: number, y: number}} Point in CSS px of the picture */

/** @param {Point} a @param {Point} b */
const apart = (a, b) => ((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5;

/** A pan that leaves no gap at either end. @param {number} pan @param {number} zoom @param {number} length */
const held = (pan, zoom, length) => Math.max(length * (1 - zoom), Math.min(0, pan));

/** Where the picture begins. @param {number} zoom @param {number} middle @param {number} length */
const panOf = (zoom, middle, length) => held(length * (0.5 - middle * zoom), zoom, length);

/** Which point of the picture is in the middle. @param {number} zoom @param {number} pan @param {number} length */
const middleOf = (zoom, pan, length) =>
  length === 0 ? 0.5 : short(0.5 / zoom - held(pan, zoom, length) / (length * zoom));

/**
 * The pointers that press, and what their moves mean.
 * @param {HTMLCanvasElement} canvas
 * @param {{
 *   map: boolean,
 *   zoomed: () => boolean,
 *   middle: (x: number) => void,
 *   pinch: (grown: number, about: Point) => void,
 *   shift: (x: number, y: number) => void,
 * }} act
 */
function followPointers(canvas, { map, zoomed, middle, pinch, shift }) {
  /** @type {Map<number, Point>} */
  const pointers = new Map();
  let moved = false;

  /** What a move from one point to another does; false where it is no move yet. @param {Point} from @param {Point} at @param {Point | undefined} other */
  function move(from, at, other) {
    const far = moved || apart(at, from) > 4;
    if (map && far) middle(at.x);
    else if (!map && other) {
      pinch(apart(at, other) / Math.max(1, apart(from, other)), {
        x: (at.x + other.x) / 2,
        y: (at.y + other.y) / 2,
      });
    } else if (!map && zoomed() && far) shift(at.x - from.x, at.y - from.y);
    else return false;
    return true;
  }

  canvas.addEventListener('pointerdown', (event) => {
    if (pointers.size === 0) moved = false;
    pointers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
  });
  canvas.addEventListener('pointermove', (event) => {
    const { pointerId } = event;
    const from = pointers.get(pointerId);
    if (from === undefined) return;
    const at = { x: event.offsetX, y: event.offsetY };
    const other = [...pointers].find(([id]) => id !== pointerId)?.[1];
    if (!move(from, at, other)) return;
    moved = true;
    if (map || !other) canvas.setPointerCapture(pointerId);
    pointers.set(pointerId, at);
  });
  for (const name of /** @type {const} */ (['pointerup', 'pointercancel', 'pointerleave'])) {
    canvas.addEventListener(name, ({ pointerId }) => pointers.delete(pointerId));
  }
  return {
    /** Whether what the pointer did last was to move the picture. */
    get moved() {
      return moved;
    },
  };
}

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

  const pan = () => ({
    panX: panOf(sight.zoom, sight.x, size.width),
    panY: panOf(sight.zoom, sight.y, size.height),
  });

  /** @param {Sight} next */
  function put(next) {
    clearTimeout(waiting);
    sight = next;
    canvas.classList.toggle('zoomed', sight.zoom > 1 && !map);
    changed();
  }
  /** Looks as a person wants to; where it rests is told. @param {Sight} next */
  function look(next) {
    put(next);
    moving(sight);
    waiting = window.setTimeout(() => {
      told = sight;
      settled(sight);
    }, SETTLED);
  }
  /** @param {number} zoom @param {number} panX @param {number} panY */
  function moveTo(zoom, panX, panY) {
    look({ zoom, x: middleOf(zoom, panX, size.width), y: middleOf(zoom, panY, size.height) });
  }

  /**
   * @param {number} wanted
   * @param {Point} [about] the point that stays
   */
  function to(wanted, { x, y } = { x: size.width / 2, y: size.height / 2 }) {
    const { panX, panY } = pan();
    const zoom = short(Math.max(1, Math.min(most, wanted)));
    const grown = zoom / sight.zoom;
    moveTo(zoom, x - (x - panX) * grown, y - (y - panY) * grown);
  }

  /** Where a share of the width is on screen; the middle, where it is not. @param {number} [share] */
  function placeOf(share = -1) {
    const x = share * size.width * sight.zoom + pan().panX;
    const inside = share >= 0 && x >= 0 && x <= size.width;
    return { x: inside ? x : size.width / 2, y: size.height / 2 };
  }

  /** Brings a share of the width to the middle, as far as the picture reaches. @param {number} x @param {number} [zoom] */
  function middle(x, zoom = sight.zoom) {
    const half = 0.5 / zoom;
    look({ ...sight, zoom, x: short(Math.max(half, Math.min(1 - half, x))) });
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
  const pointers = followPointers(canvas, {
    map,
    zoomed: () => sight.zoom > 1,
    middle: (x) => middle(x / size.width),
    pinch: (grown, about) => to(sight.zoom * grown, about),
    shift: (x, y) => moveTo(sight.zoom, pan().panX + x, pan().panY + y),
  });

  return {
    /** How the picture is painted. */
    get frame() {
      return { zoom: sight.zoom, ...pan() };
    },
    /** Looks as it is said; what was told here is on screen already. @param {Sight} as */
    show(as) {
      if (as === told) return;
      clearTimeout(waiting);
      told = as;
      if (as.zoom !== sight.zoom || as.x !== sight.x || as.y !== sight.y) put(as);
    },
    /** Looks as another picture does that is being moved, which tells it when it rests. @param {Sight} as */
    follow: put,
    get moved() {
      return pointers.moved;
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
      const slack = 1.02;
      const farther = [1, ...levels].filter((zoom) => zoom <= most && zoom * slack < sight.zoom);
      middle(x, short(closer ? most : (farther.at(-1) ?? 1)));
    },
    /** @param {number} [about] a share of the width that stays where it is, if it is in sight */
    larger: (about) => to(sight.zoom * STEP, placeOf(about)),
    /** @param {number} [about] */
    smaller: (about) => to(sight.zoom / STEP, placeOf(about)),
    fit: () => to(1),
  };
}

/** @typedef {ReturnType<typeof createZoom>} Zoom */
