/** The presets of the Time lab: what each sets; their words are beside the other words. */
import { presetWords } from '../words/presets.js';

/** @import {Model, Preset} from '../types.d.ts' */

/** A head that reads all three units: what the echo task is judged by. */
const READS_ALL = {
  'p.head.weight.r1.c1': 1,
  'p.head.weight.r1.c2': 0.5,
  'p.head.weight.r1.c3': -0.5,
};

/** Each step is to give back what the one before it read. @type {Partial<Model>} */
export const echo = {
  cell: 'rnn',
  loss: { kind: 'squared_error', at: 'each', reduce: 'sum' },
  target: [0, 0.8, -0.5, 0.3, 0.6, -0.7],
  edits: READS_ALL,
};

/** @type {Model['loss']} */
const LAST = { kind: 'squared_error', at: 'last', reduce: 'sum' };

/** @type {Record<string, Pick<Preset, 'model' | 'point'>>} */
const STATES = {
  echo: { model: {}, point: { panel: 'junction' } },
  adding: {
    model: { cell: 'lstm', edits: {}, target: null, loss: LAST },
    point: { unit: 2, position: { t: 4, op: 'dc', dir: 'b' }, panel: 'junction' },
  },
  spike: {
    model: {
      seq: {
        kind: 'numbers',
        rows: [
          [0.1, 0],
          [0, 0],
          [3, 1],
          [0, 0],
          [0.1, 0],
          [0, 0],
        ],
      },
      target: [0, 0, 0, 0, 0, 0],
    },
    point: { position: { t: 3, op: 'dh', dir: 'b' }, panel: 'cards' },
  },
  pulse: {
    model: {
      seq: {
        kind: 'numbers',
        rows: [
          [1, 1],
          [0, 0],
          [0, 0],
          [0, 0],
          [0, 0],
          [0, 0],
        ],
      },
      edits: {},
      loss: LAST,
      target: [1],
      K: 5,
    },
    point: { unit: 2, position: { t: 1, op: 'dh', dir: 'b' }, panel: 'truncation' },
  },
  start: {
    model: { h0: [1, 1, 1] },
    point: { position: { t: 1, op: 'dprev', dir: 'b' }, panel: 'junction' },
  },
  long: {
    model: { seq: { kind: 'made', steps: 200 }, edits: {}, target: null },
    point: { position: { t: 120, op: 'dh', dir: 'b' }, unit: 2, panel: 'cards' },
  },
};

/** @type {Preset[]} */
export const timePresets = Object.entries(STATES).map(([id, state]) => ({
  id,
  name: presetWords.time[id]?.name ?? id,
  look: presetWords.time[id]?.look ?? '',
  ...state,
}));
