/** The Cell lab: what happens inside one update? */
import { words } from '../words.js';
import { cellPresets } from './presets.js';

/** @type {import('../types.d.ts').LabDeclaration} */
export const cell = {
  id: 'cell',
  title: words.labTitles.cell,
  opening: { position: { t: 4, op: 'c', dir: 'f' }, unit: 2 },
  views: [
    { name: 'sequence', short: words.viewSequence, title: () => words.viewSequence },
    {
      name: 'cell',
      short: words.viewOfCell,
      title: ({ model, position }, op) =>
        words.viewCell(words.cells[model.cell] ?? model.cell, position.t, op?.title ?? position.op),
    },
    {
      name: 'other',
      short: words.viewCounterpart,
      title: ({ model }) =>
        words.viewOther(words.cells[model.cell === 'gru' ? 'lstm' : 'gru'] ?? ''),
    },
    { name: 'numbers', short: words.viewNumbers, title: () => words.viewNumbers },
    { name: 'weights', short: words.viewWeights, title: () => words.viewWeights },
    { name: 'cards', short: words.viewCards, title: () => words.viewCards },
    { name: 'road', short: words.viewRoad, title: () => words.viewRoad },
    { name: 'pair', short: words.viewPair, title: () => words.viewPair },
  ],
  presets: cellPresets,
  groups: [
    { id: 'cell', title: words.groups.cell, icon: 'cell' },
    { id: 'presets', title: words.groups.presets, icon: 'presets' },
    { id: 'sequence', title: words.groups.sequence, icon: 'sequence' },
    { id: 'break', title: words.groups.break, icon: 'broken' },
    { id: 'weights', title: words.groups.weights, icon: 'weights' },
    { id: 'sizes', title: words.groups.sizes, icon: 'sizes' },
    { id: 'head', title: words.groups.head, icon: 'head' },
  ],
};
