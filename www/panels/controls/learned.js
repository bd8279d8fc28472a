/** What learning the start came to: the loss before and after, and where it ended; shown, and said when it has settled. */
import { html, nothing } from 'lit-html';

/** @import {Page} from '../../page/panels.js' */

/** @param {Page} page */
export function createLearned({ live, screen }) {
  /** What was shown last; nothing before the page stands. @type {string | null | undefined} */
  let told;
  return () => {
    const { learned } = screen.summary;
    if (told !== undefined && learned !== null && learned !== told) live.speakWhenSettled(learned);
    told = learned;
    return learned === null ? nothing : html`<p class="hint learned">${learned}</p>`;
  };
}
