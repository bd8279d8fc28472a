/** How many weights were changed by hand, and the way back to those they lie over. */
import { html, nothing } from 'lit-html';
import { controlWords as said } from '../../words/controls.js';

/** @import {Page} from '../../page/panels.js' */

/** @param {Page} page */
export function edits({ store, screen: { model, summary } }) {
  if (Object.keys(model.edits).length === 0) return nothing;
  const back = () => store.command(said.editsBackLabel, { ...store.state.model, edits: {} });
  return html`<div class="control edits">
    <span>${said.edited(summary.edited)}</span>
    <button type="button" class="small" id="edits-back" @click=${back}>${said.editsBack}</button>
  </div>`;
}
