/** The menu of one thing of the picture: right click, a long press, Shift + Enter. */
import { button, el } from '../element.js';
import { float } from '../float.js';

/** @import {Box} from '../float.js' */

/** @typedef {{text: string, act: () => void}} Item */

export function createMenu() {
  const element = el('div', { class: 'menu thing-menu', role: 'menu', popover: 'manual' });
  /** @type {(() => void) | null} */
  let back = null;
  const items = () => /** @type {(HTMLElement | null)[]} */ ([...element.children]);

  /** @param {boolean} returning */
  function close(returning) {
    if (!element.matches(':popover-open')) return;
    element.hidePopover();
    if (returning) back?.();
  }

  element.addEventListener('keydown', (event) => {
    const all = items();
    const at = /** @type {(Element | null)[]} */ (all).indexOf(document.activeElement);
    const last = all.length - 1;
    /** @type {Record<string, number>} */
    const ways = {
      ArrowDown: at === last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    const to = ways[event.key];
    if (to !== undefined) all[to]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!(target instanceof Node && element.contains(target))) close(false);
  });

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
      back = what.back;
      element.setAttribute('aria-label', what.label);
      element.replaceChildren(
        ...what.items.map(({ text, act }) =>
          button({ class: 'menu-item', role: 'menuitem', tabindex: -1 }, text, () => {
            close(true);
            act();
          }),
        ),
      );
      element.showPopover();
      float(element, what.at);
      items()[0]?.focus({ preventScroll: true });
    },
  };
}

/** @typedef {ReturnType<typeof createMenu>} Menu */
