/** The Cell lab: what happens inside one update? */
import { words } from '../words/words.js';
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
    {
      name: 'sequence',
      place: 'top',
      short: words.viewSequence,
      title: () => words.viewSequence,
    },
    {
      name: 'cell',
      place: 'middle',
      zooms: true,
      short: words.viewOfCell,
      title: ({ model, position }, op) =>
        words.viewCell(words.cells[model.cell] ?? model.cell, position.t, op?.title ?? position.op),
      note: words.opCount,
    },
    {
      name: 'other',
      place: 'middle',
      zooms: true,
      short: words.viewCounterpart,
      title: ({ model }) =>
        words.viewOther(words.cells[model.cell === 'gru' ? 'lstm' : 'gru'] ?? ''),
    },
    { name: 'numbers', place: 'lower', short: words.viewNumbers, title: () => words.viewNumbers },
    { name: 'weights', place: 'lower', short: words.viewWeights, title: () => words.viewWeights },
    { name: 'cards', place: 'lower', short: words.viewCards, title: () => words.viewCards },
    { name: 'road', place: 'lower', short: words.viewRoad, title: () => words.viewRoad },
    { name: 'pair', place: 'lower', short: words.viewPair, title: () => words.viewPair },
  ],
  lower: ['numbers', 'weights', 'cards', 'road'],
  shown: ({ panel, pair }) =>
    pair ? ['sequence', 'cell', 'other', 'pair'] : ['sequence', 'cell', panel],
  numbers: ({ panel, pair }) => (pair ? 'pair' : panel),
  leadsTo: (reference, view, { position }) => placeOf(reference, view === 'sequence', position),
  stageLabel: ({ model }, { T }) => words.stageLabel(words.cells[model.cell] ?? model.cell, T),
  presets: cellPresets,
  groups: [
    { id: 'cell', title: words.groups.cell, icon: 'cell' },
    { id: 'presets', title: words.groups.presets, icon: 'presets' },
    { id: 'sequence', title: words.groups.sequence, icon: 'sequence' },
    { id: 'break', title: words.groups.break, icon: 'broken' },
    { id: 'weights', title: words.groups.weights, icon: 'weights' },
    { id: 'sizes', title: words.groups.sizes, icon: 'sizes' },
    { id: 'start', title: words.groups.start, icon: 'start' },
    { id: 'head', title: words.groups.head, icon: 'head' },
  ],
};
