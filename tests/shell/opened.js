/** A state as the engine runs it, with the trained models it asks for. */
import { labOf } from '../../www/labs/labs.js';
import { besideOf } from '../../www/state/openings.js';
import { engine, shipped } from './engine.js';

/** @typedef {import('../../www/types.d.ts').State} State */
/** @typedef {import('../../www/types.d.ts').Summary} Summary */
/** @typedef {import('../../www/types.d.ts').Lab} Lab */

/** Needs no weights. */
const BY_HAND = 'hand';

/**
 * @param {State} state
 * @returns {Promise<{lab: Lab, summary: Summary}>}
 */
export async function run(state) {
  const lab = /** @type {Lab} */ (new engine.Lab());
  const config = { ...state.model, ...besideOf(state) };
  const { translation } = lab.configure(config);
  const [name] = translation?.models ?? [];
  if (!labOf(state.lab).translates || !name || name === BY_HAND) {
    return { lab, summary: lab.configure(config) };
  }
  const { card, weights } = await shipped(name);
  lab.giveModel(name, card, weights);
  return { lab, summary: lab.configure(config) };
}

/**
 * The number a state is about: the loss, what is left of the gradient, what is answered.
 * @param {State} state
 * @returns {Promise<number | string | null>}
 */
export async function numberOf(state) {
  const { lab, summary } = await run(state);
  const { translates, declared, questions } = labOf(state.lab);
  const number = questions.number?.(lab, state) ?? null;
  if (number !== null) return number;
  if (declared) {
    const { rows } = lab.ownInspect(null, state.position, state.unit);
    return rows[0]?.value ?? null;
  }
  return translates ? (summary.translation?.answered?.answer ?? null) : summary.loss;
}
