/** A small schema and state for the shell's own tests, and a source of repeatable chance. */

/** @typedef {import('../../www/types.d.ts').Setting} Setting */
/** @typedef {import('../../www/types.d.ts').State} State */

/**
 * @param {string} key
 * @param {string[]} values
 * @param {Setting['when']} [when]
 * @returns {Setting}
 */
const choice = (key, values, when) => ({
  key,
  label: key,
  help: '',
  group: 'cell',
  kind: 'choice',
  choices: values.map((value) => ({ value, label: value })),
  default: values[0],
  when,
});

/**
 * @param {string} key
 * @param {'integer' | 'number'} kind
 * @param {number} min
 * @param {number} max
 * @param {number | null} usual
 * @returns {Setting}
 */
const number = (key, kind, min, max, usual) => ({
  key,
  label: key,
  help: '',
  group: 'sizes',
  kind,
  min,
  max,
  default: usual,
});

/** @param {string} key @returns {Setting} */
const vector = (key) => ({
  key,
  label: key,
  help: '',
  group: 'sizes',
  kind: 'vector',
  default: null,
});

/** @type {Setting[]} */
export const schema = [
  choice('cell', ['lstm', 'gru', 'rnn']),
  choice('choices.reset', ['before', 'after'], [{ key: 'cell', is: ['gru'] }]),
  choice('choices.update', ['write', 'keep'], [{ key: 'cell', is: ['gru'] }]),
  choice('choices.activation', ['tanh', 'relu', 'identity'], [{ key: 'cell', is: ['rnn'] }]),
  number('H', 'integer', 1, 64, 3),
  choice('bias', ['single', 'double']),
  choice('head', ['regression', 'none', 'softmax']),
  number('classes', 'integer', 2, 64, 2),
  choice('weights', ['storybook', 'orth', 'gauss', 'uniform', 'edited']),
  number('seed', 'integer', 0, 4294967295, 7),
  number('fBias', 'number', -20, 20, null),
  number('zBias', 'number', -20, 20, null),
  choice('precision', ['f64', 'f32']),
  choice('choices.memory', ['add', 'swap', 'none'], [{ key: 'cell', is: ['lstm'] }]),
  number('seq.steps', 'integer', 1, 500, null),
  choice('loss.kind', ['squared_error', 'none', 'cross_entropy']),
  choice('loss.at', ['last', 'each']),
  choice('loss.reduce', ['sum', 'mean']),
  vector('target'),
  vector('h0'),
  vector('c0'),
];

/** @type {State} */
export const defaults = {
  lab: 'cell',
  model: {
    cell: 'lstm',
    choices: {},
    H: 3,
    bias: 'single',
    head: 'regression',
    classes: 2,
    weights: 'storybook',
    seed: 7,
    fBias: null,
    zBias: null,
    precision: 'f64',
    edited: null,
    edits: {},
    holds: [],
    seq: { kind: 'storybook' },
    loss: { kind: 'squared_error', at: 'last', reduce: 'sum' },
    target: [1.4],
    h0: null,
    c0: null,
    show: { weights: true, gates: true, bands: true, norms: true, strips: false, ring: {} },
    start: { how: 'given', updates: 40, rate: 0.1 },
    K: null,
    detachEvery: null,
    cuts: null,
    grad: {
      source: 'matrix',
      base: 'orth',
      H: 8,
      T: 20,
      rho: 0.8,
      activation: 'identity',
      inputScale: 0,
      seed: 7,
      feeding: 2,
      edited: null,
      h0: null,
      gradient: null,
      compare: 'none',
      fBias: 1,
      zBias: -1,
      precision: 'f64',
    },
    clip: { tau: 6.5, how: 'norm', of: 'example', gradient: null },
    attn: {
      model: 'pair',
      task: 'dates',
      text: 'march 12 1999',
      attention: 'on',
      score: 'additive',
      temperature: 1,
      feed: 'own',
      own: 0.5,
      group: false,
      follow: false,
      mattered: false,
      against: 'nothing',
      beside: null,
      forced: [],
      rows: [],
      causal: false,
      scaled: true,
      placed: true,
      taught: 'whole',
      query: [1, 0.5],
      states: [1, 0, 0, 1, 1, 1],
    },
  },
  position: { t: 4, op: 'c', dir: 'f' },
  unit: 2,
  level: 'numbers',
  notation: 'lesson',
  table: false,
  panel: 'numbers',
  pair: false,
  alone: null,
  folded: false,
  sight: { zoom: 1, x: 0.5, y: 0.5 },
  k: 20,
};

/**
 * The same numbers every time: a 32-bit xorshift.
 * @param {number} seed
 * @returns {() => number} from 0 up to 1
 */
export function chance(seed) {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
