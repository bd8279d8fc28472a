/**
 * One frame of the page: what each panel shows follows from the state, the focus and the person's preferences.
 *
 * Invariant: nothing here changes the state; panels are brought up to date only where what they show has changed.
 */

import { labOf, unitsOf } from '../labs/labs.js';
import { samePlace, standing } from '../state/cursor.js';
import { attentionWords } from '../words/attention.js';
import { words } from '../words/words.js';
import { rootFontSize } from './frame.js';
import { createHeard } from './last_spoken.js';

/** @import {Gradually} from '../engine/gradually.js' */
/** @import {Learning} from '../engine/learning.js' */
/** @import {Models} from '../engine/models.js' */
/** @import {Page, Panels} from './panels.js' */
/** @import {LabDeclaration, Sequence, State, Summary} from '../types.d.ts' */

/** The factors of a product have nothing written on them. */
const UNLABELLED = { labels: [], marks: [] };

/** Whether a lab is about the current model itself. @param {LabDeclaration} lab */
const isOfModel = ({ studies, translates }) => !(studies || translates);

/** What is said of what a lab looks at. @param {LabDeclaration} lab @param {Summary} summary */
function outlineOf(lab, summary) {
  if (lab.studies) return summary.study;
  return lab.translates ? summary.translation?.answered : summary;
}

/** What is written on the steps. @param {LabDeclaration} lab @param {Summary} summary */
function labelled(lab, summary) {
  if (isOfModel(lab)) return summary;
  const output = summary.translation?.answered?.output ?? [];
  if (output.length === 0) return UNLABELLED;
  return {
    labels: output.map(({ sign }) => sign),
    marks: output.map(({ doubtful }) => doubtful),
  };
}

/** Made sequences longer than this are not written out. */
const MOST_ROWS = 60;

/**
 * @param {Page & {
 *   panels: Panels,
 *   keyboard: {held: boolean},
 *   gradually: Gradually,
 *   learning: Learning,
 *   models: Models,
 * }} page
 */
export function createScreen(page) {
  const { store, session, questions, commands, panels, focus, player, preferences, live } = page;
  const { notices, keyboard } = page;
  const { ask } = session;
  /** @type {State | null} */
  let shown = null;
  /** What the pictures were painted with in focus. @type {string | null} */
  let lit = null;
  /** What the chain of operations was shown for. */
  let chained = '';
  /** What is said of the moment, and how its formula is read. */
  let worded = { said: '', spoken: '' };
  const heard = createHeard({ questions, place: () => store.state.k });
  /** Everything must be shown anew, whatever the state says. */
  let fresh = true;

  /**
   * The numbers the network reads; null where they are none of a person's, or too many to show one by one.
   * @param {Sequence} seq
   * @returns {number[][] | null}
   */
  function numbersOf(seq) {
    if (seq.kind === 'numbers') return seq.rows;
    if (seq.kind === 'text' || session.summary.T > MOST_ROWS) return null;
    const run = ask((it) => it.document());
    if (run === null) return null;
    /** @type {{x?: number[][][]}} */
    const { x } = JSON.parse(run);
    return x?.[0] ?? null;
  }

  /** @param {State} state */
  function showModel(state) {
    const { lab: id, model, unit, pair } = state;
    const same =
      shown?.lab === id &&
      shown.model === model &&
      shown.unit === unit &&
      shown.pair === pair &&
      // What is forced is forced at the output looked at.
      (shown.position === state.position || !labOf(id).translates);
    if (same && !fresh) return;
    const { summary } = session;
    if (shown?.model.seq !== state.model.seq || shown.model.seed !== state.model.seed) {
      panels.sequence.update(state, numbersOf(state.model.seq));
    }
    const lab = labOf(state.lab);
    panels.controls.update(state, summary, lab);
    for (const panel of panels.own) panel.update(state.model, summary);
    const wanted = summary.translation?.models.filter((name) => name !== null) ?? [];
    if (lab.glimpses) page.models.wantIdly(wanted[0] ?? '');
    else page.models.want(wanted);
    panels.region.offer(lab);
    const said = outlineOf(lab, summary)?.notices ?? [];
    if (said.length === 0) notices.drop('model');
    else notices.show({ id: 'model', text: said.join(' '), kind: 'note' });
    showOverflow(isOfModel(lab) ? summary.overflow : null);
  }

  /** Where numbers end, and the ways on from there. @param {Summary['overflow']} overflow */
  function showOverflow(overflow) {
    if (overflow === null) return notices.drop('overflow');
    const { text, position } = overflow;
    const there = position && {
      label: words.goThere,
      act: () => commands.stand(position),
      stays: true,
    };
    const undo = store.canUndo && { label: words.undoLast, act: () => commands.travel('undo') };
    const actions = [there, undo].filter((action) => action !== null && action !== false);
    notices.show({ id: 'overflow', text, kind: 'error', actions });
    return undefined;
  }

  /** @param {State} state */
  function showMoment(state) {
    const lab = labOf(state.lab);
    const { summary } = session;
    const timeline = lab.cursor.timeline(session);
    const place = standing(timeline, lab.cursor.of(state));
    const said = questions.sentence('normal');
    const formula = questions.formula(state.level, panels.equation.changing);
    panels.transport.update(state.level, labelled(lab, summary), said, lab.cursor.names);
    panels.stages.now.update(state, {
      titles: lab.views.map(({ title, note }) => ({
        title: title(state, place.op, place, session.summary),
        note: note?.(place.index, place.count) ?? '',
      })),
      label: lab.stageLabel(state, summary),
    });
    if (formula) {
      panels.equation.update(state, formula, {
        said,
        units: unitsOf(lab, summary),
      });
      panels.equation.paint((context, size, reference) => {
        const frame = { ...size, theme: preferences.theme, fontSize: rootFontSize() };
        return questions.paint('vector', context, frame, reference);
      });
    }
    showChain(state);
    worded = { said, spoken: formula?.words ?? '' };
    panels.bar.update(lab.id, outlineOf(lab, summary)?.chip ?? '', store);
    speak(state, said);
  }

  /**
   * The operations of the step, in letters: they stay while only numbers change.
   * @param {State} state
   */
  function showChain(state) {
    const { lab, notation } = state;
    const { cursor } = labOf(lab);
    const position = cursor.of(state);
    const { model, attention, task, score, scaled, temperature } = state.model.attn;
    const kind = [model, attention, task, score, scaled, temperature === 1];
    const ops = [...kind, session.summary.translation?.models].join();
    const now = [lab, session.shape, position.t, position.op, position.dir, notation, ops].join();
    if (now === chained && !fresh) return;
    const chain = questions.chain();
    if (chain === null) return;
    chained = now;
    const { forward, backward } = cursor.timeline(session);
    const titles = new Map([...forward, ...backward].map((op) => [op.id, op.title]));
    panels.equation.updateChain({ ...state, position }, chain, (id) => titles.get(id) ?? id);
  }

  /** @param {State} state @param {string} said */
  function speak(state, said) {
    if (shown === null) {
      heard.note();
      return;
    }
    const lab = labOf(state.lab);
    const { cursor } = lab;
    const [before, now] = [cursor.of(shown), cursor.of(state)];
    const stays = shown.lab === state.lab && samePlace(before, now);
    if (lab.studies && shown.lab === state.lab && shown.model !== state.model) {
      live.speakWhenSettled(heard.change);
      return;
    }
    const answered = session.summary.translation?.answered;
    if (lab.translates && stays && answered && shown.model !== state.model) {
      live.speakWhenSettled(attentionWords.answered(answered.answer, answered.verdict));
      return;
    }
    heard.note();
    if (stays && shown.unit === state.unit) return;
    if (player.hurried && before.t === now.t) return;
    const verbosity = preferences.chosen.verbosity;
    const text = verbosity === 'normal' ? said : questions.sentence(verbosity) || said;
    if (keyboard.held) live.speakWhenSettled(text);
    else live.speak(text);
  }

  /** What the window and the styles know the lab by. @param {State} state */
  function nameThePage({ lab: id }) {
    const title = words.pageTitle(labOf(id).title);
    if (document.title === title) return;
    document.title = title;
    page.app.dataset.lab = id;
    panels.tabs.open(labOf(id).sheet ?? 'equation');
  }

  /** @param {State} state */
  function showFocus(state) {
    const reference = focus.reference;
    const { inspector, equation, values, inWords } = panels;
    const lab = labOf(state.lab);
    const what = questions.inspect(reference);
    if (what) {
      inspector.update(what, { reference, hasGradients: isOfModel(labOf(state.lab)) });
      panels.stages.now.tell(what, reference);
    }
    panels.transport.light(equation.light(reference), reference);
    panels.popover.update();
    const table = values.shown ? questions.table(lab.numbers(state)) : null;
    if (table) values.update(table, state, lab);
    if (values.shown) values.light(reference);
    if (inWords.shown) inWords.update(questions.sentence('full') || worded.said, worded.spoken);
  }

  return {
    /** The next frame shows everything anew. */
    refresh() {
      fresh = true;
    },
    /**
     * Pictures first: naming a font on a canvas makes the browser work out all styles that the panels have changed.
     */
    frame() {
      session.configure();
      session.settle();
      const { state } = store;
      const changed = state !== shown || fresh;
      // The focus may have gone and come back, to a number that is stepped for one.
      const pointed = focus.reference !== lit;
      lit = focus.reference;
      const stage = panels.stages.now;
      if (changed || pointed) stage.invalidate();
      stage.paint(state, preferences.theme);
      panels.inspector.paint();
      const moved = shown !== null && !samePlace(shown.position, state.position);
      if (moved && page.commands.stepsTo(state.position)) stage.travel(player.pace);
      if (changed) {
        showModel(state);
        showMoment(state);
        shown = state;
        fresh = false;
      }
      showFocus(state);
      nameThePage(state);
      page.gradually.next(state);
      page.learning.next(state, session.summary);
      document.documentElement.dataset.ready = 'true';
    },
  };
}
