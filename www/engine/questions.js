/** What the panels ask the engine about what is on screen, in the words of the lab that is. */
import { labOf } from '../labs/labs.js';

/** @import {Rest} from '../page/idle.js' */
/** @import {Session} from './session.js' */
/** @import {Store} from '../state/store.js' */
/** @import {Frame, Level, PictureName, Verbosity, ViewName} from '../types.d.ts' */

/**
 * @param {{
 *   store: Store,
 *   session: Session,
 *   rest: Rest,
 * }} page
 */
export function createQuestions({ store, session, rest }) {
  const { ask, askWhole } = session;
  const now = () => labOf(store.state.lab).questions;
  return {
    /**
     * @param {PictureName} view
     * @param {CanvasRenderingContext2D} context
     * @param {Omit<Frame, 'notation'>} frame
     * @param {string | null} focus
     * @returns {boolean} whether the engine has a picture of it
     */
    paint: (view, context, frame, focus) =>
      ask((lab) => {
        const { state } = store;
        const whole = { ...frame, notation: state.notation, ...rest.axes() };
        return now().paint(lab, state, view, context, whole, focus);
      }) ?? false,
    /** @param {ViewName} view */
    table: (view) => askWhole((lab) => now().table(lab, store.state, view)),
    /** The numbers of a view with every digit. @param {ViewName} view */
    csv: (view) => askWhole((lab) => now().csv(lab, store.state, view)) ?? '',
    /** @param {Level} [level] @param {string | null} [kept] the number that is being changed */
    formula: (level = store.state.level, kept = null) =>
      askWhole((lab) => now().formula(lab, store.state, level, kept)),
    chain: () => askWhole((lab) => now().chain(lab, store.state)),
    /** @param {Verbosity} verbosity @param {string | null} [was] the number it is about, before something changed */
    sentence: (verbosity, was = null) =>
      ask((lab) => now().sentence(lab, store.state, verbosity, was)) ?? '',
    /** The number the sentence is about, where there is one. */
    number: () => ask((lab) => now().number?.(lab, store.state) ?? null),
    /** @param {string | null} reference */
    inspect: (reference) => askWhole((lab) => now().inspect(lab, store.state, reference)),
  };
}

/** @typedef {ReturnType<typeof createQuestions>} AskedHere */
