/**
 * What travels along the wires when the cursor goes one operation on: an overlay over the picture of the cell.
 *
 * Invariant: it explains a step and then is gone; idle it holds no frame, and with less motion it never starts.
 */

import { html } from 'lit-html';
import { fitCanvas } from '../../page/frame.js';
import { makeCanvas } from '../element.js';
import { moves } from '../formula/morph.js';

/** One operation at speed 1, in ms. */
const DURATION = 240;
/** From this speed on there is nothing left to see. */
const TOO_FAST = 8;

/**
 * @param {{paint: (context: CanvasRenderingContext2D, size: {width: number, height: number, ratio: number, progress: number}) => void}} page
 */
export function createMotion({ paint }) {
  const canvas = makeCanvas(html`<canvas class="motion" aria-hidden="true"></canvas>`);
  const size = fitCanvas(canvas, () => undefined);
  let waiting = 0;

  function stop() {
    if (waiting === 0) return;
    cancelAnimationFrame(waiting);
    waiting = 0;
    canvas.getContext('2d')?.reset();
  }

  return {
    element: canvas,
    stop,
    /** @param {number} speed */
    start(speed) {
      stop();
      const context = canvas.getContext('2d');
      if (context === null || size.width === 0 || speed >= TOO_FAST || !moves()) return;
      const begun = performance.now();
      const draw = (/** @type {number} */ now) => {
        const progress = ((now - begun) * speed) / DURATION;
        if (progress >= 1) return stop();
        if (progress > 0) paint(context, { ...size, progress });
        waiting = requestAnimationFrame(draw);
        return undefined;
      };
      waiting = requestAnimationFrame(draw);
    },
  };
}
