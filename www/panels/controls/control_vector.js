/** A setting that is several numbers, or none: one field, read when it is left. */
import { readSetting, show } from '../../state/settings.js';
import { el, freshId } from '../element.js';
import { createShown } from '../typed_field.js';
import { changeOf, createComplaint, createWayBack, plainly } from './control.js';

/** @import {Store} from '../../state/store.js' */
/** @import {Setting} from '../../types.d.ts' */
/** @import {Control} from './control.js' */

/**
 * @param {Setting} setting
 * @param {Store} store
 * @returns {Control}
 */
export function vectorControl(setting, store) {
  const id = freshId('field');
  const access = plainly(setting);
  const field = el('input', {
    type: 'text',
    id,
    class: 'vector',
    placeholder: access.none,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const complaint = createComplaint(field);
  const back = createWayBack(setting, store, access);
  const showIn = createShown(field);
  field.addEventListener('change', () => {
    const reading = readSetting(setting, field.value);
    complaint.set(reading.problem ?? '');
    if (reading.problem !== undefined) return;
    const { model } = store.state;
    store.command(changeOf(setting, access, reading.value), access.write(model, reading.value));
  });
  const element = el(
    'div',
    { class: 'control', title: setting.help },
    el('label', { for: id }, setting.label),
    field,
    complaint.element,
    back.element,
  );
  return {
    setting,
    element,
    update(model) {
      back.update(access.read(model));
      if (field.getAttribute('aria-invalid') === 'true') return;
      showIn(show(access.read(model)));
    },
    complain: complaint.set,
  };
}
