/**
 * Looking closer at a picture: wheel, two fingers, buttons and keys enlarge it, dragging moves it.
 *
 * Invariant: what lies under the pointer stays under it, and the picture always fills its box.
 */

/** One press of a button or key. */
const STEP = 1.25;
/** Pixels of the wheel that make one step. */
const WHEEL = 100;
const MOST = 8;

/** @typedef {{zoom: number, panX: number, panY: number}} Sight */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{size: {width: number, height: number}, changed: () => void}} page
 */
export function createZoom(canvas, { size, changed }) {
  /** @type {Sight} */
  const sight = { zoom: 1, panX: 0, panY: 0 };
  /** @type {Map<number, {x: number, y: number}>} the pointers that press */
  const pointers = new Map();
  let moved = false;

  /** @param {number} pan @param {number} length */
  const hold = (pan, length) => Math.max(length * (1 - sight.zoom), Math.min(0, pan));
  /** @param {number} panX @param {number} panY */
  function moveTo(panX, panY) {
    sight.panX = hold(panX, size.width);
    sight.panY = hold(panY, size.height);
    canvas.classList.toggle('zoomed', sight.zoom > 1);
    changed();
  }

  /**
   * @param {number} zoom
   * @param {{x: number, y: number}} [about] the point that stays
   */
  function to(zoom, { x, y } = { x: size.width / 2, y: size.height / 2 }) {
    const { zoom: before, panX, panY } = sight;
    sight.zoom = Math.max(1, Math.min(MOST, zoom));
    const grown = sight.zoom / before;
    moveTo(x - (x - panX) * grown, y - (y - panY) * grown);
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
    if (other) {
      moved = true;
      const about = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
      to((sight.zoom * apart(at, other)) / Math.max(1, apart(from, other)), about);
    } else if (sight.zoom > 1 && (moved || apart(at, from) > 4)) {
      moved = true;
      canvas.setPointerCapture(event.pointerId);
      moveTo(sight.panX + at.x - from.x, sight.panY + at.y - from.y);
    } else return;
    pointers.set(event.pointerId, at);
  });
  for (const name of /** @type {const} */ (['pointerup', 'pointercancel', 'pointerleave'])) {
    canvas.addEventListener(name, ({ pointerId }) => pointers.delete(pointerId));
  }

  return {
    /** How the picture is seen. */
    get sight() {
      return sight;
    },
    /** Whether what the pointer did last was to move the picture. */
    get moved() {
      return moved;
    },
    larger: () => to(sight.zoom * STEP),
    smaller: () => to(sight.zoom / STEP),
    fit: () => to(1),
  };
}

/** @typedef {ReturnType<typeof createZoom>} Zoom */
