/** The menu in a view's title bar: copy or save what it shows. */
import { html } from 'lit-html';
import { exportWords as said } from '../../words/export.js';
import { icon } from '../icons.js';

/** @import {ViewName} from '../../types.d.ts' */
/** @typedef {'png' | 'svg' | 'csv'} Kind what can be taken of a picture */
/** @typedef {(how: 'copy' | 'save', kind: Kind, view: ViewName) => void} Take */

/** @type {Kind[]} */
const KINDS = ['png', 'svg', 'csv'];

/** Puts the menu below the button that opens it. @param {Event & {currentTarget: HTMLElement}} event */
function place({ currentTarget: menu }) {
  const { bottom, right } = menu.previousElementSibling?.getBoundingClientRect() ?? new DOMRect();
  menu.style.top = `${bottom + 4}px`;
  menu.style.right = `${document.documentElement.clientWidth - right}px`;
}

/** @param {{take: Take, lab: string, name: ViewName, title: string}} view */
export function viewMenu({ take, lab, name, title }) {
  const id = `menu-of-${lab}-${name}`;
  const label = said.viewMenu(title);
  /** @param {'copy' | 'save'} how @param {Kind} kind @param {string} text */
  const item = (how, kind, text) =>
    html`<button type="button" class="menu-item" @click=${() => {
      document.getElementById(id)?.hidePopover();
      take(how, kind, name);
    }}>${text}</button>`;
  return html`<button type="button" class="icon-button view-menu-button" aria-label=${label} title=${label}
      popovertarget=${id}>${icon('more')}</button>
    <div class="menu view-menu" id=${id} popover="auto" role="group" aria-label=${label} data-unlisted="true"
      @beforetoggle=${place}>
      ${KINDS.map((kind) => {
        const { name: what } = said.kinds[kind];
        return [item('copy', kind, said.copyIt(what)), item('save', kind, said.saveIt(what))];
      })}
    </div>`;
}
