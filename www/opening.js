/** The state the page opens with, and what is shown when the state of a link cannot run. */
import { explain } from './engine.js';
import { cell } from './labs/cell.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {import('./types.d.ts').State} State */

/** The lab on screen. */
export const lab = cell;

/** What a view is called, whatever it shows. @param {import('./types.d.ts').ViewName} name */
export const viewTitle = (name) => lab.views.find((view) => view.name === name)?.short ?? name;

/**
 * The state the page has before anything was chosen.
 * @param {Engine} engine
 * @returns {State}
 */
export function openingState(engine) {
  const { unit: _, pair, ...model } = engine.defaults;
  return {
    lab: lab.id,
    model,
    ...lab.opening,
    level: 'numbers',
    notation: 'lesson',
    table: false,
    panel: 'numbers',
    pair,
    alone: null,
    sight: { zoom: 1, x: 0.5, y: 0.5 },
  };
}

/**
 * The first of the models that runs: the one that is wanted, the same with plainer data, the opening one.
 * @param {Engine} engine
 * @param {State} wanted
 * @param {State} defaults
 * @returns {{state: State, refused: string | null}}
 */
export function firstThatRuns(engine, wanted, defaults) {
  const { seq, edited, edits, holds, weights } = defaults.model;
  const plainer = { ...wanted.model, seq, edited, edits, holds, weights };
  /** @type {string | null} */
  let refused = null;
  for (const model of [wanted.model, plainer]) {
    try {
      engine.configure(model, wanted);
      return { state: { ...wanted, model }, refused };
    } catch (thrown) {
      refused ??= explain(thrown).message;
    }
  }
  return { state: { ...wanted, model: defaults.model, unit: defaults.unit }, refused };
}
