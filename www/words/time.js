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
  foldedNow: 'Folded: one cell with a loop.',
  unfoldedNow: (/** @type {number} */ T) => `Unfolded: ${steps(T)}, one after the other.`,
  foldNote: 'Fold all steps into one cell with a loop, or unfold it',
  zoomHint: 'Zoom in: wheel, + or double click',
  pinchHint: 'Zoom: two fingers or +',
  /** How closely the steps are looked at, as it is said aloud. */
  closeness: {
    ribbon: () => 'All as a ribbon.',
    beads: () => 'Steps as beads.',
    boxes: () => 'Steps as boxes.',
    cell: (/** @type {number} */ t) => `Inside step ${t}.`,
  },
  junction: 'Junction',
  junctionAt: (/** @type {number} */ t) => `Junction at step ${t}: two streams of gradient add`,
  truncation: 'Truncation',
  stageLabel: (/** @type {string} */ cell, /** @type {number} */ T) =>
    `${cell} unrolled over ${steps(T)}. Enter to explore, V for tables, plus and minus to zoom, Z into a step.`,
  cutAfter: (/** @type {number} */ t) => `cut after step ${t}`,
  mendAfter: (/** @type {number} */ t) => `no cut after step ${t}`,
  window: (/** @type {number | null} */ K) => (K === null ? 'no window' : `window of ${steps(K)}`),
};
