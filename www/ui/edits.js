/** How many weights were changed by hand, and the way back to those they lie over. */
import { controlWords as said } from '../words/controls.js';
import { button, el, say } from './element.js';

/** @param {import('../store.js').Store} store @param {(weights: string) => string} nameOf what kinds of weights are called */
export function createEdits(store, nameOf) {
  const text = el('span');
  const back = button({ class: 'small', id: 'edits-back' }, '', () => {
    store.command(said.editsBackLabel, { ...store.state.model, edits: {} });
  });
  const element = el('div', { class: 'control edits', hidden: true }, text, back);
  return {
    element,
    /** @param {import('../types.d.ts').Model} model @param {import('../types.d.ts').Summary} summary */
    update({ weights, edits }, { edited }) {
      element.hidden = Object.keys(edits).length === 0;
      say(text, said.edited(edited));
      say(back, said.editsBack(nameOf(weights)));
    },
  };
}
