/**
 * The list of commands (Ctrl or Cmd + K): every button, choice and field of the page by its name, and the presets.
 *
 * Invariant: nothing is listed here by hand that is already on the page, so a new button is found without more ado.
 */
import { html, nothing } from 'lit-html';
import { paletteWords as said } from '../../words/palette.js';
import { createDialog } from './dialog.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {Presets} from '../../state/presets.js' */
/** @import {LabDeclaration} from '../../types.d.ts' */
/** @typedef {{name: string, act: () => void}} Entry */

/** Names shown at once. */
const MOST_SHOWN = 60;
const LIST = 'commands';

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

/** What an element says, without the formulas in it and the marks of templates. @param {Element} element */
const textOf = (element) =>
  [...element.childNodes]
    .filter((node) => !(node instanceof MathMLElement || node instanceof Comment))
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

/** Where a key leads among so many names; undefined for keys that do not walk. @param {string} key @param {number} at @param {number} last */
const walk = (key, at, last) =>
  ({
    ArrowDown: at === last ? 0 : at + 1,
    ArrowUp: at === 0 ? last : at - 1,
    PageDown: Math.min(at + 8, last),
    PageUp: Math.max(at - 8, 0),
  })[key];

/** The presets, which are no buttons of the page. @param {LabDeclaration} lab @param {Presets} presets @returns {Entry[]} */
const presetEntries = (lab, presets) => [
  ...lab.presets.map((preset) => ({
    name: said.preset(preset.name),
    act: () => presets.open(preset),
  })),
  ...presets.own.map((preset) => ({
    name: said.preset(preset.name),
    act: () => presets.openOwn(preset),
  })),
];

/** @param {Page & {reveal: (element: HTMLElement) => void}} page @param {Presets} presets */
export function createPalette({ app, screen, reveal }, presets) {
  /** @type {Entry[]} */
  let entries = [];
  /** @type {Entry[]} */
  let found = [];
  let at = 0;

  /** @param {Entry} entry @param {number} index */
  const option = (
    { name },
    index,
  ) => html`<li role="option" id=${`${LIST}-${index}`} aria-selected=${index === at}
    @click=${() => run(index)}>${name}</li>`;

  const { dialog, open, update, close, find } = createDialog({
    title: said.title,
    kind: 'palette',
    draw() {
      const shown = found.slice(0, MOST_SHOWN);
      const none = shown.length === 0;
      return html`<input type="text" id="palette-field" role="combobox" aria-label=${said.field}
          aria-expanded=${!none} aria-controls=${LIST} aria-autocomplete="list" autocomplete="off" spellcheck="false"
          aria-activedescendant=${none ? nothing : `${LIST}-${at}`} @input=${search} @keydown=${key} />
        <ul role="listbox" id=${LIST} aria-label=${said.title} class="commands" ?hidden=${none}>${shown.map(option)}</ul>
        <p class="hint" role="status">${none ? said.none : said.found(found.length, shown.length)}</p>
        <p class="hint">${said.hint}</p>`;
    },
  });

  /** @param {number} index */
  function mark(index) {
    at = index;
    update();
    find(`#${LIST}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }
  function search() {
    found = findEntries(entries, find('input').value.trim());
    mark(0);
  }
  /** @param {number} index */
  function run(index) {
    const entry = found[index];
    if (entry === undefined) return;
    close();
    entry.act();
  }
  /** @param {KeyboardEvent} event */
  function key(event) {
    const to = walk(event.key, at, Math.min(found.length, MOST_SHOWN) - 1);
    if (event.key === 'Enter') run(at);
    if (to === undefined) return;
    event.preventDefault();
    mark(to);
  }

  return {
    dialog,
    open() {
      entries = [...presetEntries(screen.lab, presets), ...entriesOf(app, reveal)];
      open();
      find('input').value = '';
      find('input').focus();
      search();
    },
  };
}
