/** The controls, made from the engine's schema. */
import { applies } from '../../state/settings.js';
import { controlWords as said } from '../../words/controls.js';
import { plainly } from './control.js';
import { choiceControl } from './control_choice.js';
import { numberControl } from './control_number.js';
import { switchControl } from './control_switch.js';
import { vectorControl } from './control_vector.js';

/** @import {Store} from '../../state/store.js' */
/** @import {LabDeclaration, Model, Setting, Summary} from '../../types.d.ts' */

const MAKERS = {
  choice: choiceControl,
  integer: numberControl,
  number: numberControl,
  switch: switchControl,
  vector: vectorControl,
};

/** Settings that have a control of their own kind elsewhere: the length of a made sequence, and breaking the memory. */
const ELSEWHERE = new Set(['seq.steps', 'choices.memory']);

/** Biases that are in force whether or not they are set. @type {Record<string, (summary: Summary) => number | undefined>} */
const STANDING = {
  fBias: ({ effective }) => effective.fBias,
  zBias: ({ effective }) => effective.zBias,
  'grad.rho': ({ study }) => study?.rho,
};

/** What limits the way back, and what holds where it does not: all steps. @type {Record<string, string>} */
const LIMITS = { K: said.noWindow, detachEvery: said.noDetach };
/** @param {Summary} summary */
const all = ({ T }) => T;

/** @param {Setting} setting @param {Store} store */
function make(setting, store) {
  const standing = STANDING[setting.key];
  if (standing) {
    const hint = setting.empty === undefined ? said.standing : said.asItIs;
    return numberControl(setting, store, { standing, hint });
  }
  const limit = LIMITS[setting.key];
  if (limit !== undefined) {
    const access = { ...plainly(setting), none: said.noLimit };
    return numberControl(setting, store, { access, standing: all, most: all, hint: limit });
  }
  // Weights that do not fit the sizes are not those in force.
  if (setting.key === 'weights') {
    return choiceControl(setting, store, { standing: ({ weights }) => weights });
  }
  return MAKERS[setting.kind](setting, store);
}

/**
 * @param {Setting[]} schema
 * @param {Store} store
 */
export function createControls(schema, store) {
  const controls = schema
    .filter(({ key }) => !ELSEWHERE.has(key))
    .map((setting) => make(setting, store));
  return {
    /** @param {string} group */
    of: (group) =>
      controls.filter(({ setting }) => setting.group === group).map(({ element }) => element),
    /**
     * @param {{model: Model}} state
     * @param {Summary} summary
     * @param {LabDeclaration} lab
     */
    update({ model }, summary, { groups }) {
      for (const { setting, element, update } of controls) {
        if (!groups.some(({ id }) => id === setting.group)) continue;
        const shown = applies(setting, model);
        if (element.hidden === shown) element.hidden = !shown;
        if (shown) update(model, summary);
      }
    },
    /**
     * Says what the engine refused under the control it is about.
     * @param {string} path
     * @param {string} problem
     * @returns {boolean} whether there is such a control on the page
     */
    complain(path, problem) {
      const control = controls.find(
        ({ setting, element }) =>
          !element.hidden &&
          path !== '' &&
          (path === setting.key || path.startsWith(`${setting.key}[`)),
      );
      control?.complain(problem);
      return control !== undefined;
    },
  };
}
