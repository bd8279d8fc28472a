/**
 * What is on screen, derived from the state: each value is asked of the engine once, and only if something shows it.
 *
 * Invariant: values change within a frame only, all at once, so that a panel is drawn at most once a frame and only
 * where something it has read is another.
 */
import { batch, computed, signal } from '@preact/signals-core';
import { labOf, unitsOf } from '../labs/labs.js';
import { samePlace, standing } from './cursor.js';

/** @import {Session} from '../engine/session.js' */
/** @import {AskedHere} from '../engine/questions.js' */
/** @import {Focus} from '../page/focus.js' */
/** @import {LabDeclaration, State, Summary} from '../types.d.ts' */
/** @import {Store} from './store.js' */

/** Made sequences longer than this are not written out. */
const MOST_ROWS = 60;

/** The factors of a product have nothing written on them. */
const UNLABELLED = { labels: /** @type {string[]} */ ([]), marks: /** @type {boolean[]} */ ([]) };

/** Whether a lab is about the current model itself. @param {LabDeclaration} lab */
export const isOfModel = ({ translates, declared }) => !(translates || declared);

/** What is said of what a lab looks at. @param {LabDeclaration} lab @param {Summary} summary */
function outlineOf(lab, summary) {
  if (lab.declared) return summary.own;
  return lab.translates ? summary.translation?.answered : summary;
}

/** What is written on the steps. @param {LabDeclaration} lab @param {Summary} summary */
function labelled(lab, summary) {
  if (isOfModel(lab)) return { labels: summary.labels, marks: summary.marks };
  const output = summary.translation?.answered?.output ?? [];
  if (output.length === 0) return UNLABELLED;
  return { labels: output.map(({ sign }) => sign), marks: output.map(({ doubtful }) => doubtful) };
}

/**
 * A value that stays what it was as long as the next one says the same.
 * @template T
 * @param {() => T} read
 * @param {(a: T, b: T) => boolean} [same]
 */
function steady(read, same = (a, b) => JSON.stringify(a) === JSON.stringify(b)) {
  /** @type {{value: T} | null} */
  let last = null;
  return computed(() => {
    const value = read();
    if (last === null || !same(last.value, value)) last = { value };
    return last.value;
  });
}

/**
 * A value that is asked for again when one of these is another.
 * @template T
 * @param {{value: unknown}[]} signals
 * @param {() => T} read
 */
function after(signals, read) {
  return computed(() => {
    for (const signal of signals) signal.value;
    return read();
  });
}

/**
 * Signals, to be read by their names.
 * @template {Record<string, {value: unknown}>} T
 * @param {T} signals
 * @returns {{readonly [K in keyof T]: T[K]['value']}}
 */
function readable(signals) {
  const all = Object.entries(signals).map(([name, signal]) => [name, { get: () => signal.value }]);
  return Object.defineProperties(/** @type {any} */ ({}), Object.fromEntries(all));
}

/**
 * The numbers the network reads; null where they are none of a person's, or too many to show one by one.
 * @param {Session} session
 * @param {State} state
 * @returns {number[][] | null}
 */
function inputsOf(session, { model: { seq } }) {
  if (seq.kind === 'numbers') return seq.rows;
  if (seq.kind === 'text' || session.summary.T > MOST_ROWS) return null;
  const run = session.askWhole((lab) => lab.document());
  /** @type {{x?: number[][][]}} */
  const { x } = JSON.parse(run ?? '{}');
  return x?.[0] ?? null;
}

/**
 * @param {{
 *   store: Store,
 *   session: Session,
 *   questions: AskedHere,
 *   focus: Focus,
 *   changing: () => string | null,
 * }} page `changing`: the number of the formula that is being changed
 */
export function createScreen({ store, session, questions, focus, changing }) {
  const state = signal(store.state);
  /** How often everything had to be shown anew, whatever the state says: who reads it is drawn anew with it. */
  const renewed = signal(0);
  /** What is pinned or pointed at. */
  const reference = signal(focus.reference);
  const pinned = signal(focus.pinned);

  /** What is asked for each state. @template T @param {(state: State) => T} question */
  const asked = (question) => after([renewed], () => question(state.value));

  const lab = computed(() => labOf(state.value.lab));
  const model = computed(() => state.value.model);
  const level = computed(() => state.value.level);
  const notation = computed(() => state.value.notation);
  const unit = computed(() => state.value.unit);
  const summary = asked(() => session.summary);
  /** Where the cursor of the lab stands, and among which operations. */
  const position = steady(() => lab.value.cursor.of(state.value), samePlace);
  const timeline = asked((now) => lab.value.cursor.timeline(session, now));
  const place = computed(() => standing(timeline.value, position.value));
  /** What is written on the steps, and which of them are marked. */
  const labels = steady(() => labelled(lab.value, summary.value));
  /** What is said of what the lab looks at. */
  const outline = computed(() => outlineOf(lab.value, summary.value));
  const units = steady(() => unitsOf(lab.value, summary.value));
  const sentence = asked(() => questions.sentence('normal'));
  const formula = asked(({ level }) => questions.formula(level, changing()));
  const inspection = asked(() => questions.inspect(reference.value));

  /** What the operations of the step depend on: they stay while only numbers change. */
  const kindOfChain = steady(() => {
    const { attn } = model.value;
    const { model: kind, attention, task, score, scaled, temperature } = attn;
    const models = summary.value.translation?.models;
    const own = [kind, attention, task, score, scaled, temperature === 1, models];
    return [lab.value.id, session.shape, position.value, notation.value, own];
  });
  const chain = after([kindOfChain, renewed], () => questions.chain());

  const seq = computed(() => model.value.seq);
  const seed = computed(() => model.value.seed);
  /** The numbers of the sequence, where they can be shown one by one. */
  const inputs = after([seq, seed, renewed], () => inputsOf(session, state.peek()));

  const values = readable({
    state,
    lab,
    model,
    level,
    notation,
    unit,
    seq,
    summary,
    position,
    timeline,
    place,
    labels,
    outline,
    units,
    sentence,
    formula,
    chain,
    inputs,
    reference,
    pinned,
    inspection,
    renewed,
  });
  return Object.assign(values, {
    /** Shows what is in the store now. @param {boolean} [anew] even what nothing has changed of */
    show(anew = false) {
      batch(() => {
        if (anew) renewed.value += 1;
        state.value = store.state;
        reference.value = focus.reference;
        pinned.value = focus.pinned;
      });
    },
  });
}

/** @typedef {ReturnType<typeof createScreen>} Screen */
