/** Help: how to read the picture, notation, conventions, keys. */
import { helpWords as said } from '../../words/help.js';
import { settingsWords } from '../../words/settings.js';
import { el } from '../element.js';
import { createDialog } from './dialog.js';

/** @param {string[][]} pairs @param {string} kind */
const list = (pairs, kind) =>
  el(
    'dl',
    { class: kind },
    ...pairs.map(([term = '', what = '']) => el('div', {}, el('dt', {}, term), el('dd', {}, what))),
  );

/** @param {string[][]} pairs */
function keyList(pairs) {
  return el(
    'dl',
    { class: 'keys' },
    ...pairs.map(([key = '', what = '']) =>
      el('div', {}, el('dt', {}, el('kbd', {}, key)), el('dd', {}, what)),
    ),
  );
}

function conventions() {
  const [corner = '', ...columns] = said.conventionsHead;
  const head = columns.map((name) => el('th', { scope: 'col' }, name));
  const rows = said.conventions.map(([name = '', ...cells]) =>
    el('tr', {}, el('th', { scope: 'row' }, name), ...cells.map((cell) => el('td', {}, cell))),
  );
  return el(
    'div',
    { class: 'table-box', tabindex: 0, role: 'region', 'aria-label': said.conventionsTitle },
    el(
      'table',
      { class: 'conventions' },
      el('thead', {}, el('tr', {}, el('td', {}, corner), ...head)),
      el('tbody', {}, ...rows),
    ),
  );
}

/** @param {{letters: () => Record<string, string>}} page the single keys in use */
export function createHelp({ letters }) {
  const keys = el('div');
  const dialog = createDialog(
    said.title,
    el('p', {}, said.intro),
    el('h3', {}, said.readTitle),
    list(said.read, 'terms'),
    el('h3', {}, said.keysTitle),
    el('p', { class: 'hint' }, said.keysIntro),
    keys,
    el('h3', {}, said.fieldKeysTitle),
    keyList(said.fieldKeys),
    el('h3', {}, said.notationTitle),
    list(said.notation, 'terms notation'),
    el('h3', {}, said.conventionsTitle),
    el('p', { class: 'hint' }, said.conventionsIntro),
    conventions(),
  );
  dialog.classList.add('wide');
  return {
    dialog,
    open() {
      const own = Object.entries(letters()).map(([key, command]) => [
        key.toUpperCase(),
        settingsWords.commands[command] ?? command,
      ]);
      keys.replaceChildren(keyList([...said.keys, ...own]));
      dialog.showModal();
    },
  };
}
