/**
 * The labs that the engine declares. What they are called and consist of is written out by the build; what they say and
 * show is asked with the same questions of every one of them.
 */
import { declared } from '../wasm/labs.js';
import { placeOf } from './model.js';

/** @import {About, Cursor, Drag, Grabbing, LabDeclaration, Model, Panel, Pieces, Questions, Summary, ViewName} from '../types.d.ts' */

/** Pictures that are of the model, not of such a lab. */
const OF_THE_MODEL = new Set(['history', 'motion', 'vector']);

/** A text with the step and the number of steps in it. @param {string} text @param {number} at @param {number} of */
const filled = (text, at, of) => text.replace('{at}', String(at)).replace('{of}', String(of));

/** @param {Cursor['of']} of where the cursor stands @returns {Questions} */
const questionsAt = (of) => ({
  paint: (lab, state, view, context, frame, focus) =>
    !OF_THE_MODEL.has(view) && lab.ownPaint(view, context, frame, of(state), focus, state.unit),
  table: (lab, state, view) => lab.ownTable(view, of(state), state.unit),
  csv: (lab, state, view) => lab.ownCsv(view, of(state), state.unit),
  formula: (lab, state, level) =>
    lab.ownFormula(of(state), state.unit, { level, notation: state.notation }),
  chain: (lab, state) => lab.ownChain(of(state), state.notation),
  sentence: (lab, state, verbosity, was = null) =>
    lab.ownSentence(of(state), state.unit, verbosity, was),
  number: (lab, state) => lab.ownReading(of(state).t, 1)?.number ?? null,
  inspect: (lab, state, reference) => lab.ownInspect(reference, of(state), state.unit),
});

/** Before anything has been computed. @type {Cursor['timeline'] extends (...all: any) => infer T ? T : never} */
const NOTHING = { steps: 1, forward: [], backward: [], lossAt: [true] };

/** Steps through a network. @type {Cursor} */
const throughSteps = {
  of: ({ position }) => position,
  to: (position) => ({ position }),
  timeline: ({ ask }, { position }) => ask((lab) => lab.ownTimeline(position)) ?? NOTHING,
  move: (lab, { position }, how) => lab.ownMove(position, how),
  resolve: (lab, position) => lab.ownResolve(position),
};

/**
 * Steps through counts.
 * @param {NonNullable<About['counts']>} counts
 * @returns {Cursor}
 */
function throughCounts({ short, label, value }) {
  /** The same list as long as there are as many. */
  let moments = NOTHING;
  /** @type {Cursor['of']} */
  const of = ({ k }) => ({ t: k, op: 'k', dir: 'f' });
  /** @param {Summary} summary */
  const last = ({ own }) => own?.steps ?? 1;
  return {
    of,
    to: ({ t }) => ({ k: t }),
    names: { short, label, value: (at, most) => filled(value, at, most) },
    timeline({ ask }, state) {
      const now = ask((lab) => lab.ownTimeline(of(state))) ?? NOTHING;
      if (now.steps !== moments.steps) moments = now;
      return moments;
    },
    move: (lab, state, how) => lab.ownMove(of(state), how),
    /** The last stays the last. */
    settle({ k }, summary, before) {
      const [T, was] = [last(summary), last(before)];
      const wanted = k > T || (k === was && was !== T) ? T : k;
      return wanted === k ? null : { k: wanted };
    },
  };
}

/**
 * Something that is dragged in a picture: the engine says what becomes of what stood there when the drag began.
 * @param {{reference: string, view: ViewName, upright: boolean, cursor: Cursor, taken: (setup: Model) => Partial<Model>}} what
 * @param {Grabbing} page
 * @returns {Drag}
 */
function drag({ reference, view, upright, cursor, taken }, { ask, state, change, point, settle }) {
  const { model, ...before } = state();
  const from = cursor.of({ model, ...before });
  let label = '';
  /** @param {number} t */
  function stand(t) {
    const now = cursor.of(state());
    if (t !== now.t) point(cursor.to({ ...now, t }));
  }
  /** @param {Model} next */
  const put = (next) => change(label, next, `drag ${reference}`);
  return {
    upright,
    move(x, y) {
      const lead = ask((lab) => lab.ownDrag(model, view, reference, x, y));
      if (lead?.setup) {
        label = lead.label;
        put({ ...state().model, ...taken(lead.setup) });
      }
      if (lead?.t) stand(lead.t);
    },
    end(kept) {
      if (!kept && label !== '') put(model);
      if (!kept) stand(from.t);
      settle();
    },
  };
}

/** @type {Pieces} */
const pieces = {
  kind: 'view',
  of: ({ model }) => model,
  found: (lab, view) => lab.ownFound(view),
  piece: (lab, view, after) => lab.ownPiece(view, after),
  take: (lab, view, piece) => lab.ownTake(view, piece),
};

/** The parts of a setup that are a lab's own. @param {About} about @returns {(setup: Model) => Partial<Model>} */
const takenBy =
  ({ owns }) =>
  (setup) =>
    owns.length === 0
      ? { own: setup.own }
      : Object.fromEntries(owns.map((field) => [field, setup[field]]));

/** @param {About} about @returns {LabDeclaration} */
function declare(about) {
  const { id, key, title, stage, layout, owns, counts, sheet, presets, groups } = about;
  const [t, op, dir] = about.opening;
  const cursor = counts ? throughCounts(counts) : throughSteps;
  const taken = takenBy(about);
  const at = (/** @type {string} */ place) =>
    about.views
      .filter((view) => view.place === place)
      .map(({ name }) => /** @type {Panel} */ (name));
  const [top, middle, lower] = [at('top'), at('middle'), at('lower')];
  return {
    id,
    title,
    key,
    layout,
    declared: true,
    ...(owns.length > 0 && { owns }),
    ...(sheet && { sheet }),
    questions: questionsAt(cursor.of),
    cursor,
    opening: counts ? {} : { position: { t, op, dir } },
    views: about.views.map((view) => ({
      name: view.name,
      place: view.place,
      short: view.short,
      ...(view.gradual && { gradual: /** @type {const} */ ('shown') }),
      title: (state, _, { steps }) => filled(view.title, cursor.of(state).t, steps),
    })),
    lower,
    shown: ({ panel }) => [...top, ...middle, panel],
    numbers: ({ panel }) => panel,
    leadsTo(reference, _, state, ask) {
      const step = ask((lab) => lab.ownLead(reference))?.t;
      const now = cursor.of(state);
      return step ? { ...now, t: step } : counts ? null : placeOf(reference, true, now);
    },
    acts(reference, state, _, ask) {
      const lead = ask((lab) => lab.ownLead(reference));
      if (!lead?.setup) return null;
      const model = { ...state.model, ...taken(lead.setup) };
      const position = lead.t === null ? {} : { position: { ...state.position, t: lead.t } };
      return { label: lead.label, model, ...position };
    },
    pieces,
    grab({ reference }, name, page) {
      const view = about.views.find((each) => each.name === name);
      const handle = view?.handles.find(({ begins }) => reference.startsWith(begins));
      if (!handle) return null;
      return drag({ reference, view: name, upright: handle.upright, cursor, taken }, page);
    },
    stageLabel: (_, { own }) => filled(stage, 0, own?.steps ?? 0),
    presets,
    groups,
  };
}

/** @type {LabDeclaration[]} */
export const declaredLabs = declared.map(declare);

/** The one of this name. @param {string} id */
export function declaredLab(id) {
  const found = declaredLabs.find((lab) => lab.id === id);
  if (found === undefined) throw new Error(`no lab ${id}`);
  return found;
}
