/** The dialog of a person's own presets. */
import { html, nothing } from 'lit-html';
import { readPresets } from '../../state/presets.js';
import { presetWords as said } from '../../words/presets.js';
import { icon } from '../icons.js';
import { createDialog } from './dialog.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {OwnPreset, Presets} from '../../state/presets.js' */

/** @param {string} text */
const problem = (text) => html`<p class="problem" role="alert" ?hidden=${text === ''}>${text}</p>`;

/** @param {Page} page @param {Presets} presets */
export function createMyPresets({ commands: { announce, copy } }, presets) {
  let wrong = { name: '', json: '' };
  /** The one that was deleted last, and all there were before. @type {{name: string, before: OwnPreset[]} | null} */
  let removed = null;

  const { dialog, open, update, close, find } = createDialog({
    title: said.mine,
    draw: () => html`<p class="hint">${said.mineHint}</p>
      <p class="hint" ?hidden=${presets.own.length > 0}>${said.none}</p>
      <ul class="own-presets">${presets.own.map(item)}${removed ? putBack(removed) : nothing}</ul>
      <div class="control">
        <label for="preset-name">${said.name}</label>
        <div class="field-row">
          <input type="text" id="preset-name" class="preset-name" autocomplete="off" maxlength="60"
            @keydown=${(/** @type {KeyboardEvent} */ { key }) => key === 'Enter' && save()} />
          <button type="button" class="primary" @click=${save}>${said.saveThis}</button>
        </div>
        ${problem(wrong.name)}
      </div>
      <h3>${said.importTitle}</h3>
      <textarea rows="4" aria-label=${said.importTitle} spellcheck="false"></textarea>
      ${problem(wrong.json)}
      <div class="buttons">
        <button type="button" @click=${add}>${said.importThem}</button>
        <button type="button" @click=${() => copy(presets.json(), said.exported)}>${said.exportAll}</button>
      </div>`,
  });

  /** @param {OwnPreset} preset */
  function item(preset) {
    const opens = () => {
      close();
      presets.openOwn(preset);
    };
    return html`<li class="own-preset">
      <button type="button" class="own-open" @click=${opens}>${preset.name}</button>
      <button type="button" class="icon-button" aria-label=${said.remove(preset.name)} @click=${() => remove(preset)}>
        ${icon('close')}
      </button>
    </li>`;
  }

  /** @param {{name: string, before: OwnPreset[]}} last */
  function putBack({ name, before }) {
    const back = () => {
      presets.add(before);
      show();
      find('.preset-name').focus();
    };
    return html`<li class="own-preset">
      <span>${said.removed(name)}</span>
      <button type="button" class="small" id="put-back" @click=${back}>${said.putBack}</button>
    </li>`;
  }

  /** @param {Partial<typeof wrong>} [complaint] @param {typeof removed} [gone] */
  function show(complaint = {}, gone = null) {
    wrong = { name: '', json: '', ...complaint };
    removed = gone;
    update();
  }

  /** @param {OwnPreset} preset */
  function remove(preset) {
    const before = presets.own;
    presets.remove(preset);
    show({}, { name: preset.name, before });
    find('#put-back').focus();
    announce(said.removed(preset.name));
  }

  async function save() {
    const field = find('.preset-name');
    const name = field.value.trim();
    if (name === '') return show({ name: said.nameFirst });
    await presets.save(name);
    announce(said.saved(name));
    field.value = '';
    return show();
  }

  function add() {
    const area = find('textarea');
    const found = readPresets(area.value);
    if (found === null) return show({ json: said.importBad });
    presets.add(found);
    announce(said.imported(found.length));
    area.value = '';
    return show();
  }

  return {
    dialog,
    open() {
      show();
      open();
      find('.preset-name').focus();
    },
  };
}
