/** The ways into the labs, each with a live miniature of what it opens. */
import { fitCanvas, rootFontSize } from '../../page/frame.js';
import { button, el, say } from '../../panels/element.js';
import { startScreenWords as said } from '../../words/start_screen.js';
import { labOf, labs, mainView, partsOf } from '../labs.js';

/** @import {Lab, State, Theme} from '../../types.d.ts' */

/** Who has a card, and what the small buttons on it choose. */
const CARDS = /** @type {const} */ (['cell', 'gradients', 'attention']);

/** Those whose lab there is. */
export const cardsOf = () => CARDS.filter((id) => labs.some((lab) => lab.id === id));

/** @param {readonly unknown[]} a @param {readonly unknown[]} b */
const same = (a, b) => a.length === b.length && a.every((each, at) => Object.is(each, b[at]));

/**
 * @param {{
 *   ask: <T>(question: (lab: Lab) => T) => T | null,
 *   open: (id: string) => void,
 *   choices: Record<string, {text: string, act: () => void}[]>,
 *   lines: Record<string, (state: State) => string>,
 *   changed: () => void,
 * }} page `choices`: the small buttons on a card; `lines`: what its miniature shows, in a line
 */
export function createCards({ ask, open, choices, lines, changed }) {
  /** What each miniature was painted from. @type {Map<string, unknown[]>} */
  const painted = new Map();
  const cards = cardsOf().map((id) => {
    const canvas = el('canvas', { 'aria-hidden': 'true' });
    const { title, text, go } = said[id];
    const pills = (choices[id] ?? []).map(({ text: name, act }) =>
      button({ class: 'pill' }, name, act),
    );
    const line = el('p', { class: 'card-line' });
    const element = el(
      'section',
      { class: 'card', 'data-card': id },
      el('h2', {}, title),
      el('p', {}, text),
      el('div', { class: 'miniature' }, canvas),
      el(
        'div',
        { class: 'card-ways' },
        ...(lines[id] ? [line] : pills),
        button({ class: 'primary', id: `open-${id}` }, `${go} →`, () => open(id)),
      ),
    );
    canvas.addEventListener('click', () => open(id));
    // A canvas that gets a size is empty.
    const size = fitCanvas(canvas, () => {
      painted.delete(id);
      changed();
    });
    return { id, element, canvas, line, size };
  });
  return {
    /** Every miniature is painted anew, whatever it shows. */
    invalidate: () => painted.clear(),
    element: el(
      'div',
      { class: 'cards', role: 'group', 'aria-label': said.cards },
      ...cards.map(({ element }) => element),
    ),
    /** @param {State} state @param {Theme} theme */
    paint(state, theme) {
      for (const { id, canvas, line, size } of cards) {
        const text = lines[id]?.(state) ?? '';
        say(line, text);
        const lab = labOf(id);
        const { notation, position, unit, model } = state;
        const fontSize = rootFontSize();
        const from = [theme, fontSize, text, notation, position, unit, ...partsOf(lab, model)];
        // What is studied may be of any part of the model.
        if (!lab.studies && same(painted.get(id) ?? [], from)) continue;
        painted.set(id, from);
        const context = canvas.getContext('2d');
        if (context === null || size.width === 0) continue;
        const frame = { ...size, theme, fontSize, notation };
        ask((it) => lab.questions.paint(it, state, mainView(lab), context, frame, null));
      }
    },
  };
}
