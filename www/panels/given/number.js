/**
 * A number that is given from outside (a weight, an input, an initial state, a target) and how a person changes it,
 * wherever it is shown: formula, details, picture, table.
 *
 * Invariant: a gesture (a drag, a run of key presses, a field while it is open) is one step of undo, and cancelling it
 * leaves no trace. What a number becomes is only ever asked of the engine.
 */
import { controlWords } from '../../words/controls.js';

/** @import {Store} from '../../state/store.js' */
/** @import {Given, Model} from '../../types.d.ts' */

/** @typedef {{model: Model, problem?: undefined} | {problem: string, model?: undefined}} Edited */

/** How far a press or 5 px of a drag go with Shift and with Alt, in steps. */
const PACE = { shift: 10, alt: 0.1 };
/** Digits that are kept, so that 0.1 + 0.2 stays 0.3. */
const DIGITS = 12;

/** @param {{shiftKey: boolean, altKey: boolean}} event */
export function paceOf({ shiftKey, altKey }) {
  if (shiftKey) return PACE.shift;
  return altKey ? PACE.alt : 1;
}

/**
 * Up and down as steps; 0 for other keys.
 * @param {{key: string, shiftKey: boolean, altKey: boolean}} event
 * @param {boolean} [across] whether right and left are steps too
 */
export function stepsOf(event, across = false) {
  const { key } = event;
  if (key === 'ArrowUp' || (across && key === 'ArrowRight')) return paceOf(event);
  return key === 'ArrowDown' || (across && key === 'ArrowLeft') ? -paceOf(event) : 0;
}

/**
 * @param {number} value
 * @param {number} step
 * @param {number} steps
 */
export const stepped = (value, step, steps) => Number((value + steps * step).toPrecision(DIGITS));

/**
 * What an element of a formula or a table says about its number; null where it is not a given one.
 * @param {Element | null} element
 * @returns {Given | null}
 */
export function givenOf(element) {
  const reference = element?.getAttribute('data-ref');
  const text = element?.getAttribute('data-given');
  if (!element || !reference || !text) return null;
  return {
    reference,
    name: element.getAttribute('data-name') ?? reference,
    value: Number(text),
    step: Number(element.getAttribute('data-step')),
  };
}

/**
 * @typedef {object} Gesture
 * @property {number} value what the number is now
 * @property {(value: number) => string} set answers what is wrong, or nothing
 * @property {() => void} finish
 * @property {() => void} cancel
 */

/**
 * @param {{store: Store, edit: (reference: string, value: number) => Edited}} page `edit` asks the engine what the
 *   model is with one number changed
 */
export function createNumbers({ store, edit }) {
  let gestures = 0;
  return {
    /**
     * @param {Given} given
     * @returns {Gesture}
     */
    begin({ reference, name, value }) {
      gestures += 1;
      const drag = `number ${gestures}`;
      const before = store.state.model;
      const first = value;
      let changed = false;
      return {
        get value() {
          return value;
        },
        set(next) {
          if (next === value) return '';
          const { model, problem } = edit(reference, next);
          if (problem !== undefined) return problem;
          value = next;
          changed = true;
          const label = controlWords.changed(name, String(first), String(next));
          store.command(label, model, { drag });
          return '';
        },
        finish() {
          if (changed) store.settle();
        },
        cancel() {
          if (changed) store.reject(before);
          changed = false;
        },
      };
    },
  };
}

/** @typedef {ReturnType<typeof createNumbers>} Numbers */
