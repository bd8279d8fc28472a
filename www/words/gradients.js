/** Gradients and Start: titles, what is dragged, presets. */

export const gradientWords = {
  chain: 'The chain: the gradient walks back from the loss',
  chainShort: 'The chain',
  decay: (/** @type {number} */ T) => `What is left after k steps back, T = ${T}`,
  decayShort: 'What is left over k',
  plane: 'Eigenvalues',
  planeShort: 'Eigenvalues',
  factors: (/** @type {number} */ k) => `The last ${k} factors, and their product`,
  factorsShort: 'Factors of the product',
  matrix: 'The recurrent matrix',
  forward: 'Length of the hidden state',
  starts: 'Ways to start, over many seeds',
  alone: 'Left alone for a long time',
  clip: 'Clipping',
  seedTaken: (/** @type {string} */ seed) => `seed ${seed}`,
  baseTaken: 'another base matrix',
  stageLabel: (/** @type {number} */ T) =>
    `Gradients over ${T} steps. Enter to explore, V for tables`,

  /** What the transport walks. */
  places: {
    short: 'k',
    label: 'Factors in the product',
    value: (/** @type {number} */ k, /** @type {number} */ T) => `${k} of ${T} factors`,
  },

  dragRing: 'spectral radius dragged',
  dragEigenvalue: 'eigenvalue dragged',
  dragThreshold: 'threshold dragged',

  radii: 'Spectral radius',
  radius: (/** @type {number} */ rho) =>
    rho < 1 ? `vanish ${rho}` : rho > 1 ? `explode ${rho}` : `hold ${rho.toFixed(1)}`,
  radiusLabel: (/** @type {number} */ rho) => `Spectral radius ρ ${rho}`,
  byHand: 'Edit by hand',
  byHandHelp: 'Writes the matrix down entry by entry, so that each can be changed.',
  byHandLabel: 'matrix written down',
  use: 'Use in Cell',
  useHelp: 'Makes the current model a plain RNN with this recurrent matrix.',
  useLabel: 'matrix used in the model',
  used: 'The current model is now an RNN with this matrix. Undo brings the model back.',

  /** @type {Record<string, {name: string, look: string}>} */
  presets: {
    vanish: {
      name: 'Vanish',
      look: 'Every step multiplies by 0.8. After twenty steps the first state hardly counts.',
    },
    hold: {
      name: 'Hold',
      look: 'All eigenvalues lie on the unit circle and the matrix is orthogonal: nothing is lost, nothing grows.',
    },
    explode: {
      name: 'Explode',
      look: 'Every step multiplies by 1.2. After twenty steps the gradient runs off its lane.',
    },
    transient: {
      name: 'Transient',
      look: 'ρ is 0.8, yet the product grows first: look at the upper edge of the blue area, highest at k = 4. A matrix that is not normal does that.',
    },
    saturated: {
      name: 'Saturated',
      look: 'ρ is 1.2, but tanh and inputs of size 1 push the units into their flat ends: the gradient shrinks although the matrix would explode.',
    },
    float32: {
      name: 'float32 ends',
      look: 'Five hundred steps in float32: here digits begin to be lost, further on nothing is left at all.',
    },
    gates: {
      name: 'RNN, GRU, LSTM',
      look: 'The same inputs and the same radius in three cells. Gates keep more or less by their biases: try the forget bias at 4.',
    },
    cyclic: {
      name: 'Cyclic shift',
      look: 'Each unit hands on to the next. All eigenvalues lie evenly on the circle: the gradient goes round and stays.',
    },
  },
};
