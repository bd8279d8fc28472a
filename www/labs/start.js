/** The first screen: a gradient that dies or explodes under one slider, and the ways into the labs. */

import { words } from '../words/words.js';
import { declaredLab } from './declared.js';
import { startOutline } from './start/outline.js';
import { createStartStage } from './start/start_stage.js';

/** @import {LabDeclaration} from '../types.d.ts' */

const { questions, cursor, presets } = declaredLab('gradients');

/** @type {LabDeclaration} */
export const start = {
  id: 'start',
  title: words.labTitles.start,
  key: '0',
  declared: true,
  glimpses: true,
  owns: ['grad'],
  questions,
  cursor,
  opening: {},
  views: [{ name: 'chain', place: 'top', short: words.labTitles.start }],
  shown: () => ['chain'],
  numbers: () => 'chain',
  leadsTo: () => null,
  stageLabel: () => words.labTitles.start,
  stage: createStartStage,
  outline: startOutline,
  // No pane stands below here.
  presets: presets.map(({ point: { panel: _, ...point }, ...preset }) => ({ ...preset, point })),
  groups: [],
};
