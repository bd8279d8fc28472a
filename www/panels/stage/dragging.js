/**
 * Things of a picture that can be dragged. A pointer that goes down on one takes hold of it; Escape puts it back.
 *
 * Invariant: at most one move a frame, and none after the pointer is up.
 */

/** @import {Drag, Hit} from '../../types.d.ts' */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{
 *   hitAt: (at: {offsetX: number, offsetY: number}) => Hit | null,
 *   grab: (hit: Hit) => Drag | null,
 *   begun: () => void,
 * }} page
 */
export function createDragging(canvas, { hitAt, grab, begun }) {
  /** @type {Drag | null} */
  let drag = null;
  /** @type {{x: number, y: number} | null} where the pointer is, until the frame that follows it */
  let latest = null;
  let moved = false;

  function follow() {
    const at = latest;
    latest = null;
    if (at && drag) drag.move(at.x, at.y);
  }
  /** @param {boolean} kept */
  function end(kept) {
    if (kept) follow();
    latest = null;
    drag?.end(kept);
    drag = null;
    canvas.classList.remove('dragging');
    removeEventListener('keydown', putBack, true);
  }
  /** @param {KeyboardEvent} event */
  function putBack(event) {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    end(false);
  }

  canvas.addEventListener('pointerdown', (event) => {
    moved = false;
    if (event.button !== 0 || drag) return;
    const hit = hitAt(event);
    drag = hit && grab(hit);
    if (drag === null) return;
    begun();
    canvas.setPointerCapture(event.pointerId);
    canvas.classList.add('dragging');
    addEventListener('keydown', putBack, true);
  });
  // One finger scrolls the page, unless it holds something that goes up and down as well.
  canvas.addEventListener(
    'touchstart',
    (event) => {
      if (drag?.upright) event.preventDefault();
    },
    { passive: false },
  );
  canvas.addEventListener('pointermove', (event) => {
    if (drag === null) return;
    moved = true;
    if (latest === null) requestAnimationFrame(follow);
    latest = { x: event.offsetX, y: event.offsetY };
  });
  canvas.addEventListener('pointerup', () => drag && end(true));
  canvas.addEventListener('pointercancel', () => drag && end(false));

  return {
    get now() {
      return drag !== null;
    },
    /** Whether the press that ended last was a drag. */
    get moved() {
      return moved;
    },
  };
}
