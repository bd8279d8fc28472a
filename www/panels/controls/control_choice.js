/** A setting that is one of a few: radio buttons. */
import { el, freshId } from '../element.js';
import { changeOf, createComplaint, createWayBack, plainly } from './control.js';

/** @import {Store} from '../../state/store.js' */
/** @import {Setting, Summary} from '../../types.d.ts' */
/** @import {Control} from './control.js' */

/**
 * @param {Setting} setting
 * @param {Store} store
 * @param {{standing?: (summary: Summary) => unknown}} [more] `standing`: what is in force, where that can be another choice
 * @returns {Control}
 */
export function choiceControl(setting, store, { standing } = {}) {
  const name = freshId('choice');
  const access = plainly(setting);
  /** @type {Map<string, HTMLInputElement>} */
  const inputs = new Map();
  const options = (setting.choices ?? []).map(({ value, label }) => {
    const input = el('input', { type: 'radio', name, value });
    input.addEventListener('change', () => {
      store.command(changeOf(setting, access, value), access.write(store.state.model, value));
    });
    inputs.set(value, input);
    return el('label', { class: 'option' }, input, el('span', {}, label));
  });
  const back = createWayBack(setting, store, access);
  const element = el(
    'fieldset',
    { class: 'control', title: setting.help },
    el('legend', {}, setting.label),
    el('div', { class: 'options' }, ...options),
    back.element,
  );
  const complaint = createComplaint(element);
  element.append(complaint.element);
  return {
    setting,
    element,
    update(model, summary) {
      const value = standing?.(summary) ?? access.read(model) ?? setting.default;
      const input = inputs.get(String(value));
      if (input && !input.checked) input.checked = true;
      back.update(value);
      complaint.set('');
    },
    complain: complaint.set,
  };
}
