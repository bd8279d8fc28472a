/**
 * How far long work has come, in the title bar of the view it is for, with Pause and Stop.
 *
 * Invariant: nothing of it is there once the work is whole; a screen reader hears of every tenth, and of no more.
 */
import { workWords as said } from '../../words/work.js';
import { button, el, say } from '../element.js';

/** @import {Progress} from '../../types.d.ts' */

/** Work that is over sooner, in ms, is not spoken of. */
const SOON = 2000;
const TENTHS = 10;
/** What the first button is called, where it does not go on. @type {Partial<Record<Progress['how'], string>>} */
const PAUSE = { running: said.pause, offered: said.begin };

/**
 * @param {{
 *   title: string,
 *   unit: string,
 *   speak: (text: string) => void,
 *   act: (how: 'pause' | 'goOn' | 'stop') => void,
 * }} what
 */
export function createProgress({ title, unit, speak, act }) {
  const bar = el('progress', { 'aria-label': said.progress(title) });
  const count = el('span', { class: 'work-count' });
  let paused = false;
  const pause = button({ class: 'small work-pause' }, said.pause, () =>
    act(paused ? 'goOn' : 'pause'),
  );
  const stop = button({ class: 'small work-stop' }, said.stop, () => act('stop'));
  const element = el('span', { class: 'work', hidden: true }, bar, count, pause, stop);
  let begun = 0;
  let spoken = 0;

  /** @param {Progress} now @param {string} text */
  function tell({ found, of, how }, text) {
    const tenth = Math.floor((TENTHS * found) / of);
    if (how !== 'running' || tenth === spoken) return;
    spoken = tenth;
    if (performance.now() - begun > SOON) speak(`${title}: ${text}`);
  }

  return {
    element,
    /** @param {Progress | null} now */
    update(now) {
      const shown = now !== null && now.how !== 'whole';
      if (shown && element.hidden) {
        begun = performance.now();
        spoken = 0;
      }
      element.hidden = !shown;
      if (!shown) return;
      const { found, of, how } = now;
      bar.max = of;
      bar.value = found;
      const text = said.count(found, of, unit);
      const offered = how === 'offered';
      bar.hidden = offered;
      count.hidden = offered;
      say(count, how === 'stopped' ? `${text}, ${said.stopped}` : text);
      paused = how !== 'running';
      say(pause, PAUSE[how] ?? said.goOn);
      stop.hidden = how === 'stopped' || offered;
      tell(now, text);
    },
  };
}

/** @typedef {ReturnType<typeof createProgress>} ProgressBar */
