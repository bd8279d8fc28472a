/** Gradients and Start: what can be done with the matrix. */

export const gradientWords = {
  radii: 'Spectral radius',
  radius: (/** @type {number} */ rho) =>
    rho < 1 ? `vanish ${rho}` : rho > 1 ? `explode ${rho}` : `hold ${rho.toFixed(1)}`,
  radiusLabel: (/** @type {number} */ rho) => `Spectral radius ρ ${rho}`,
  byHand: 'Edit by hand',
  byHandHelp: 'Writes the matrix down entry by entry, so that each can be changed.',
  use: 'Use in Cell',
  useHelp: 'Makes the current model a plain RNN with this recurrent matrix.',
  used: 'The current model is now an RNN with this matrix. Undo brings the model back.',
};
