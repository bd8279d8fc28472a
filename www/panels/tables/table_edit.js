/**
 * Typing into a cell of a grid. Every digit counts at once; Enter keeps it and goes down, Tab goes on, Escape puts back
 * what was there.
 *
 * Invariant: what cannot be read stays in the cell with the reason under it, and the last good number stands.
 */
import { html } from 'lit-html';
import { readNumber } from '../../state/settings.js';
import { words } from '../../words/words.js';
import { complain, make, makeField } from '../element.js';
import { stepped, stepsOf } from '../given/number.js';

/** @import {Given} from '../../types.d.ts' */
/** @import {Gesture, Numbers} from '../given/number.js' */

/** Editors there are. */
let made = 0;

/**
 * @param {{
 *   numbers: Numbers,
 *   announce: (text: string) => void,
 *   closed: () => void,
 *   left: () => void,
 *   moved: (rows: number) => void,
 * }} page `closed`: nothing is typed any more; `left`: the person takes it back and stays; `moved`: the person is done
 *   here and goes on so many rows below
 */
export function createCellEditor({ numbers, announce, closed, left, moved }) {
  made += 1;
  const field =
    makeField(html`<input type="text" class="cell-field" inputmode="decimal" autocomplete="off" spellcheck="false"
      enterkeyhint="next" @input=${type} @keydown=${key} @blur=${() => close(true)} />`);
  const problem = make(
    html`<p class="problem" id=${`cell-problem-${made}`} role="alert" hidden></p>`,
  );
  /** @type {{at: string, given: Given, gesture: Gesture} | null} */
  let now = null;

  /** @param {boolean} kept */
  function close(kept) {
    if (now === null) return;
    const { given, gesture } = now;
    const changed = kept && gesture.value !== given.value;
    now = null;
    if (kept) gesture.finish();
    else gesture.cancel();
    closed();
    if (changed) announce(words.changed(given.name, String(gesture.value)));
  }

  function type() {
    const value = readNumber(field.value);
    if (value === null) complain(field, problem, words.notANumber(now?.given.name ?? words.value));
    else complain(field, problem, now?.gesture.set(value) ?? '');
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (now === null) return;
    const { given, gesture } = now;
    const steps = stepsOf(event);
    if (steps !== 0) {
      complain(field, problem, gesture.set(stepped(gesture.value, given.step, steps)));
      field.value = String(gesture.value);
    } else if (event.key === 'Enter' && problem.hidden) {
      close(true);
      moved(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      close(false);
      left();
    } else {
      if (event.key?.startsWith('Arrow')) event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return {
    parts: [field, problem],
    /** The cell that is typed in. */
    get at() {
      return now?.at ?? null;
    },
    finish: () => close(true),
    /**
     * @param {string} at the cell
     * @param {Given} given
     * @param {() => void} show puts the field into its cell
     * @param {string} [typed] what was typed already
     */
    open(at, given, show, typed) {
      close(true);
      now = { at, given, gesture: numbers.begin(given) };
      field.ariaLabel = given.name;
      field.value = typed ?? String(given.value);
      complain(field, problem, '');
      show();
      field.focus();
      if (typed === undefined) field.select();
      else type();
    },
  };
}
