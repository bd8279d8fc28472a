/** What every dialog has: a title, a way to close it, a body. */
import { words } from '../../words/words.js';
import { button, el, freshId } from '../element.js';
import { icon } from '../icons.js';

/**
 * It closes by its button, by Escape and by a click beside it; the focus goes back to where it was.
 * @param {string} title
 * @param {...(Node | string)} body
 */
export function createDialog(title, ...body) {
  const id = freshId('dialog');
  const dialog = el(
    'dialog',
    { 'aria-labelledby': id },

    el(
      'div',
      { class: 'panel-head' },
      el('h2', { id }, title),
      button({ class: 'icon-button', 'aria-label': words.close }, icon('close'), () =>
        dialog.close(),
      ),
    ),
    ...body,
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  return dialog;
}
