/**
 * One picture fading into the next where it shows something else: another closeness of the unrolled graph.
 *
 * Invariant: what fades is what was painted, and then it is gone; with less motion nothing fades.
 */
import { html } from 'lit-html';
import { makeCanvas } from '../element.js';
import { moves } from '../formula/morph.js';

/** In ms. */
const DURATION = 160;

/**
 * Before the next picture is painted.
 * @param {HTMLCanvasElement} canvas
 */
export function fadeFrom(canvas) {
  if (!moves() || canvas.width === 0 || canvas.height === 0) return;
  const before = makeCanvas(html`<canvas class="motion" aria-hidden="true"></canvas>`);
  before.width = canvas.width;
  before.height = canvas.height;
  before.getContext('2d')?.drawImage(canvas, 0, 0);
  canvas.after(before);
  const fading = before.animate({ opacity: [1, 0] }, DURATION);
  fading.onfinish = () => before.remove();
  fading.oncancel = fading.onfinish;
}
