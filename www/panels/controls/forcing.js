/** What is forced on a translation: a symbol at the output looked at, or all its weight at one symbol of the source. */
import { attentionWords as said } from '../../words/attention.js';
import { button, el, hide } from '../element.js';

/** @import {Store} from '../../state/store.js' */
/** @import {Model} from '../../types.d.ts' */

/** @param {{store: Store, positions: () => number}} page */
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
  const now = el('div', { class: 'pills', id: 'forced-now', role: 'group' });
  now.setAttribute('aria-label', said.nowForced);
  /** What the list was made of. */
  let listed = '';

  /** @param {Model['attn']} attn */
  function list({ forced, rows }) {
    const made = JSON.stringify([
      forced.map(({ at, symbol }) => [at, symbol]),
      rows.map(({ at }) => at),
    ]);
    if (made === listed) return;
    listed = made;
    const symbols = forced.map(({ at, symbol }) => {
      const what = said.forced(at, symbol);
      const others = () => store.state.model.attn.forced.filter((each) => each.at !== at);
      return drop(what, () => ({ forced: others() }));
    });
    const held = rows.map(({ at }) => {
      const others = () => store.state.model.attn.rows.filter((each) => each.at !== at);
      return drop(said.ownRow(at), () => ({ rows: others() }));
    });
    now.replaceChildren(...symbols, ...held);
  }

  /** @param {string} what @param {() => Partial<Model['attn']>} without */
  const drop = (what, without) =>
    button({ class: 'small', title: said.letGo(what) }, `${what} \u00d7`, () =>
      change(said.letGo(what), without()),
    );

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
      hide(element, attn.model !== 'pair');
      const { t } = store.state.position;
      const symbol = attn.forced.find(({ at }) => at === t)?.symbol ?? '';
      if (field.value !== symbol) field.value = symbol;
      list(attn);
      hide(release, attn.forced.length + attn.rows.length === 0);
      hide(put, attn.attention === 'off');
    },
  };
}
