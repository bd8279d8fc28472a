/** The settings the engine declares, the states the labs open with, and a source of repeatable chance. */
import { openingOf, openingStates } from '../../www/state/openings.js';
import { engine } from './engine.js';

/** @typedef {import('../../www/types.d.ts').Setting} Setting */
/** @typedef {import('../../www/types.d.ts').Config} Config */

/** @type {Setting[]} */
export const schema = engine.schema();

/** How each lab opens. */
export const openings = openingStates({ defaults: /** @type {Config} */ (engine.defaults()) });

/** How the Cell lab opens. */
export const defaults = openingOf(openings, 'cell');

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
