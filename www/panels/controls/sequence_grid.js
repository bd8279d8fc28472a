/** The numbers of a short sequence, one column a step: fields, and markers that are tapped. */
import { signal } from '@preact/signals-core';
import { html, nothing } from 'lit-html';
import { readNumber } from '../../state/settings.js';
import { controlWords as said } from '../../words/controls.js';
import { fieldValue, typed } from '../typed.js';

/** @import {Page} from '../../page/panels.js' */
/** @typedef {{t: number, at: number, name: string, value: number}} Place a number: its step and input from 1, and its row */

/** More steps or inputs than this are not laid out as fields. */
const MOST = { steps: 12, inputs: 4 };
/** Steps beside one another. */
const ACROSS = 6;
/** One press of an arrow, in tenths. */
const PACE = { plain: 1, shift: 10 };

/** @param {number[][]} rows */
const hasMarkers = (rows) =>
  rows.every(({ length, 1: mark }) => length === 2 && (mark === 0 || mark === 1));

/** @param {Page} page */
export function createSequenceGrid({ store, session, live }) {
  /** The number that could not be read, and in which sequence. */
  const bad = signal({ key: '', of: /** @type {number[][] | null} */ (null) });

  /** @param {Place} place @param {number} value @param {string} [drag] */
  function change({ t, at, name }, value, drag) {
    const { model, problem } = session.edit(`x.t${t}.u${at}`, value);
    if (model) store.command(said.valueChanged(name, t, String(value)), model, { drag });
    else if (problem) live.alarm(problem);
  }

  /** @param {Place} place */
  const markerCell = (
    place,
  ) => html`<button type="button" class="marker toggle" aria-label=${said.markerOf(place.t)}
    aria-pressed=${place.value === 1} @click=${() => change(place, place.value === 1 ? 0 : 1)}>${
      place.value === 1 ? '1' : '0'
    }</button>`;

  /** @param {Place} place @param {KeyboardEvent} event */
  function step(place, event) {
    const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (way === undefined) return;
    event.preventDefault();
    const tenths = Math.round(place.value * 10) + way * (event.shiftKey ? PACE.shift : PACE.plain);
    change(place, tenths / 10, `step ${place.t}.${place.at}`);
  }

  /** @param {Place} place @param {number[][]} rows */
  function valueCell(place, rows) {
    const key = `${place.t}.${place.at}`;
    const isBad = bad.value.key === key && bad.value.of === rows;
    const leave = (/** @type {string} */ text) => {
      const value = readNumber(text);
      bad.value = value === null ? { key, of: rows } : { key: '', of: null };
      if (value !== null && value !== place.value) change(place, value);
      store.settle();
    };
    return html`<input type="text" class="step-value" inputmode="decimal" autocomplete="off"
      aria-label=${said.valueOf(place.name, place.t)} aria-invalid=${isBad ? 'true' : nothing}
      .value=${typed(place.value, isBad)} @change=${fieldValue('value', leave)}
      @focus=${(/** @type {Event} */ { target }) => target instanceof HTMLInputElement && target.select()}
      @keydown=${(/** @type {KeyboardEvent} */ event) => step(place, event)} />`;
  }

  /** So many steps beside one another. @param {number[][]} rows @param {string[]} names @param {number} from */
  function block(rows, names, from) {
    const markers = hasMarkers(rows);
    const across = Array.from({ length: ACROSS }, (_, at) => from + at);
    const cell = (
      /** @type {number} */ at,
      /** @type {number} */ input,
      /** @type {string} */ name,
    ) => {
      const value = rows[at]?.[input];
      if (value === undefined) return html`<span></span>`;
      const place = { t: at + 1, at: input + 1, name, value };
      return markers && input === 1 ? markerCell(place) : valueCell(place, rows);
    };
    return html`<div class="step-block">
      <span class="step-name" aria-hidden="true">t</span>
      ${across.map((at) => html`<span class=${at < rows.length ? 'step-number' : ''}>${rows[at] ? at + 1 : ''}</span>`)}
      ${names.map(
        (name, input) => html`<span class="step-name" aria-hidden="true">${name}</span>
          ${across.map((at) => cell(at, input, name))}`,
      )}
    </div>`;
  }

  /** @param {number[][] | null} rows null where the sequence is no numbers */
  return (rows) => {
    const width = rows?.[0]?.length ?? 0;
    if (rows === null || rows.length > MOST.steps || width > MOST.inputs) return nothing;
    const names = hasMarkers(rows)
      ? [said.value, said.marker]
      : Array.from({ length: width }, (_, at) => said.input(at + 1));
    const blocks = Array.from({ length: Math.ceil(rows.length / ACROSS) }, (_, at) => at * ACROSS);
    return html`<div class="step-values" role="group" aria-label=${said.stepValues}>
      ${blocks.map((from) => block(rows, names, from))}
    </div>`;
  };
}
