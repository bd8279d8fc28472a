/** One view of the stage: a title bar with what can be done with the view, and a canvas that is pointed at. */
import { fitCanvas } from '../../page/frame.js';
import { words } from '../../words/words.js';
import { button, el, say, setAll } from '../element.js';
import { icon } from '../icons.js';
import { createDragging } from './dragging.js';
import { createZoom } from './zoom.js';

/** @import {Drag, Hit, Sight, ViewName} from '../../types.d.ts' */
/** @import {Box} from '../float.js' */

/** A finger that rests this long asks for the menu, in ms. */
const LONG_PRESS = 400;
/** A finger that moves further than this does not rest, in px. */
const REST = 10;

/**
 * @typedef {object} Pointed what was pointed at, and how
 * @property {Hit} hit
 * @property {{x: number, y: number} | null} finger where a finger touches
 */

/**
 * @param {{
 *   name: ViewName,
 *   title: string,
 *   tools: Node[],
 *   hitAt: (at: {offsetX: number, offsetY: number}) => Hit | null,
 *   hover: (pointed: Pointed | null) => void,
 *   leave: () => void,
 *   select: (pointed: Pointed | null) => void,
 *   open: (hit: Hit) => void,
 *   menu: (hit: Hit) => void,
 *   maximise: () => void,
 *   changed: () => void,
 *   looking: (sight: Sight) => void,
 *   looked: (sight: Sight) => void,
 *   zooms: boolean,
 *   map: boolean,
 *   buttons: boolean,
 *   zoom: (how: 'larger' | 'smaller') => void,
 *   grab: (hit: Hit) => Drag | null,
 * }} page `zooms`: whether one can look closer, `buttons`: by buttons too; `map`: whether it is the map of what zooms
 */
export function createPane(page) {
  const { name, tools, hitAt, hover, leave, select, menu, maximise, changed } = page;
  const canvas = el('canvas', { 'aria-hidden': 'true' });
  const short = el('span');
  const more = el('span');
  const title = el('span', { class: 'view-title' }, short, more);
  const note = el('span', { class: 'view-note' });
  /** @param {string} face @param {string} label @param {() => void} act */
  const closer = (face, label, act) =>
    button({ class: 'icon-button', 'aria-label': label, title: label }, icon(face), act);
  const larger = button({ class: 'icon-button view-tool' }, icon('larger'), maximise);
  const caption = el(
    'figcaption',
    {},
    title,
    note,
    el('span', { class: 'spring' }),
    larger,
    ...tools,
  );
  const box = el('div', { class: 'canvas-box' }, canvas);
  const element = el('figure', { class: `view view-${name}` }, caption, box);
  const size = fitCanvas(canvas, changed);
  const { map } = page;
  const zoom =
    page.zooms || map
      ? createZoom(canvas, { size, changed, moving: page.looking, settled: page.looked, map })
      : null;
  if (zoom && page.buttons) {
    larger.before(
      closer('minus', words.zoomOut, () => page.zoom('smaller')),
      closer('plus', words.zoomIn, () => page.zoom('larger')),
    );
  }

  const dragging = createDragging(canvas, { hitAt, grab: page.grab, begun: leave });

  /** @type {PointerEvent | null} the last move, until the frame that looks at it */
  let latest = null;
  let pressing = 0;
  /** @type {{x: number, y: number} | null} */
  let pressed = null;
  let held = false;

  /** @param {PointerEvent | MouseEvent} event */
  const fingerOf = (event) =>
    event instanceof PointerEvent && event.pointerType === 'touch'
      ? { x: event.clientX, y: event.clientY }
      : null;

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
    if (
      pressed &&
      (event.clientX - pressed.x) ** 2 + (event.clientY - pressed.y) ** 2 > REST ** 2
    ) {
      release();
    }
    if (event.pointerType === 'touch' || dragging.now) return;
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
    pressed = { x: event.clientX, y: event.clientY };
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
    if (zoom?.moved || dragging.moved) return;
    const hit = held ? null : hitAt(event);
    if (!held) select(hit && { hit, finger: fingerOf(event) });
    held = false;
  });
  canvas.addEventListener('dblclick', (event) => {
    const hit = hitAt(event);
    if (hit) page.open(hit);
  });
  caption.addEventListener('dblclick', ({ target }) => {
    if (!(target instanceof Element && target.closest('button, input, label'))) maximise();
  });

  return {
    name,
    canvas,
    box,
    title,
    note,
    element,
    caption,
    size,
    zoom,
    /** @param {boolean} alone whether it fills the stage by itself */
    update(alone) {
      setAll(larger, {
        'aria-label': alone ? words.smaller : words.viewAlone(page.title),
        title: alone ? words.smaller : words.larger,
        'aria-pressed': String(alone),
      });
      element.classList.toggle('alone', alone);
    },
    /**
     * What stands over the picture; what follows a colon in its title, only where there is room.
     * @param {{title: string, note: string}} said
     */
    entitle(said) {
      const end = said.title.indexOf(':');
      const cut = end < 0 ? said.title.length : end;
      say(short, said.title.slice(0, cut));
      say(more, said.title.slice(cut));
      say(note, said.note);
    },
    /**
     * A mark's place on the page.
     * @param {Hit} hit
     * @returns {Box}
     */
    boxOf({ x, y, width, height }) {
      const { left, top } = canvas.getBoundingClientRect();
      return { left: left + x, top: top + y, width, height };
    },
  };
}

/** @typedef {ReturnType<typeof createPane>} Pane */
