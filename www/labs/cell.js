/** The Cell lab: what happens inside one update? */
import { words } from '../words/words.js';
import { counterpartOf, titleOf } from './cells.js';
import { groupsOf } from './groups.js';
import { modelCursor, modelQuestions, placeOf } from './model.js';
import { cellPresets } from './presets.js';

/** @import {LabDeclaration} from '../types.d.ts' */

/** @type {LabDeclaration} */
export const cell = {
  id: 'cell',
  title: words.labTitles.cell,
  key: '2',
  questions: modelQuestions,
  cursor: modelCursor,
  opening: {},
  views: [
    { name: 'sequence', place: 'top', short: words.viewSequence },
    {
      name: 'cell',
      place: 'middle',
      zooms: true,
      short: words.viewOfCell,
      title: ({ model, position }, op) =>
        words.viewCell(titleOf(model.cell), position.t, op?.title ?? position.op),
      note: words.opCount,
    },
    {
      name: 'other',
      place: 'middle',
      zooms: true,
      short: words.viewCounterpart,
      title: ({ model }) => words.viewOther(titleOf(counterpartOf(model.cell) ?? '')),
    },
    { name: 'numbers', place: 'lower', short: words.viewNumbers },
    { name: 'weights', place: 'lower', short: words.viewWeights },
    { name: 'cards', place: 'lower', short: words.viewCards },
    { name: 'road', place: 'lower', short: words.viewRoad },
    { name: 'pair', place: 'lower', short: words.viewPair },
  ],
  lower: ['numbers', 'weights', 'cards', 'road'],
  shown: ({ panel, pair }) =>
    pair ? ['sequence', 'cell', 'other', 'pair'] : ['sequence', 'cell', panel],
  numbers: ({ panel, pair }) => (pair ? 'pair' : panel),
  leadsTo: (reference, view, { position }) => placeOf(reference, view === 'sequence', position),
  stageLabel: ({ model }, { T }) => words.stageLabel(titleOf(model.cell), T),
  presets: cellPresets,
  groups: groupsOf('cell', 'presets', 'sequence', 'break', 'weights', 'sizes', 'start', 'head'),
};
