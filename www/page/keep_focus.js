/**
 * Keeps the keys where they are. What has the focus may go while it is used: a link that was followed, a message that
 * was closed, a button whose work is done. The focus then goes to what has its name now, else to what follows it.
 *
 * Invariant: a focus that was given away on purpose, or that stands somewhere, is left alone.
 */
import { createSettled } from './debounce.js';

const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
/** What has gone is looked for so long after a press, in ms: by then the frame that the press led to is over. */
const AFTER = 100;

/** @param {Element} element */
const nameOf = (element) => element.getAttribute('aria-label') ?? element.textContent;

/** Whether the Tab key can come to it. @param {Element} element */
const isUsable = (element) =>
  element.checkVisibility() && !element.matches(':disabled, [type="radio"]:not(:checked)');

/** @param {Element} within */
const usableIn = (within) => [...within.querySelectorAll(FOCUSABLE)].filter(isUsable);

/**
 * @typedef {object} Place
 * @property {Element} element
 * @property {string | null} name
 * @property {Element} home what the focus does not leave: the page, an open dialog
 * @property {{within: Element, index: number}[]} around where it stands in each part it is in, from the smallest
 */

/** @param {Element} element @param {Element} root @returns {Place} */
function placeOf(element, root) {
  const home = element.closest('dialog, [popover]') ?? root;
  const around = [];
  let within = element.parentElement;
  while (within !== null) {
    around.push({ within, index: usableIn(within).indexOf(element) });
    within = within === home ? null : within.parentElement;
  }
  return { element, name: nameOf(element), home, around };
}

/** @param {Place} place @returns {Element | undefined} */
function nextBest({ name, around }) {
  for (const { within, index } of around) {
    const usable = within.isConnected && within.checkVisibility() ? usableIn(within) : [];
    const best = usable.find((each) => nameOf(each) === name);
    if (usable.length > 0) return best ?? usable[Math.min(Math.max(index, 0), usable.length - 1)];
  }
  return undefined;
}

/** @param {HTMLElement} root */
export function keepFocus(root) {
  /** @type {Place | null} */
  let last = null;

  function mend() {
    if (last === null || document.activeElement !== document.body) return;
    const gone = !last.element.isConnected || !isUsable(last.element);
    if (!gone || !last.home.checkVisibility()) return;
    const next = nextBest(last);
    if (next instanceof HTMLElement || next instanceof MathMLElement) next.focus();
  }
  const { again: look } = createSettled(AFTER, mend);
  root.addEventListener('focusin', ({ target }) => {
    last = target instanceof Element ? placeOf(target, root) : null;
  });
  root.addEventListener('keydown', look);
  root.addEventListener('click', look);
}
