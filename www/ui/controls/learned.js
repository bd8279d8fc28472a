/** What learning the start came to: the loss before and after, and where it ended. */
import { el, hide, say } from '../element.js';

export function createLearned() {
  const element = el('p', { class: 'hint learned', hidden: true });
  return {
    element,
    /** @param {import('../../types.d.ts').Model} _model @param {import('../../types.d.ts').Summary} summary */
    update(_model, { learned }) {
      hide(element, learned === null);
      say(element, learned ?? '');
    },
  };
}
