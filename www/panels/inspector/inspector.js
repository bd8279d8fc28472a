/**
 * The inspector: what is known about the one thing that is pinned or pointed at, always in the same order.
 *
 * Invariant: it only shows; a number it lets one change goes the way every given number goes.
 */
import { effect, signal } from '@preact/signals-core';
import { html, nothing, render } from 'lit-html';
import { fitCanvas, rootFontSize } from '../../page/frame.js';
import { saveFile } from '../../page/save_file.js';
import { isOfModel } from '../../state/screen.js';
import { words } from '../../words/words.js';
import { make, makeCanvas, put } from '../element.js';
import { createNumberField } from '../given/number_field.js';
import { icon } from '../icons.js';
import { linkButton, waysOf } from '../links.js';
import { productBars } from './products.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {Check, Given, Inspection, Link} from '../../types.d.ts' */
/** @import {Numbers} from '../given/number.js' */

/** What the loss is judged by has no gradient of its own. */
const TARGET = /^(y|weights)\./;

/** @param {string} text @param {string} id @param {() => void} act @param {boolean} [hidden] */
const action = (text, id, act, hidden = false) =>
  html`<button type="button" class="small" id=${id} ?hidden=${hidden} @click=${act}>${text}</button>`;

/** @param {{label: string, value: string}[]} lines @param {string} [kind] */
const rows = (lines, kind = 'rows') =>
  html`<dl class=${kind}>${lines.map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`;

/** What a comparison with finite differences came to. @param {Check | null} check */
function compared(check) {
  const text = (/** @type {number} */ value) => String(value).replace('-', '\u2212');
  const lines = check && [
    { label: words.analytic, value: text(check.analytic) },
    { label: words.numeric, value: text(check.numeric) },
  ];
  return html`${lines ? rows(lines, 'rows aligned') : nothing}<p>${check?.words ?? words.nothingToCompare}</p>`;
}

/** @param {Inspection} what @param {(link: Link) => void} follow */
const links = (what, follow) =>
  waysOf(what).map(
    (way) =>
      html`<div><h3>${way.heading}</h3>${way.links.map((link) => linkButton(link, follow))}</div>`,
  );

/** The chart of the number over all steps. @param {Page} page */
function createHistory({ questions, preferences, focus, repaint }) {
  const canvas = makeCanvas(html`<canvas class="history" role="img"></canvas>`);
  const box = make(html`<div class="history-box"><h3>${words.history}</h3>${canvas}</div>`);
  const size = fitCanvas(canvas, repaint);
  return {
    box,
    /** @param {number} steps */
    update(steps) {
      put(box, { hidden: steps < 2 });
      put(canvas, { ariaLabel: words.historyWords(steps) });
    },
    paint() {
      const context = box.hidden || size.width === 0 ? null : canvas.getContext('2d');
      if (context === null) return;
      const frame = { ...size, theme: preferences.theme, fontSize: rootFontSize() };
      questions.paint('history', context, frame, focus.reference);
    },
    /** @param {string} title */
    save: (title) => canvas.toBlob((blob) => blob && saveFile(blob, `${title}.png`)),
  };
}

/**
 * @param {Page} page
 * @param {Numbers} numbers
 */
export function createInspector(page, numbers) {
  const { focus, live, commands, session, questions, store, screen } = page;
  const field = createNumberField({ numbers, announce: live.speak });
  const history = createHistory(page);
  const element = make(html`<section class="inspector" aria-label=${words.details}></section>`);
  /** A comparison, and what it is of. @type {import('@preact/signals-core').Signal<{of: string | null, check: Check | null} | null>} */
  const comparison = signal(null);

  /** @param {Given} given */
  function compare(given) {
    const check = session.ask((lab) => lab.check(given.reference));
    comparison.value = { of: screen.reference, check };
    element.querySelector('.compared')?.scrollIntoView({ block: 'nearest' });
    live.speak(check?.words ?? words.nothingToCompare);
  }

  /** @param {Link} link */
  function follow({ reference, position }) {
    if (position) commands.stand(position);
    focus.pin(reference ?? null);
  }

  /** @param {Given} given */
  function setting(given) {
    field.update(given);
    return html`<div class="set-value" role="group" aria-label=${words.setValue}>
      <span class="set-label">${words.setValue}</span>${field.element}
    </div>`;
  }

  /** @param {Inspection} what */
  function head(what) {
    const { reference, pinned } = screen;
    const isPinned = reference !== null && reference === pinned;
    return html`<div class="panel-head">
        <h2>${what.title === '' ? words.details : what.title}</h2>
        <button type="button" class="icon-button" id="pin" aria-pressed=${isPinned} aria-label=${words.pin}
          title=${isPinned ? words.unpin : words.pin} ?hidden=${reference === null}
          @click=${() => focus.pin(isPinned ? null : reference)}>${icon('pin')}</button>
      </div>
      <p class="about" ?hidden=${what.words === ''}>${what.words}</p>`;
  }

  /** @param {Inspection} what */
  function actions({ title, rows: lines, given, history: values }) {
    const value = lines[0]?.value;
    const { lab } = screen;
    const canCompare = isOfModel(lab) || lab.declared;
    const compares = canCompare && given !== null && !TARGET.test(given.reference);
    const copy = (/** @type {string} */ text) => commands.copy(text, words.copied);
    return html`<div class="buttons inspector-actions" role="group" aria-label=${words.actions}>
      ${action(words.asTable, 'open-table', () => store.point({ table: true }))}
      ${action(words.copyValue, 'copy-value', () => copy(value ?? ''), value === undefined || screen.reference === null)}
      ${action(words.copyAsLatex, 'copy-as-latex', () => copy(questions.formula()?.latex ?? ''))}
      ${action(words.savePng, 'save-png', () => history.save(title), (values?.length ?? 0) < 2)}
      ${action(words.check, 'check', () => given && compare(given), !compares)}
    </div>`;
  }

  effect(() => {
    const what = screen.inspection;
    if (what === null) return;
    history.update(what.history?.length ?? 0);
    const shown = comparison.value?.of === screen.reference ? comparison.value : null;
    render(
      html`${head(what)} ${rows(what.rows)} ${what.given ? setting(what.given) : nothing}
        <div class="links" ?hidden=${waysOf(what).length === 0}>${links(what, follow)}</div>
        ${history.box} ${productBars(what.products ?? [], focus.pin)} ${actions(what)}
        <div class="compared" ?hidden=${shown === null}>${shown ? compared(shown.check) : nothing}</div>`,
      element,
    );
  });

  return { element, paint: history.paint };
}
