/** What every dialog has: a title, a way to close it, a body. */
import { html, render } from 'lit-html';
import { words } from '../../words/words.js';
import { make } from '../element.js';
import { icon } from '../icons.js';

/** Dialogs there are. */
let made = 0;

/**
 * It closes by its button, by Escape and by a click beside it; the focus goes back to where it was.
 * @param {{title: string, kind?: string, draw: () => unknown}} what `draw` makes what stands in it
 */
export function createDialog({ title, kind = '', draw }) {
  made += 1;
  const id = `dialog-${made}`;
  const dialog = /** @type {HTMLDialogElement} */ (
    make(html`<dialog class=${kind} aria-labelledby=${id} @click=${press}></dialog>`)
  );
  /** @param {Event} event */
  function press({ target }) {
    if (target === dialog) dialog.close();
  }
  function update() {
    render(
      html`<div class="panel-head">
          <h2 id=${id}>${title}</h2>
          <button type="button" class="icon-button" aria-label=${words.close} @click=${() => dialog.close()}>
            ${icon('close')}
          </button>
        </div>
        ${draw()}`,
      dialog,
    );
  }
  update();
  return {
    dialog,
    update,
    close: () => dialog.close(),
    open() {
      update();
      dialog.showModal();
    },
    /** The first part of it that this names. @param {string} selector */
    find: (selector) => /** @type {HTMLInputElement} */ (dialog.querySelector(selector)),
  };
}
