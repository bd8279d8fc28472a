/** The page's address: the link of what is on screen, and what happens when it is changed by hand. */
import { decode, encode } from './link.js';
import { firstThatRuns, openingOf } from './opening.js';
import { createSettled } from './settled.js';
import { words } from './words.js';

/** @typedef {import('./types.d.ts').State} State */

/** The link follows this long after the last change, in ms. */
const DELAY = 300;

/**
 * @param {{
 *   engine: import('./engine.js').Engine,
 *   store: import('./store.js').Store,
 *   known: import('./link.js').Known,
 *   unknown: [string, string][],
 *   say: (lines: string[]) => void,
 * }} page `unknown` are the parts of the link that this version does not know
 */
export function createAddress({ engine, store, known, unknown, say }) {
  let passedOn = unknown;

  /** @returns {Promise<string[]>} what is too long for a link */
  async function write() {
    const { hash, leftOut } = await encode(store.state, known, passedOn);
    history.replaceState(null, '', hash);
    return leftOut;
  }

  /** Goes somewhere else: from there the browser's Back leads to where the page is now. @param {() => void} go */
  async function leave(go) {
    const left = encode(store.state, known, passedOn);
    go();
    const { hash } = await left;
    history.replaceState(null, '', hash);
    history.pushState(null, '', hash);
    await write();
  }

  const settled = createSettled(DELAY, write);
  store.subscribe(settled.again);
  addEventListener('hashchange', async () => {
    const next = await decode(location.hash, known);
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
