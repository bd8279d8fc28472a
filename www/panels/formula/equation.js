/** The equation panel: the formula of the operation under the cursor, and the operations of the step as a chain. */
import { effect } from '@preact/signals-core';
import { html, render } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { live } from 'lit-html/directives/live.js';
import { rootFontSize } from '../../page/frame.js';
import { words } from '../../words/words.js';
import { choice } from '../choice.js';
import { make } from '../element.js';
import { linkNumbers, termOf } from '../given/number_drag.js';
import { fieldValue } from '../typed.js';
import { createChain } from './chain.js';
import { lightTerms, linkTerms, patch, plan, renderFormula, rove } from './formula.js';
import { morph, placesIn } from './morph.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {Chain, Formula, State} from '../../types.d.ts' */
/** @import {Numbers} from '../given/number.js' */
/** @import {NumberPopover} from '../given/number_popover.js' */

/** So many digits more or less take another room. */
const MANY_DIGITS = 10;
/** How large a long vector is, in rem: as the style sheet says. */
const VECTOR = { width: 2.75, height: 2.5 };
/** Sizes a formula may shrink to before it scrolls in its box. */
const SMALLER = ['smaller', 'smallest'];

/** @type {Omit<Formula, 'tree'>} */
const NOTHING = { latex: '', words: '', badge: '', title: '' };

/** The reference of the term that has the focus; null where it is elsewhere. @param {Element} box */
function focusedIn(box) {
  const { activeElement } = document;
  return box.contains(activeElement) ? (activeElement?.getAttribute('data-ref') ?? '') : null;
}

/** The references of all terms, in their order. @param {Element} box */
const namesIn = (box) =>
  [...box.querySelectorAll('[data-ref]')].map((term) => term.getAttribute('data-ref')).join(' ');

/** Takes the largest size that fits. @param {HTMLElement} box */
function fit(box) {
  box.classList.remove(...SMALLER);
  for (const size of SMALLER) {
    if (box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight + 1) return;
    box.classList.remove(...SMALLER);
    box.classList.add(size);
  }
}

/** Makes the formula in a box another one, and keeps what has the focus. @param {HTMLElement} box @param {Formula['tree']} tree */
function drawFormula(box, tree) {
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
 * Long vectors, as pictures where the engine has one.
 * @param {HTMLElement} box
 * @param {(context: CanvasRenderingContext2D, size: {width: number, height: number, ratio: number}, reference: string) => boolean} paint
 */
function paintVectors(box, paint) {
  const [width, height] = [VECTOR.width * rootFontSize(), VECTOR.height * rootFontSize()];
  const ratio = devicePixelRatio;
  for (const canvas of box.querySelectorAll('canvas')) {
    const context = canvas.getContext('2d');
    if (context === null) continue;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const reference = canvas.closest('[data-ref]')?.getAttribute('data-ref') ?? '';
    canvas.hidden = !paint(context, { width, height, ratio }, reference);
    canvas.nextElementSibling?.toggleAttribute('hidden', !canvas.hidden);
  }
}

/**
 * The box with the formula, which changes in place.
 * @param {Page} page
 * @param {{numbers: Numbers, popover: NumberPopover}} how
 */
function createFormulaBox({ focus, live: voice, questions, preferences }, { numbers, popover }) {
  const box = make(html`<div class="formula" id="formula"></div>`);
  const changing = linkNumbers(box, { numbers, popover, announce: voice.speak });
  linkTerms(box, focus);
  /** What stands there, so that a number that moves does not lay out again what stays. */
  const drawn = { formula: '', room: '', place: '', level: '' };

  return {
    element: box,
    changing,
    /** @param {State} state @param {Formula} formula @returns {boolean} whether it has another size */
    update(state, { tree, latex }) {
      const { t, op, dir } = state.position;
      const place = [t, op, dir, state.notation, state.unit].join();
      const before = place === drawn.place && state.level !== drawn.level ? placesIn(box) : null;
      const text = JSON.stringify(tree);
      if (text !== drawn.formula) drawFormula(box, tree);
      // Other digits take about the same room; only many more, or other terms, are measured again, for that makes the
      // browser lay out.
      const digits = Math.floor(latex.replace(/[^\d]/g, '').length / MANY_DIGITS);
      const room = [place, state.level, box.querySelectorAll('[data-ref]').length, digits].join();
      const measured = room !== drawn.room;
      if (measured) fit(box);
      Object.assign(drawn, { formula: text, room, place, level: state.level });
      if (before !== null) morph(box, before);
      paintVectors(box, (context, size, reference) => {
        const frame = { ...size, theme: preferences.theme, fontSize: rootFontSize() };
        return questions.paint('vector', context, frame, reference);
      });
      return measured;
    },
  };
}

/**
 * @param {Page} page
 * @param {{numbers: Numbers, popover: NumberPopover}} how
 */
export function createEquation(page, how) {
  const { store, screen, commands } = page;
  const box = createFormulaBox(page, how);
  const chain = createChain(page);
  const element = make(html`<section class="equation" aria-label=${words.equation}></section>`);
  /** The last formula there was. */
  let last = NOTHING;
  /** The chain that was scrolled to its operation. @type {Chain | null} */
  let scrolled = null;

  /** Says with a fading end that a line, or the list, goes on. */
  function fade() {
    const list = element.querySelector('.chain');
    const { scrollLeft, clientWidth, scrollWidth } = box.element;
    box.element.classList.toggle('cut', scrollLeft + clientWidth < scrollWidth - 1);
    if (list)
      list.classList.toggle('cut', list.scrollTop + list.clientHeight < list.scrollHeight - 1);
  }
  element.addEventListener('scroll', fade, { capture: true });

  /** Brings the current operation into its list without moving anything else. */
  function scrollChain() {
    const list = element.querySelector('.chain');
    const item = list?.querySelector(':scope > li.now');
    if (list && item instanceof HTMLElement)
      list.scrollTop = item.offsetTop - list.clientHeight / 2 + item.offsetHeight / 2;
    fade();
  }

  /** What can be selected: units of the model, or what the lab has in their place. */
  function unitChoice() {
    const { count, label, signs } = screen.units;
    // Before there is an answer there is nothing to select.
    const length = Number.isFinite(count) ? count : 0;
    const options = Array.from({ length }, (_, at) => `${at + 1} ${signs[at] ?? ''}`.trim());
    return html`<label class="inline" for="unit"><span>${label}</span>
      <select id="unit" @change=${fieldValue('value', (text) => commands.chooseUnit(Number(text)))}>
        ${options.map((text, at) => html`<option value=${at + 1} .selected=${live(at + 1 === screen.unit)}>${text}</option>`)}
      </select></label>`;
  }

  function tools() {
    const { level, notation } = screen;
    return html`<div class="equation-tools">
      ${choice({
        name: 'equation-level',
        label: words.level,
        options: words.levels,
        value: level,
        choose: (value) => store.point({ level: value }),
      })}
      ${unitChoice()}
      ${choice({
        name: 'notation',
        label: words.notation,
        options: words.notations,
        value: notation,
        choose: (value) => store.point({ notation: value }),
      })}
      <button type="button" class="small" id="copy-latex" @click=${() => commands.copy(last.latex, words.copied)}>
        ${words.copyLatex}
      </button>
    </div>`;
  }

  effect(() => {
    const { formula, level, notation, unit, units, timeline, position } = screen;
    last = formula ?? last;
    render(
      html`<div class="panel-head">
          <h2>${last.title === '' ? words.equation : last.title}</h2>
          <span class="badge" ?hidden=${last.badge === ''}>${last.badge}</span>
        </div>
        ${box.element}
        <p class="unseen">${last.words}</p>
        <p class="sentence" aria-hidden="true">${screen.sentence}</p>
        ${guard([level, notation, unit, units], tools)}
        ${guard([screen.chain, timeline, position], chain.draw)}`,
      element,
    );
    if (formula && box.update(screen.state, formula)) fade();
    if (screen.chain === scrolled) return;
    scrolled = screen.chain;
    scrollChain();
  });

  return {
    element,
    /** The reference of the number that is being changed here; null without one. */
    get changing() {
      return box.changing.reference;
    },
    /**
     * Lights the terms and the operations that mean a reference.
     * @param {string | null} reference
     * @returns {string | null} the operation that makes what is meant, where it is one of this step
     */
    light(reference) {
      const op = chain.meant(reference);
      lightTerms(box.element, reference, op?.name === reference ? op?.made : undefined);
      for (const item of element.querySelectorAll('.chain > li')) {
        item.classList.toggle('lit', item.getAttribute('data-op') === op?.name);
      }
      return op?.id ?? null;
    },
  };
}
