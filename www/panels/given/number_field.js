/**
 * A field for one given number with a button to either side: typed, stepped by arrows, or pressed.
 *
 * Invariant: what was typed stays as it is until it is right; until then the last good number stands.
 */
import { html } from 'lit-html';
import { readNumber } from '../../state/settings.js';
import { words } from '../../words/words.js';
import { complain, make, makeField, put } from '../element.js';
import { stepped, stepsOf } from './number.js';

/** @import {Given} from '../../types.d.ts' */
/** @import {Gesture, Numbers} from './number.js' */

/** Number fields there are. */
let made = 0;

/**
 * @param {{numbers: Numbers, leave?: () => void, announce: (text: string) => void}} page `leave`: Enter or Escape was
 *   pressed
 */
export function createNumberField({ numbers, leave, announce }) {
  made += 1;
  const field =
    makeField(html`<input type="text" class="number" inputmode="decimal" autocomplete="off"
    spellcheck="false" enterkeyhint="done" @input=${type} @keydown=${key} />`);
  const nudge = (/** @type {string} */ text, /** @type {number} */ steps) =>
    make(html`<button type="button" class="nudge" @click=${() => press(steps)}>${text}</button>`);
  const less = nudge('\u2212', -1);
  const more = nudge('+', 1);
  const problem = make(
    html`<p class="problem" id=${`number-problem-${made}`} role="alert" hidden></p>`,
  );
  const element = make(html`<div class="number-field" @focusout=${lose}>
    <div class="field-row">${less}${field}${more}</div>
    ${problem}
  </div>`);
  /** @type {Given | null} */
  let given = null;
  /** @type {Gesture | null} */
  let gesture = null;

  /** @param {number} value */
  function set(value) {
    if (given === null) return;
    gesture ??= numbers.begin(given);
    complain(field, problem, gesture.set(value));
  }

  /** @param {number} steps */
  function press(steps) {
    if (given === null) return;
    set(stepped(gesture?.value ?? given.value, given.step, steps));
    if (!problem.hidden) return;
    field.value = String(gesture?.value);
    announce(words.changed(given.name, field.value));
  }

  function finish() {
    gesture?.finish();
    gesture = null;
  }
  function cancel() {
    gesture?.cancel();
    gesture = null;
    complain(field, problem, '');
    if (given) field.value = String(given.value);
  }

  function type() {
    const value = readNumber(field.value);
    if (value === null) complain(field, problem, words.notANumber(given?.name ?? words.value));
    else set(value);
  }
  /** @param {KeyboardEvent} event */
  function key(event) {
    const steps = stepsOf(event);
    if (steps !== 0) press(steps);
    else if (event.key === 'Enter' && problem.hidden) {
      finish();
      leave?.();
    } else if (event.key === 'Escape') {
      cancel();
      leave?.();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
  /** @param {FocusEvent} event */
  function lose({ relatedTarget }) {
    if (!(relatedTarget instanceof Node && element.contains(relatedTarget))) finish();
  }

  return {
    element,
    /** Ends what was going on; the next number comes as if it were another one. */
    finish() {
      finish();
      given = null;
    },
    /** Selects what stands in the field, ready to be typed over. */
    type() {
      field.focus({ preventScroll: true });
      field.select();
    },
    /**
     * Shows a number; what is being typed is left alone.
     * @param {Given} next
     */
    update(next) {
      const other = next.reference !== given?.reference;
      if (other) finish();
      given = next;
      put(field, { ariaLabel: next.name });
      put(less, { ariaLabel: words.less(next.name) });
      put(more, { ariaLabel: words.more(next.name) });
      const typing = document.activeElement === field || !problem.hidden;
      const stays = !problem.hidden || readNumber(field.value) === next.value;
      if (typing && !other && stays) return;
      complain(field, problem, '');
      field.value = String(next.value);
    },
  };
}

/** @typedef {ReturnType<typeof createNumberField>} NumberField */
