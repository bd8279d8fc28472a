/** What is forced on a translation: a symbol at the output looked at, or all its weight at one symbol of the source. */
import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { attentionWords as said } from '../../words/attention.js';
import { fieldValue } from '../typed.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {Store} from '../../state/store.js' */
/** @import {Model} from '../../types.d.ts' */

/** @param {Store} store @param {string} label @param {Partial<Model['attn']>} patch */
function change(store, label, patch) {
  const { model } = store.state;
  store.command(label, { ...model, attn: { ...model.attn, ...patch } });
}

/** @param {Store} store @param {string} symbol */
function force(store, symbol) {
  const { model, position } = store.state;
  const { t: at } = position;
  const others = model.attn.forced.filter((each) => each.at !== at);
  if (symbol === '') change(store, said.notForced(at), { forced: others });
  else change(store, said.forced(at, symbol), { forced: [...others, { at, symbol }] });
}

/** All the weight of the output looked at, at the symbol that is selected. @param {Page} page */
function putWeight({ store, session }) {
  const { model, position, unit } = store.state;
  const length = session.summary.translation?.answered?.positions ?? 1;
  const weights = Array.from({ length }, (_, at) => (at + 1 === unit ? 1 : 0));
  const rows = model.attn.rows.filter(({ at }) => at !== position.t);
  change(store, said.putLabel(position.t, unit), { rows: [...rows, { at: position.t, weights }] });
}

/** Everything that is forced, each to be let go. @param {Store} store @param {Model['attn']} attn */
function list(store, { forced, rows }) {
  /** @param {string} what @param {Partial<Model['attn']>} without */
  const drop = (what, without) => html`<button type="button" class="small" title=${said.letGo(what)}
    @click=${() => change(store, said.letGo(what), without)}>${what} ×</button>`;
  const symbols = forced.map(({ at, symbol }) =>
    drop(said.forced(at, symbol), { forced: forced.filter((each) => each.at !== at) }),
  );
  const held = rows.map(({ at }) =>
    drop(said.ownRow(at), { rows: rows.filter((each) => each.at !== at) }),
  );
  return [...symbols, ...held];
}

/** @param {Page} page */
export function forcing(page) {
  const { store } = page;
  const { model, state } = page.screen;
  const { attn } = model;
  if (attn.model !== 'pair') return nothing;
  const symbol = attn.forced.find(({ at }) => at === state.position.t)?.symbol ?? '';
  const release = () => change(store, said.released, { forced: [], rows: [] });
  return html`<div class="control">
    <label for="force-symbol">${said.force}</label>
    <input id="force-symbol" type="text" maxlength="1" size="2" autocomplete="off" autocapitalize="off"
      aria-describedby="force-help" .value=${live(symbol)} @input=${fieldValue('value', (text) => force(store, text))} />
    <p class="hint" id="force-help">${said.forceHelp}</p>
    <div class="pills">
      <button type="button" class="small" id="put-weight" title=${said.putHelp} ?hidden=${attn.attention === 'off'}
        @click=${() => putWeight(page)}>${said.put}</button>
      <button type="button" class="small" id="release" ?hidden=${attn.forced.length + attn.rows.length === 0}
        @click=${release}>${said.release}</button>
    </div>
    <div class="pills" id="forced-now" role="group" aria-label=${said.nowForced}>${list(store, attn)}</div>
  </div>`;
}
