/** A setting that is on or off: a box to tick. */
import { el } from '../element.js';
import { changeOf, plainly } from './control.js';

/** @import {Store} from '../../state/store.js' */
/** @import {Setting} from '../../types.d.ts' */
/** @import {Control} from './control.js' */

/**
 * @param {Setting} setting
 * @param {Store} store
 * @returns {Control}
 */
export function switchControl(setting, store) {
  const access = plainly(setting);
  const input = el('input', { type: 'checkbox' });
  input.addEventListener('change', () => {
    const { model } = store.state;
    store.command(changeOf(setting, access, input.checked), access.write(model, input.checked));
  });
  const label = el('label', { class: 'option' }, input, el('span', {}, setting.label));
  return {
    setting,
    element: el('div', { class: 'control switch', title: setting.help }, label),
    update(model) {
      input.checked = access.read(model) === true;
    },
    complain: () => undefined,
  };
}
