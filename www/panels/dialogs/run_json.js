/** A run as JSON, to copy or to paste. */
import { explain } from '../../engine/engine.js';
import { words } from '../../words/words.js';
import { button, el, say } from '../element.js';
import { createDialog } from './dialog.js';

/**
 * @param {{read: () => string, copy: (text: string, done: string) => void}} page
 */
export function createCopyRun({ read, copy }) {
  const area = el('textarea', {
    readonly: true,
    rows: 14,
    'aria-label': words.copyRunTitle,
    id: 'run-json',
    spellcheck: 'false',
  });
  const dialog = createDialog(
    words.copyRunTitle,
    el('p', {}, words.copyRunIntro),
    area,
    el(
      'div',
      { class: 'buttons' },
      button({ class: 'primary', id: 'run-copy' }, words.copy, () =>
        copy(area.value, words.copied),
      ),
    ),
  );
  return {
    dialog,
    open() {
      area.value = read();
      dialog.showModal();
      area.select();
    },
  };
}

/**
 * @param {{adopt: (document: string) => void}} page `adopt` throws what is wrong with the document
 */
export function createPasteRun({ adopt }) {
  const problem = el('p', { class: 'problem', id: 'run-problem', hidden: true, role: 'alert' });
  const area = el('textarea', {
    rows: 14,
    'aria-label': words.pasteRunTitle,
    'aria-describedby': 'run-problem',
    id: 'run-paste',
    spellcheck: 'false',
  });
  /** @param {string} text */
  function complain(text) {
    say(problem, text);
    problem.hidden = text === '';
  }
  function open() {
    if (area.value.trim() === '') return complain(words.pasteRunEmpty);
    try {
      adopt(area.value);
      complain('');
      dialog.close();
    } catch (thrown) {
      const { message, path } = explain(thrown);
      complain(path === '' || message.includes(path) ? message : `${message} (${words.at(path)})`);
    }
    return undefined;
  }
  const dialog = createDialog(
    words.pasteRunTitle,
    el('p', {}, words.pasteRunIntro),
    area,
    problem,
    el(
      'div',
      { class: 'buttons' },
      button({ class: 'primary', id: 'run-open' }, words.openRun, open),
    ),
  );
  area.addEventListener('input', () => complain(''));
  return {
    dialog,
    open() {
      complain('');
      dialog.showModal();
      area.focus();
    },
  };
}
