/** How long the sequence is: another length makes an adding problem of that many steps. */
import { MOST_STEPS, read } from '../../state/settings.js';
import { controlWords as said } from '../../words/controls.js';
import { numberControl } from './control_number.js';

/** @import {Store} from '../../state/store.js' */
/** @import {Setting} from '../../types.d.ts' */

/** @type {Setting} */
const SETTING = {
  key: 'seq.steps',
  label: said.steps,
  help: said.stepsHelp,
  group: 'sizes',
  kind: 'integer',
  min: 1,
  max: MOST_STEPS,
  step: 1,
  default: null,
};

/** @param {Store} store */
export function createSteps(store) {
  return numberControl(SETTING, store, {
    access: {
      read: ({ seq }) => (seq.kind === 'made' ? seq.steps : null),
      none: said.stepsBack,
      write: (model, steps) =>
        read(
          model,
          steps === null ? { kind: 'storybook' } : { kind: 'made', steps: Number(steps) },
        ),
    },
    standing: ({ T }) => T,
    hint: said.stepsHint,
  });
}
