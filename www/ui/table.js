/** A view's numbers as an HTML table: caption, headers with scope, a window of rows when there are many. */
import { el } from './element.js';

/** @typedef {import('../types.d.ts').Table} Table */

/** Rows in the document at once. */
const WINDOW = 50;

/**
 * @param {Table} table
 * @param {number} [from]
 */
export function renderTable({ caption, columns, rows, rowHeaders }, from = 0) {
  const shown = rows.slice(from, from + WINDOW);
  const head = el(
    'tr',
    {},
    rowHeaders.length > 0 && el('td'),
    ...columns.map((name) => el('th', { scope: 'col' }, name)),
  );
  const body = shown.map((cells, at) =>
    el(
      'tr',
      {},
      rowHeaders.length > 0 && el('th', { scope: 'row' }, rowHeaders[from + at] ?? ''),
      ...cells.map((cell) => el('td', {}, cell)),
    ),
  );
  return el(
    'table',
    { class: 'numbers' },
    el('caption', {}, caption),
    el('thead', {}, head),
    el('tbody', {}, ...body),
  );
}

/**
 * A table that stays in its box, with a way through its rows when it is long.
 * @param {Table} table
 * @param {{rowsOf: (from: number, to: number, count: number) => string, less: string, more: string}} labels
 */
export function windowedTable(table, labels) {
  const box = el('div', {
    class: 'table-box',
    tabindex: 0,
    role: 'region',
    'aria-label': table.caption,
  });
  const count = table.rows.length;
  /** @param {number} from */
  function show(from) {
    box.replaceChildren(renderTable(table, from));
    if (count <= WINDOW) return;
    const to = Math.min(from + WINDOW, count);
    const back = el(
      'button',
      { type: 'button', class: 'small', disabled: from === 0 },
      labels.less,
    );
    const on = el(
      'button',
      { type: 'button', class: 'small', disabled: to === count },
      labels.more,
    );
    back.addEventListener('click', () => show(Math.max(0, from - WINDOW)));
    on.addEventListener('click', () => show(to));
    box.append(el('p', { class: 'table-window' }, back, labels.rowsOf(from + 1, to, count), on));
  }
  show(0);
  return box;
}
