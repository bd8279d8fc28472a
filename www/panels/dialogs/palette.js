/**
 * The list of commands (Ctrl or Cmd + K): every button, choice and field of the page by its name, and the presets.
 *
 * Invariant: nothing is listed here by hand that is already on the page, so a new button is found without more ado.
 */
import { paletteWords as said } from '../../words/palette.js';
import { el, freshId, say, setAll } from '../element.js';
import { createDialog } from './dialog.js';

/** @typedef {{name: string, act: () => void}} Entry */

/** Names shown at once. */
const MOST_SHOWN = 60;

/**
 * How well a name answers a query: every word of the query begins a word of the name (best), stands in it, or has its
 * letters in it in order. Negative means not at all.
 * @param {string} name
 * @param {string} query
 */
export function rank(name, query) {
  const text = name.toLowerCase();
  let score = 0;
  for (const word of query.toLowerCase().split(/\s+/)) {
    if (word === '') continue;
    const at = text.indexOf(word);
    if (at === 0) score += 4;
    else if (at > 0 && /[^\p{L}\p{N}]/u.test(text[at - 1] ?? '')) score += 3;
    else if (at > 0) score += 2;
    else if (word.length > 2 && inOrder(text, word)) score += 1;
    else return -1;
  }
  return score;
}

/** @param {string} text @param {string} letters */
function inOrder(text, letters) {
  let at = -1;
  for (const letter of letters) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/**
 * @param {readonly Entry[]} entries
 * @param {string} query
 * @returns {Entry[]} the best first; those that answer alike stay in their order
 */
export function findEntries(entries, query) {
  return entries
    .map((entry, at) => ({ entry, at, score: rank(entry.name, query) }))
    .filter(({ score }) => score >= 0)
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .map(({ entry }) => entry);
}

/** What an element says, without the formulas in it. @param {Element} element */
const textOf = (element) =>
  [...element.childNodes]
    .filter((node) => !(node instanceof MathMLElement))
    .map((node) => node.textContent)
    .join(' ');

/** @param {Element} element */
const nameOf = (element) =>
  (element.getAttribute('aria-label') ?? textOf(element)).replace(/\s+/g, ' ').trim();

/** What cannot be done now, or belongs to a dialog that is not open. @param {Element} element */
const isAway = (element) =>
  element.closest('[hidden], dialog, :disabled, [aria-disabled="true"], [data-unlisted]') !== null;

/** @param {HTMLInputElement} input @returns {Entry} */
function choiceEntry(input) {
  const group = input.closest('fieldset')?.querySelector('legend');
  const name = input.closest('label');
  return {
    name: said.option(group ? nameOf(group) : '', name ? nameOf(name) : ''),
    act: () => input.click(),
  };
}

/**
 * Everything on the page that has a name and can be done.
 * @param {HTMLElement} page
 * @param {(element: HTMLElement) => void} reveal brings a field into view
 * @returns {Entry[]}
 */
export function entriesOf(page, reveal) {
  /** @type {Map<string, Entry>} */
  const found = new Map();
  const all = page.querySelectorAll(
    'button, input[type="radio"], input[type="text"], select, textarea',
  );
  for (const element of all) {
    if (isAway(element) || !(element instanceof HTMLElement)) continue;
    const entry = entryOf(element, reveal);
    if (entry.name !== '' && !found.has(entry.name)) found.set(entry.name, entry);
  }
  return [...found.values()];
}

/** @param {HTMLElement} element @param {(element: HTMLElement) => void} reveal @returns {Entry} */
function entryOf(element, reveal) {
  if (element instanceof HTMLButtonElement) {
    return { name: nameOf(element), act: () => element.click() };
  }
  if (element instanceof HTMLInputElement && element.type === 'radio') return choiceEntry(element);
  const label = /** @type {HTMLInputElement} */ (element).labels?.[0];
  const own = element.getAttribute('aria-label') ?? (label ? nameOf(label) : '');
  return {
    name: own === '' ? '' : said.goTo(own),
    act() {
      reveal(element);
      element.focus();
    },
  };
}

/**
 * @param {{app: HTMLElement, first: () => Entry[], reveal: (element: HTMLElement) => void}} page `first`: what is not on the page as a button
 */
export function createPalette({ app, first, reveal }) {
  const listId = freshId('commands');
  const field = el('input', {
    type: 'text',
    id: 'palette-field',
    role: 'combobox',
    'aria-label': said.field,
    'aria-expanded': 'true',
    'aria-controls': listId,
    'aria-autocomplete': 'list',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const list = el('ul', {
    role: 'listbox',
    id: listId,
    'aria-label': said.title,
    class: 'commands',
  });
  const count = el('p', { class: 'hint', role: 'status' });
  const dialog = createDialog(
    said.title,
    field,
    list,
    count,
    el('p', { class: 'hint' }, said.hint),
  );
  dialog.classList.add('palette');
  /** @type {Entry[]} */
  let entries = [];
  /** @type {Entry[]} */
  let shown = [];
  let at = 0;

  function mark() {
    [...list.children].forEach((item, index) => {
      setAll(item, { 'aria-selected': String(index === at) });
      if (index === at) item.scrollIntoView({ block: 'nearest' });
    });
    setAll(field, { 'aria-activedescendant': shown.length > 0 ? `${listId}-${at}` : null });
  }
  function search() {
    const found = findEntries(entries, field.value.trim());
    shown = found.slice(0, MOST_SHOWN);
    at = 0;
    list.replaceChildren(
      ...shown.map(({ name }, index) =>
        el('li', { role: 'option', id: `${listId}-${index}`, 'data-at': index }, name),
      ),
    );
    list.hidden = shown.length === 0;
    setAll(field, { 'aria-expanded': String(shown.length > 0) });
    say(count, shown.length === 0 ? said.none : said.found(found.length, shown.length));
    mark();
  }
  /** @param {number} index */
  function run(index) {
    const entry = shown[index];
    if (entry === undefined) return;
    dialog.close();
    entry.act();
  }

  field.addEventListener('input', search);
  field.addEventListener('keydown', (event) => {
    const last = shown.length - 1;
    const to = { ArrowDown: at === last ? 0 : at + 1, ArrowUp: at === 0 ? last : at - 1 }[
      event.key
    ];
    if (to !== undefined) at = to;
    else if (event.key === 'PageDown') at = Math.min(at + 8, last);
    else if (event.key === 'PageUp') at = Math.max(at - 8, 0);
    else if (event.key === 'Enter') return run(at);
    else return undefined;
    event.preventDefault();
    return mark();
  });
  list.addEventListener('click', ({ target }) => {
    const item = target instanceof Element ? target.closest('[data-at]') : null;
    if (item) run(Number(item.getAttribute('data-at')));
  });

  return {
    dialog,
    open() {
      entries = [...first(), ...entriesOf(app, reveal)];
      field.value = '';
      dialog.showModal();
      field.focus();
      search();
    },
  };
}
