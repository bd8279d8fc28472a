/** Plays: one operation after another, at a pace, until the end. Idle it holds no timer. */

/** One operation at speed 1, in ms. */
const PACE = 800;
/** Faster than this many operations a second, only whole time steps are spoken. */
const MOST_SPOKEN = 2;

/**
 * @param {{advance: () => boolean, changed: (playing: boolean) => void}} page `advance` answers whether there was a next operation
 */
export function createPlayer({ advance, changed }) {
  let timer = 0;
  let speed = 1;

  function tick() {
    if (advance()) timer = window.setTimeout(tick, PACE / speed);
    else stop();
  }
  function stop() {
    if (timer === 0) return;
    clearTimeout(timer);
    timer = 0;
    changed(false);
  }
  return {
    get playing() {
      return timer !== 0;
    },
    get hurried() {
      return timer !== 0 && (speed * 1000) / PACE > MOST_SPOKEN;
    },
    /** How fast it plays; 1 while it does not. */
    get pace() {
      return timer === 0 ? 1 : speed;
    },
    stop,
    toggle() {
      if (timer !== 0) return stop();
      timer = window.setTimeout(tick, 0);
      return changed(true);
    },
    /** @param {number} next */
    setSpeed(next) {
      speed = next;
    },
  };
}
