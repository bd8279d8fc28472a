/** The picture by keys: Enter goes in, arrows lead from mark to mark and from view to view, Escape comes out. */
import { words } from '../../words/words.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {Hit, ViewName, Walk} from '../../types.d.ts' */
/** @import {Pictures} from './pictures.js' */
/** @import {Tip} from './tip.js' */

/**
 * @param {Page} page
 * @param {{canvases: HTMLElement, pictures: Pictures, tip: Tip}} parts
 */
export function createWalk({ session, focus, live }, { canvases, pictures, tip }) {
  let inside = false;
  /** @type {ViewName} */
  let view = pictures.mainName;
  /** @type {Hit | null} what the keys stand on */
  let standing = null;

  /** @param {Hit} hit @param {ViewName} name */
  function arrive(hit, name) {
    view = name;
    standing = hit;
    focus.hover(null);
    // The second cell has names of its own; the rest of the page knows what does the same in the first.
    focus.pin(name === 'other' ? (hit.same ?? null) : hit.reference);
    live.speak(hit.words);
    const pane = pictures.paneOf(name);
    // On a phone the pictures stand in a column that scrolls.
    pane?.box.scrollIntoView({ block: 'nearest' });
    const box = pane?.boxOf(hit);
    if (box) tip.show(name === 'other' ? '' : hit.reference, hit.words, box);
  }

  /** The views on screen, from top to bottom. */
  const shown = () => pictures.shown().map(({ name }) => name);

  /** @param {ViewName} name @param {string | null} from @param {Walk} way */
  const neighbour = (name, from, way) => session.ask((lab) => lab.neighbour(name, from, way));

  return {
    get inside() {
      return inside;
    },
    get view() {
      return view;
    },
    get hit() {
      return standing;
    },
    /** The view that was used last is the one the keys walk in. @param {ViewName} name */
    stand(name) {
      view = name;
    },
    enter() {
      inside = true;
      canvases.classList.add('inside');
      if (!shown().includes(view)) view = shown()[0] ?? view;
      const start = neighbour(view, focus.pinned, 'first');
      if (start) arrive(start, view);
      live.speak(`${words.inside} ${start?.words ?? ''}`);
    },
    /** @param {EventTarget | null} [to] where the focus goes */
    leave(to = null) {
      if (!inside) return;
      inside = false;
      canvases.classList.remove('inside');
      if (!(to instanceof Node && tip.element.contains(to))) tip.hide();
      live.speak(words.outside);
    },
    /**
     * One step with the arrow keys; up and down lead from view to view.
     * @param {Walk} way
     */
    go(way) {
      const from = view === 'other' ? (standing?.reference ?? null) : focus.pinned;
      const hit = neighbour(view, from, way);
      if (hit) return arrive(hit, view);
      const names = shown();
      const next =
        names[names.indexOf(view) + ({ up: -1, down: 1 }[/** @type {string} */ (way)] ?? 0)];
      const other =
        next && next !== view ? neighbour(next, null, way === 'up' ? 'last' : 'first') : null;
      if (next && other) return arrive(other, next);
      return live.speak(words.nothingThere);
    },
  };
}
