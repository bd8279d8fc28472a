/**
 * What is done once things have come to rest: when nothing has asked for it for a while.
 *
 * Invariant: asked for in every frame it costs a look at the clock. One timer waits; when it ends it waits for what is
 * left, because setting a timer anew each time is one of the dearest things a frame does.
 */

/**
 * @param {number} quiet in ms
 * @param {() => void} act
 */
export function createSettled(quiet, act) {
  let timer = 0;
  let last = 0;
  function look() {
    const left = Math.ceil(last + quiet - performance.now());
    timer = left > 0 ? window.setTimeout(look, left) : 0;
    if (timer === 0) act();
  }
  return {
    /** It moves: what is left to wait begins anew. */
    again() {
      last = performance.now();
      if (timer === 0) timer = window.setTimeout(look, quiet);
    },
    stop() {
      clearTimeout(timer);
      timer = 0;
    },
    /** Whether it has yet to be done. */
    get waits() {
      return timer !== 0;
    },
  };
}
