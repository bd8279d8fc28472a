/**
 * Given numbers inside a formula: dragged sideways, stepped with up and down, opened by a click, a tap or Enter.
 *
 * Invariant: the pointer is captured by the container and the number is known by its reference, so a drag outlives the
 * elements it began on. Pressing never changes anything, moving does, Escape puts everything back.
 */
import { words } from '../../words/words.js';
import { givenOf, paceOf, stepped, stepsOf } from './number.js';

/** @import {Given} from '../../types.d.ts' */
/** @import {Gesture, Numbers} from './number.js' */
/** @import {NumberPopover} from './number_popover.js' */

/** Sideways px that make one step; a press that moves less than the first of them is a click. */
const STEP_PX = 5;

/** Held down with another key, they begin nothing and end nothing. */
const MODIFIERS = new Set(['Shift', 'Alt', 'AltGraph', 'Control', 'Meta']);

/** @param {EventTarget | null} target */
const givenAt = (target) => (target instanceof Element ? target.closest('[data-given]') : null);

/**
 * The term with a reference, else the first there is.
 * @param {Element} container
 * @param {string} reference
 */
export const termOf = (container, reference) =>
  /** @type {HTMLElement | null} */ (
    container.querySelector(`[data-ref="${CSS.escape(reference)}"]`) ??
      container.querySelector('[data-ref]')
  );

/**
 * @param {HTMLElement} container
 * @param {{numbers: Numbers, popover: NumberPopover, announce: (text: string) => void}} page
 */
export function linkNumbers(container, { numbers, popover, announce }) {
  /** @type {{given: Given, gesture: Gesture, x: number, pace: number, from: number, pointer: number, moved: boolean} | null} */
  let drag = null;
  /** @type {{reference: string, gesture: Gesture} | null} the number under the arrow keys */
  let keyed = null;
  let dragged = false;

  /** @param {(gesture: Gesture) => void} way */
  function endDrag(way) {
    if (drag === null) return;
    const { gesture, pointer, moved } = drag;
    dragged = moved;
    drag = null;
    container.classList.remove('dragging');
    if (container.hasPointerCapture(pointer)) container.releasePointerCapture(pointer);
    document.removeEventListener('keydown', onEscape, true);
    way(gesture);
  }
  /** @param {KeyboardEvent} event */
  function onEscape(event) {
    if (event.key !== 'Escape') return;
    endDrag((gesture) => gesture.cancel());
    event.preventDefault();
    event.stopPropagation();
  }

  function endKeys() {
    keyed?.gesture.finish();
    keyed = null;
  }

  container.addEventListener('pointerdown', (event) => {
    const given = event.button === 0 ? givenOf(givenAt(event.target)) : null;
    dragged = false;
    if (given === null || drag !== null) return;
    drag = {
      given,
      gesture: numbers.begin(given),
      x: event.clientX,
      pace: paceOf(event),
      from: given.value,
      pointer: event.pointerId,
      moved: false,
    };
    document.addEventListener('keydown', onEscape, true);
  });
  container.addEventListener('pointermove', (event) => {
    if (drag === null || event.pointerId !== drag.pointer) return;
    const pace = paceOf(event);
    if (pace !== drag.pace)
      Object.assign(drag, { pace, x: event.clientX, from: drag.gesture.value });
    const steps = Math.trunc((event.clientX - drag.x) / STEP_PX);
    if (steps !== 0 && !drag.moved) {
      drag.moved = true;
      container.setPointerCapture(event.pointerId);
      container.classList.add('dragging');
    }
    if (drag.moved) drag.gesture.set(stepped(drag.from, drag.given.step, steps * pace));
  });
  document.addEventListener('pointerup', () => endDrag((gesture) => gesture.finish()));
  container.addEventListener('pointercancel', () => endDrag((gesture) => gesture.cancel()));
  container.addEventListener('lostpointercapture', ({ target }) => {
    if (target === container) endDrag((gesture) => gesture.finish());
  });

  /** @param {Element} term @param {boolean} touch */
  function open(term, touch) {
    const given = givenOf(term);
    if (given === null) return;
    popover.show(given, term.getBoundingClientRect(), {
      touch,
      back: () => termOf(container, given.reference)?.focus({ preventScroll: true }),
    });
  }
  container.addEventListener(
    'click',
    (event) => {
      // What the pointer did was a drag: it selects nothing.
      if (dragged) event.stopImmediatePropagation();
      else {
        const term = givenAt(event.target);
        if (term) open(term, event.pointerType === 'touch');
      }
      dragged = false;
    },
    true,
  );

  container.addEventListener('keydown', (event) => {
    if (MODIFIERS.has(event.key)) return;
    const term = givenAt(document.activeElement);
    const given = givenOf(term);
    const steps = event.ctrlKey || event.metaKey ? 0 : stepsOf(event);
    if (term === null || given === null || steps === 0) endKeys();
    if (term === null || given === null) return;
    if (steps !== 0) {
      if (keyed?.reference !== given.reference) {
        endKeys();
        keyed = { reference: given.reference, gesture: numbers.begin(given) };
      }
      keyed.gesture.set(stepped(keyed.gesture.value, given.step, steps));
      announce(words.changed(given.name, String(keyed.gesture.value)));
    } else if (event.key === 'Enter') open(term, false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // Inside mathematics a reader is told little about what has the focus.
  container.addEventListener('focusin', ({ target }) => {
    const given = givenOf(target instanceof Element ? target : null);
    const byKeys = target instanceof Element && target.matches(':focus-visible');
    if (given && byKeys) announce(words.givenNumber(given.name, given.value));
  });
  container.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && container.contains(relatedTarget))) endKeys();
  });

  return {
    /** The reference of the number that is dragged or has the focus; null without one. */
    get reference() {
      if (drag?.moved) return drag.given.reference;
      const { activeElement } = document;
      if (!container.contains(activeElement)) return null;
      return givenOf(givenAt(activeElement))?.reference ?? null;
    },
  };
}
