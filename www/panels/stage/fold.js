/**
 * Folding all steps into one cell with a loop, and back: a button, and how far the motion has come.
 *
 * Invariant: idle it holds no frame; with less motion the one picture fades into the other.
 */
import { html } from 'lit-html';
import { timeWords as words } from '../../words/time.js';
import { moves } from '../formula/morph.js';

/** From the one to the other, in ms. */
const DURATION = 420;

/**
 * @param {{
 *   canvas: () => HTMLCanvasElement | undefined,
 *   set: (folded: boolean) => void,
 *   changed: () => void,
 * }} page `changed`: the picture must be painted anew
 */
export function createFold({ canvas, set, changed }) {
  let share = 0;
  let waiting = 0;
  let latest = 0;
  /** What is wanted; nothing before the first picture. @type {boolean | null} */
  let wanted = null;

  /** @param {number} now */
  function move(now) {
    const step = (now - latest) / DURATION;
    latest = now;
    share = Math.max(0, Math.min(1, share + (wanted ? step : -step)));
    changed();
    waiting = share === (wanted ? 1 : 0) ? 0 : requestAnimationFrame(move);
  }

  return {
    /** @param {boolean} folded */
    button: (
      folded,
    ) => html`<button type="button" class="small fold" title=${words.foldNote} aria-pressed=${folded}
      @click=${() => set(!folded)}>${folded ? words.unfold : words.fold}</button>`,
    /** 0: unfolded; 1: folded. */
    get share() {
      return share;
    },
    /** @param {boolean} folded */
    update(folded) {
      if (folded === wanted) return;
      const first = wanted === null;
      wanted = folded;
      if (!first && moves()) {
        latest = performance.now();
        cancelAnimationFrame(waiting);
        waiting = requestAnimationFrame(move);
        return;
      }
      share = folded ? 1 : 0;
      changed();
      if (!first) canvas()?.animate?.({ opacity: [0, 1] }, 120);
    },
  };
}
