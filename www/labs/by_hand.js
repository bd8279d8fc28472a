/** What the weights to check by hand are meant for: sizes, input and first states that make short numbers. */

/** @import {Model} from '../types.d.ts' */

/** @type {Record<string, Pick<Model, 'H' | 'seq' | 'h0' | 'c0'>>} */
const MEANT_FOR = {
  rnn: { H: 2, seq: { kind: 'numbers', rows: [[1, 0.5]] }, h0: [0.2, -0.4], c0: null },
  gru: { H: 1, seq: { kind: 'numbers', rows: [[1]] }, h0: [0.5], c0: null },
  lstm: { H: 1, seq: { kind: 'numbers', rows: [[1]] }, h0: [0.5], c0: [0.8] },
};

/** Weights that are written, not drawn, fit one size. */
const STORYBOOK = { H: 3, seq: /** @type {Model['seq']} */ ({ kind: 'storybook' }) };

/** @param {string} cell */
export const meantFor = (cell) => MEANT_FOR[cell];

/**
 * The model with what its weights were written for.
 * @param {Model} model
 * @returns {Model}
 */
export function fitByHand(model) {
  const fit = meantFor(model.cell);
  return fit ? { ...model, ...fit, target: null } : model;
}

/**
 * The model as the storybook's weights want it. Numbers that were there for checking by hand go; a person's own stay,
 * and where they do not fit the engine says so.
 * @param {Model} model
 * @returns {Model}
 */
export function fitStorybook(model) {
  const small = Object.values(MEANT_FOR).some(({ seq }) => same(seq, model.seq));
  const seq = small ? STORYBOOK.seq : model.seq;
  const states = model.H === STORYBOOK.H ? {} : { h0: null, c0: null };
  return { ...model, H: STORYBOOK.H, ...states, seq };
}

/** @param {unknown} a @param {unknown} b */
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
