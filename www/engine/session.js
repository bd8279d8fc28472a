/**
 * What the engine holds for the page: the model that runs, its summary and its moments.
 *
 * Invariant: after `configure` the engine and the store agree; a model that is refused is taken back.
 */

import { firstLab, labOf, unitsOf } from '../labs/labs.js';
import { timed } from '../page/frame.js';
import { samePlace } from '../state/cursor.js';
import { besideOf, openingOf, parted } from '../state/openings.js';
import { explain, Panic } from './engine.js';

/** @import {Engine} from './engine.js' */
/** @import {Openings} from '../state/openings.js' */
/** @import {Store} from '../state/store.js' */
/** @import {Lab, Model} from '../types.d.ts' */
/** @import {Edited} from '../panels/given/number.js' */

/** After this many deaths in a row the engine is left alone until something changes. */
const MOST_PANICS = 3;

/**
 * @param {{
 *   engine: Engine,
 *   store: Store,
 *   openings: Openings,
 *   trouble: (thrown: unknown) => void,
 *   refused: (thrown: unknown, model: Model, good: Model) => void,
 *   accepted: () => void,
 * }} page
 */
export function createSession({ engine, store, openings, trouble, refused, accepted }) {
  let panics = 0;
  /** What the engine holds, or was last asked to hold. */
  let configured = store.state;
  /** The model the cursors were last put in place for. */
  let settled = store.state.model;
  let summary = engine.configure(configured.model, besideOf(configured));
  /** What ran when the cursor of a study was last put in place. */
  let studied = summary;
  let timeline = engine.ask((lab) => lab.timeline());
  let shape = engine.ask((lab) => lab.shape());
  /** The engine has got something that the model was waiting for. */
  let stale = false;

  /** Whether the engine that is here knows the lab that is wanted. */
  const serves = () => engine.isWhole || labOf(store.state.lab) === firstLab;

  /**
   * Asks the engine; what goes wrong is shown and answered with null.
   * @template T
   * @param {(lab: Lab) => T} question
   * @returns {T | null}
   */
  function ask(question) {
    if (panics >= MOST_PANICS || !serves()) return null;
    try {
      return engine.ask(question);
    } catch (thrown) {
      if (thrown instanceof Panic) panics += 1;
      trouble(thrown);
      return null;
    }
  }

  /** Takes over the moments there are, if what is computed has changed. */
  function reshape() {
    const now = engine.ask((lab) => lab.shape());
    if (now === shape) return;
    shape = now;
    timeline = engine.ask((lab) => lab.timeline());
  }

  /** Gives the engine the model of the state; what it refuses is taken back and said. */
  function configure() {
    const { model, unit, pair, lab } = store.state;
    const same = unit === configured.unit && pair === configured.pair && lab === configured.lab;
    if (model === configured.model && same && !stale) return;
    stale = false;
    try {
      const beside = besideOf(store.state);
      summary = timed('unrolled:configure', () => engine.configure(model, beside));
      reshape();
      accepted();
    } catch (thrown) {
      const good = engine.good ?? openingOf(openings, store.state.lab).model;
      store.reject(good);
      refused(thrown, model, good);
    }
    configured = store.state;
  }

  /** Puts the cursor of a study where the study has it. @param {typeof store.point} put */
  function putStudyInPlace(put) {
    const patch = labOf(store.state.lab).cursor.settle?.(store.state, summary, studied);
    studied = summary;
    if (patch) put(patch);
  }

  return {
    ask,
    serves,
    /**
     * Asks what the first screen does not show; null while the whole engine has not come.
     * @template T
     * @param {(lab: Lab) => T} question
     */
    askWhole: (question) => (engine.isWhole ? ask(question) : null),
    /**
     * The model with one given number changed, or what is wrong with that.
     * @param {string} reference
     * @param {number} value
     * @returns {Edited}
     */
    edit(reference, value) {
      configure();
      try {
        return { model: parted(engine.ask((lab) => lab.edit(reference, value))).model };
      } catch (thrown) {
        if (thrown instanceof Panic) trouble(thrown);
        return { problem: explain(thrown).message };
      }
    },
    get summary() {
      return summary;
    },
    get timeline() {
      return timeline;
    },
    /** As long as it stays, so do the timeline and every chain of operations. */
    get shape() {
      return shape;
    },
    /** What the model was waiting for has come, or another engine. */
    renew() {
      stale = true;
      shape = -1;
    },
    /** Something changed: the engine gets another chance. */
    forgive() {
      panics = 0;
    },
    configure,
    /** Puts the cursor and the unit where the model has them. */
    settle() {
      const { model, position, unit } = store.state;
      const current = labOf(store.state.lab);
      const { resolve } = current.cursor;
      const resolved = ask((lab) => resolve?.(lab, position) ?? lab.resolve(position)) ?? position;
      const inside = Math.min(Math.max(unit, 1), unitsOf(current, summary).count);
      if (!samePlace(resolved, position) || inside !== unit) {
        const put = model === settled ? store.point : store.follow;
        put({ position: resolved, unit: inside });
      }
      putStudyInPlace(model === settled ? store.point : store.follow);
      settled = model;
    },
  };
}

/** @typedef {ReturnType<typeof createSession>} Session */
