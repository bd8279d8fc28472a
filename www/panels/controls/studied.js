/** What can be done with the matrix under study: three radii at one press, its entries by hand, its way into a cell. */
import { parted } from '../../state/openings.js';
import { gradientWords as said } from '../../words/gradients.js';
import { button, el } from '../element.js';

/** @import {Commands} from '../../page/commands.js' */
/** @import {Session} from '../../engine/session.js' */
/** @import {Store} from '../../state/store.js' */
/** @import {Model, Summary} from '../../types.d.ts' */

/** The radii that vanish, hold and explode. */
const RADII = [0.8, 1, 1.2];

/**
 * @param {{
 *   store: Store,
 *   session: Session,
 *   commands: Commands,
 * }} page
 */
export function createStudied({ store, session, commands }) {
  const pills = RADII.map((rho) =>
    button({ class: 'pill', 'data-rho': rho }, said.radius(rho), () => setRadius(rho)),
  );
  const byHand = button(
    { class: 'small', id: 'matrix-by-hand', title: said.byHandHelp },
    said.byHand,
    () => {
      const grad = session.ask((lab) => lab.studyByHand());
      if (grad === null) return;
      store.command(
        said.byHandLabel,
        { ...store.state.model, grad },
        { point: { panel: 'matrix' } },
      );
    },
  );
  const use = button({ class: 'small', id: 'use-in-cell', title: said.useHelp }, said.use, () => {
    const config = session.ask((lab) => lab.useStudy());
    if (config === null) return;
    const { model, unit, pair } = parted(config);
    store.command(said.useLabel, model, { point: { unit, pair } });
    commands.announce(said.used);
  });
  const element = el(
    'div',
    { class: 'control' },
    el('div', { class: 'pills', role: 'group', 'aria-label': said.radii }, ...pills),
    el('div', { class: 'pills' }, byHand, use),
  );

  /** @param {number} rho */
  function setRadius(rho) {
    const { model } = store.state;
    store.command(said.radiusLabel(rho), { ...model, grad: { ...model.grad, rho } });
  }

  return {
    element,
    /** @param {Model} model @param {Summary} summary */
    update({ grad }, { study }) {
      for (const pill of pills) {
        pill.setAttribute('aria-pressed', String(Number(pill.dataset.rho) === grad.rho));
      }
      const usable = study?.usable ?? false;
      byHand.hidden = !usable || grad.base === 'edited';
      use.hidden = !usable;
    },
  };
}
