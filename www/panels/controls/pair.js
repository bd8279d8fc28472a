/** Side by side: the cell of the model and its counterpart on one sequence and one cursor. */
import { html, nothing } from 'lit-html';
import { controlWords as said } from '../../words/controls.js';
import { words } from '../../words/words.js';

/** @import {Page} from '../../page/panels.js' */

/** The cell that stands beside each. @type {Record<string, string>} */
const BESIDE = { lstm: 'gru', gru: 'lstm' };

/** @param {Page} page */
export function pair({ store, screen: { model, state } }) {
  const other = BESIDE[model.cell];
  if (other === undefined) return nothing;
  return html`<div class="control"><div class="pills">
    <button type="button" class="pill toggle" id="pair" title=${said.pairHelp} aria-pressed=${state.pair}
      @click=${() => store.point({ pair: !store.state.pair })}>${said.pair(words.cells[other] ?? other)}</button>
  </div></div>`;
}
