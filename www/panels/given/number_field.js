/**
 * A field for one given number with a button to either side: typed, stepped by arrows, or pressed.
 *
 * Invariant: what was typed stays as it is until it is right; until then the last good number stands.
 */
import { readNumber } from '../../state/settings.js';
import { words } from '../../words/words.js';
import { button, el, freshId, say, setAll } from '../element.js';
import { stepped, stepsOf } from './number.js';

/** @import {Given} from '../../types.d.ts' */
/** @import {Gesture, Numbers} from './number.js' */

/**
 * @param {{numbers: Numbers, leave?: () => void, announce: (text: string) => void}} page `leave`: Enter or Escape was
 *   pressed
 */
export function createNumberField({ numbers, leave, announce }) {
  const problemId = freshId('problem');
  const field = el('input', {
    type: 'text',
    inputmode: 'decimal',
    class: 'number',
    autocomplete: 'off',
    spellcheck: 'false',
    enterkeyhint: 'done',
  });
  const less = button({ class: 'nudge' }, '\u2212', () => press(-1));
  const more = button({ class: 'nudge' }, '+', () => press(1));
  const problem = el('p', { class: 'problem', id: problemId, role: 'alert', hidden: true });
  const row = el('div', { class: 'field-row' }, less, field, more);
  const element = el('div', { class: 'number-field' }, row, problem);

  /** @type {Given | null} */
  let given = null;
  /** @type {Gesture | null} */
  let gesture = null;

  /** @param {string} text */
  function complain(text) {
    say(problem, text);
    problem.hidden = text === '';
    setAll(field, {
      'aria-invalid': text === '' ? null : 'true',
      'aria-describedby': text === '' ? null : problemId,
    });
  }

  /** @param {number} value */
  function set(value) {
    if (given === null) return;
    gesture ??= numbers.begin(given);
    complain(gesture.set(value));
  }

  /** @param {number} steps */
  function press(steps) {
    if (given === null) return;
    set(stepped(gesture?.value ?? given.value, given.step, steps));
    if (problem.hidden) {
      field.value = String(gesture?.value);
      announce(words.changed(given.name, field.value));
    }
  }

  function finish() {
    gesture?.finish();
    gesture = null;
  }
  function cancel() {
    gesture?.cancel();
    gesture = null;
    complain('');
    if (given) field.value = String(given.value);
  }

  field.addEventListener('input', () => {
    const value = readNumber(field.value);
    if (value === null) complain(words.notANumber(given?.name ?? words.value));
    else set(value);
  });
  field.addEventListener('keydown', (event) => {
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
  });
  element.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && element.contains(relatedTarget))) finish();
  });

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
      setAll(field, { 'aria-label': next.name });
      setAll(less, { 'aria-label': words.less(next.name) });
      setAll(more, { 'aria-label': words.more(next.name) });
      const typing = document.activeElement === field || !problem.hidden;
      if (typing && !other) {
        if (problem.hidden && readNumber(field.value) !== next.value)
          field.value = String(next.value);
        return;
      }
      complain('');
      field.value = String(next.value);
    },
  };
}

/** @typedef {ReturnType<typeof createNumberField>} NumberField */
