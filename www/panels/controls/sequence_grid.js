/** The numbers of a short sequence, one column a step: fields, and markers that are tapped. */
import { readNumber } from '../../state/settings.js';
import { controlWords as said } from '../../words/controls.js';
import { el, setAll } from '../element.js';
import { createShown } from '../typed_field.js';

/** @import {Store} from '../../state/store.js' */
/** @import {Model} from '../../types.d.ts' */

/** More steps or inputs than this are not laid out as fields. */
const MOST = { steps: 12, inputs: 4 };
/** Steps beside one another. */
const ACROSS = 6;
/** One press of an arrow, in tenths. */
const PACE = { plain: 1, shift: 10 };

/**
 * @param {{
 *   store: Store,
 *   edit: (reference: string, value: number) => {model?: Model, problem?: string},
 *   alarm: (text: string) => void,
 * }} page
 */
export function createSequenceGrid({ store, edit, alarm }) {
  const element = el('div', { class: 'step-values', role: 'group', 'aria-label': said.stepValues });
  /** @type {{set: (value: number) => void}[][]} by step, then by input */
  let fields = [];
  /** What the fields were made for. */
  let made = '';

  /**
   * @param {number} t from 1
   * @param {number} at from 1
   * @param {number} value
   * @param {string} row
   * @param {string} [drag]
   */
  function change(t, at, value, row, drag) {
    const { model, problem } = edit(`x.t${t}.u${at}`, value);
    if (model) store.command(said.valueChanged(row, t, String(value)), model, { drag });
    else if (problem) alarm(problem);
  }

  /** @param {number} t @param {number} at @param {string} row */
  function markerCell(t, at, row) {
    const cell = el('button', {
      type: 'button',
      class: 'marker toggle',
      'aria-label': said.markerOf(t),
    });
    let on = false;
    cell.addEventListener('click', () => change(t, at, on ? 0 : 1, row));
    return {
      cell,
      /** @param {number} value */
      set(value) {
        on = value === 1;
        cell.textContent = on ? '1' : '0';
        setAll(cell, { 'aria-pressed': String(on) });
      },
    };
  }

  /** @param {number} t @param {number} at @param {string} row */
  function valueCell(t, at, row) {
    const cell = el('input', {
      type: 'text',
      inputmode: 'decimal',
      class: 'step-value',
      'aria-label': said.valueOf(row, t),
      autocomplete: 'off',
    });
    const show = createShown(cell);
    let now = 0;
    cell.addEventListener('change', () => {
      const value = readNumber(cell.value);
      setAll(cell, { 'aria-invalid': value === null || null });
      if (value !== null && value !== now) change(t, at, value, row);
      store.settle();
    });
    cell.addEventListener('focus', () => cell.select());
    cell.addEventListener('keydown', (event) => {
      const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (way === undefined) return;
      event.preventDefault();
      const tenths = Math.round(now * 10) + way * (event.shiftKey ? PACE.shift : PACE.plain);
      change(t, at, tenths / 10, row, `step ${t}.${at}`);
    });
    return {
      cell,
      /** @param {number} value */
      set(value) {
        now = value;
        if (document.activeElement === cell && readNumber(cell.value) === value) return;
        setAll(cell, { 'aria-invalid': null });
        show(value);
      },
    };
  }

  /** @param {number[][]} rows */
  const hasMarkers = (rows) =>
    rows.every((row) => row.length === 2 && (row[1] === 0 || row[1] === 1));

  /** @param {number} steps @param {string[]} names @param {boolean} markers */
  function build(steps, names, markers) {
    const cells = Array.from({ length: steps }, (_, step) =>
      names.map((name, input) => {
        const isMarker = markers && input === 1;
        return (isMarker ? markerCell : valueCell)(step + 1, input + 1, name);
      }),
    );
    fields = cells;
    const blocks = [];
    for (let from = 0; from < steps; from += ACROSS) {
      const block = cells.slice(from, from + ACROSS);
      const head = block.map((_, at) =>
        el('span', { class: 'step-number' }, String(from + at + 1)),
      );
      const lines = names.flatMap((name, input) => [
        el('span', { class: 'step-name', 'aria-hidden': 'true' }, name),
        ...Array.from({ length: ACROSS }, (_, at) => block[at]?.[input]?.cell ?? el('span')),
      ]);
      const filler = Array.from({ length: ACROSS - block.length }, () => el('span'));
      blocks.push(
        el(
          'div',
          { class: 'step-block' },
          el('span', { class: 'step-name', 'aria-hidden': 'true' }, 't'),
          ...head,
          ...filler,
          ...lines,
        ),
      );
    }
    element.replaceChildren(...blocks);
  }

  return {
    element,
    /** @param {number[][] | null} rows null where the sequence is no numbers */
    update(rows) {
      const width = rows?.[0]?.length ?? 0;
      const small = rows !== null && rows.length <= MOST.steps && width <= MOST.inputs;
      element.hidden = !small;
      if (!small) return;
      const markers = hasMarkers(rows);
      const names = markers
        ? [said.value, said.marker]
        : Array.from({ length: width }, (_, at) => said.input(at + 1));
      const shape = `${rows.length} ${names.join()}`;
      if (shape !== made) build(rows.length, names, markers);
      made = shape;
      rows.forEach((row, step) => {
        row.forEach((value, input) => {
          fields[step]?.[input]?.set(value);
        });
      });
    },
  };
}
