/** The menu in a view's title bar: copy or save what it shows. */
import { exportWords as said } from '../../words/export.js';
import { button, el, freshId } from '../element.js';
import { icon } from '../icons.js';

/** @import {ViewName} from '../../types.d.ts' */

/** @typedef {'png' | 'svg' | 'csv'} Kind what can be taken of a picture */
/** @typedef {(how: 'copy' | 'save', kind: Kind, view: ViewName) => void} Take */

/** @type {Kind[]} */
const KINDS = ['png', 'svg', 'csv'];

/**
 * @param {{take: Take, name: ViewName, title: string}} view
 * @returns {{button: HTMLButtonElement, menu: HTMLElement}} both go into the title bar
 */
export function createViewMenu({ take, name, title }) {
  const id = freshId('view-menu');
  const label = said.viewMenu(title);
  const items = KINDS.flatMap((kind) => [
    { text: said.copyIt(said.kinds[kind].name), act: () => take('copy', kind, name) },
    { text: said.saveIt(said.kinds[kind].name), act: () => take('save', kind, name) },
  ]);
  const menu = el(
    'div',
    {
      class: 'menu view-menu',
      id,
      popover: 'auto',
      role: 'group',
      'aria-label': label,
      'data-unlisted': true,
    },
    ...items.map(({ text, act }) =>
      button({ class: 'menu-item' }, text, () => {
        menu.hidePopover();
        act();
      }),
    ),
  );
  const opener = button(
    { class: 'icon-button view-menu-button', 'aria-label': label, title: label, popovertarget: id },
    icon('more'),
    () => undefined,
  );
  menu.addEventListener('beforetoggle', () => {
    const { bottom, right } = opener.getBoundingClientRect();
    menu.style.top = `${bottom + 4}px`;
    menu.style.right = `${document.documentElement.clientWidth - right}px`;
  });
  return { button: opener, menu };
}
