/** Plays: one operation after another, at a pace, until the end. Idle it holds no timer. */

import { signal } from '@preact/signals-core';

/** One operation at speed 1, in ms. */
const PACE = 800;
/** Faster than this many operations a second, only whole time steps are spoken. */
const MOST_SPOKEN = 2;

/**
 * @param {{advance: () => boolean}} page `advance` answers whether there was a next operation
 */
export function createPlayer({ advance }) {
  let timer = 0;
  const playing = signal(false);
  let speed = 1;

  function tick() {
    if (advance()) timer = window.setTimeout(tick, PACE / speed);
    else stop();
  }
  function stop() {
    if (timer === 0) return;
    clearTimeout(timer);
    timer = 0;
    playing.value = false;
  }
  return {
    get playing() {
      return playing.value;
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
      playing.value = true;
      return undefined;
    },
    /** @param {number} next */
    setSpeed(next) {
      speed = next;
    },
  };
}

/** @typedef {ReturnType<typeof createPlayer>} Player */
