/**
 * Rest after motion: while a setting moves, axes stay where they are and what takes longer than a frame is left out; a
 * moment after it has come to rest everything is shown anew.
 *
 * Invariant: at rest no timer runs.
 */

import { moves } from '../panels/formula/morph.js';
import { createSettled } from './debounce.js';

/** @import {Store} from '../state/store.js' */

/** Nothing has changed for this long, in ms: it rests. */
const MOMENT = 200;
/** Axes that were held come to where they belong in so long, in ms. */
const EASE = 240;

/**
 * @param {{
 *   store: Store,
 *   eases: () => boolean,
 *   settled: () => void,
 *   repaint: () => void,
 * }} page `eases`: whether the lab on screen is one where this matters
 */
export function createRest({ store, eases, settled, repaint }) {
  /** Whether axes are held, and since when they have not been. */
  let held = false;
  let since = -EASE;

  const rest = createSettled(MOMENT, () => {
    // A pointer that is still down may go on.
    if (store.moving) rest.again();
    else settled();
  });
  if (eases()) rest.again();
  store.subscribe((state, before) => {
    if (eases() && (state.model !== before.model || state.lab !== before.lab)) rest.again();
  });

  return {
    /** Whether axes stay as they are, and how far they have come since to where they belong, 0 to 1. */
    axes() {
      const now = performance.now();
      const hold = rest.waits && store.moving;
      if (held && !hold && moves()) since = now;
      held = hold;
      const settled = hold ? 0 : Math.min((now - since) / EASE, 1);
      if (!hold && settled < 1) repaint();
      return { hold, settled };
    },
  };
}

/** @typedef {ReturnType<typeof createRest>} Rest */
