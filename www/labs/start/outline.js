/** The first screen before the engine runs: its circles, its slider, its cards, and no number. */

import { button, el } from '../../panels/element.js';
import { startScreenWords as said } from '../../words/start_screen.js';
import { words } from '../../words/words.js';
import { cardsOf } from './cards.js';

/** The states of the opening: h 0 to h 20. */
const STATES = 21;

/** @param {Node} message how long it has been starting */
export function startOutline(message) {
  const states = Array.from({ length: STATES }, () => el('span', {}));
  const cards = cardsOf().map((id) =>
    el(
      'section',
      { class: 'card' },
      el('h2', {}, said[id].title),
      el('p', {}, said[id].text),
      el('div', { class: 'miniature outline' }),
      el(
        'div',
        { class: 'card-ways' },
        button({ class: 'primary' }, `${said[id].go} →`, () => undefined),
      ),
    ),
  );
  return el(
    'main',
    { class: 'stage', 'aria-label': words.stage },
    el(
      'div',
      { class: 'canvases of-start' },
      el(
        'section',
        { class: 'hero', 'aria-label': said.label },
        el('div', { class: 'signal' }, el('div', { class: 'outline-chain' }, ...states)),
        el('div', { class: 'hero-line' }, message),
        el(
          'div',
          { class: 'rho', inert: true },
          el('input', { type: 'range', class: 'rho-slider', 'aria-label': said.slider }),
          el('div', { class: 'ticks' }),
          el('p', { class: 'hint' }, said.slider),
        ),
        el('div', { class: 'rho-row' }),
      ),
      el('div', { class: 'cards', inert: true }, ...cards),
    ),
  );
}
