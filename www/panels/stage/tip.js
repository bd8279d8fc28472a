/**
 * What a mark of the picture says when it is pointed at: name, value, the line of numbers that made it, and the ways to
 * what it comes from and goes to.
 *
 * Invariant: once it has ways to go it can be reached with the pointer, and stays until one leaves or dismisses it; it
 * never lies under a finger, nor before a pointer that only passes by.
 */
import { html, nothing, render } from 'lit-html';
import { words } from '../../words/words.js';
import { make } from '../element.js';
import { float } from '../float.js';
import { linkButton, waysOf } from '../links.js';

/** @import {Inspection, Link} from '../../types.d.ts' */
/** @import {Page} from '../../page/panels.js' */
/** @import {Box} from '../float.js' */

/** Time to go from the mark to the tip, in ms. */
const REACH = 240;
/** A pointer that rests this long wants more than the name and the value, in ms; until then the tip is never in its way. */
const REST = 400;
/** Ways shown on either side; the details have them all. */
const MOST_LINKS = 3;

/** The value of what it is about, named where that is not one number. @param {Inspection} what @param {string} reference */
function valueText({ rows: [first] }, reference) {
  if (first === undefined) return nothing;
  const single = /\.u\d+$/.test(reference);
  return html`<p class="tip-value">${single ? first.value : `${first.label} ${first.value}`}</p>`;
}

/** @param {Page} page @param {(reference: string, at: Box) => void} setValue */
export function createTip({ focus, commands }, setValue) {
  const element = make(html`<div class="tip" role="group" aria-label=${words.tip} popover="manual"
    @pointerenter=${stay} @pointerleave=${goOff} @focusout=${lose}></div>`);
  /** @type {{reference: string, box: Box, finger: {x: number, y: number} | null} | null} */
  let about = null;
  /** What is known about it, once it is. @type {Inspection | null} */
  let known = null;
  let leaving = 0;
  let resting = 0;

  function place() {
    if (about) float(element, about.box, { above: true, finger: about.finger });
  }

  /** @param {boolean} whole */
  function unfold(whole) {
    clearTimeout(resting);
    element.classList.toggle('whole', whole);
    if (whole) place();
    else resting = window.setTimeout(() => unfold(true), REST);
  }

  function hide() {
    clearTimeout(leaving);
    clearTimeout(resting);
    if (about === null) return;
    about = null;
    element.hidePopover();
  }
  function stay() {
    clearTimeout(leaving);
  }
  /** Hides it unless the pointer is on its way to it. */
  function leave() {
    stay();
    leaving = window.setTimeout(() => {
      focus.hover(null);
      hide();
    }, REACH);
  }

  /** @param {PointerEvent} event */
  function goOff({ pointerType }) {
    if (pointerType !== 'touch') leave();
  }
  /** @param {FocusEvent} event */
  function lose({ relatedTarget }) {
    if (!(relatedTarget instanceof Node && element.contains(relatedTarget))) hide();
  }
  document.addEventListener('pointerdown', ({ target }) => {
    const outside = target instanceof Node && !element.contains(target);
    if (outside && !(target instanceof HTMLCanvasElement)) hide();
  });

  /** @param {Link} link */
  function follow({ reference, position }) {
    hide();
    focus.hover(null);
    if (position) commands.stand(position);
    focus.pin(reference ?? null);
  }

  /** @param {Inspection} what @param {Box} box */
  function ways(what, box) {
    const lists = waysOf(what).map(
      ({ heading, links }) => html`<div>
        <span class="tip-heading">${heading}</span>${links.slice(0, MOST_LINKS).map((link) => linkButton(link, follow))}
      </div>`,
    );
    const { given } = what;
    if (lists.length === 0 && !given) return nothing;
    const set = () => given && setValue(given.reference, box);
    return html`<div class="tip-ways">
      ${lists}${given ? html`<button type="button" class="small" @click=${set}>${words.setValue}</button>` : nothing}
    </div>`;
  }

  return {
    element,
    hide,
    leave,
    get open() {
      return about !== null;
    },
    /**
     * @param {string} reference
     * @param {string} said what is said until the engine's answer is there
     * @param {Box} box
     * @param {{finger?: {x: number, y: number} | null, passing?: boolean}} [how] `passing`: by a pointer that may only
     *   pass by
     */
    show(reference, said, box, { finger = null, passing = false } = {}) {
      stay();
      const other = about?.reference !== reference;
      about = { reference, box, finger };
      if (other) {
        known = null;
        render(html`<p class="tip-title">${said}</p>`, element);
      }
      if (other || !passing) unfold(!passing);
      if (!element.matches(':popover-open')) element.showPopover();
      place();
    },
    /**
     * Fills it with what is known about the focus.
     * @param {Inspection} what
     * @param {string | null} reference
     */
    update(what, reference) {
      if (about === null || reference !== about.reference || what === known) return;
      known = what;
      const line = what.words === '' ? nothing : html`<p class="tip-line">${what.words}</p>`;
      render(
        html`<p class="tip-title">${what.title}</p>${valueText(what, reference)}${line}${ways(what, about.box)}`,
        element,
      );
      place();
    },
  };
}

/** @typedef {ReturnType<typeof createTip>} Tip */
