/** How closely the steps of a long sequence are looked at, from the ribbon into one cell: said, and faded over. */
import { timeWords } from '../../words/time.js';
import { fadeFrom } from './fade.js';
import { createZoomHint } from './zoom_hint.js';

/** @import {Storage} from '../../state/storage.js' */
/** @import {Lab, State, Summary, View} from '../../types.d.ts' */

/** @typedef {ReturnType<typeof import('./pane.js').createPane>} Pane */

/**
 * @param {{
 *   view: View | undefined,
 *   pane: () => Pane | undefined,
 *   ask: <T>(question: (lab: Lab) => T) => T | null,
 *   state: () => State,
 *   summary: () => Summary,
 *   storage: Storage,
 *   speak: (text: string) => void,
 * }} page `view`: the one that is looked into
 */
export function createCloseness({ view, pane, ask, state, summary, storage, speak }) {
  const hint = view?.levels ? createZoomHint(storage) : null;
  /** What was painted last. */
  let closeness = '';
  /** Whether a key or button asked for another one: then it is said. */
  let asked = false;

  /** Where the cursor stands, as the middle of its share of the whole. */
  function here() {
    const { from, to } = view?.here?.(state(), summary()) ?? { from: 0, to: 1 };
    return (from + to) / 2;
  }

  return {
    hint: hint?.element ?? null,
    /** Whether one can look into a single step. */
    deepens: view?.levels !== undefined,
    /** A person has looked closer. */
    learn: () => hint?.learn(),
    /** @param {'larger' | 'smaller' | 'fit'} how */
    zoom(how) {
      asked = true;
      pane()?.zoom?.[how](view?.here ? here() : undefined);
    },
    /** Looks as closely as one can, or one level less. @param {boolean} [closer] */
    dive(closer = true) {
      asked = true;
      const now = pane();
      const levels = view?.levels?.(summary(), now?.size.width || 1) ?? [];
      now?.zoom?.climb(levels, closer, here());
    },
    /** The steps are about to be painted: from another closeness they fade over. @param {State} state */
    approach({ folded, position }) {
      const there = pane();
      if (!view?.levels || !there?.zoom) return;
      const { zoom } = there.zoom.frame;
      const now = ask((it) => it.closeness(there.size.width, zoom));
      if (now === null) return;
      if (closeness !== '' && now !== closeness) {
        fadeFrom(there.canvas);
        if (asked) speak(timeWords.closeness[now](position.t));
      }
      asked = false;
      closeness = now;
      hint?.update(!folded && (now === 'ribbon' || now === 'beads'));
    },
  };
}
