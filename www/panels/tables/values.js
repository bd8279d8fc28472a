/** The panels a phone has instead of the numbers canvas and the wide sentence: values as a table, the step in words. */
import { panelsOf } from '../../labs/labs.js';
import { words } from '../../words/words.js';
import { createChoice } from '../choice.js';
import { el, hide, say } from '../element.js';

/** @import {LabDeclaration, Panel, State, Table} from '../../types.d.ts' */
/** @import {Grid} from './table.js' */

/**
 * Whether an element is on screen, to be asked once a frame: the browser says when it changes, so that asking lays
 * nothing out.
 * @param {Element} element
 * @param {() => void} request asks for a frame, when it has come on screen
 */
function whetherShown(element, request) {
  let shown = false;
  new ResizeObserver(() => {
    const now = element.getClientRects().length > 0;
    if (now && !shown) request();
    shown = now;
  }).observe(element);
  return () => shown;
}

/**
 * @param {{
 *   grid: () => Grid,
 *   setPanel: (panel: Panel) => void,
 *   request: () => void,
 * }} page
 */
export function createValues({ grid, setPanel, request }) {
  const made = grid();
  const choosing = el('div');
  /** One for each lab, made when it is wanted. @type {Map<LabDeclaration, ReturnType<typeof createChoice>>} */
  const panels = new Map();
  const element = el(
    'section',
    { class: 'values', 'aria-label': words.sheet.values },
    choosing,
    made.element,
  );
  /** @param {LabDeclaration} lab */
  function panelOf(lab) {
    const known = panels.get(lab);
    const options = panelsOf(lab);
    const panel = known ?? createChoice({ label: words.lowerPane, options, choose: setPanel });
    panels.set(lab, panel);
    return panel;
  }
  const isShown = whetherShown(element, request);
  return {
    element,
    get shown() {
      return isShown();
    },
    /**
     * @param {Table} table
     * @param {State} state
     * @param {LabDeclaration} lab
     */
    update(table, state, lab) {
      const panel = panelOf(lab);
      if (panel.element.parentElement !== choosing) choosing.replaceChildren(panel.element);
      hide(choosing, !lab.shown(state).includes(state.panel));
      panel.update(state.panel);
      made.update(table);
    },
    light: made.light,
  };
}

/** @param {{request: () => void}} page */
export function createWordsPanel({ request }) {
  const title = el('h2', {}, words.wordsPanel);
  const text = el('p', { class: 'full-sentence' });
  const formula = el('p', { class: 'spoken-formula' });
  const element = el(
    'section',
    { class: 'words-panel', 'aria-label': words.wordsPanel },
    title,
    text,
    formula,
  );
  const isShown = whetherShown(element, request);
  return {
    element,
    get shown() {
      return isShown();
    },
    /** @param {string} said @param {string} spoken */
    update(said, spoken) {
      say(text, said);
      say(formula, spoken);
    },
  };
}
