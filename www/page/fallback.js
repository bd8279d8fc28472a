/** The page without an engine: why there is none, and an update worked by hand. */

import { button, el } from '../panels/element.js';
import { startWords as said } from '../words/start.js';
import { words } from '../words/words.js';

/** What this browser cannot do without which there is no picture; null when it can do all. */
export function missing() {
  if (typeof WebAssembly !== 'object') return said.noScriptEngine;
  return document.createElement('canvas').getContext('2d') === null ? said.noCanvas : null;
}

/** One update worked by hand, which needs no engine. */
function worked() {
  const rows = said.worked.map(([name = '', ...cells]) =>
    el('tr', {}, el('th', { scope: 'row' }, name), ...cells.map((cell) => el('td', {}, cell))),
  );
  return [
    el('h2', {}, said.workedTitle),
    el('p', {}, said.workedIntro),
    el(
      'div',
      { class: 'table-box', tabindex: 0, role: 'region', 'aria-label': said.workedTitle },
      el(
        'table',
        { class: 'conventions' },
        el(
          'thead',
          {},
          el('tr', {}, ...said.workedHead.map((name) => el('th', { scope: 'col' }, name))),
        ),
        el('tbody', {}, ...rows),
      ),
    ),
    el('h2', {}, said.formulasTitle),
    el(
      'dl',
      { class: 'terms notation' },
      ...said.formulas.map(([name = '', text = '']) =>
        el('div', {}, el('dt', {}, name), el('dd', {}, text)),
      ),
    ),
  ];
}

/**
 * The page as text, when there can be no engine.
 * @param {HTMLElement} app
 * @param {string} why
 */
export function showAsText(app, why) {
  app.replaceChildren(
    el('main', { class: 'start' }, el('h1', {}, words.name), el('p', {}, why), ...worked()),
  );
}

/**
 * @param {HTMLElement} app
 * @param {string} message what went wrong
 */
export function showFailure(app, message) {
  const report = `${message}\n${location.href}\n${navigator.userAgent}`;
  const text = el('pre', {}, report);
  const details = el('details', {}, el('summary', {}, words.failedDetails), text);
  async function copy() {
    try {
      await navigator.clipboard.writeText(report);
    } catch {
      // Where copying is not allowed, it stands there selected.
      details.open = true;
      getSelection()?.selectAllChildren(text);
    }
  }
  app.replaceChildren(
    el(
      'main',
      { class: 'start' },
      el('h1', {}, words.name),
      el('h2', {}, words.failedTitle),
      el('p', {}, words.failedText),
      details,
      el(
        'div',
        { class: 'buttons' },
        button({ class: 'primary' }, words.reload, () => location.reload()),
        button({}, words.copyReport, copy),
      ),
      ...worked(),
    ),
  );
}
