/** The presets of the Cell lab: what each sets; their words are beside the other words. */
import { presetWords } from '../words/presets.js';

/** @typedef {import('../types.d.ts').Preset} Preset */

/** @type {Record<string, Pick<Preset, 'model' | 'point'>>} */
const STATES = {
  latch: { model: {}, point: { unit: 1 } },
  adder: { model: {}, point: {} },
  fader: { model: {}, point: { unit: 3, position: { t: 2, op: 'c', dir: 'f' } } },
  resets: { model: { cell: 'gru' }, point: { unit: 3, position: { t: 4, op: 'n', dir: 'f' } } },
  saturated: {
    model: { weights: 'orth', fBias: 6 },
    point: { unit: 1, position: { t: 4, op: 'daf', dir: 'b' } },
  },
};

/** @type {Preset[]} */
export const cellPresets = Object.entries(STATES).map(([id, state]) => ({
  id,
  name: presetWords.cell[id]?.name ?? id,
  look: presetWords.cell[id]?.look ?? '',
  ...state,
}));
