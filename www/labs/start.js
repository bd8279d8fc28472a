/** The first screen: a gradient that dies or explodes under one slider, and the ways into the labs. */

import { words } from '../words/words.js';
import { gradientPresets } from './gradient_presets.js';
import { studyCursor, studyQuestions } from './gradients.js';
import { startOutline } from './start/outline.js';
import { createStartStage } from './start/start_stage.js';

/** @import {LabDeclaration} from '../types.d.ts' */

/** @type {LabDeclaration} */
export const start = {
  id: 'start',
  title: words.labTitles.start,
  key: '0',
  studies: true,
  glimpses: true,
  owns: ['grad'],
  questions: studyQuestions,
  cursor: studyCursor,
  opening: {},
  views: [{ name: 'chain', place: 'top', short: words.labTitles.start }],
  shown: () => ['chain'],
  numbers: () => 'chain',
  leadsTo: () => null,
  stageLabel: () => words.labTitles.start,
  stage: createStartStage,
  outline: startOutline,
  // No pane stands below here.
  presets: gradientPresets.map(({ point: { panel: _, ...point }, ...preset }) => ({
    ...preset,
    point,
  })),
  groups: [],
};
