/** The cells of a translation: each opens in the Cell lab, at the output or symbol looked at. */
import { insideWords as said } from '../../words/attention.js';
import { button, el, hide, say } from '../element.js';

/** @import {Commands} from '../../page/commands.js' */
/** @import {Store} from '../../state/store.js' */
/** @import {Inside, Model, Summary} from '../../types.d.ts' */

/** @type {Inside[]} */
const CELLS = ['decoder', 'forwards', 'backwards'];

/**
 * @param {{
 *   store: Store,
 *   commands: Commands,
 * }} page
 */
export function createInside({ store, commands }) {
  /** The symbols of the source, to name the place looked at. @type {string[]} */
  let source = [];
  /** @param {Inside} which */
  const name = (which) => {
    const { position, unit } = store.state;
    return said.name(which, position.t, source[unit - 1] ?? '$');
  };
  const buttons = CELLS.map((which) => ({
    which,
    element: button({ class: 'small', id: `inside-${which}` }, '', () =>
      commands.openInside(which, name(which)),
    ),
  }));
  const element = el(
    'div',
    { class: 'control' },
    el('p', { class: 'hint' }, said.hint),
    el('div', { class: 'pills' }, ...buttons.map(({ element }) => element)),
  );
  return {
    element,
    /** @param {Model} model @param {Summary} summary */
    update({ attn }, { translation }) {
      hide(element, attn.model !== 'pair');
      const answered = translation?.answered;
      source = answered?.source.map(({ sign }) => sign) ?? [];
      for (const { which, element } of buttons) {
        say(element, name(which));
        element.disabled = !answered;
      }
    },
  };
}
