/** Controls: what changes are called, weights, the made sequence, breaking a cell. */

export const controlWords = {
  changed: (/** @type {string} */ label, /** @type {string} */ from, /** @type {string} */ to) =>
    `${label} from ${from} to ${to}`,
  back: (/** @type {string} */ label, /** @type {string} */ value) => `${label}: back to ${value}`,
  on: 'on',
  off: 'off',
  zero: 'zero',
  noTarget: 'none',
  asWeights: 'as the weights have it',
  standing: 'As the weights have it, for the chosen unit. A change holds for every unit.',

  noLimit: 'no limit',
  noWindow: 'All steps: every loss reaches back to the first.',
  noDetach: 'Never: the state is not detached.',
  asItIs: 'As the matrix is. A number scales it.',

  steps: 'Steps T',
  stepsHelp: 'How many steps the sequence has.',
  stepsHint: 'Another length makes a new adding problem of that many steps.',
  stepsBack: 'the sequence before',

  edited: (/** @type {number} */ count) =>
    count === 1 ? '1 weight changed by hand.' : `${count} weights changed by hand.`,
  editsBack: 'Take them back',
  editsBackLabel: 'back to the weights as they were',

  pair: (/** @type {string} */ other) => `Side by side with the ${other}`,
  pairHelp: 'The same sequence and one cursor for both; parts with the same work stand in one row.',

  breakHint: 'Hold a gate at 0 or 1 in every unit and see what it was for.',
  breakNone: (/** @type {string} */ cell) => `The ${cell} has no gates to hold.`,
  hold: (/** @type {string} */ gate, /** @type {number} */ value) => `Hold ${gate} at ${value}`,
  holdLabel: (/** @type {string} */ gate, /** @type {number} */ value) =>
    `${gate} held at ${value}`,
  freeLabel: (/** @type {string} */ gate) => `${gate} free again`,
  during: 'At steps',
  duringFrom: 'First step held',
  to: 'to',
  duringTo: 'Last step held',
  duringLabel: (/** @type {number} */ from, /** @type {number} */ to) =>
    `gates held at steps ${from} to ${to}`,
  duringBad: (/** @type {number} */ most) =>
    `Two whole numbers from 1 to ${most}, the smaller first.`,
  swap: 'Swap i and f',
  noPlus: 'No plus',
  swapHelp: 'Each of the two gates does the work of the other.',
  noPlusHelp: 'The memory is the candidate alone: nothing is kept, nothing is added.',
  memoryLabel: (/** @type {string} */ what, /** @type {boolean} */ on) =>
    on ? what.toLowerCase() : `no longer: ${what.toLowerCase()}`,
  heal: 'Mend everything',
  healLabel: 'everything mended',

  stepValues: 'Values of the steps',
  value: 'value',
  marker: 'marker',
  input: (/** @type {number} */ at) => `input ${at}`,
  valueOf: (/** @type {string} */ row, /** @type {number} */ t) => `${row}, step ${t}`,
  markerOf: (/** @type {number} */ t) => `Marker of step ${t}`,
  valueChanged: (/** @type {string} */ row, /** @type {number} */ t, /** @type {string} */ to) =>
    `${row} of step ${t} to ${to}`,
};
