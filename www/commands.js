/** What can be done on the page, each as one function. Buttons, keys and links all come here. */

import { words } from './words.js';

/** @typedef {import('./types.d.ts').State} State */
/** @typedef {import('./types.d.ts').Position} Position */
/** @typedef {import('./types.d.ts').How} How */
/** @typedef {import('./types.d.ts').Level} Level */

/** @type {Level[]} */
const LEVELS = ['symbols', 'vectors', 'numbers'];

/**
 * @param {{
 *   engine: import('./engine.js').Engine,
 *   store: import('./store.js').Store,
 *   session: import('./session.js').Session,
 *   address: {write: () => Promise<string[]>},
 *   defaults: State,
 *   live: import('./ui/live.js').Live,
 *   notices: ReturnType<typeof import('./ui/notices.js').createNotices>,
 * }} page
 */
export function createCommands({ engine, store, session, address, defaults, live, notices }) {
  /** Says what was done, after the step it may have led to. @param {string} text */
  function announce(text) {
    notices.flash(text);
    requestAnimationFrame(() => live.speak(text));
  }

  /** @param {string} text @param {string} done what to say then */
  async function copy(text, done) {
    try {
      await navigator.clipboard.writeText(text);
      announce(done);
    } catch {
      notices.show({ id: 'copied', text: words.notCopied, kind: 'error' });
      live.alarm(words.notCopied);
    }
  }

  /** @param {Position} position */
  const stand = (position) => store.point({ position });

  /** @type {Position | null} where the last single operation led to */
  let stepped = null;

  /** @param {How} how */
  function go(how) {
    const position = session.ask((lab) => lab.move(store.state.position, how));
    stepped = how === 'next' || how === 'previous' ? position : null;
    if (position) stand(position);
  }

  /** @param {number} unit */
  function chooseUnit(unit) {
    store.point({ unit: Math.min(Math.max(unit, 1), session.summary.H) });
  }

  /** @param {'undo' | 'redo'} way */
  function travel(way) {
    const label = store[way]();
    const [none, some] =
      way === 'undo' ? [words.nothingToUndo, words.undid] : [words.nothingToRedo, words.redid];
    announce(label === null ? none : some(label));
  }

  return {
    announce,
    copy,
    stand,
    go,
    /** Whether the cursor came here by one operation, and not by a jump. @param {Position} position */
    stepsTo: (position) => position === stepped,
    chooseUnit,
    travel,
    /** @param {Position['dir']} dir */
    face(dir) {
      if (store.state.position.dir !== dir) go('turn');
    },
    nextLevel() {
      const at = LEVELS.indexOf(store.state.level);
      const level = LEVELS[(at + 1) % LEVELS.length] ?? 'symbols';
      store.point({ level });
      live.speak(words.levels[level]);
    },
    async share() {
      const leftOut = await address.write();
      await copy(location.href, leftOut.length > 0 ? words.sharedWithout(leftOut) : words.shared);
    },
    /** @param {string} document a run; what is wrong with it is thrown */
    adopt(document) {
      const { unit, pair, ...model } = engine.ask((lab) => lab.adopt(document));
      engine.configure(model, { unit, pair });
      store.command(words.pasteRunLabel, model, { point: { unit, pair } });
    },
    /** The model, the data and the cursors as at the opening. */
    resetLab() {
      const { model, position, unit } = defaults;
      store.command(words.resetLabLabel, model, { point: { position, unit } });
      announce(words.resetLabDone);
    },
    /** How things are shown as well. */
    resetAll() {
      const { model, ...point } = defaults;
      store.command(words.resetLabel, model, { point });
      announce(words.resetAllDone);
    },
  };
}

/** @typedef {ReturnType<typeof createCommands>} Commands */
