/** The groups of controls there are, and the icon of each. */
import { words } from '../words/words.js';

const ICONS = {
  backward: 'backward',
  break: 'broken',
  cell: 'cell',
  forcing: 'clip',
  head: 'head',
  inside: 'cell',
  learning: 'start',
  presets: 'presets',
  reading: 'sequence',
  sequence: 'sequence',
  show: 'show',
  sizes: 'sizes',
  start: 'start',
  translation: 'show',
  weights: 'weights',
};

/** Those of a lab, in their order. @param {(keyof typeof ICONS)[]} ids */
export const groupsOf = (...ids) =>
  ids.map((id) => ({ id, title: words.groups[id], icon: ICONS[id] }));
