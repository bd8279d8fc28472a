/** Where the two cursors stand among the operations of a step. Knows only the engine's lists. */

/** @import {Op, OpCount, Position, Timeline} from '../types.d.ts' */

/**
 * The operations of one direction. They have the same numbers at every step, also where some are skipped.
 * @param {Timeline} timeline
 * @param {{dir: Position['dir']}} position
 * @returns {Op[]}
 */
export function opsOf(timeline, { dir }) {
  return dir === 'f' ? timeline.forward : timeline.backward;
}

/**
 * Whether a step passes an operation over: without a loss there is no read-out.
 * @param {Timeline} timeline
 * @param {Op} op
 * @param {number} t
 */
export function isSkipped(timeline, { part }, t) {
  return part === 'head' && timeline.lossAt[t - 1] !== true;
}

/**
 * The operation under the cursor and how many there are.
 * @param {Timeline} timeline
 * @param {Position} position
 * @returns {OpCount & {op: Op | undefined, ops: Op[]}}
 */
export function standing(timeline, position) {
  const ops = opsOf(timeline, position);
  const at = ops.findIndex(({ id }) => id === position.op);
  return { op: ops[at], ops, index: at + 1, count: ops.length, steps: timeline.steps };
}

/**
 * A place as a person writes it: `4`, `4.c`, `4.12`, `4.dc.b`.
 * @param {string} text
 * @param {Timeline} timeline
 * @param {Position} from
 * @returns {Position | null}
 */
export function readPlace(text, timeline, from) {
  const [step = '', operation, direction = from.dir] = text.trim().split('.');
  if (!/^\d{1,6}$/.test(step)) return null;
  if (direction !== 'f' && direction !== 'b') return null;
  const t = Number(step);
  if (t < 1 || t > timeline.steps) return null;
  const ops = opsOf(timeline, { dir: direction });
  if (operation === undefined) return { t, op: from.op, dir: direction };
  const op = /^\d+$/.test(operation)
    ? ops[Number(operation) - 1]
    : ops.find(({ id }) => id === operation);
  return op === undefined ? null : { t, op: op.id, dir: direction };
}

/** @param {Position} a @param {Position} b */
export const samePlace = (a, b) => a.t === b.t && a.op === b.op && a.dir === b.dir;
