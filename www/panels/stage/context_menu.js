/** What can be done with one thing of a picture: the items of its menu. */
import { labOf } from '../../labs/labs.js';
import { words } from '../../words/words.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {ViewName} from '../../types.d.ts' */
/** @import {Box} from '../float.js' */
/** @import {Item} from './menu.js' */

/**
 * @param {Page} page
 * @param {{setValue: (reference: string, at: Box) => void, showDetails: () => void}} open
 */
export function contextMenuOf(
  { store, session, questions, commands, focus },
  { setValue, showDetails },
) {
  /**
   * @param {string} reference
   * @param {ViewName} view
   * @param {Box} at
   * @returns {Item[]}
   */
  return (reference, view, at) => {
    const what = questions.inspect(reference);
    const value = what?.rows[0]?.value;
    const given = what?.given;
    const latex = () => questions.formula()?.latex ?? '';
    /** @type {Item[]} */
    const items = [
      {
        text: words.whatIsThis,
        act() {
          focus.pin(reference);
          showDetails();
        },
      },
      focus.pinned === reference
        ? { text: words.unpin, act: () => focus.pin(null) }
        : { text: words.pin, act: () => focus.pin(reference) },
    ];
    const { acts } = labOf(store.state.lab);
    const act = acts?.(reference, store.state, session.summary, session.ask);
    if (act) items.unshift({ text: words.act(act.label), act: () => commands.act(act) });
    if (given) {
      items.push({ text: words.setValue, act: () => setValue(given.reference, at) });
    }
    if (value !== undefined) {
      items.push({ text: words.copyValue, act: () => commands.copy(value, words.copied) });
    }
    items.push(
      { text: words.copyAsLatex, act: () => commands.copy(latex(), words.copied) },
      {
        text: words.copyAsCsv,
        act: () => commands.copy(questions.csv(view), words.copied),
      },
    );
    return items;
  };
}
