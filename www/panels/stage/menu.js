/** The menu of one thing of the picture: right click, a long press, Shift + Enter. */
import { html, render } from 'lit-html';
import { make } from '../element.js';
import { float } from '../float.js';

/** @import {Box} from '../float.js' */
/** @typedef {{text: string, act: () => void}} Item */

/** Where a key leads among so many items. @param {string} key @param {number} at @param {number} last */
const leadsTo = (key, at, last) =>
  ({
    ArrowDown: at === last ? 0 : at + 1,
    ArrowUp: at <= 0 ? last : at - 1,
    Home: 0,
    End: last,
  })[key];

export function createMenu() {
  const element = make(
    html`<div class="menu thing-menu" role="menu" popover="manual" @keydown=${key}></div>`,
  );
  /** @type {() => void} */
  let back = () => undefined;
  const items = () => /** @type {HTMLElement[]} */ ([...element.children]);

  /** @param {boolean} returning */
  function close(returning) {
    if (!element.matches(':popover-open')) return;
    element.hidePopover();
    if (returning) back();
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    const all = items();
    const at = /** @type {(Element | null)[]} */ (all).indexOf(document.activeElement);
    const to = leadsTo(event.key, at, all.length - 1);
    if (to !== undefined) all[to]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  document.addEventListener('pointerdown', ({ target }) => {
    if (!(target instanceof Node && element.contains(target))) close(false);
  });

  /** @param {Item} item */
  const item = ({
    text,
    act,
  }) => html`<button type="button" class="menu-item" role="menuitem" tabindex="-1"
    @click=${() => {
      close(true);
      act();
    }}>${text}</button>`;

  return {
    element,
    close,
    get open() {
      return element.matches(':popover-open');
    },
    /**
     * @param {{label: string, items: Item[], at: Box, back: () => void}} what
     */
    show(what) {
      close(false);
      ({ back } = what);
      element.ariaLabel = what.label;
      render(what.items.map(item), element);
      element.showPopover();
      float(element, what.at);
      items()[0]?.focus({ preventScroll: true });
    },
  };
}

/** @typedef {ReturnType<typeof createMenu>} Menu */
