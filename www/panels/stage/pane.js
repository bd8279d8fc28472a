/** One view of the stage: a title bar with what can be done with the view, and a canvas that is pointed at. */
import { html, nothing, render } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { fitCanvas } from '../../page/frame.js';
import { words } from '../../words/words.js';
import { make, makeCanvas } from '../element.js';
import { icon } from '../icons.js';
import { createDragging } from './dragging.js';
import { followPointer } from './pointer.js';
import { createZoom } from './zoom.js';

/** @import {Drag, Hit, Sight, View} from '../../types.d.ts' */
/** @import {Box} from '../float.js' */
/** @import {Pointed} from './pointer.js' */

/**
 * @typedef {object} Shown what stands in the title bar
 * @property {string} title what follows a colon in it, only where there is room
 * @property {string} note
 * @property {boolean} alone whether it fills the stage by itself
 * @property {unknown} fold
 * @property {unknown} hint
 * @property {unknown} tools
 */

/** @param {string} face @param {string} label @param {() => void} act */
const iconButton = (face, label, act) =>
  html`<button type="button" class="icon-button" aria-label=${label} title=${label} @click=${act}>${icon(face)}</button>`;

/**
 * @param {View} view
 * @param {{
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
 *   buttons: boolean,
 *   zoom: (how: 'larger' | 'smaller') => void,
 *   grab: (hit: Hit) => Drag | null,
 * }} page `buttons`: whether one can look closer by buttons too
 */
export function createPane({ name, short, zooms = false, map = false }, page) {
  const { hitAt, leave, maximise, changed } = page;
  const canvas = makeCanvas(html`<canvas aria-hidden="true"></canvas>`);
  const box = make(html`<div class="canvas-box">${canvas}</div>`);
  const caption = make(html`<figcaption @dblclick=${widen}></figcaption>`);
  const element = make(html`<figure class=${`view view-${name}`}>${caption}${box}</figure>`);
  const size = fitCanvas(canvas, changed);
  const zoom =
    zooms || map
      ? createZoom(canvas, { size, changed, moving: page.looking, settled: page.looked, map })
      : null;
  const dragging = createDragging(canvas, { hitAt, grab: page.grab, begun: leave });
  followPointer(canvas, {
    ...page,
    dragging: () => dragging.now,
    dragged: () => zoom?.moved || dragging.moved,
  });

  /** @param {Event} event */
  function widen({ target }) {
    if (!(target instanceof Element && target.closest('button, input, label'))) maximise();
  }

  const closer = () => [
    iconButton('minus', words.zoomOut, () => page.zoom('smaller')),
    iconButton('plus', words.zoomIn, () => page.zoom('larger')),
  ];

  return {
    name,
    canvas,
    box,
    element,
    size,
    zoom,
    /** @param {Shown} shown */
    update({ title, note, alone, fold, hint, tools }) {
      const end = title.indexOf(':');
      const cut = end < 0 ? title.length : end;
      element.classList.toggle('alone', alone);
      render(
        html`<span class="view-title"><span>${title.slice(0, cut)}</span><span>${title.slice(cut)}</span></span>
          ${fold}<span class="view-note">${note}</span>${hint}<span class="spring"></span>
          ${zoom && page.buttons ? guard([zoom], closer) : nothing}
          <button type="button" class="icon-button view-tool" aria-label=${alone ? words.smaller : words.viewAlone(short)}
            title=${alone ? words.smaller : words.larger} aria-pressed=${alone} @click=${maximise}>${icon('larger')}</button>
          ${tools}`,
        caption,
      );
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
