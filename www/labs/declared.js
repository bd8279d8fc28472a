/**
 * The labs that the engine declares. What they are called and consist of is written out by the build; what they say and
 * show is asked with the same questions of every one of them.
 */
import { declared } from '../wasm/labs.js';
import { words } from '../words/words.js';
import { placeOf } from './model.js';

/** @import {About, Cursor, Drag, Grabbing, LabDeclaration, Panel, Questions, Timeline, ViewName} from '../types.d.ts' */

/** Pictures that are of the model, not of such a lab. */
const OF_THE_MODEL = new Set(['history', 'motion', 'vector']);

/** @type {Questions} */
const questions = {
  paint: (lab, { position, unit }, view, context, frame, focus) =>
    !OF_THE_MODEL.has(view) && lab.ownPaint(view, context, frame, position, focus, unit),
  table: (lab, { position, unit }, view) => lab.ownTable(view, position, unit),
  csv: (lab, { position, unit }, view) => lab.ownCsv(view, position, unit),
  formula: (lab, { position, notation, unit }, level) =>
    lab.ownFormula(position, unit, { level, notation }),
  chain: (lab, { position, notation }) => lab.ownChain(position, notation),
  sentence: (lab, { position, unit }, verbosity) => lab.ownSentence(position, unit, verbosity),
  inspect: (lab, { position, unit }, reference) => lab.ownInspect(reference, position, unit),
};

/** Before anything has been computed. @type {Timeline} */
const NOTHING = { steps: 1, forward: [], backward: [], lossAt: [true] };

/** @type {Cursor} */
const cursor = {
  of: ({ position }) => position,
  to: (position) => ({ position }),
  timeline: ({ ask }, { position }) => ask((lab) => lab.ownTimeline(position)) ?? NOTHING,
  move: (lab, { position }, how) => lab.ownMove(position, how),
  resolve: (lab, position) => lab.ownResolve(position),
};

/**
 * A number that is dragged in a picture: it is what stands at the place of the pointer.
 * @param {string} reference
 * @param {ViewName} view
 * @param {Grabbing} page
 * @returns {Drag}
 */
function dragNumber(reference, view, { ask, state, change, settle }) {
  const { model } = state();
  return {
    move(x, y) {
      const value = ask((lab) => lab.ownPlace(view, x, y));
      const changed = value === null || value === undefined ? null : value;
      if (changed === null) return;
      const config = ask((lab) => lab.edit(reference, changed));
      if (config) change(words.dragged, { ...state().model, own: config.own }, `drag ${reference}`);
    },
    end(kept) {
      if (!kept) change(words.dragged, model, `drag ${reference}`);
      settle();
    },
  };
}

/** @param {About} about @returns {LabDeclaration} */
function declare({ id, key, title, stage, views, groups, presets, handles, opening }) {
  const [t, op, dir] = opening;
  const at = (/** @type {string} */ place) =>
    views.filter((view) => view.place === place).map(({ name }) => /** @type {Panel} */ (name));
  const [top, middle, lower] = [at('top'), at('middle'), at('lower')];
  return {
    id,
    title,
    key,
    declared: true,
    questions,
    cursor,
    opening: { position: { t, op, dir } },
    views: views.map((view) => ({
      name: /** @type {ViewName} */ (view.name),
      place: view.place,
      short: view.short,
      title: () => view.title,
    })),
    lower,
    shown: ({ panel }) => [...top, ...middle, panel],
    numbers: ({ panel }) => panel,
    leadsTo: (reference, _, { position }) => placeOf(reference, true, position),
    acts(reference, { model, position }, _, ask) {
      const lead = ask((lab) => lab.ownLead(reference));
      if (!lead) return null;
      const { label, setup } = lead;
      return {
        label,
        model: { ...model, own: setup.own },
        ...(lead.t === null ? {} : { position: { ...position, t: lead.t } }),
      };
    },
    grab: ({ reference }, view, page) =>
      handles.some((handle) => reference.startsWith(handle))
        ? dragNumber(reference, view, page)
        : null,
    stageLabel: () => stage,
    presets,
    groups,
  };
}

/** @type {LabDeclaration[]} */
export const declaredLabs = declared.map(declare);
