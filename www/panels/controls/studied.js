/** What can be done with the matrix under study: three radii at one press, its entries by hand, its way into a cell. */
import { html } from 'lit-html';
import { parted } from '../../state/openings.js';
import { gradientWords as said } from '../../words/gradients.js';

/** @import {Page} from '../../page/panels.js' */

/** The radii that vanish, hold and explode. */
export const RADII = [0.8, 1, 1.2];

/** Writes the matrix down, so that each entry can be changed. @param {Page} page */
function writeDown({ store, session }) {
  const lead = session.ask((lab) => lab.ownLead('by-hand'));
  if (!lead?.setup) return;
  const { grad } = lead.setup;
  store.command(lead.label, { ...store.state.model, grad }, { point: { panel: 'matrix' } });
}

/** Takes the matrix into a cell. @param {Page} page */
function useInCell({ store, session, commands }) {
  const lead = session.ask((lab) => lab.ownLead('use'));
  if (!lead?.setup) return;
  const { model, unit, pair } = parted(lead.setup);
  store.command(lead.label, model, { point: { unit, pair } });
  commands.announce(said.used);
}

/** @param {Page} page */
export function studied(page) {
  const { store } = page;
  const { model, summary } = page.screen;
  const usable = summary.own?.offers.includes('use') ?? false;
  const setRadius = (/** @type {number} */ rho) =>
    store.command(said.radiusLabel(rho), { ...model, grad: { ...store.state.model.grad, rho } });
  const radius = (
    /** @type {number} */ rho,
  ) => html`<button type="button" class="pill" data-rho=${rho}
    aria-pressed=${rho === model.grad.rho} @click=${() => setRadius(rho)}>${said.radius(rho)}</button>`;
  return html`<div class="control">
    <div class="pills" role="group" aria-label=${said.radii}>${RADII.map(radius)}</div>
    <div class="pills">
      <button type="button" class="small" id="matrix-by-hand" title=${said.byHandHelp}
        ?hidden=${!usable || model.grad.base === 'edited'} @click=${() => writeDown(page)}>${said.byHand}</button>
      <button type="button" class="small" id="use-in-cell" title=${said.useHelp}
        ?hidden=${!usable} @click=${() => useInCell(page)}>${said.use}</button>
    </div>
  </div>`;
}
