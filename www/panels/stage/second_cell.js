/**
 * The second of two cells: looked at as the first is, on a phone instead of it.
 *
 * Its names mean other things than the page's, so the focus is what does the same in the first; in its own picture what
 * was meant lights, for two gates of one cell may be one of the other.
 */
import { words } from '../../words/words.js';
import { createChoice } from '../choice.js';
import { say } from '../element.js';

/** @import {Hit, PictureName, ViewName} from '../../types.d.ts' */

/** What its tip is about, whatever the focus. */
const FOREIGN = 'the second cell';

/** @param {{show: (name: 'cell' | 'other' | 'pair') => void, changed: () => void}} page `show`: of the views of two cells, a phone shows one */
export function createSecondCell({ show, changed }) {
  /** @type {Hit | null} what was pointed at in it last */
  let meant = null;
  /** @param {ViewName} name */
  const isForeign = (name) => name === 'other';

  const which = createChoice({ label: words.pairShown, options: words.pairViews, choose: show });
  which.element.classList.add('which');

  return {
    element: which.element,
    isForeign,
    /** What the page knows a mark by. @param {Hit} hit @param {ViewName} name */
    ownName: ({ reference, same }, name) => (isForeign(name) ? (same ?? null) : reference),
    /** What the tip of a mark is about. @param {Hit} hit @param {ViewName} name */
    about: ({ reference }, name) => (isForeign(name) ? FOREIGN : reference),
    /** @param {Hit} hit @param {ViewName} name */
    mean(hit, name) {
      const now = isForeign(name) ? hit : null;
      if (now?.reference === meant?.reference) return;
      meant = now;
      changed();
    },
    /** What is lit in a view. @param {PictureName} name @param {string | null} focus */
    litIn(name, focus) {
      const own = name === 'other' && meant?.same === focus ? meant : null;
      return own && focus !== null ? `other ${own.reference}` : focus;
    },
    /** @param {'cell' | 'other' | 'pair'} name */
    update: (name) => which.update(name),
    /** @param {string} cell the first of them */
    nameCells(cell) {
      const names = [cell, cell === 'gru' ? 'lstm' : 'gru'];
      which.element.querySelectorAll('label > span').forEach((label, at) => {
        const name = names[at];
        if (name) say(label, words.cells[name] ?? name);
      });
    },
  };
}
