/** The page's address: the link of what is on screen, and what happens when it is changed by hand. */

import { createSettled } from '../page/debounce.js';
import { words } from '../words/words.js';
import { decode, encode } from './link.js';
import { firstThatRuns, openingOf } from './openings.js';

/** @import {Engine} from '../engine/engine.js' */
/** @import {Known} from './link.js' */
/** @import {Store} from './store.js' */

/** The link follows this long after the last change, in ms. */
const DELAY = 300;

/**
 * @param {{
 *   engine: Engine,
 *   store: Store,
 *   known: Known,
 *   unknown: [string, string][],
 *   say: (lines: string[]) => void,
 *   refused: () => void,
 * }} page `unknown` are the parts of the link that this version does not know; `refused`: the browser did not let the
 *   page write its address
 */
export function createAddress({ engine, store, known, unknown, say, refused }) {
  let passedOn = unknown;
  /** How often the browser has led elsewhere: a link begun before that is of no place it is at now. */
  let led = 0;

  /** The link of what is on screen, and whether the browser is still where it was when that was asked. */
  async function current() {
    const before = led;
    const link = await encode(store.state, known, passedOn);
    return { ...link, isHere: led === before };
  }

  /**
   * Changes what the browser has for where one is. It may refuse: in some frames, or where it is asked too often.
   * @param {() => void} change
   */
  function rewrite(change) {
    try {
      change();
    } catch {
      refused();
    }
  }

  /** @returns {Promise<{link: string, leftOut: string[]}>} the link, and what is too long for one */
  async function write() {
    const { hash, leftOut, isHere } = await current();
    if (isHere) rewrite(() => history.replaceState(null, '', hash));
    return { link: new URL(hash, location.href).href, leftOut };
  }

  /** Goes somewhere else: from there the browser's Back leads to where the page is now. @param {() => void} go */
  async function leave(go) {
    const leaving = current();
    go();
    const [left, entered] = [await leaving, await current()];
    if (!left.isHere || !entered.isHere) return;
    rewrite(() => {
      history.replaceState(null, '', left.hash);
      history.pushState(null, '', entered.hash);
    });
  }

  const settled = createSettled(DELAY, write);
  store.subscribe(settled.again);
  // The browser is elsewhere from here on, and says where a moment later.
  addEventListener('popstate', () => {
    led += 1;
    settled.stop();
  });
  addEventListener('hashchange', async ({ newURL }) => {
    const asked = led;
    const next = await decode(new URL(newURL).hash, known);
    if (led !== asked) return;
    passedOn = next.unknown;
    const runs = firstThatRuns(engine, next.state, openingOf(known.openings, next.state.lab));
    const { model, ...point } = runs.state;
    say(opened(next.notices, runs.refused));
    store.command(words.linkLabel, model, { point });
  });
  return { write, leave };
}

/**
 * What must be said about a link that was opened.
 * @param {string[]} notices
 * @param {string | null} refused
 */
export function opened(notices, refused) {
  return refused === null ? notices : [...notices, words.linkFailed(refused)];
}
