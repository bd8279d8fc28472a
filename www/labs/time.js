/** The Time lab: what happens when the same update runs T times, and back? */

import { timeWords as said } from '../words/time.js';
import { words } from '../words/words.js';
import { titleOf } from './cells.js';
import { groupsOf } from './groups.js';
import { modelCursor, modelQuestions, placeOf } from './model.js';
import { echo, timePresets } from './time_presets.js';

/** @import {Act, LabDeclaration, Model} from '../types.d.ts' */

/** From one closeness to the next, px per step: a ribbon, beads, boxes, the inside of one. */
const LEVELS = [40, 150];
/** The share of the width that one step fills at most: its neighbours peek in at both edges. */
const WIDEST = 0.8;

/**
 * Cuts after a step, or mends the cut there. A cut that came with detaching every so many steps leaves the others
 * standing one by one.
 * @param {Model} model
 * @param {number} step
 * @param {number[]} standing all cuts there are
 * @returns {Act}
 */
function cutOrMend(model, step, standing) {
  const own = model.cuts ?? [];
  if (!standing.includes(step)) {
    const cuts = [...own, step].sort((a, b) => a - b);
    return { label: said.cutAfter(step), model: { ...model, cuts } };
  }
  const label = said.mendAfter(step);
  const [from, detachEvery] = own.includes(step) ? [own, model.detachEvery] : [standing, null];
  const cuts = from.filter((cut) => cut !== step);
  return { label, model: { ...model, detachEvery, cuts: cuts.length > 0 ? cuts : null } };
}

/** @type {LabDeclaration} */
export const time = {
  id: 'time',
  title: words.labTitles.time,
  key: '3',
  questions: modelQuestions,
  cursor: modelCursor,
  opening: { model: echo, position: { t: 4, op: 'dh', dir: 'b' }, unit: 1 },
  views: [
    { name: 'overview', place: 'top', map: true, short: said.overview },
    {
      name: 'unrolled',
      place: 'middle',
      zooms: true,
      folds: true,
      most: ({ T }) => Math.max(1, WIDEST * T),
      levels: ({ T }, width) => LEVELS.map((px) => (px * T) / width),
      here: ({ position: { t } }, { T }) => ({ from: (t - 1) / T, to: t / T }),
      short: said.unrolled,
      title: ({ model, folded }) => (folded ? said.folded : said.unfolded)(titleOf(model.cell)),
    },
    {
      name: 'junction',
      place: 'lower',
      short: said.junction,
      title: ({ position }) => said.junctionAt(position.t),
    },
    { name: 'cards', place: 'lower', short: words.viewCards },
    { name: 'truncation', place: 'lower', short: said.truncation },
    { name: 'weights', place: 'lower', short: words.viewWeights },
    { name: 'numbers', place: 'lower', short: words.viewNumbers },
  ],
  lower: ['junction', 'cards', 'truncation', 'weights', 'numbers'],
  shown: ({ panel }) => ['overview', 'unrolled', panel],
  numbers: ({ panel }) => panel,
  leadsTo: (reference, view, { position }) => {
    const step = /^t(\d+)$/.exec(reference)?.[1];
    if (step !== undefined) return { ...position, t: Number(step) };
    return placeOf(reference, view === 'overview', position);
  },
  acts(reference, { model }, { T, cuts }) {
    const cut = /^cut\.t(\d+)$/.exec(reference)?.[1];
    if (cut !== undefined) return Number(cut) < T ? cutOrMend(model, Number(cut), cuts) : null;
    const window = /^window\.(\d+)$/.exec(reference)?.[1];
    if (window === undefined) return null;
    const K = Number(window) < T ? Number(window) : null;
    return { label: said.window(K), model: { ...model, K } };
  },
  stageLabel: ({ model }, { T }) => said.stageLabel(titleOf(model.cell), T),
  presets: timePresets,
  groups: groupsOf(
    'presets',
    'backward',
    'show',
    'start',
    'sequence',
    'head',
    'cell',
    'sizes',
    'weights',
  ),
};
