/** What can be done on the page, each as one function. Buttons, keys and links all come here. */
import { labOf, owned, unitsOf } from '../labs/labs.js';
import { besideOf, openingOf, parted } from '../state/openings.js';
import { presetWords } from '../words/presets.js';
import { words } from '../words/words.js';

/** @import {Engine} from '../engine/engine.js' */
/** @import {Openings} from '../state/openings.js' */
/** @import {Session} from '../engine/session.js' */
/** @import {Store} from '../state/store.js' */
/** @import {Act, Config, How, Inside, Level, Position, State} from '../types.d.ts' */
/** @import {Notices} from '../panels/notices.js' */
/** @import {Live} from './live.js' */

/** @type {Level[]} */
const LEVELS = ['symbols', 'vectors', 'numbers'];

/** @param {unknown} a @param {unknown} b */
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** How what was done is answered. @param {Notices} notices @param {Live} live */
function createAnswers(notices, live) {
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
      notices.show({ id: 'copied', text: words.notCopied(text), kind: 'error' });
      live.alarm(words.notCopied(text));
    }
  }

  return { announce, copy };
}

/**
 * @param {{
 *   engine: Engine,
 *   store: Store,
 *   session: Session,
 *   address: {write: () => Promise<{link: string, leftOut: string[]}>, leave: (go: () => void) => Promise<void>},
 *   openings: Openings,
 *   live: Live,
 *   notices: Notices,
 * }} page
 */
export function createCommands({ engine, store, session, address, openings, live, notices }) {
  const { announce, copy } = createAnswers(notices, live);
  const cursor = () => labOf(store.state.lab).cursor;

  /** @param {Position} position */
  const stand = (position) => store.point(cursor().to(position));

  /** @type {Position | null} where the last single operation led to */
  let stepped = null;

  /** @param {How} how */
  function go(how) {
    const position = session.ask((lab) => cursor().move(lab, store.state, how, session));
    stepped = how === 'next' || how === 'previous' ? position : null;
    if (position) stand(position);
  }

  /** @param {number} unit */
  function chooseUnit(unit) {
    const most = unitsOf(labOf(store.state.lab), session.summary).count;
    store.point({ unit: Math.min(Math.max(unit, 1), most) });
  }

  /** @param {'undo' | 'redo'} way */
  function travel(way) {
    const label = store[way]();
    // What a preset said of its screen goes with it.
    if (way === 'undo' && label?.startsWith(presetWords.label(''))) notices.drop('preset');
    const [none, some] =
      way === 'undo' ? [words.nothingToUndo, words.undid] : [words.nothingToRedo, words.redid];
    announce(label === null ? none : some(label));
  }

  /** How each lab was looked at when it was left. @type {Map<string, Partial<State>>} */
  const left = new Map();

  /** Opens a lab; the model goes with it, unless it is still as the lab that is left opened. @param {string} id */
  function open(id) {
    const { model, lab, ...look } = store.state;
    if (id === lab) return;
    left.set(lab, look);
    const [from, to] = [openingOf(openings, lab), openingOf(openings, id)];
    const { model: opening, lab: _, ...first } = to;
    const { position: at, unit: chosen } = first;
    const { level, notation, position, unit } = look;
    // An output of a translation is no step of the model: each goes on where it was.
    const stays = labOf(lab).translates === labOf(id).translates;
    const cursor = stays ? { position, unit } : {};
    const point = { ...first, ...left.get(id), level, notation, lab: id, ...cursor };
    address.leave(() => {
      // What is studied goes along in any case.
      const { grad, clip, attn, own } = model;
      const entered = { ...opening, grad, clip, attn, own };
      if (same(model, { ...from.model, grad, clip, attn, own }) && !same(model, entered)) {
        const label = words.openedLab(labOf(id).title);
        store.command(label, entered, { point: { ...point, position: at, unit: chosen } });
      } else store.point(point);
    });
  }

  /**
   * A model that comes as a whole; what is studied and translated goes along.
   * @param {Config} config
   */
  function whole(config) {
    const { model, unit, pair } = parted(config);
    const { grad, clip, attn, own } = store.state.model;
    const goes = config.open === '' ? { grad, clip, attn, own } : { grad, clip, attn };
    return { model: { ...model, ...goes }, unit, pair };
  }

  return {
    announce,
    copy,
    stand,
    open,
    /**
     * Opens a cell of the translation in the Cell lab, where it stands.
     * @param {Inside} which
     * @param {string} label
     */
    openInside(which, label) {
      const { position, unit, level, notation } = store.state;
      const found = session.ask((lab) => lab.translationCell(which, position, unit));
      if (found === null) return;
      const { model, pair } = whole(found.setup);
      const { model: _, ...first } = openingOf(openings, 'cell');
      const at = { ...position, t: found.t };
      const point = { ...first, ...left.get('cell'), level, notation, pair, unit: 1, position: at };
      address.leave(() => store.command(label, model, { point }));
    },
    go,
    /** Whether the cursor came here by one operation, and not by a jump. @param {Position} position */
    stepsTo: (position) => position === stepped,
    chooseUnit,
    /** Changes the model as something on screen says. @param {Act} act */
    act({ label, model, position }) {
      store.command(label, model, position ? { point: { position } } : {});
      live.speak(words.acted(label));
    },
    travel,
    /** @param {Position['dir']} dir */
    face(dir) {
      if (cursor().of(store.state).dir !== dir) go('turn');
    },
    nextLevel() {
      const at = LEVELS.indexOf(store.state.level);
      const level = LEVELS[(at + 1) % LEVELS.length] ?? 'symbols';
      store.point({ level });
      live.speak(words.levels[level]);
    },
    async share() {
      const { link, leftOut } = await address.write();
      const { learned = false } = session.summary.translation ?? {};
      const said = [
        leftOut.length > 0 ? words.sharedWithout(leftOut) : words.shared,
        learned ? words.sharedUntrained : '',
      ];
      await copy(link, said.filter((line) => line !== '').join(' '));
    },
    /** @param {string} document a run; what is wrong with it is thrown */
    adopt(document) {
      const config = engine.ask((it) => it.adopt(document));
      const { model, unit, pair } = whole(config);
      // Several sequences have a lab of their own.
      const lab = config.open || store.state.lab;
      const { model: _, ...first } = openingOf(openings, lab);
      const point = lab === store.state.lab ? { unit, pair } : { ...first, unit, pair };
      engine.configure(model, besideOf({ ...store.state, lab, unit, pair }));
      address.leave(() => store.command(words.pasteRunLabel, model, { point }));
    },
    /** The model, the data and the cursors as at the opening. */
    resetLab() {
      const { model, position, unit, k } = openingOf(openings, store.state.lab);
      const reset = owned(labOf(store.state.lab), store.state.model, model);
      store.command(words.resetLabLabel, reset, { point: { position, unit, k } });
      announce(words.resetLabDone);
    },
    /** How things are shown as well. */
    resetAll() {
      const { model, ...point } = openingOf(openings, store.state.lab);
      store.command(words.resetLabel, model, { point });
      announce(words.resetAllDone);
    },
  };
}

/** @typedef {ReturnType<typeof createCommands>} Commands */
