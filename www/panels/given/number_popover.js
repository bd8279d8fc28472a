/**
 * The small box that opens at a given number: its name, a field with a button to either side, and a way out. It opens
 * from a click or tap, from Enter, and from the picture.
 */
import { html } from 'lit-html';
import { words } from '../../words/words.js';
import { make } from '../element.js';
import { float } from '../float.js';
import { createNumberField } from './number_field.js';

/** @import {Given} from '../../types.d.ts' */
/** @import {Box} from '../float.js' */
/** @import {Numbers} from './number.js' */

/**
 * @param {{
 *   numbers: Numbers,
 *   announce: (text: string) => void,
 *   look: (reference: string) => Given | null,
 * }} page `look`: what the engine says about the number now
 */
export function createNumberPopover({ numbers, announce, look }) {
  const field = createNumberField({ numbers, announce, leave: () => close(true) });
  const name = make(html`<p class="number-name" id="number-name"></p>`);
  const done = make(
    html`<button type="button" class="primary small" @click=${() => close(true)}>${words.done}</button>`,
  );
  const element =
    make(html`<div class="number-popover" role="dialog" aria-labelledby="number-name" popover="manual"
    @focusout=${lose} @keydown=${key}>
    ${name}
    <div class="number-row">${field.element}${done}</div>
  </div>`);
  /** @type {string | null} */
  let reference = null;
  /** @type {(() => void) | null} */
  let back = null;

  /** @param {boolean} returning whether the focus goes back to where it came from */
  function close(returning) {
    if (reference === null) return;
    reference = null;
    field.finish();
    const last = back;
    back = null;
    element.hidePopover();
    if (returning) last?.();
  }

  document.addEventListener('pointerdown', ({ target }) => {
    if (!(target instanceof Node && element.contains(target))) close(false);
  });
  /** @param {FocusEvent} event */
  function lose({ relatedTarget }) {
    if (relatedTarget instanceof Node && !element.contains(relatedTarget)) close(false);
  }
  /** @param {KeyboardEvent} event */
  function key(event) {
    if (event.key !== 'Escape') return;
    close(true);
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * @param {Given} given
   * @param {Box} at the number's place on the page
   * @param {{touch?: boolean, back?: () => void}} [how] a finger gets buttons first, not a keyboard that covers half
   *   the page; `back` gives the focus back
   */
  function show(given, at, how = {}) {
    close(false);
    reference = given.reference;
    back = how.back ?? null;
    name.textContent = given.name;
    field.update(given);
    element.showPopover();
    float(element, at);
    if (how.touch) done.focus({ preventScroll: true });
    else field.type();
  }

  return {
    element,
    get shown() {
      return reference !== null;
    },
    /**
     * Opens at a thing of a picture; does nothing where it is not a given number.
     * @param {string} reference
     * @param {Box} at
     * @param {() => void} returning
     */
    open(reference, at, returning) {
      const given = look(reference);
      if (given) show(given, at, { back: returning });
    },
    show,
    /** Follows the number; closes when it is no longer given. */
    update() {
      const given = reference === null ? null : look(reference);
      if (given) field.update(given);
      else close(false);
    },
    close,
  };
}

/** @typedef {ReturnType<typeof createNumberPopover>} NumberPopover */
