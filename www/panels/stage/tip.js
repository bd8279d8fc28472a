/**
 * What a mark of the picture says when it is pointed at: name, value, the line of numbers that made it, and the ways to
 * what it comes from and goes to.
 *
 * Invariant: once it has ways to go it can be reached with the pointer, and stays until one leaves or dismisses it; it
 * never lies under a finger, nor before a pointer that only passes by.
 */
import { words } from '../../words/words.js';
import { button, el, say } from '../element.js';
import { float } from '../float.js';

/** @import {Inspection, Link, Position} from '../../types.d.ts' */
/** @import {Box} from '../float.js' */
/** @import {Focus} from '../../page/focus.js' */

/** Time to go from the mark to the tip, in ms. */
const REACH = 240;
/** A pointer that rests this long wants more than the name and the value, in ms; until then the tip is never in its way. */
const REST = 400;
/** Ways shown on either side; the details have them all. */
const MOST_LINKS = 3;

/**
 * @param {{
 *   focus: Focus,
 *   stand: (position: Position) => void,
 *   setValue: (reference: string, at: Box) => void,
 * }} page
 */
export function createTip({ focus, stand, setValue }) {
  const title = el('p', { class: 'tip-title' });
  const value = el('p', { class: 'tip-value' });
  const line = el('p', { class: 'tip-line' });
  const ways = el('div', { class: 'tip-ways' });
  const element = el(
    'div',
    { class: 'tip', role: 'group', 'aria-label': words.tip, popover: 'manual' },
    title,
    value,
    line,
    ways,
  );
  /** @type {{reference: string, box: Box, finger: {x: number, y: number} | null} | null} */
  let about = null;
  let leaving = 0;
  let resting = 0;
  let drawn = '';

  /** @param {boolean} whole */
  function unfold(whole) {
    clearTimeout(resting);
    element.classList.toggle('whole', whole);
    if (whole && about) float(element, about.box, { above: true, finger: about.finger });
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

  /** @param {string} heading @param {Link[]} links */
  function list(heading, links) {
    if (links.length === 0) return [];
    const buttons = links.slice(0, MOST_LINKS).map(({ label, reference, position }) =>
      button({ class: 'link' }, label, () => {
        hide();
        focus.hover(null);
        if (position) stand(position);
        focus.pin(reference ?? null);
      }),
    );
    return [el('div', {}, el('span', { class: 'tip-heading' }, heading), ...buttons)];
  }

  element.addEventListener('pointerenter', stay);
  element.addEventListener('pointerleave', ({ pointerType }) => {
    if (pointerType !== 'touch') leave();
  });
  element.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && element.contains(relatedTarget))) hide();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    const outside = target instanceof Node && !element.contains(target);
    if (outside && !(target instanceof HTMLCanvasElement)) hide();
  });

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
        drawn = '';
        say(title, said);
        for (const part of [value, line, ways]) part.hidden = true;
      }
      if (other || !passing) unfold(!passing);
      if (!element.matches(':popover-open')) element.showPopover();
      float(element, box, { above: true, finger });
    },
    /**
     * Fills it with what is known about the focus.
     * @param {Inspection} what
     * @param {string | null} reference
     */
    update(what, reference) {
      if (about === null || reference !== about.reference) return;
      const key = JSON.stringify([
        what.title,
        what.words,
        what.rows[0],
        what.comesFrom,
        what.goesTo,
      ]);
      if (key === drawn) return;
      drawn = key;
      const { box, finger } = about;
      const [first] = what.rows;
      say(title, what.title);
      const single = /\.u\d+$/.test(reference);
      say(value, single || !first ? (first?.value ?? '') : `${first.label} ${first.value}`);
      say(line, what.words);
      const { given } = what;
      ways.replaceChildren(
        ...list(words.comesFrom, what.comesFrom),
        ...list(words.goesTo, what.goesTo),
        ...(given
          ? [button({ class: 'small' }, words.setValue, () => setValue(given.reference, box))]
          : []),
      );
      value.hidden = first === undefined;
      line.hidden = what.words === '';
      ways.hidden = ways.childElementCount === 0;
      float(element, box, { above: true, finger });
    },
  };
}

/** @typedef {ReturnType<typeof createTip>} Tip */
