/** The presets of the Cell lab: what each sets; their words are beside the other words. */
import { presetWords } from '../words/presets.js';

import { meantFor } from './by_hand.js';

/** @import {Preset} from '../types.d.ts' */

/** @type {Record<string, Pick<Preset, 'model' | 'point'>>} */
const STATES = {
  latch: { model: {}, point: { unit: 1 } },
  adder: { model: {}, point: {} },
  fader: { model: {}, point: { unit: 3, position: { t: 2, op: 'c', dir: 'f' } } },
  shut: {
    model: { holds: [{ gate: 'o', value: 0, from: 2, to: 5 }] },
    point: { position: { t: 4, op: 'h', dir: 'f' } },
  },
  noPlus: {
    model: { choices: { memory: 'none' } },
    point: { position: { t: 6, op: 'c', dir: 'f' } },
  },
  resets: { model: { cell: 'gru' }, point: { unit: 3, position: { t: 4, op: 'n', dir: 'f' } } },
  byHandRnn: {
    model: { cell: 'rnn', weights: 'byHand', ...meantFor('rnn') },
    point: { unit: 1, position: { t: 1, op: 'a', dir: 'f' } },
  },
  byHandLstm: {
    model: { weights: 'byHand', ...meantFor('lstm') },
    point: { unit: 1, position: { t: 1, op: 'c', dir: 'f' } },
  },
  saturated: {
    model: { weights: 'orth', fBias: 6 },
    point: { unit: 1, position: { t: 4, op: 'daf', dir: 'b' } },
  },
  explode: {
    model: {
      cell: 'rnn',
      choices: { activation: 'identity' },
      H: 1,
      head: 'none',
      weights: 'orth',
      edits: { 'p.weight_hh_l0.r1.c1': 1.2 },
      seq: { kind: 'made', steps: 500 },
      precision: 'f32',
    },
    point: { unit: 1, position: { t: 2, op: 'h', dir: 'f' } },
  },
};

/** @type {Preset[]} */
export const cellPresets = Object.entries(STATES).map(([id, state]) => ({
  id,
  name: presetWords.cell[id]?.name ?? id,
  look: presetWords.cell[id]?.look ?? '',
  ...state,
}));
