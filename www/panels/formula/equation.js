/** The equation panel: the formula of the operation under the cursor, and the operations of the step as a chain. */
import { rootFontSize } from '../../page/frame.js';
import { words } from '../../words/words.js';
import { createChoice } from '../choice.js';
import { button, el, hide, say } from '../element.js';
import { linkNumbers, termOf } from '../given/number_drag.js';
import { lightTerms, linkTerms, patch, plan, renderFormula, rove } from './formula.js';
import { morph, placesIn, stem } from './morph.js';

/** @import {Chain, Formula, Level, Notation, State, Units} from '../../types.d.ts' */
/** @import {Focus} from '../../page/focus.js' */
/** @import {Numbers} from '../given/number.js' */
/** @import {NumberPopover} from '../given/number_popover.js' */

/** So many digits more or less take another room. */
const MANY_DIGITS = 10;

/** How large a long vector is, in rem: as the style sheet says. */
const VECTOR = { width: 2.75, height: 2.5 };

/** Sizes a formula may shrink to before it scrolls in its box. */
const SIZES = ['', 'smaller', 'smallest'];

/**
 * The reference of the term that has the focus; null where it is elsewhere.
 * @param {Element} box
 */
function focusedIn(box) {
  const { activeElement } = document;
  return box.contains(activeElement) ? (activeElement?.getAttribute('data-ref') ?? '') : null;
}

/** The references of all terms, in their order. @param {Element} box */
const namesIn = (box) =>
  [...box.querySelectorAll('[data-ref]')].map((term) => term.getAttribute('data-ref')).join(' ');

/**
 * What the operation of a small formula makes.
 * @param {Element} math
 */
function madeBy(math) {
  const terms = [...math.querySelectorAll('[data-ref]')];
  const made = terms.filter((term) => term.closest('.now') !== null);
  return new Set(made.map((term) => stem(term.getAttribute('data-ref') ?? '')));
}

/**
 * @param {{
 *   focus: Focus,
 *   numbers: Numbers,
 *   popover: NumberPopover,
 *   announce: (text: string) => void,
 *   copy: (text: string, done: string) => void,
 *   setLevel: (level: Level) => void,
 *   setNotation: (notation: Notation) => void,
 *   setUnit: (unit: number) => void,
 *   standOn: (op: string) => void,
 * }} page
 */
export function createEquation({
  focus,
  numbers,
  popover,
  announce,
  copy,
  setLevel,
  setNotation,
  setUnit,
  standOn,
}) {
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
  const unitLabel = el('span', {}, words.unit);
  const unit = el('select', { id: 'unit' });
  unit.addEventListener('change', () => setUnit(Number(unit.value)));
  let latex = '';
  const changing = linkNumbers(box, { numbers, popover, announce });
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
      el('label', { class: 'inline', for: 'unit' }, unitLabel, unit),
      notation.element,
      button({ class: 'small', id: 'copy-latex' }, words.copyLatex, () =>
        copy(latex, words.copied),
      ),
    ),
    chainTitle,
    chain,
  );
  const sentence = /** @type {HTMLElement} */ (element.querySelector('.sentence'));

  /** @param {Units} units */
  function offer({ count, label, signs }) {
    say(unitLabel, label);
    const offered = [count, ...signs].join();
    if (offered === drawn.units) return;
    drawn.units = offered;
    const options = Array.from({ length: count }, (_, at) =>
      el('option', { value: at + 1 }, `${at + 1} ${signs[at] ?? ''}`.trim()),
    );
    unit.replaceChildren(...options);
  }

  /** Takes the largest size that fits. */
  function fit() {
    for (const size of SIZES) {
      box.classList.remove(...SIZES.filter((name) => name !== ''));
      if (size !== '') box.classList.add(size);
      const tall = box.scrollHeight > box.clientHeight + 1;
      if (box.scrollWidth <= box.clientWidth && !tall) break;
    }
    fade();
  }
  /** Says with a fading end that a line, or the list, goes on. */
  function fade() {
    box.classList.toggle('cut', box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
    chain.classList.toggle('cut', chain.scrollTop + chain.clientHeight < chain.scrollHeight - 1);
  }
  for (const scrolled of [box, chain]) scrolled.addEventListener('scroll', fade);

  /** @type {HTMLElement | null} */
  let nowItem = null;
  /** @type {{id: string, name: string, made: Set<string>, item: HTMLElement}[]} the operations, and what each makes */
  let ops = [];
  /** What stands in the panel, so that a number that moves does not lay out again what stays. */
  const drawn = { formula: '', room: '', place: '', level: '', units: '' };

  /**
   * @param {Formula['tree']} tree
   */
  function drawFormula(tree) {
    const text = JSON.stringify(tree);
    if (text === drawn.formula) return;
    drawn.formula = text;
    const focused = focusedIn(box);
    const names = namesIn(box);
    const old = box.firstElementChild;
    const patched = old !== null && patch(old, plan(tree));
    if (patched && namesIn(box) === names) return;
    if (!patched) box.replaceChildren(renderFormula(tree, { display: true }));
    // Terms may have changed places. A term may be gone, a weight that became zero for one; the keys go on from the first.
    const again = termOf(box, focused ?? '');
    rove(box, again);
    if (focused !== null && again !== document.activeElement) again?.focus({ preventScroll: true });
  }

  /**
   * @param {Chain} links
   * @param {State['position']} at
   * @param {(id: string) => string} nameOf
   */
  function drawChain(links, { t, dir }, nameOf) {
    nowItem = null;
    ops = links.map(({ id, tree, state }) => {
      const math = renderFormula(tree);
      const made = madeBy(math);
      const name = `op.${id}.t${t}.${dir}`;
      const link = button(
        { class: 'chain-op', 'aria-current': state === 'now' ? 'step' : null },
        [el('span', { class: 'chain-name' }, nameOf(id)), math],
        () => standOn(id),
      );
      const item = el('li', { class: state, 'data-op': name }, link);
      if (state === 'now') nowItem = item;
      return { id, name, made, item };
    });
    chain.replaceChildren(...ops.map(({ item }) => item));
    scrollChain();
  }
  chain.addEventListener('pointerover', ({ target }) => {
    const item = target instanceof Element ? target.closest('[data-op]') : null;
    focus.hover(item?.getAttribute('data-op') ?? null);
  });
  chain.addEventListener('pointerleave', () => focus.hover(null));

  /** Brings the current operation into its list without moving anything else. */
  function scrollChain() {
    if (nowItem !== null) {
      chain.scrollTop = nowItem.offsetTop - chain.clientHeight / 2 + nowItem.offsetHeight / 2;
    }
    fade();
  }

  return {
    element,
    /** The reference of the number that is being changed here; null without one. */
    get changing() {
      return changing.reference;
    },
    /**
     * @param {State} state
     * @param {Formula} formula
     * @param {{said: string, units: Units}} about
     */
    update(state, formula, { said, units }) {
      latex = formula.latex;
      say(title, formula.title === '' ? words.equation : formula.title);
      say(badge, formula.badge);
      hide(badge, formula.badge === '');
      const { t, op, dir } = state.position;
      const place = [t, op, dir, state.notation, state.unit].join();
      const before = place === drawn.place && state.level !== drawn.level ? placesIn(box) : null;
      drawFormula(formula.tree);
      say(spoken, formula.words);
      say(sentence, said);
      level.update(state.level);
      notation.update(state.notation);
      offer(units);
      if (unit.value !== String(state.unit)) unit.value = String(state.unit);
      // Other digits take about the same room; only many more, or other terms, are measured again, for that makes the
      // browser lay out.
      const digits = Math.floor(formula.latex.replace(/[^\d]/g, '').length / MANY_DIGITS);
      const room = [place, state.level, box.querySelectorAll('[data-ref]').length, digits].join();
      if (room !== drawn.room) fit();
      Object.assign(drawn, { room, place, level: state.level });
      if (before !== null) morph(box, before);
    },
    /**
     * Long vectors, as pictures where the engine has one.
     * @param {(context: CanvasRenderingContext2D, size: {width: number, height: number, ratio: number}, reference: string) => boolean} paint
     */
    paint(paint) {
      for (const canvas of box.querySelectorAll('canvas')) {
        const term = canvas.closest('[data-ref]');
        const context = canvas.getContext('2d');
        const [width, height] = [VECTOR.width, VECTOR.height].map((rem) => rem * rootFontSize());
        if (context === null || width === undefined || height === undefined) continue;
        const ratio = devicePixelRatio;
        Object.assign(canvas, {
          width: Math.round(width * ratio),
          height: Math.round(height * ratio),
        });
        const reference = term?.getAttribute('data-ref') ?? '';
        canvas.hidden = !paint(context, { width, height, ratio }, reference);
        const range = canvas.nextElementSibling;
        range?.toggleAttribute('hidden', !canvas.hidden);
      }
    },
    /**
     * The operations of the step.
     * @param {State} state
     * @param {Chain} links
     * @param {(id: string) => string} nameOf
     */
    updateChain({ position }, links, nameOf) {
      say(chainTitle, position.dir === 'b' ? words.chainBackward : words.chain);
      chainTitle.hidden = links.length === 0;
      drawChain(links, position, nameOf);
    },
    /**
     * Lights the terms and the operations that mean a reference.
     * @param {string | null} reference
     * @returns {string | null} the operation that makes what is meant, where it is one of this step
     */
    light(reference) {
      const meant = reference === null ? '' : stem(reference);
      const op = ops.find(({ name, made }) => name === reference || made.has(meant));
      lightTerms(box, reference, op?.name === reference ? op?.made : undefined);
      for (const each of ops) each.item.classList.toggle('lit', each === op);
      return op?.id ?? null;
    },
    fit,
  };
}
