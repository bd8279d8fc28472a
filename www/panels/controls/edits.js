/** How many weights were changed by hand, and the way back to those they lie over. */
import { controlWords as said } from '../../words/controls.js';
import { button, el, hide, say } from '../element.js';

/** @import {Store} from '../../state/store.js' */
/** @import {Model, Summary} from '../../types.d.ts' */

/** @param {Store} store */
export function createEdits(store) {
  const text = el('span');
  const back = button({ class: 'small', id: 'edits-back' }, said.editsBack, () => {
    store.command(said.editsBackLabel, { ...store.state.model, edits: {} });
  });
  const element = el('div', { class: 'control edits', hidden: true }, text, back);
  return {
    element,
    /** @param {Model} model @param {Summary} summary */
    update({ edits }, { edited }) {
      hide(element, Object.keys(edits).length === 0);
      say(text, said.edited(edited));
    },
  };
}
