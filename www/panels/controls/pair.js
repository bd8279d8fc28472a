/** Side by side: the LSTM and the GRU on one sequence and one cursor. */

import { controlWords as said } from '../../words/controls.js';
import { words } from '../../words/words.js';
import { button, el, hide, say } from '../element.js';

/** @import {Store} from '../../state/store.js' */
/** @import {Model} from '../../types.d.ts' */

/** The cell that stands beside each. @type {Record<string, string>} */
const BESIDE = { lstm: 'gru', gru: 'lstm' };

/** @param {Store} store */
export function createPair(store) {
  const toggle = button(
    { class: 'pill toggle', id: 'pair', 'aria-pressed': 'false', title: said.pairHelp },
    '',
    () => store.point({ pair: !store.state.pair }),
  );
  const element = el('div', { class: 'control' }, el('div', { class: 'pills' }, toggle));
  return {
    element,
    /** @param {Model} model */
    update({ cell }) {
      const other = BESIDE[cell];
      hide(element, other === undefined);
      if (other !== undefined) say(toggle, said.pair(words.cells[other] ?? other));
      toggle.setAttribute('aria-pressed', String(store.state.pair));
    },
  };
}
