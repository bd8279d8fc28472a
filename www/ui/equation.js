/** The equation panel: the formula of the operation under the cursor, and the operations of the step as a chain. */
import { words } from '../words.js';
import { createChoice } from './choice.js';
import { button, el, say } from './element.js';
import { lightTerms, linkTerms, renderFormula, rove } from './formula.js';

/** @typedef {import('../types.d.ts').Formula} Formula */
/** @typedef {import('../types.d.ts').State} State */
/** @typedef {import('../types.d.ts').Level} Level */
/** @typedef {import('../types.d.ts').Notation} Notation */
/** @typedef {import('./focus.js').Focus} Focus */

/** Sizes a formula may shrink to before it scrolls in its box. */
const SIZES = ['', 'smaller', 'smallest'];

/**
 * @param {{
 *   focus: Focus,
 *   copy: (text: string, done: string) => void,
 *   setLevel: (level: Level) => void,
 *   setNotation: (notation: Notation) => void,
 *   setUnit: (unit: number) => void,
 *   standOn: (op: string) => void,
 * }} page
 */
export function createEquation({ focus, copy, setLevel, setNotation, setUnit, standOn }) {
  const title = el('h2', {}, words.equation);
  const badge = el('span', { class: 'badge' });
  const box = el('div', { class: 'formula', id: 'formula' });
  const spoken = el('p', { class: 'unseen' });
  const chain = el('ol', { class: 'chain' });
  const chainTitle = el('h3', {}, words.chain);
  const level = createChoice({ label: words.level, options: words.levels, choose: setLevel });
  const notation = createChoice({
    label: words.notation,
    options: words.notations,
    choose: setNotation,
  });
  const unit = el('select', { id: 'unit' });
  unit.addEventListener('change', () => setUnit(Number(unit.value)));
  let latex = '';
  linkTerms(box, focus);

  const element = el(
    'section',
    { class: 'equation', 'aria-label': words.equation },
    el('div', { class: 'panel-head' }, title, badge),
    box,
    spoken,
    el('p', { class: 'sentence', 'aria-hidden': 'true' }),
    el(
      'div',
      { class: 'equation-tools' },
      level.element,
      el('label', { class: 'inline', for: 'unit' }, words.unit, unit),
      notation.element,
      button({ class: 'small', id: 'copy-latex' }, words.copyLatex, () =>
        copy(latex, words.copied),
      ),
    ),
    chainTitle,
    chain,
  );
  const sentence = /** @type {HTMLElement} */ (element.querySelector('.sentence'));

  /** Takes the largest size that fits. */
  function fit() {
    for (const size of SIZES) {
      box.classList.remove(...SIZES.filter((name) => name !== ''));
      if (size !== '') box.classList.add(size);
      const tall = box.scrollHeight > box.clientHeight + 1;
      if (box.scrollWidth <= box.clientWidth && !tall) return;
    }
  }

  /** @type {HTMLElement | null} */
  let nowItem = null;
  /** What stands in the panel, so that a number that moves does not lay out again what stays. */
  const drawn = { formula: '', chain: '', room: '' };

  /** @param {Formula['tree']} tree */
  function drawFormula(tree) {
    const text = JSON.stringify(tree);
    if (text === drawn.formula) return;
    drawn.formula = text;
    box.replaceChildren(renderFormula(tree, { display: true }));
    const [first] = box.querySelectorAll('[data-ref]');
    rove(box, first);
  }

  /** @param {Formula['chain']} links @param {(id: string) => string} nameOf */
  function drawChain(links, nameOf) {
    const text = JSON.stringify(links);
    if (text === drawn.chain) return;
    drawn.chain = text;
    nowItem = null;
    const items = links.map(({ id, tree, state }) => {
      const link = button(
        { class: 'chain-op', 'aria-current': state === 'now' ? 'step' : null },
        [el('span', { class: 'chain-name' }, nameOf(id)), renderFormula(tree)],
        () => standOn(id),
      );
      const item = el('li', { class: state }, link);
      if (state === 'now') nowItem = item;
      return item;
    });
    chain.replaceChildren(...items);
    scrollChain();
  }

  /** Brings the current operation into its list without moving anything else. */
  function scrollChain() {
    if (nowItem === null) return;
    chain.scrollTop = nowItem.offsetTop - chain.clientHeight / 2 + nowItem.offsetHeight / 2;
  }

  return {
    element,
    /**
     * @param {State} state
     * @param {Formula} formula
     * @param {{said: string, H: number, nameOf: (id: string) => string}} about
     */
    update(state, formula, { said, H, nameOf }) {
      latex = formula.latex;
      say(title, formula.title === '' ? words.equation : formula.title);
      say(badge, formula.badge);
      badge.hidden = formula.badge === '';
      drawFormula(formula.tree);
      say(spoken, formula.words);
      say(sentence, said);
      level.update(state.level);
      notation.update(state.notation);
      if (unit.options.length !== H) {
        unit.replaceChildren(
          ...Array.from({ length: H }, (_, at) => el('option', { value: at + 1 }, String(at + 1))),
        );
      }
      unit.value = String(state.unit);
      say(chainTitle, state.position.dir === 'b' ? words.chainBackward : words.chain);
      drawChain(formula.chain, nameOf);
      const { t, op, dir } = state.position;
      // Other digits take the same room; only another formula is measured again, for that makes the browser lay out.
      const letters = formula.latex.replace(/[\d.-]/g, '').length;
      const room = [t, op, dir, state.level, state.notation, letters].join();
      if (room !== drawn.room) fit();
      drawn.room = room;
    },
    /** @param {string | null} reference */
    light(reference) {
      lightTerms(box, reference);
    },
    fit,
  };
}
