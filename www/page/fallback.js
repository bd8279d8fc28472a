/** The page without an engine: why there is none, and an update worked by hand. */
import { html } from 'lit-html';
import { make } from '../panels/element.js';
import { conventions, terms } from '../panels/terms.js';
import { startWords as said } from '../words/start.js';
import { words } from '../words/words.js';

/** What this browser cannot do without which there is no picture; null when it can do all. */
export function missing() {
  if (typeof WebAssembly !== 'object') return said.noScriptEngine;
  return document.createElement('canvas').getContext('2d') === null ? said.noCanvas : null;
}

/** One update worked by hand, which needs no engine. */
const worked = () => html`<h2>${said.workedTitle}</h2>
  <p>${said.workedIntro}</p>
  ${conventions(said.workedTitle, said.workedHead, said.worked)}
  <h2>${said.formulasTitle}</h2>
  ${terms(said.formulas, 'terms notation')}`;

/**
 * @param {HTMLElement} app
 * @param {unknown} why
 */
function show(app, why) {
  app.replaceChildren(
    make(html`<main class="start"><h1>${words.name}</h1>${why}${worked()}</main>`),
  );
}

/**
 * The page as text, when there can be no engine.
 * @param {HTMLElement} app
 * @param {string} why
 */
export const showAsText = (app, why) => show(app, html`<p>${why}</p>`);

/**
 * @param {HTMLElement} app
 * @param {string} message what went wrong
 */
export function showFailure(app, message) {
  const report = `${message}\n${location.href}\n${navigator.userAgent}`;
  const text = make(html`<pre>${report}</pre>`);
  const details = make(html`<details><summary>${words.failedDetails}</summary>${text}</details>`);
  async function copy() {
    try {
      await navigator.clipboard.writeText(report);
    } catch {
      // Where copying is not allowed, it stands there selected.
      details.toggleAttribute('open', true);
      getSelection()?.selectAllChildren(text);
    }
  }
  show(
    app,
    html`<h2>${words.failedTitle}</h2>
      <p>${words.failedText}</p>
      ${details}
      <div class="buttons">
        <button type="button" class="primary" @click=${() => location.reload()}>${words.reload}</button>
        <button type="button" @click=${copy}>${words.copyReport}</button>
      </div>`,
  );
}
