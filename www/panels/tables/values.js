/** The panels a phone has instead of the numbers canvas and the wide sentence: values as a table, the step in words. */
import { effect, signal } from '@preact/signals-core';
import { html, nothing, render } from 'lit-html';
import { panelsOf } from '../../labs/labs.js';
import { words } from '../../words/words.js';
import { choice } from '../choice.js';
import { make } from '../element.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {TableGrid} from './table.js' */

/** Whether an element is on screen: the browser says when that changes, so that asking lays nothing out. @param {Element} element */
function whetherShown(element) {
  const shown = signal(false);
  new ResizeObserver(() => {
    shown.value = element.getClientRects().length > 0;
  }).observe(element);
  return shown;
}

/** @param {Page} page @param {TableGrid} grid */
export function createValues({ screen, store, questions }, grid) {
  const element = make(html`<section class="values" aria-label=${words.sheet.values}></section>`);
  const shown = whetherShown(element);

  function draw() {
    const { lab, state, renewed: _ } = screen;
    const table = questions.table(lab.numbers(state));
    const panel = choice({
      name: 'values-panel',
      label: words.lowerPane,
      options: panelsOf(lab),
      value: state.panel,
      choose: (value) => store.point({ panel: value }),
    });
    const chooses = lab.shown(state).includes(state.panel);
    render(html`<div>${chooses ? panel : nothing}</div>${grid.element}`, element);
    if (table) grid.update(table);
  }
  effect(() => {
    if (shown.value) draw();
  });
  return {
    element,
    /** @param {string | null} reference */
    light(reference) {
      if (shown.peek()) grid.light(reference);
    },
  };
}

/** @param {Page} page */
export function createWordsPanel({ screen, questions }) {
  const element = make(
    html`<section class="words-panel" aria-label=${words.wordsPanel}></section>`,
  );
  const shown = whetherShown(element);
  effect(() => {
    if (!shown.value) return;
    const { sentence, formula } = screen;
    render(
      html`<h2>${words.wordsPanel}</h2>
        <p class="full-sentence">${questions.sentence('full') || sentence}</p>
        <p class="spoken-formula">${formula?.words ?? ''}</p>`,
      element,
    );
  });
  return { element };
}
