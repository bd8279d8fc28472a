/** How closely the steps of a long sequence are looked at, from the ribbon into one cell: said, and faded over. */
import { signal } from '@preact/signals-core';
import { html, nothing } from 'lit-html';
import { timeWords } from '../../words/time.js';
import { fadeFrom } from './fade.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {State, View} from '../../types.d.ts' */
/** @import {Pane} from './pane.js' */

/** Under this name it is kept that a person knows how to look closer. */
const KNOWN = 'zoomed';

/**
 * @param {Page} page
 * @param {{view: View | undefined, pane: () => Pane | undefined}} of `view`: the one that is looked into
 */
export function createCloseness({ session, store, storage, live }, { view, pane }) {
  const { ask } = session;
  /** Whether a person has looked closer once: until then it is said how. */
  const known = signal(storage.read(KNOWN) !== null);
  /** What was painted last. */
  const closeness = signal('');
  /** Whether a key or button asked for another one: then it is said. */
  let asked = false;

  /** Where the cursor stands, as the middle of its share of the whole. */
  function here() {
    const { from, to } = view?.here?.(store.state, session.summary) ?? { from: 0, to: 1 };
    return (from + to) / 2;
  }

  return {
    /** How to look closer, where single steps cannot be told. @param {boolean} folded */
    hint(folded) {
      const far = closeness.value === 'ribbon' || closeness.value === 'beads';
      if (known.value || folded || !far) return nothing;
      const coarse = matchMedia('(pointer: coarse)').matches;
      return html`<span class="zoom-hint">${coarse ? timeWords.pinchHint : timeWords.zoomHint}</span>`;
    },
    /** Whether one can look into a single step. */
    deepens: view?.levels !== undefined,
    /** A person has looked closer. */
    learn() {
      if (!known.value) storage.write(KNOWN, '1');
      known.value = true;
    },
    /** @param {'larger' | 'smaller' | 'fit'} how */
    zoom(how) {
      asked = true;
      pane()?.zoom?.[how](view?.here ? here() : undefined);
    },
    /** Looks as closely as one can, or one level less. @param {boolean} [closer] */
    dive(closer = true) {
      asked = true;
      const now = pane();
      const levels = view?.levels?.(session.summary, now?.size.width || 1) ?? [];
      now?.zoom?.climb(levels, closer, here());
    },
    /** The steps are about to be painted: from another closeness they fade over. @param {State} state */
    approach({ position }) {
      const there = pane();
      if (!view?.levels || !there?.zoom) return;
      const { zoom } = there.zoom.frame;
      const now = ask((it) => it.closeness(there.size.width, zoom));
      if (now === null) return;
      if (closeness.value !== '' && now !== closeness.value) {
        fadeFrom(there.canvas);
        if (asked) live.speak(timeWords.closeness[now](position.t));
      }
      asked = false;
      closeness.value = now;
    },
  };
}
