/** The page's address: the link of what is on screen, and what happens when it is changed by hand. */
import { decode, encode } from './link.js';
import { firstThatRuns } from './opening.js';
import { words } from './words.js';

/** @typedef {import('./types.d.ts').State} State */

/** The link follows this long after the last change, in ms. */
const DELAY = 300;

/**
 * @param {{
 *   engine: import('./engine.js').Engine,
 *   store: import('./store.js').Store,
 *   defaults: State,
 *   unknown: [string, string][],
 *   say: (lines: string[]) => void,
 * }} page `unknown` are the parts of the link that this version does not know
 */
export function createAddress({ engine, store, defaults, unknown, say }) {
  const { schema } = engine;
  let passedOn = unknown;
  let timer = 0;

  /** @returns {Promise<string[]>} what is too long for a link */
  async function write() {
    const { hash, leftOut } = await encode(store.state, { schema, defaults, unknown: passedOn });
    history.replaceState(null, '', hash);
    return leftOut;
  }

  store.subscribe(() => {
    clearTimeout(timer);
    timer = window.setTimeout(write, DELAY);
  });
  addEventListener('hashchange', async () => {
    const next = await decode(location.hash, { schema, defaults });
    passedOn = next.unknown;
    const runs = firstThatRuns(engine, next.state, defaults);
    const { model, ...point } = runs.state;
    say(opened(next.notices, runs.refused));
    store.command(words.linkLabel, model, { point });
  });
  return { write };
}

/**
 * What must be said about a link that was opened.
 * @param {string[]} notices
 * @param {string | null} refused
 */
export function opened(notices, refused) {
  return refused === null ? notices : [...notices, words.linkFailed(refused)];
}
