/**
 * A view's numbers as a grid: caption, headers with scope, a window of rows when there are many. One cell is in the
 * tab order, arrows walk the others, given numbers are typed into their cell.
 *
 * Invariant: a new table of the same build changes the cells that stand there, so that neither the focus nor what is
 * being typed is lost.
 */

import { means } from '../../page/focus.js';
import { words } from '../../words/words.js';
import { button, el, say, setAll } from '../element.js';
import { createCellEditor } from './table_edit.js';

/** @import {Cell, Given, Table} from '../../types.d.ts' */
/** @import {Focus} from '../../page/focus.js' */
/** @import {Numbers} from '../given/number.js' */

/** @typedef {{row: number, column: number}} Place from 0 */

/** Rows in the document at once. */
export const WINDOW = 50;
/** Rows of PageUp and PageDown. */
const PAGE = 10;

/**
 * Where a key leads in a grid; null for keys that do not walk.
 * @param {{key: string, ctrlKey: boolean, metaKey: boolean}} event
 * @param {Place} from
 * @param {{rows: number, columns: number}} size
 * @returns {Place | null}
 */
export function walk({ key, ctrlKey, metaKey }, { row, column }, { rows, columns }) {
  const far = ctrlKey || metaKey;
  /** @type {Record<string, Place>} */
  const ways = {
    ArrowRight: { row, column: far ? columns - 1 : column + 1 },
    ArrowLeft: { row, column: far ? 0 : column - 1 },
    ArrowDown: { row: far ? rows - 1 : row + 1, column },
    ArrowUp: { row: far ? 0 : row - 1, column },
    PageDown: { row: row + PAGE, column },
    PageUp: { row: row - PAGE, column },
    Home: { row: far ? 0 : row, column: 0 },
    End: { row: far ? rows - 1 : row, column: columns - 1 },
  };
  const to = ways[key];
  if (to === undefined) return null;
  const inside = (/** @type {number} */ at, /** @type {number} */ count) =>
    Math.max(0, Math.min(count - 1, at));
  return { row: inside(to.row, rows), column: inside(to.column, columns) };
}

/**
 * @param {{
 *   focus: Focus,
 *   numbers: Numbers,
 *   given: (reference: string) => Given | null,
 *   announce: (text: string) => void,
 * }} page `given`: what the engine knows about a given number
 */
export function createGrid({ focus, numbers, given, announce }) {
  const caption = el('span');
  const head = el('tr', { 'aria-rowindex': 1 });
  const body = el('tbody');
  const grid = el(
    'table',
    { class: 'numbers', role: 'grid' },
    el('caption', {}, caption),
    el('thead', {}, head),
    body,
  );
  const back = button({ class: 'small' }, words.rowsBefore, () => show(from - WINDOW));
  const on = button({ class: 'small' }, words.rowsAfter, () => show(from + WINDOW));
  const which = el('span');
  const way = el('p', { class: 'table-window' }, back, which, on);
  const element = el('div', { class: 'table-box' }, grid, way);

  /** @type {Table} */
  let table = { caption: '', columns: [], rows: [], rowHeaders: [] };
  let from = 0;
  /** @type {Place} the cell in the tab order */
  let place = { row: 0, column: 0 };
  let built = '';
  const editor = createCellEditor({
    numbers,
    announce,
    moved: (rows) => step(rows),
    closed(cell) {
      const { row, column } = placeOf(cell);
      const content = table.rows[row]?.[column];
      if (content) fill(cell, content);
    },
  });

  const headed = () => table.rowHeaders.length > 0;
  const shown = () => table.rows.slice(from, from + WINDOW);
  const columns = () =>
    table.rows.reduce((most, row) => (row.length > most ? row.length : most), 0);

  /** @param {HTMLElement} cell @returns {Place} */
  function placeOf(cell) {
    const [row = 0, column = 0] = (cell.dataset.at ?? '').split(' ').map(Number);
    return { row, column };
  }

  /** @param {Place} at */
  const cellAt = ({ row, column }) =>
    /** @type {HTMLElement | null} */ (body.querySelector(`[data-at="${row} ${column}"]`));

  /** @param {HTMLElement} cell @param {Cell} content */
  function fill(cell, { text, reference, given: value }) {
    const editable = value !== null && value !== undefined;
    setAll(cell, {
      'data-ref': reference ?? null,
      'data-given': editable ? value : null,
      'aria-readonly': String(!editable),
      class: editable ? 'given' : null,
    });
    if (!editor.isIn(cell)) say(cell, text);
  }

  function build() {
    head.replaceChildren(
      ...(headed() ? [el('td')] : []),
      ...table.columns.map((name) => el('th', { scope: 'col' }, name)),
    );
    const rows = shown().map((cells, at) =>
      el(
        'tr',
        { 'aria-rowindex': from + at + 2 },
        headed() && el('th', { scope: 'row' }, table.rowHeaders[from + at] ?? ''),
        ...cells.map((_, column) =>
          el('td', { role: 'gridcell', tabindex: -1, 'data-at': `${from + at} ${column}` }),
        ),
      ),
    );
    body.replaceChildren(...rows);
    way.hidden = table.rows.length <= WINDOW;
    back.disabled = from === 0;
    on.disabled = from + WINDOW >= table.rows.length;
    const to = Math.min(from + WINDOW, table.rows.length);
    say(which, words.rowsOf(from + 1, to, table.rows.length));
    setAll(grid, {
      'aria-rowcount': table.rows.length + 1,
      'aria-colcount': columns() + (headed() ? 1 : 0),
    });
  }

  function draw() {
    const shape = shown().map((row) => row.length);
    const key = JSON.stringify([from, table.columns, table.rowHeaders, table.rows.length, shape]);
    say(caption, table.caption);
    if (key !== built) {
      editor.finish();
      built = key;
      build();
    }
    shown().forEach((cells, at) => {
      cells.forEach((content, column) => {
        const cell = cellAt({ row: from + at, column });
        if (cell) fill(cell, content);
      });
    });
    rove(place);
  }

  /** @param {number} next */
  function show(next) {
    from = Math.max(0, Math.min(next, table.rows.length - 1));
    place = { row: from, column: place.column };
    draw();
  }

  /** @param {Place} to */
  function rove(to) {
    for (const cell of body.querySelectorAll('[tabindex="0"]')) setAll(cell, { tabindex: -1 });
    place = to;
    const cell = cellAt(to) ?? body.querySelector('[data-at]');
    if (cell) setAll(cell, { tabindex: 0 });
  }

  /** @param {Place} to */
  function go(to) {
    if (to.row < from || to.row >= from + WINDOW) {
      from = Math.max(0, to.row - (to.row % WINDOW));
      draw();
    }
    rove(to);
    cellAt(to)?.focus();
  }

  /** @param {number} rows */
  function step(rows) {
    const row = Math.max(0, Math.min(table.rows.length - 1, place.row + rows));
    go({ row, column: place.column });
  }

  /** @param {EventTarget | null} target */
  const cellOf = (target) =>
    /** @type {HTMLElement | null} */ (
      target instanceof Element ? target.closest('[data-at]') : null
    );

  /** @param {HTMLElement} cell @param {string} [typed] what was typed already */
  function edit(cell, typed) {
    const reference = cell.dataset.ref;
    const number = reference ? given(reference) : null;
    if (number && cell.dataset.given !== undefined) editor.open(cell, number, typed);
  }

  body.addEventListener('pointerover', ({ target }) =>
    focus.hover(cellOf(target)?.dataset.ref ?? null),
  );
  body.addEventListener('pointerleave', () => focus.hover(null));
  body.addEventListener('focusin', ({ target }) => {
    const cell = cellOf(target);
    if (cell === null) return;
    const { row, column } = placeOf(cell);
    if (place.row !== row || place.column !== column) rove({ row, column });
    focus.hover(cell.dataset.ref ?? null);
  });
  body.addEventListener('focusout', () => focus.hover(null));
  body.addEventListener('click', ({ target }) => {
    const cell = cellOf(target);
    if (cell === null || editor.isIn(cell)) return;
    cell.focus();
    if (cell.dataset.given === undefined) focus.pin(cell.dataset.ref ?? null);
    else edit(cell);
  });
  body.addEventListener('keydown', (event) => {
    const cell = cellOf(event.target);
    if (cell === null || event.altKey || event.defaultPrevented || editor.isIn(cell)) return;
    const to = walk(event, place, { rows: table.rows.length, columns: columns() });
    const digit = /^[\d.,+\u2212-]$/.test(event.key) && !event.ctrlKey && !event.metaKey;
    if (to !== null) go(to);
    else if (cell.dataset.given !== undefined && (event.key === 'Enter' || event.key === 'F2'))
      edit(cell);
    else if (digit) {
      // Where nothing can be typed a digit is no way to another lab either.
      if (cell.dataset.given !== undefined) edit(cell, event.key);
    } else if (event.key === 'Enter' && cell.dataset.ref) focus.pin(cell.dataset.ref);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    element,
    /** @param {Table} next */
    update(next) {
      if (next.rows.length !== table.rows.length && from >= next.rows.length) from = 0;
      table = next;
      if (place.row >= table.rows.length) place = { row: 0, column: 0 };
      draw();
    },
    /** @param {string | null} reference */
    light(reference) {
      for (const cell of body.querySelectorAll('[data-ref]')) {
        const lit = means(cell.getAttribute('data-ref') ?? '', reference);
        if (cell.classList.contains('lit') !== lit) cell.classList.toggle('lit', lit);
      }
    },
  };
}

/** @typedef {ReturnType<typeof createGrid>} Grid */
