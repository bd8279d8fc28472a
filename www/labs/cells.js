/** The cells, as the engine declares them. */
import { cells } from '../wasm/labs.js';

export { cells };

/** @param {string} kind */
const cellOf = (kind) => cells.find((cell) => cell.kind === kind);

/** Its name on screen. @param {string} kind */
export const titleOf = (kind) => cellOf(kind)?.title ?? kind;

/** The kind of the cell it is compared with. @param {string} kind */
export const counterpartOf = (kind) => cellOf(kind)?.counterpart ?? null;

/** Its gates that can be held. @param {string} kind */
export const gatesOf = (kind) => cellOf(kind)?.gates ?? [];
