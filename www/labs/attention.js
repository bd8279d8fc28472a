/** The Attention lab: what does a trained decoder look at? */
import { attentionWords as said } from '../words/attention.js';
import { words } from '../words/words.js';
import { attentionPresets } from './attention_presets.js';
import { groupsOf } from './groups.js';

/** @import {Cursor, Drag, Grabbing, Lab, LabDeclaration, Questions, Summary, Timeline} from '../types.d.ts' */

/**
 * An answer of the engine, once the trained weights have come.
 * @template T
 * @param {Lab} lab
 * @param {() => T} question
 */
const once = (lab, question) => (lab.isTranslated() ? question() : null);

/** Pictures that are of the model, not of a translation. */
const OF_THE_MODEL = new Set(['history', 'motion', 'vector']);

/** @type {Questions} */
export const translationQuestions = {
  paint: (lab, { position, unit }, view, context, frame, focus) =>
    !OF_THE_MODEL.has(view) && lab.paintTranslation(view, context, frame, position, focus, unit),
  table: (lab, { position, unit }, view) =>
    once(lab, () => lab.translationTable(view, position, unit)),
  csv: (lab, { position, unit }, view) =>
    once(lab, () => lab.translationCsv(view, position, unit)) ?? '',
  formula: (lab, { position, notation, unit }, level) =>
    once(lab, () => lab.translationFormula(position, unit, { level, notation })),
  chain: (lab, { position, notation }) =>
    once(lab, () => lab.translationChain(position, notation)) ?? [],
  sentence: (lab, { position, unit }, verbosity) =>
    once(lab, () => lab.translationSentence(position, unit, verbosity)) ??
    lab.translationMissing() ??
    said.waiting,
  inspect: (lab, { position, unit }, reference) =>
    once(lab, () => lab.translationInspect(reference, position, unit)),
};

/** Before there is a translation. @type {Timeline} */
const NOTHING = { steps: 1, forward: [], backward: [], lossAt: [true] };

/** @type {Cursor} */
export const translationCursor = {
  of: ({ position }) => position,
  to: (position) => ({ position }),
  names: said.places,
  timeline: ({ summary }) => summary.translation?.answered?.timeline ?? NOTHING,
  move: (lab, { position }, how) => once(lab, () => lab.translationMove(position, how)) ?? position,
  resolve: (lab, position) => once(lab, () => lab.translationResolve(position)) ?? position,
  units({ translation }) {
    const { positions = Infinity, source = [] } = translation?.answered ?? {};
    const signs = source.map(({ sign }) => sign);
    return { count: positions, label: signs.length > 0 ? said.position : said.state, signs };
  },
};

/**
 * A weight is dragged up or down; its row is always rescaled from what it was when the drag began.
 * @param {string} reference
 * @param {Grabbing} page
 * @returns {Drag | null}
 */
function dragWeight(reference, { ask, state, change, settle }) {
  const { attn } = state().model;
  const row = ask((lab) => lab.translationRow(reference));
  if (!row) return null;
  /** @type {number | null} */
  let from = null;
  /** @param {typeof attn} now */
  const put = (now) => change(said.dragged, { ...state().model, attn: now }, `drag ${reference}`);
  return {
    upright: true,
    move(_, y) {
      const start = from ?? y;
      from = start;
      const now = ask((lab) => lab.translationDrag(attn, reference, row, start, y));
      if (now) put(now);
    },
    end(kept) {
      if (!kept && state().model.attn !== attn) put(attn);
      settle();
    },
  };
}

/** @param {Summary} summary */
const answerOf = ({ translation }) => translation?.answered?.answer;

/** @type {LabDeclaration} */
export const attention = {
  id: 'attention',
  title: words.labTitles.attention,
  key: '6',
  translates: true,
  owns: ['attn'],
  questions: translationQuestions,
  cursor: translationCursor,
  opening: { position: { t: 7, op: 'weights', dir: 'f' }, unit: 1 },
  views: [
    { name: 'answer', place: 'top', short: said.answer },
    {
      name: 'attention',
      place: 'middle',
      short: said.heatShort,
      title: ({ model: { attn } }, _, __, { translation }) => {
        if (attn.model === 'hand') return said.byHand;
        if (attn.model === 'alone') return said.heatAlone;
        if (attn.attention === 'off') return said.bridge;
        if (attn.against === 'nothing') return said.heat;
        return translation?.compared ? said.difference(attn) : said.nothingToCompare(attn);
      },
    },
    { name: 'mattered', place: 'middle', short: said.mattered, title: () => said.matteredLong },
    {
      name: 'look',
      place: 'lower',
      short: said.look,
      title: ({ model, position }) =>
        model.attn.model === 'alone' ? said.lookAlone(position.t) : said.lookAt(position.t),
    },
    { name: 'ribbons', place: 'lower', short: said.ribbons, title: () => said.ribbonsLong },
    {
      name: 'lengths',
      place: 'lower',
      gradual: 'asked',
      short: said.lengths,
      title: () => said.lengthsLong,
    },
    { name: 'versus', place: 'lower', short: said.versus, title: () => said.versusLong },
    { name: 'curve', place: 'lower', short: said.curve, title: () => said.curveLong },
    { name: 'vectors', place: 'lower', short: said.vectors, title: () => said.vectorsLong },
  ],
  lower: ['look', 'ribbons', 'lengths', 'versus', 'curve'],
  shown({ panel, model: { attn } }) {
    if (attn.model === 'hand') return ['attention', 'vectors'];
    const isDouble = attn.mattered && attn.model === 'pair';
    return isDouble ? ['answer', 'attention', 'mattered', panel] : ['answer', 'attention', panel];
  },
  sheet: 'controls',
  numbers: () => 'attention',
  leadsTo(reference, _, { position }) {
    const t =
      /^(?:weights|words|mattered|scores|raw|masked|placed|query|key|value|context|output|probs|given)\.t(\d+)/.exec(
        reference,
      )?.[1];
    return t === undefined ? null : { ...position, t: Number(t) };
  },
  unitOf: (lab, reference) => once(lab, () => lab.translationUnit(reference)) ?? undefined,
  pieces: {
    kind: 'lengths',
    of: ({ model: { attn } }, { translation }) =>
      (translation?.answered?.other ?? null) === null
        ? null
        : [attn.task, attn.score, attn.temperature, translation?.changes].join(),
    isHere: ({ translation }) => translation?.learned ?? false,
    found: (lab) => lab.translationFound(),
    piece: (lab, _, after) => lab.translationPiece(after),
    take: (lab, _, piece) => lab.translationTake(piece),
  },
  grab: ({ reference }, view, page) =>
    view === 'attention' &&
    reference.startsWith('weights.') &&
    page.state().model.attn.against === 'nothing'
      ? dragWeight(reference, page)
      : null,
  stageLabel({ model }, summary) {
    const answer = answerOf(summary);
    if (model.attn.model === 'hand') return said.stageByHand;
    if (answer !== undefined) return said.stageLabel(answer);
    return summary.translation?.learns?.ships === false ? said.untrained : said.stageWaiting;
  },
  presets: attentionPresets,
  groups: groupsOf('reading', 'presets', 'translation', 'learning', 'inside', 'forcing'),
};
