/** The cells of a translation: each opens in the Cell lab, at the output or symbol looked at. */
import { html, nothing } from 'lit-html';
import { insideWords as said } from '../../words/attention.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {Inside} from '../../types.d.ts' */

/** @type {Inside[]} */
const CELLS = ['decoder', 'forwards', 'backwards'];

/** @param {Page} page */
export function inside({ commands, screen: { model, state, summary } }) {
  if (model.attn.model !== 'pair') return nothing;
  const answered = summary.translation?.answered;
  const sign = answered?.source[state.unit - 1]?.sign ?? '$';
  const way = (/** @type {Inside} */ which) => {
    const name = said.name(which, state.position.t, sign);
    return html`<button type="button" class="small" id=${`inside-${which}`} ?disabled=${!answered}
      @click=${() => commands.openInside(which, name)}>${name}</button>`;
  };
  return html`<div class="control">
    <p class="hint">${said.hint}</p>
    <div class="pills">${CELLS.map(way)}</div>
  </div>`;
}
