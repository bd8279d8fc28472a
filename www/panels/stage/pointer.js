/** A pointer over a picture: what it points at, a press, a finger that rests, a click twice. */

/** @import {Hit} from '../../types.d.ts' */

/** A finger that rests this long asks for the menu, in ms. */
const LONG_PRESS = 400;
/** A finger that moves further than this does not rest, in px. */
const REST = 10;

/**
 * @typedef {object} Pointed what was pointed at, and how
 * @property {Hit} hit
 * @property {{x: number, y: number} | null} finger where a finger touches
 */

/** @param {PointerEvent | MouseEvent} event */
const fingerOf = (event) =>
  event instanceof PointerEvent && event.pointerType === 'touch'
    ? { x: event.clientX, y: event.clientY }
    : null;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{
 *   hitAt: (at: {offsetX: number, offsetY: number}) => Hit | null,
 *   hover: (pointed: Pointed | null) => void,
 *   leave: () => void,
 *   select: (pointed: Pointed | null) => void,
 *   open: (hit: Hit) => void,
 *   menu: (hit: Hit) => void,
 *   dragging: () => boolean,
 *   dragged: () => boolean,
 * }} act `dragging`: something is held; `dragged`: the press that ended last moved something
 */
export function followPointer(
  canvas,
  { hitAt, hover, leave, select, open, menu, dragging, dragged },
) {
  /** @type {PointerEvent | null} the last move, until the frame that looks at it */
  let latest = null;
  let pressing = 0;
  /** @type {PointerEvent | null} the finger that rests */
  let pressed = null;
  let held = false;

  function look() {
    const event = latest;
    latest = null;
    if (event === null) return;
    const hit = hitAt(event);
    canvas.classList.toggle('pointing', hit !== null);
    hover(hit && { hit, finger: null });
  }
  function release() {
    clearTimeout(pressing);
    pressed = null;
  }

  canvas.addEventListener('pointermove', (event) => {
    const { clientX: x, clientY: y } = event;
    if (pressed && (x - pressed.clientX) ** 2 + (y - pressed.clientY) ** 2 > REST ** 2) release();
    if (event.pointerType === 'touch' || dragging()) return;
    if (latest === null) requestAnimationFrame(look);
    latest = event;
  });
  canvas.addEventListener('pointerleave', () => {
    latest = null;
    release();
    leave();
  });
  canvas.addEventListener('pointerdown', (event) => {
    held = false;
    // A second finger looks closer: neither rests.
    release();
    if (event.pointerType !== 'touch' || !event.isPrimary) return;
    pressed = event;
    pressing = window.setTimeout(() => {
      const hit = hitAt(event);
      held = hit !== null;
      if (hit) menu(hit);
    }, LONG_PRESS);
  });
  canvas.addEventListener('pointerup', release);
  canvas.addEventListener('pointercancel', release);
  canvas.addEventListener('contextmenu', (event) => {
    const hit = hitAt(event);
    if (!held && hit) menu(hit);
    if (held || hit) event.preventDefault();
  });
  canvas.addEventListener('click', (event) => {
    if (dragged()) return;
    const hit = held ? null : hitAt(event);
    if (!held) select(hit && { hit, finger: fingerOf(event) });
    held = false;
  });
  canvas.addEventListener('dblclick', (event) => {
    const hit = hitAt(event);
    if (hit) open(hit);
  });
}
