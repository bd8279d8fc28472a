/** The dialog of a person's own presets. */
import { readPresets } from '../../state/presets.js';
import { presetWords as said } from '../../words/presets.js';
import { button, el, freshId, say } from '../element.js';
import { icon } from '../icons.js';
import { createDialog } from './dialog.js';

/** @import {OwnPreset, Presets} from '../../state/presets.js' */

/**
 * @param {{
 *   presets: Presets,
 *   copy: (text: string, done: string) => void,
 *   announce: (text: string) => void,
 * }} page
 */
export function createMyPresets({ presets, copy, announce }) {
  const id = freshId('field');
  const name = el('input', {
    type: 'text',
    id,
    autocomplete: 'off',
    maxlength: 60,
    class: 'preset-name',
  });
  const problem = el('p', { class: 'problem', role: 'alert', hidden: true });
  const list = el('ul', { class: 'own-presets' });
  const none = el('p', { class: 'hint' }, said.none);
  const area = el('textarea', { rows: 4, 'aria-label': said.importTitle, spellcheck: 'false' });
  const importProblem = el('p', { class: 'problem', role: 'alert', hidden: true });

  /** @param {HTMLElement} where @param {string} text */
  function complain(where, text) {
    say(where, text);
    where.hidden = text === '';
  }
  function update() {
    none.hidden = presets.own.length > 0;
    list.replaceChildren(
      ...presets.own.map((preset) =>
        el(
          'li',
          { class: 'own-preset' },
          button({ class: 'own-open' }, preset.name, () => {
            dialog.close();
            presets.openOwn(preset);
          }),
          button(
            { class: 'icon-button', 'aria-label': said.remove(preset.name) },
            icon('close'),
            () => remove(preset),
          ),
        ),
      ),
    );
  }
  /** @param {OwnPreset} preset */
  function remove(preset) {
    const before = presets.own;
    presets.remove(preset);
    update();
    const back = button({ class: 'small' }, said.putBack, () => {
      presets.add(before);
      update();
      name.focus();
    });
    list.append(el('li', { class: 'own-preset' }, el('span', {}, said.removed(preset.name)), back));
    back.focus();
    announce(said.removed(preset.name));
  }
  async function save() {
    if (name.value.trim() === '') return complain(problem, said.nameFirst);
    complain(problem, '');
    await presets.save(name.value);
    announce(said.saved(name.value.trim()));
    name.value = '';
    update();
    return undefined;
  }
  function add() {
    const found = readPresets(area.value);
    if (found === null) return complain(importProblem, said.importBad);
    complain(importProblem, '');
    presets.add(found);
    announce(said.imported(found.length));
    area.value = '';
    update();
    return undefined;
  }
  name.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') save();
  });
  const dialog = createDialog(
    said.mine,
    el('p', { class: 'hint' }, said.mineHint),
    none,
    list,
    el(
      'div',
      { class: 'control' },
      el('label', { for: id }, said.name),
      el('div', { class: 'field-row' }, name, button({ class: 'primary' }, said.saveThis, save)),
      problem,
    ),
    el('h3', {}, said.importTitle),
    area,
    importProblem,
    el(
      'div',
      { class: 'buttons' },
      button({}, said.importThem, add),
      button({}, said.exportAll, () => copy(presets.json(), said.exported)),
    ),
  );
  return {
    dialog,
    open() {
      complain(problem, '');
      complain(importProblem, '');
      update();
      dialog.showModal();
      name.focus();
    },
  };
}
