/** What the labs about the current model have in common: what they ask the engine, and the cursor that walks its steps. */

/** @import {Cursor, Position, Questions} from '../types.d.ts' */

/** @type {Questions} */
export const modelQuestions = {
  paint: (lab, { position, unit }, view, context, frame, focus) =>
    lab.paint(view, context, frame, position, focus, unit),
  table: (lab, { position, unit }, view) => lab.table(view, position, unit),
  csv: (lab, { position, unit }, view) => lab.csv(view, position, unit),
  formula: (lab, { position, notation, unit }, level, kept) =>
    lab.formula(position, { level, notation, unit, kept }),
  chain: (lab, { position, notation }) => lab.chain(position, notation),
  sentence: (lab, { position, unit }, verbosity) => lab.sentence(position, unit, verbosity),
  inspect: (lab, { position, unit }, reference) => lab.inspect(reference, position, unit),
};

/** @type {Cursor} */
export const modelCursor = {
  of: ({ position }) => position,
  to: (position) => ({ position }),
  timeline: ({ timeline }) => timeline,
  move: (lab, { position }, how) => lab.move(position, how),
};

/**
 * Where a mark leads when it is clicked: an operation to itself, a step of the whole sequence to that step.
 * @param {string} reference
 * @param {boolean} ofSequence whether it stands in a picture of the whole sequence
 * @param {Position} from
 * @returns {Position | null}
 */
export function placeOf(reference, ofSequence, from) {
  const op = /^op\.(\w+)\.t(\d+)\.([fb])$/.exec(reference);
  if (op) return { t: Number(op[2]), op: op[1] ?? '', dir: op[3] === 'b' ? 'b' : 'f' };
  const step = ofSequence ? /\.t(\d+)/.exec(reference)?.[1] : undefined;
  return step === undefined || step === '0' ? null : { ...from, t: Number(step) };
}
