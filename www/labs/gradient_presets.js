/** The presets of the Gradients lab: what each sets; their words are beside the other words. */
import { gradientWords as said } from '../words/gradients.js';

/** @import {Preset, Study} from '../types.d.ts' */

/** @type {Record<string, {grad: Partial<Study>, point?: Preset['point']}>} */
const STATES = {
  vanish: { grad: { rho: 0.8 } },
  hold: { grad: { rho: 1 } },
  explode: { grad: { rho: 1.2 } },
  transient: { grad: { base: 'nonnormal', rho: 0.8 }, point: { k: 4 } },
  saturated: { grad: { rho: 1.2, activation: 'tanh', inputScale: 1 } },
  float32: { grad: { rho: 0.8, T: 500, precision: 'f32' }, point: { k: 392 } },
  gates: {
    grad: { rho: 1, activation: 'tanh', inputScale: 1, compare: 'both' },
    point: { panel: 'forward' },
  },
  cyclic: { grad: { base: 'cyclic', rho: 1 } },
};

/** @type {Preset[]} */
export const gradientPresets = Object.entries(STATES).map(([id, { grad, point = {} }]) => ({
  id,
  name: said.presets[id]?.name ?? id,
  look: said.presets[id]?.look ?? '',
  model: { grad },
  point,
}));
