/**
 * How far long work has come, in the title bar of the view it is for, with Pause and Stop.
 *
 * Invariant: nothing of it is there once the work is whole; a screen reader hears of every tenth, and of no more.
 */
import { html, nothing, render } from 'lit-html';
import { workWords as said } from '../../words/work.js';

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
  const element = document.createElement('span');
  element.className = 'work';
  element.hidden = true;
  let begun = 0;
  let spoken = 0;

  /** @param {Progress} now @param {string} text */
  function tell({ found, of, how }, text) {
    const tenth = Math.floor((TENTHS * found) / of);
    if (how !== 'running' || tenth === spoken) return;
    spoken = tenth;
    if (performance.now() - begun > SOON) speak(`${title}: ${text}`);
  }

  /** @param {Progress} now @param {string} text */
  function draw({ found, of, how }, text) {
    const offered = how === 'offered';
    const far = html`<progress aria-label=${said.progress(title)} max=${of} .value=${found}></progress>
      <span class="work-count">${how === 'stopped' ? `${text}, ${said.stopped}` : text}</span>`;
    const stop = html`<button type="button" class="small work-stop" @click=${() => act('stop')}>${said.stop}</button>`;
    return html`${offered ? nothing : far}
      <button type="button" class="small work-pause" @click=${() => act(how === 'running' ? 'pause' : 'goOn')}>${
        PAUSE[how] ?? said.goOn
      }</button>
      ${how === 'stopped' || offered ? nothing : stop}`;
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
      const text = said.count(now.found, now.of, unit);
      render(draw(now, text), element);
      tell(now, text);
    },
  };
}

/** @typedef {ReturnType<typeof createProgress>} ProgressBar */
