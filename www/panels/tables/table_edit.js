/**
 * Typing into a cell of a grid. Every digit counts at once; Enter keeps it and goes down, Tab goes on, Escape puts back
 * what was there.
 *
 * Invariant: what cannot be read stays in the cell with the reason under it, and the last good number stands.
 */
import { readNumber } from '../../state/settings.js';
import { words } from '../../words/words.js';
import { el, freshId, say, setAll } from '../element.js';
import { stepped, stepsOf } from '../given/number.js';

/** @import {Given} from '../../types.d.ts' */
/** @import {Gesture, Numbers} from '../given/number.js' */

/**
 * @param {{
 *   numbers: Numbers,
 *   announce: (text: string) => void,
 *   closed: (cell: HTMLElement) => void,
 *   moved: (rows: number) => void,
 * }} page `closed`: the cell is empty now; `moved`: the person is done here and goes on so many rows below
 */
export function createCellEditor({ numbers, announce, closed, moved }) {
  const id = freshId('problem');
  const field = el('input', {
    type: 'text',
    inputmode: 'decimal',
    class: 'cell-field',
    autocomplete: 'off',
    spellcheck: 'false',
    enterkeyhint: 'next',
  });
  const problem = el('p', { class: 'problem', id, role: 'alert', hidden: true });
  /** @type {{cell: HTMLElement, given: Given, gesture: Gesture} | null} */
  let now = null;

  /** @param {string} text */
  function complain(text) {
    say(problem, text);
    problem.hidden = text === '';
    setAll(field, {
      'aria-invalid': text === '' ? null : 'true',
      'aria-describedby': text === '' ? null : id,
    });
  }

  /** @param {boolean} kept */
  function close(kept) {
    if (now === null) return;
    const { cell, given, gesture } = now;
    const changed = kept && gesture.value !== given.value;
    now = null;
    if (kept) gesture.finish();
    else gesture.cancel();
    cell.replaceChildren();
    closed(cell);
    if (changed) announce(words.changed(given.name, String(gesture.value)));
  }

  field.addEventListener('input', () => {
    const value = readNumber(field.value);
    if (value === null) complain(words.notANumber(now?.given.name ?? words.value));
    else complain(now?.gesture.set(value) ?? '');
  });
  field.addEventListener('keydown', (event) => {
    if (now === null) return;
    const { cell, given, gesture } = now;
    const steps = stepsOf(event);
    if (steps !== 0) {
      complain(gesture.set(stepped(gesture.value, given.step, steps)));
      field.value = String(gesture.value);
    } else if (event.key === 'Enter' && problem.hidden) {
      close(true);
      moved(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      close(false);
      cell.focus();
    } else {
      if (event.key?.startsWith('Arrow')) event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  field.addEventListener('blur', () => close(true));

  return {
    /** @param {HTMLElement} cell */
    isIn: (cell) => now?.cell === cell,
    finish: () => close(true),
    /**
     * @param {HTMLElement} cell
     * @param {Given} given
     * @param {string} [typed]
     */
    open(cell, given, typed) {
      close(true);
      now = { cell, given, gesture: numbers.begin(given) };
      setAll(field, { 'aria-label': given.name });
      field.value = typed ?? String(given.value);
      cell.replaceChildren(field, problem);
      complain('');
      field.focus();
      if (typed === undefined) field.select();
      else field.dispatchEvent(new Event('input'));
    },
  };
}
