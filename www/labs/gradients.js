/** The Gradients lab: why do long chains vanish or explode? */
import { gradientWords as said } from '../words/gradients.js';
import { words } from '../words/words.js';
import { gradientPresets } from './gradient_presets.js';
import { groupsOf } from './groups.js';

/**
 * @import {Cursor, Drag, Grabbing, How, LabDeclaration, Questions, Study, Summary, Timeline, ViewName} from '../types.d.ts'
 */

/** Pictures that are of the model, not of a study. */
const OF_THE_MODEL = new Set(['history', 'motion', 'vector']);

/** @type {Questions} */
export const studyQuestions = {
  paint: (lab, { k }, view, context, frame, focus) =>
    !OF_THE_MODEL.has(view) && lab.paintStudy(view, context, frame, k, focus),
  table: (lab, { k }, view) => lab.studyTable(view, k),
  csv: (lab, { k }, view) => lab.studyCsv(view, k),
  formula: (lab, { k, notation }, level) => lab.studyFormula(k, { level, notation }),
  chain: () => [],
  sentence: (lab, { k }, verbosity, was = null) => lab.studySentence(k, verbosity, was),
  number: (lab, { k }) => lab.studyNumber(k),
  inspect: (lab, { k }, reference) => lab.studyInspect(reference, k),
};

/** @param {{summary: Summary}} session */
const stepsOf = ({ summary }) => summary.study?.T ?? 1;

/** The moments of a study: as many as there are factors, the same list as long as there are as many. */
let moments = /** @type {Timeline} */ ({
  steps: 0,
  forward: [],
  backward: [],
  lossAt: [],
});

/** How the transport walks k. @type {Record<How, (k: number, T: number) => number>} */
const MOVES = {
  first: () => 1,
  previousStep: (k) => k - 1,
  previous: (k) => k - 1,
  next: (k) => k + 1,
  nextStep: (k) => k + 1,
  last: (_, T) => T,
  turn: (k) => k,
};

/** @type {Cursor} */
export const studyCursor = {
  of: ({ k }) => ({ t: k, op: 'k', dir: 'f' }),
  to: ({ t }) => ({ k: t }),
  names: said.places,
  timeline(session) {
    const steps = stepsOf(session);
    if (moments.steps !== steps) moments = { ...moments, steps };
    return moments;
  },
  move(_, { k }, how, session) {
    const T = stepsOf(session);
    const moved = MOVES[how](k, T);
    return { t: Math.min(Math.max(moved, 1), T), op: 'k', dir: 'f' };
  },
  /** A product of all factors stays one of all. */
  settle({ k }, summary, before) {
    const [T, was] = [stepsOf({ summary }), before.study?.T];
    const wanted = k > T || (k === was && was !== T) ? T : k;
    return wanted === k ? null : { k: wanted };
  },
};

/** @param {string} reference @returns {number | null} */
function factorsOf(reference) {
  const k = /^(?:k|factor)\.(\d+)$/.exec(reference)?.[1];
  return k === undefined ? null : Math.max(Number(k), 1);
}

/**
 * The bracket follows the pointer to the nearest state or point.
 * @param {ViewName} view
 * @param {Grabbing} page
 * @returns {Drag}
 */
function dragK(view, { ask, point, state }) {
  const from = state().k;
  return {
    move(x) {
      const k = Math.max(ask((lab) => lab.studyK(view, x)) ?? 1, 1);
      if (k !== state().k) point({ k });
    },
    end(kept) {
      if (!kept) point({ k: from });
    },
  };
}

/**
 * An eigenvalue, or the ring of ρ, in the complex plane. It is always moved from where the drag began.
 * @param {string} reference
 * @param {Grabbing} page
 * @returns {Drag}
 */
function dragOnPlane(reference, { ask, state, change, settle }) {
  const { model } = state();
  const label = reference === 'rho' ? said.dragRing : said.dragEigenvalue;
  /** @param {Study} grad */
  const put = (grad) => change(label, { ...state().model, grad }, `drag ${reference}`);
  return {
    upright: true,
    move(x, y) {
      const grad = ask((lab) => lab.studyDrag(model.grad, reference, x, y));
      if (grad) put(grad);
    },
    end(kept) {
      if (!kept) put(model.grad);
      settle();
    },
  };
}

/**
 * The threshold follows the pointer, in whichever part of the picture it is held.
 * @param {Grabbing} page
 * @returns {Drag}
 */
function dragThreshold({ ask, state, change, settle }) {
  const { model } = state();
  /** @param {number} tau */
  const put = (tau) =>
    change(said.dragThreshold, { ...state().model, clip: { ...model.clip, tau } }, 'drag tau');
  return {
    upright: true,
    move(x, y) {
      const tau = ask((lab) => lab.studyThreshold(x, y));
      if (tau) put(Number(tau.toPrecision(3)));
    },
    end(kept) {
      if (!kept) put(model.clip.tau);
      settle();
    },
  };
}

/**
 * A seed draws everything anew, a start is taken as the base matrix.
 * @type {NonNullable<LabDeclaration['acts']>}
 */
function studyActs(reference, { model }) {
  const seed = /^seed\.(\d+)$/.exec(reference)?.[1];
  const base = /^start\.(orth|identity|gauss|glorot|uniform)$/.exec(reference)?.[1];
  /** @param {string} label @param {Partial<Study>} change */
  const act = (label, change) => ({
    label,
    model: { ...model, grad: { ...model.grad, ...change } },
  });
  if (seed !== undefined) return act(said.seedTaken(seed), { seed: Number(seed) });
  return base === undefined ? null : act(said.baseTaken, { source: 'matrix', base });
}

/** @type {LabDeclaration} */
export const gradients = {
  id: 'gradients',
  title: words.labTitles.gradients,
  key: '4',
  studies: true,
  owns: ['grad', 'clip'],
  questions: studyQuestions,
  cursor: studyCursor,
  opening: {},
  views: [
    { name: 'chain', place: 'top', short: said.chainShort, title: () => said.chain },
    {
      name: 'decay',
      place: 'middle',
      short: said.decayShort,
      title: (_, __, { steps }) => said.decay(steps),
    },
    { name: 'plane', place: 'middle', short: said.planeShort, title: () => said.plane },
    {
      name: 'factors',
      place: 'lower',
      short: said.factorsShort,
      title: ({ k }) => said.factors(k),
    },
    { name: 'matrix', place: 'lower', short: said.matrix },
    { name: 'forward', place: 'lower', short: said.forward },
    {
      name: 'starts',
      place: 'lower',
      gradual: 'shown',
      short: said.starts,
    },
    { name: 'alone', place: 'lower', gradual: 'shown', short: said.alone },
    { name: 'clip', place: 'lower', gradual: 'shown', short: said.clip },
  ],
  lower: ['factors', 'matrix', 'forward', 'starts', 'alone', 'clip'],
  shown: ({ panel }) => ['chain', 'decay', 'plane', panel],
  // The slider of ρ is what this lab is about.
  sheet: 'controls',
  numbers: ({ panel }) => panel,
  leadsTo(reference) {
    const k = factorsOf(reference);
    return k === null ? null : { t: k, op: 'k', dir: 'f' };
  },
  acts: studyActs,
  pieces: {
    kind: 'study',
    of: ({ model }) => model,
    found: (lab, view) => lab.studyFound(view),
    piece: (lab, view, after) => lab.studyPiece(view, after),
    take: (lab, view, piece) => lab.studyTake(view, piece),
  },
  grab({ reference }, view, page) {
    if (view === 'plane' && /^(eig\.|rho$)/.test(reference)) return dragOnPlane(reference, page);
    if (view === 'clip' && reference === 'clip.tau') return dragThreshold(page);
    if (view === 'chain' || view === 'decay') return dragK(view, page);
    return null;
  },
  stageLabel: (_, { study }) => said.stageLabel(study?.T ?? 0),
  presets: gradientPresets,
  groups: groupsOf('matrix', 'presets', 'study', 'compare', 'clip'),
};
