/**
 * One frame of the page: what each panel shows follows from the state, the focus and the person's preferences.
 *
 * Invariant: nothing here changes the state; panels are brought up to date only where what they show has changed.
 */
import { samePlace, standing } from './cursor.js';
import { rootFontSize } from './frame.js';
import { lab } from './opening.js';
import { words } from './words.js';

/** @typedef {import('./types.d.ts').State} State */
/** @typedef {import('./types.d.ts').Summary} Summary */
/** @typedef {import('./types.d.ts').Sequence} Sequence */

/** Made sequences longer than this are not written out. */
const MOST_ROWS = 60;

/**
 * @param {import('./panels.js').Page & {
 *   panels: import('./panels.js').Panels,
 *   keyboard: {held: boolean},
 * }} page
 */
export function createScreen(page) {
  const { store, session, commands, panels, focus, player, preferences, live, notices, keyboard } =
    page;
  const { ask } = session;
  /** @type {State | null} */
  let shown = null;
  /** What the pictures were painted with in focus. @type {string | null} */
  let lit = null;
  /** What the chain of operations was shown for. */
  let chained = '';
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
    const { model, unit, pair } = state;
    const same = shown?.model === model && shown.unit === unit && shown.pair === pair;
    if (same && !fresh) return;
    const { summary } = session;
    if (shown?.model.seq !== state.model.seq || shown.model.seed !== state.model.seed) {
      panels.sequence.update(state, numbersOf(state.model.seq));
    }
    panels.controls.update(state, summary);
    for (const panel of panels.own) panel.update(state.model, summary);
    if (summary.notices.length === 0) notices.drop('model');
    else notices.show({ id: 'model', text: summary.notices.join(' '), kind: 'note' });
    showOverflow(summary.overflow);
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
    const { position, unit, level, notation } = state;
    const { summary, timeline } = session;
    const place = standing(timeline, position);
    const said = ask((it) => it.sentence(position, unit, 'normal')) ?? '';
    const kept = panels.equation.changing;
    const formula = ask((it) => it.formula(position, { level, notation, unit, kept }));
    const titles = new Map(
      [...timeline.forward, ...timeline.backward].map((op) => [op.id, op.title]),
    );
    panels.transport.update(state, summary, said);
    panels.stage.update(state, {
      titles: lab.views.map(({ title, name }) => ({
        title: title(state, place.op, place),
        note: name === 'cell' ? words.opCount(place.index, place.count) : '',
      })),
      label: words.stageLabel(words.cells[state.model.cell] ?? state.model.cell, summary.T),
    });
    if (formula) {
      panels.equation.update(state, formula, { said, H: summary.H });
      panels.equation.paint((context, size, reference) =>
        paintVector(state, context, size, reference),
      );
    }
    showChain(state, titles);
    const full = ask((it) => it.sentence(position, unit, 'full')) ?? said;
    panels.inWords.update(full, formula?.words ?? '');
    panels.bar.update(summary.chip, store);
    speak(state, said);
  }

  /**
   * @param {State} state
   * @param {CanvasRenderingContext2D} context
   * @param {{width: number, height: number, ratio: number}} size
   * @param {string} reference
   * @returns {boolean} whether the engine has a picture of it
   */
  function paintVector({ position, unit, notation }, context, size, reference) {
    const frame = { ...size, theme: preferences.theme, fontSize: rootFontSize(), notation };
    return ask((it) => it.paint('vector', context, frame, position, reference, unit)) ?? false;
  }

  /**
   * The operations of the step, in letters: they stay while only numbers change.
   * @param {State} state
   * @param {Map<string, string>} titles
   */
  function showChain(state, titles) {
    const { position, notation } = state;
    const now = [session.shape, position.t, position.op, position.dir, notation].join();
    if (now === chained && !fresh) return;
    const chain = ask((it) => it.chain(position, notation));
    if (chain === null) return;
    chained = now;
    panels.equation.updateChain(state, chain, (id) => titles.get(id) ?? id);
  }

  /** @param {State} state @param {string} said */
  function speak(state, said) {
    if (shown === null) return;
    if (samePlace(shown.position, state.position) && shown.unit === state.unit) return;
    if (player.hurried && shown.position.t === state.position.t) return;
    const verbosity = preferences.chosen.verbosity;
    const text =
      verbosity === 'normal'
        ? said
        : (ask((it) => it.sentence(state.position, state.unit, verbosity)) ?? said);
    if (keyboard.held) live.speakWhenSettled(text);
    else live.speak(text);
  }

  /** @param {State} state */
  function showFocus(state) {
    const { position, unit, panel, pair } = state;
    const reference = focus.reference;
    const { inspector, equation, values } = panels;
    const what = ask((it) => it.inspect(reference, position, unit));
    if (what) {
      inspector.update(what, { reference });
      panels.stage.tell(what, reference);
    }
    panels.transport.light(equation.light(reference), reference);
    panels.popover.update();
    const table = values.shown
      ? ask((it) => it.table(pair ? 'pair' : panel, position, unit))
      : null;
    if (table) values.update(table, state);
    values.light(reference);
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
      if (changed || pointed) panels.stage.invalidate();
      panels.stage.paint(state, preferences.theme);
      panels.inspector.paint();
      const moved = shown !== null && !samePlace(shown.position, state.position);
      if (moved && page.commands.stepsTo(state.position)) panels.stage.travel(player.pace);
      if (changed) {
        showModel(state);
        showMoment(state);
        shown = state;
        fresh = false;
      }
      showFocus(state);
      document.documentElement.dataset.ready = 'true';
    },
  };
}
