/** The words of the Time lab. */

/** @param {number} count */
const steps = (count) => (count === 1 ? '1 step' : `${count} steps`);

export const timeWords = {
  overview: 'All steps',
  unrolled: 'The unrolled graph',
  unfolded: (/** @type {string} */ cell) => `${cell}, unrolled: the same weights in every step`,
  folded: (/** @type {string} */ cell) => `${cell}, folded: one cell with a loop`,
  fold: 'Fold',
  unfold: 'Unfold',
  foldNote: 'Fold all steps into one cell with a loop, or unfold it',
  junction: 'Junction',
  junctionAt: (/** @type {number} */ t) => `Junction at step ${t}: two streams of gradient add`,
  truncation: 'Truncation',
  stageLabel: (/** @type {string} */ cell, /** @type {number} */ T) =>
    `${cell} unrolled over ${steps(T)}. Enter to explore, V for tables, plus and minus to zoom, Z into a step.`,
  cutAfter: (/** @type {number} */ t) => `cut after step ${t}`,
  mendAfter: (/** @type {number} */ t) => `no cut after step ${t}`,
  window: (/** @type {number | null} */ K) => (K === null ? 'no window' : `window of ${steps(K)}`),
};
