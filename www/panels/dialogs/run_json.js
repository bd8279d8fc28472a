/** A run as JSON, to copy or to paste. */
import { html } from 'lit-html';
import { explain } from '../../engine/engine.js';
import { words } from '../../words/words.js';
import { createDialog } from './dialog.js';

/** @import {Page} from '../../page/panels.js' */

/** @param {Page} page */
export function createCopyRun({ session, commands }) {
  const copies = () => commands.copy(find('textarea').value, words.copied);
  const { dialog, open, find } = createDialog({
    title: words.copyRunTitle,
    draw: () => html`<p>${words.copyRunIntro}</p>
      <textarea readonly rows="14" aria-label=${words.copyRunTitle} id="run-json" spellcheck="false"></textarea>
      <div class="buttons">
        <button type="button" class="primary" id="run-copy" @click=${copies}>${words.copy}</button>
      </div>`,
  });
  return {
    dialog,
    open() {
      find('textarea').value = session.ask((lab) => lab.document()) ?? '';
      open();
      find('textarea').select();
    },
  };
}

/** @param {Page} page */
export function createPasteRun({ commands }) {
  let problem = '';
  const { dialog, open, update, close, find } = createDialog({
    title: words.pasteRunTitle,
    draw: () => html`<p>${words.pasteRunIntro}</p>
      <textarea rows="14" aria-label=${words.pasteRunTitle} aria-describedby="run-problem" id="run-paste"
        spellcheck="false" @input=${() => complain('')}></textarea>
      <p class="problem" id="run-problem" role="alert" ?hidden=${problem === ''}>${problem}</p>
      <div class="buttons">
        <button type="button" class="primary" id="run-open" @click=${take}>${words.openRun}</button>
      </div>`,
  });
  /** @param {string} text */
  function complain(text) {
    problem = text;
    update();
  }
  function take() {
    const text = find('textarea').value;
    if (text.trim() === '') return complain(words.pasteRunEmpty);
    try {
      commands.adopt(text);
      complain('');
      close();
    } catch (thrown) {
      const { message, path } = explain(thrown);
      complain(path === '' || message.includes(path) ? message : `${message} (${words.at(path)})`);
    }
    return undefined;
  }
  return {
    dialog,
    open() {
      complain('');
      open();
      find('textarea').focus();
    },
  };
}
