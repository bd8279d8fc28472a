/** What is forced on a translation: a symbol at the output looked at, or all its weight at one symbol of the source. */
import { attentionWords as said } from '../../words/attention.js';
import { button, el, hide, say } from '../element.js';

/** @typedef {import('../../types.d.ts').Model} Model */

/** @param {{store: import('../../store.js').Store, positions: () => number}} page */
export function createForcing({ store, positions }) {
  const field = el('input', {
    id: 'force-symbol',
    type: 'text',
    maxlength: 1,
    size: 2,
    autocomplete: 'off',
    autocapitalize: 'off',
    'aria-describedby': 'force-help',
  });
  const put = button({ class: 'small', id: 'put-weight', title: said.putHelp }, said.put, () => {
    const { model, position, unit } = store.state;
    const weights = Array.from({ length: positions() }, (_, at) => (at + 1 === unit ? 1 : 0));
    const rows = model.attn.rows.filter(({ at }) => at !== position.t);
    change(said.putLabel(position.t, unit), { rows: [...rows, { at: position.t, weights }] });
  });
  const release = button({ class: 'small', id: 'release' }, said.release, () =>
    change(said.released, { forced: [], rows: [] }),
  );
  const now = el('p', { class: 'note', id: 'forced-now' });

  /** @param {string} label @param {Partial<Model['attn']>} patch */
  function change(label, patch) {
    const { model } = store.state;
    store.command(label, { ...model, attn: { ...model.attn, ...patch } });
  }

  field.addEventListener('input', () => {
    const { model, position } = store.state;
    const symbol = field.value;
    const forced = model.attn.forced.filter(({ at }) => at !== position.t);
    if (symbol === '') return change(said.notForced(position.t), { forced });
    return change(said.forced(position.t, symbol), {
      forced: [...forced, { at: position.t, symbol }],
    });
  });

  const element = el(
    'div',
    { class: 'control' },
    el('label', { for: 'force-symbol' }, said.force),
    field,
    el('p', { class: 'hint', id: 'force-help' }, said.forceHelp),
    el('div', { class: 'pills' }, put, release),
    now,
  );
  return {
    element,
    /** @param {Model} model */
    update({ attn }) {
      hide(element, attn.model === 'alone');
      const { t } = store.state.position;
      const symbol = attn.forced.find(({ at }) => at === t)?.symbol ?? '';
      if (field.value !== symbol) field.value = symbol;
      const all = [
        ...attn.forced.map(({ at, symbol: own }) => said.forced(at, own)),
        ...attn.rows.map(({ at, weights }) => said.putLabel(at, weights.indexOf(1) + 1)),
      ];
      say(now, all.join('; '));
      hide(release, all.length === 0);
      hide(put, attn.attention === 'off');
    },
  };
}
