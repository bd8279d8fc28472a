/**
 * A view's numbers as a grid: caption, headers with scope, a window of rows when there are many. One cell is in the
 * tab order, arrows walk the others, given numbers are typed into their cell.
 *
 * Invariant: a new table of the same build changes the cells that stand there, so that neither the focus nor what is
 * being typed is lost.
 */
import { html, nothing, render } from 'lit-html';
import { means } from '../../page/focus.js';
import { words } from '../../words/words.js';
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

/** @typedef {{table: Table, from: number, place: Place, editing: string | null, parts: HTMLElement[]}} Grid what is drawn: the first row of the window, the cell in the tab order, the one typed in */

/** The name of a cell. @param {Place} place */
const nameOf = ({ row, column }) => `${row} ${column}`;

/** @param {Table} table */
const widthOf = ({ rows }) =>
  rows.reduce((most, row) => (row.length > most ? row.length : most), 0);

/** @param {Grid} grid @param {Cell} content @param {Place} at */
function cell({ place, editing, parts }, { text, reference, given }, at) {
  const editable = given !== null && given !== undefined;
  const inOrder = at.row === place.row && at.column === place.column;
  return html`<td role="gridcell" tabindex=${inOrder ? 0 : -1} data-at=${nameOf(at)} class=${editable ? 'given' : ''}
    data-ref=${reference ?? nothing} data-given=${given ?? nothing} aria-readonly=${!editable}
    >${editing === nameOf(at) ? parts : text}</td>`;
}

/** @param {Grid} grid @param {number} row */
function line(grid, row) {
  const { rows, rowHeaders } = grid.table;
  const header = html`<th scope="row">${rowHeaders[row] ?? ''}</th>`;
  return html`<tr aria-rowindex=${row + 2}>
    ${rowHeaders.length > 0 ? header : nothing}
    ${rows[row]?.map((content, column) => cell(grid, content, { row, column }))}
  </tr>`;
}

/** The part of the rows that is there, and the ways to the others. @param {Grid} grid @param {(from: number) => void} show */
function ways({ table: { rows }, from }, show) {
  const to = Math.min(from + WINDOW, rows.length);
  const way = (
    /** @type {string} */ text,
    /** @type {number} */ start,
    /** @type {boolean} */ off,
  ) =>
    html`<button type="button" class="small" ?disabled=${off} @click=${() => show(start)}>${text}</button>`;
  return html`<p class="table-window" ?hidden=${rows.length <= WINDOW}>
    ${way(words.rowsBefore, from - WINDOW, from === 0)}
    <span>${words.rowsOf(from + 1, to, rows.length)}</span>
    ${way(words.rowsAfter, from + WINDOW, to >= rows.length)}
  </p>`;
}

/** @param {EventTarget | null} target */
const cellOf = (target) =>
  /** @type {HTMLElement | null} */ (
    target instanceof Element ? target.closest('[data-at]') : null
  );

/** @param {HTMLElement} element @returns {Place} */
function placeOf(element) {
  const [row = 0, column = 0] = (element.dataset.at ?? '').split(' ').map(Number);
  return { row, column };
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
  const element = document.createElement('div');
  element.className = 'table-box';
  /** @type {Table} */
  let table = { caption: '', columns: [], rows: [], rowHeaders: [] };
  let from = 0;
  /** @type {Place} the cell in the tab order */
  let place = { row: 0, column: 0 };
  const editor = createCellEditor({
    numbers,
    announce,
    closed: draw,
    left: () => cellAt(place)?.focus(),
    moved: (rows) => go({ row: within(place.row + rows), column: place.column }),
  });

  /** @param {number} row */
  const within = (row) => Math.max(0, Math.min(table.rows.length - 1, row));
  /** @param {Place} at */
  const cellAt = (at) =>
    /** @type {HTMLElement | null} */ (element.querySelector(`[data-at="${nameOf(at)}"]`));

  function draw() {
    const grid = { table, from, place, editing: editor.at, parts: editor.parts };
    const rows = table.rows.slice(from, from + WINDOW).map((_, at) => line(grid, from + at));
    const headed = table.rowHeaders.length > 0;
    render(
      html`<table class="numbers" role="grid" aria-rowcount=${table.rows.length + 1}
          aria-colcount=${widthOf(table) + (headed ? 1 : 0)}>
          <caption><span>${table.caption}</span></caption>
          <thead>
            <tr aria-rowindex="1">
              ${headed ? html`<td></td>` : nothing}${table.columns.map((name) => html`<th scope="col">${name}</th>`)}
            </tr>
          </thead>
          <tbody @pointerover=${point} @pointerleave=${unpoint} @focusin=${enter} @focusout=${unpoint}
            @click=${press} @keydown=${key}>${rows}</tbody>
        </table>
        ${ways(grid, show)}`,
      element,
    );
  }

  /** @param {number} next */
  function show(next) {
    editor.finish();
    from = within(next);
    rove({ row: from, column: place.column });
  }

  /** Puts a cell into the tab order. @param {Place} to */
  function rove(to) {
    place = table.rows[to.row]?.[to.column] ? to : { row: to.row, column: 0 };
    draw();
  }

  /** @param {Place} to */
  function go(to) {
    if (to.row < from || to.row >= from + WINDOW) from = Math.max(0, to.row - (to.row % WINDOW));
    rove(to);
    cellAt(to)?.focus();
  }

  /** @param {HTMLElement} cell @param {string} [typed] what was typed already */
  function edit({ dataset }, typed) {
    const number = dataset.ref ? given(dataset.ref) : null;
    if (number && dataset.given !== undefined) editor.open(dataset.at ?? '', number, draw, typed);
  }

  /** @param {Event} event */
  function point({ target }) {
    focus.hover(cellOf(target)?.dataset.ref ?? null);
  }
  function unpoint() {
    focus.hover(null);
  }
  /** @param {Event} event */
  function enter({ target }) {
    const cell = cellOf(target);
    if (cell === null) return;
    const at = placeOf(cell);
    if (nameOf(place) !== nameOf(at)) rove(at);
    focus.hover(cell.dataset.ref ?? null);
  }
  /** @param {Event} event */
  function press({ target }) {
    const cell = cellOf(target);
    if (cell === null || editor.at === cell.dataset.at) return;
    cell.focus();
    if (cell.dataset.given === undefined) focus.pin(cell.dataset.ref ?? null);
    else edit(cell);
  }
  /** @param {KeyboardEvent} event */
  function key(event) {
    const cell = cellOf(event.target);
    if (cell === null || event.altKey || event.defaultPrevented) return;
    if (editor.at === cell.dataset.at) return;
    const to = walk(event, place, { rows: table.rows.length, columns: widthOf(table) });
    const digit = /^[\d.,+\u2212-]$/.test(event.key) && !event.ctrlKey && !event.metaKey;
    const isGiven = cell.dataset.given !== undefined;
    if (to !== null) go(to);
    else if (isGiven && (event.key === 'Enter' || event.key === 'F2')) edit(cell);
    else if (digit) {
      // Where nothing can be typed a digit is no way to another lab either.
      if (isGiven) edit(cell, event.key);
    } else if (event.key === 'Enter' && cell.dataset.ref) focus.pin(cell.dataset.ref);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return {
    element,
    /** @param {Table} next */
    update(next) {
      if (next.rows.length !== table.rows.length) {
        editor.finish();
        if (from >= next.rows.length) from = 0;
      }
      table = next;
      if (!table.rows[place.row]?.[place.column]) place = { row: from, column: 0 };
      draw();
    },
    /** @param {string | null} reference */
    light(reference) {
      for (const cell of element.querySelectorAll('tbody [data-ref]')) {
        const lit = means(cell.getAttribute('data-ref') ?? '', reference);
        if (cell.classList.contains('lit') !== lit) cell.classList.toggle('lit', lit);
      }
    },
  };
}

/** @typedef {ReturnType<typeof createGrid>} TableGrid */
