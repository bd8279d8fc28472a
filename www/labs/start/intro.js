/**
 * The one motion of the first screen: a pulse forward, the loss lights up, the gradient comes back and its number
 * counts.
 *
 * Invariant: it runs once, on a bare address, where motion is wanted; whoever touches anything ends it.
 */
import { moves } from '../../panels/formula/morph.js';

/** All of it, in ms. */
const DURATION = 3200;

/**
 * @param {{show: (progress: number) => void, over: () => void}} page
 */
export function createIntro({ show, over }) {
  let waiting = 0;

  function stop() {
    if (waiting === 0) return;
    cancelAnimationFrame(waiting);
    waiting = 0;
    over();
  }

  return {
    get running() {
      return waiting !== 0;
    },
    stop,
    start() {
      if (waiting !== 0 || !moves()) return;
      const begun = performance.now();
      const draw = (/** @type {number} */ now) => {
        const progress = Math.min(Math.max((now - begun) / DURATION, 0), 1);
        if (progress === 1) return stop();
        show(progress);
        waiting = requestAnimationFrame(draw);
        return undefined;
      };
      waiting = requestAnimationFrame(draw);
    },
  };
}
