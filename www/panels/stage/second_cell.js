/**
 * The second of two cells: looked at as the first is, on a phone instead of it.
 *
 * Its names mean other things than the page's, so the focus is what does the same in the first; in its own picture what
 * was meant lights, for two gates of one cell may be one of the other.
 */
import { signal } from '@preact/signals-core';
import { html } from 'lit-html';
import { counterpartOf, titleOf } from '../../labs/cells.js';
import { words } from '../../words/words.js';
import { choice } from '../choice.js';

/** @import {Hit, PictureName, ViewName} from '../../types.d.ts' */
/** @typedef {'cell' | 'other' | 'pair'} Part of the views of two cells, a phone shows one */

/** What its tip is about, whatever the focus. */
const FOREIGN = 'the second cell';

/** @param {{lab: string, shown: () => void, changed: () => void}} page `shown`: another part is shown; `changed`: another mark is meant */
export function createSecondCell({ lab, shown, changed }) {
  /** @type {Hit | null} what was pointed at in it last */
  let meant = null;
  const part = signal(/** @type {Part} */ ('cell'));
  /** @param {ViewName} name */
  const isForeign = (name) => name === 'other';

  return {
    /** Which part a phone shows. */
    get part() {
      return part.value;
    },
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
    /** The choice of a part, by the names of the cells. @param {string} cell the first of them */
    draw(cell) {
      const other = titleOf(counterpartOf(cell) ?? '');
      return html`<div class="which">${choice({
        name: `part-of-${lab}`,
        label: words.pairShown,
        options: { ...words.pairViews, cell: titleOf(cell), other },
        value: part.value,
        choose(now) {
          part.value = now;
          shown();
        },
      })}</div>`;
    },
  };
}
