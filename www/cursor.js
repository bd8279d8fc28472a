/** Where the two cursors stand among the operations of a step. Knows only the engine's lists. */

/** @typedef {import('./types.d.ts').Timeline} Timeline */
/** @typedef {import('./types.d.ts').Position} Position */
/** @typedef {import('./types.d.ts').Op} Op */
/** @typedef {import('./types.d.ts').OpCount} OpCount */

/**
 * The operations of one step in one direction; a step without a loss has no read-out.
 * @param {Timeline} timeline
 * @param {{t: number, dir: Position['dir']}} position
 * @returns {Op[]}
 */
export function opsAt(timeline, { t, dir }) {
  const all = dir === 'f' ? timeline.forward : timeline.backward;
  return timeline.lossAt[t - 1] ? all : all.filter(({ part }) => part !== 'head');
}

/**
 * The operation under the cursor and how many there are.
 * @param {Timeline} timeline
 * @param {Position} position
 * @returns {OpCount & {op: Op | undefined, ops: Op[]}}
 */
export function standing(timeline, position) {
  const ops = opsAt(timeline, position);
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
  const ops = opsAt(timeline, { t, dir: direction });
  if (operation === undefined) return { t, op: from.op, dir: direction };
  const op = /^\d+$/.test(operation)
    ? ops[Number(operation) - 1]
    : ops.find(({ id }) => id === operation);
  return op === undefined ? null : { t, op: op.id, dir: direction };
}
