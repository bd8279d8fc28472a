/** The state each lab opens with, and what is shown when the state of a link cannot run. */
import { explain } from '../engine/engine.js';
import { firstLab, labOf, labs } from '../labs/labs.js';

/** @import {Engine} from '../engine/engine.js' */
/** @import {Beside, Config, LabDeclaration, State} from '../types.d.ts' */

/**
 * What the engine must know beside the model.
 * @param {State} state
 * @returns {Beside}
 */
export function besideOf({ lab, unit, pair }) {
  const { translates = false, glimpses = false } = labOf(lab);
  return { unit, pair, translating: translates || glimpses, open: lab };
}

/**
 * A configuration of the engine's as the page keeps it.
 * @param {Config} config
 */
export function parted({ unit, pair, translating: _, open: __, ...model }) {
  return { model, unit, pair };
}

/** The opening states of all labs, by name. @typedef {Record<string, State>} Openings */

/**
 * The state a lab has before anything was chosen.
 * @param {Pick<Engine, 'defaults'>} engine
 * @param {LabDeclaration} lab
 * @returns {State}
 */
function openingState(engine, { id, opening, lower = [] }) {
  const { model, unit, pair } = parted(engine.defaults);
  const { model: own = {}, ...point } = opening;
  return {
    lab: id,
    model: { ...model, ...own, choices: { ...model.choices, ...own.choices } },
    position: { t: 4, op: 'c', dir: 'f' },
    unit,
    level: 'numbers',
    notation: 'lesson',
    table: false,
    panel: lower[0] ?? 'numbers',
    pair,
    alone: null,
    folded: false,
    sight: { zoom: 1, x: 0.5, y: 0.5 },
    k: model.grad.T,
    ...point,
  };
}

/** @param {Pick<Engine, 'defaults'>} engine @returns {Openings} */
export const openingStates = (engine) =>
  Object.fromEntries(labs.map((lab) => [lab.id, openingState(engine, lab)]));

/** How a lab opens. @param {Openings} openings @param {string} id @returns {State} */
export function openingOf(openings, id) {
  const opening = openings[labOf(id).id] ?? openings[firstLab.id];
  if (opening === undefined) throw new Error(`no lab ${id}`);
  return opening;
}

/**
 * The first of the models that runs: the one that is wanted, the same with plainer data, the opening one.
 * @param {Engine} engine
 * @param {State} wanted
 * @param {State} opening
 * @returns {{state: State, refused: string | null}}
 */
export function firstThatRuns(engine, wanted, opening) {
  const { seq, edited, edits, holds, weights, grad, clip, own } = opening.model;
  const plainer = { ...wanted.model, seq, edited, edits, holds, weights, grad, clip, own };
  /** @type {string | null} */
  let refused = null;
  for (const model of [wanted.model, plainer]) {
    try {
      engine.configure(model, besideOf(wanted));
      return { state: { ...wanted, model }, refused };
    } catch (thrown) {
      refused ??= explain(thrown).message;
    }
  }
  return { state: { ...wanted, model: opening.model, unit: opening.unit }, refused };
}
