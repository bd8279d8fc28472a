/** What learning the start came to: the loss before and after, and where it ended; shown, and said when it has settled. */
import { el, hide, say } from '../element.js';

/** @import {Model, Summary} from '../../types.d.ts' */

/** @param {{speak: (text: string) => void}} page */
export function createLearned({ speak }) {
  const element = el('p', { class: 'hint learned', hidden: true });
  /** What was shown last; nothing before the page stands. @type {string | null | undefined} */
  let told;
  return {
    element,
    /** @param {Model} _model @param {Summary} summary */
    update(_model, { learned }) {
      hide(element, learned === null);
      say(element, learned ?? '');
      if (told !== undefined && learned !== null && learned !== told) speak(learned);
      told = learned;
    },
  };
}
