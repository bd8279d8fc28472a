/**
 * Folding all steps into one cell with a loop, and back: a button, and how far the motion has come.
 *
 * Invariant: idle it holds no frame; with less motion the one picture fades into the other.
 */
import { timeWords as words } from '../../words/time.js';
import { button, say, setAll } from '../element.js';
import { moves } from '../formula/morph.js';

/** From the one to the other, in ms. */
const DURATION = 420;

/**
 * @param {{set: (folded: boolean) => void, changed: () => void}} page `changed`: the picture must be painted anew
 */
export function createFold({ set, changed }) {
  let share = 0;
  let wanted = false;
  let waiting = 0;
  let latest = 0;
  let first = true;
  const element = button({ class: 'small fold', title: words.foldNote }, words.fold, () =>
    set(!wanted),
  );

  /** @param {number} now */
  function move(now) {
    const step = (now - latest) / DURATION;
    latest = now;
    share = Math.max(0, Math.min(1, share + (wanted ? step : -step)));
    changed();
    waiting = share === (wanted ? 1 : 0) ? 0 : requestAnimationFrame(move);
  }

  return {
    element,
    /** 0: unfolded; 1: folded. */
    get share() {
      return share;
    },
    /** @param {boolean} folded */
    update(folded) {
      say(element, folded ? words.unfold : words.fold);
      setAll(element, { 'aria-pressed': String(folded) });
      if (folded === wanted && !first) return;
      wanted = folded;
      if (first || !moves()) {
        const fades = !first;
        first = false;
        share = folded ? 1 : 0;
        changed();
        if (fades)
          element
            .closest('figure')
            ?.querySelector('canvas')
            ?.animate?.({ opacity: [0, 1] }, 120);
        return;
      }
      latest = performance.now();
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(move);
    },
  };
}
