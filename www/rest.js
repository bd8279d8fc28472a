/**
 * Rest after motion: while a setting moves, axes stay where they are and what takes longer than a frame is left out; a
 * moment after it has come to rest everything is shown anew.
 *
 * Invariant: at rest no timer runs.
 */

/** Nothing has changed for this long, in ms: it rests. */
const MOMENT = 200;

/**
 * @param {{
 *   store: import('./store.js').Store,
 *   studies: () => boolean,
 *   settled: () => void,
 * }} page `studies`: whether the lab on screen is one where this matters
 */
export function createRest({ store, studies, settled }) {
  let timer = 0;

  function wait() {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      // A pointer that is still down may go on.
      if (store.moving) wait();
      else {
        timer = 0;
        settled();
      }
    }, MOMENT);
  }
  if (studies()) wait();
  store.subscribe((state, before) => {
    if (studies() && (state.model !== before.model || state.lab !== before.lab)) wait();
  });

  return {
    get moving() {
      return timer !== 0 && store.moving;
    },
  };
}

/** @typedef {ReturnType<typeof createRest>} Rest */
