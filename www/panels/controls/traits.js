/** What single settings have that the schema does not say: what holds where none is set, and where they stand. */
import { choose, get, MOST_STEPS, read } from '../../state/settings.js';
import { controlWords as said } from '../../words/controls.js';

/** @import {Model, Setting, Summary} from '../../types.d.ts' */
/**
 * @typedef {object} Traits
 * @property {(model: Model) => unknown} read how its value is read from a model
 * @property {(model: Model, value: unknown) => Model} write and written into it
 * @property {string} none what no value at all is called
 * @property {(summary: Summary) => unknown} [standing] what is in force while none is set, or in its place
 * @property {string} [hint] what is said while none is set
 * @property {(summary: Summary) => number} [most] where the slider ends
 * @property {Partial<Setting>} [instead] what is otherwise than in the schema
 */

/** Vectors that are not zeros where nothing is given. */
const NONE = new Set(['target', 'cuts']);

/** @param {Summary} summary */
const all = ({ T }) => T;

/** @type {Record<string, Partial<Traits>>} */
const TRAITS = {
  fBias: { standing: ({ effective }) => effective.fBias, hint: said.standing },
  zBias: { standing: ({ effective }) => effective.zBias, hint: said.standing },
  'grad.rho': { standing: ({ own }) => own?.standing['grad.rho'], hint: said.asItIs },
  K: { none: said.noLimit, standing: all, most: all, hint: said.noWindow },
  detachEvery: { none: said.noLimit, standing: all, most: all, hint: said.noDetach },
  // Weights that do not fit the sizes are not those in force.
  weights: { standing: ({ weights }) => weights },
  // Breaking the memory has buttons of its own.
  'choices.memory': { instead: { group: 'elsewhere' } },
  // Another length makes an adding problem of that many steps.
  'seq.steps': {
    instead: {
      label: said.steps,
      help: said.stepsHelp,
      group: 'sequence',
      max: MOST_STEPS,
      when: [],
    },
    read: ({ seq }) => (seq.kind === 'made' ? seq.steps : null),
    write: (model, steps) =>
      read(model, steps === null ? { kind: 'storybook' } : { kind: 'made', steps: Number(steps) }),
    none: said.stepsBack,
    standing: all,
    hint: said.stepsHint,
  },
};

/** @param {Setting} setting @returns {Traits} */
export function traitsOf({ key, kind, empty }) {
  return {
    read: (model) => get(model, key),
    write: (model, value) => choose(model, key, value),
    none:
      empty ?? (kind === 'vector' ? (NONE.has(key) ? said.noTarget : said.zero) : said.asWeights),
    ...TRAITS[key],
  };
}
