/** Side by side: the cell of the model and its counterpart on one sequence and one cursor. */
import { html, nothing } from 'lit-html';
import { counterpartOf, titleOf } from '../../labs/cells.js';
import { controlWords as said } from '../../words/controls.js';

/** @import {Page} from '../../page/panels.js' */

/** @param {Page} page */
export function pair({ store, screen: { model, state } }) {
  const other = counterpartOf(model.cell);
  if (other === null) return nothing;
  return html`<div class="control"><div class="pills">
    <button type="button" class="pill toggle" id="pair" title=${said.pairHelp} aria-pressed=${state.pair}
      @click=${() => store.point({ pair: !store.state.pair })}>${said.pair(titleOf(other))}</button>
  </div></div>`;
}
