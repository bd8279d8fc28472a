/**
 * One frame of the page: the engine gets what the state says, pictures are painted, panels follow.
 *
 * Invariant: nothing here changes the state but what the engine refuses or puts in place.
 */
import { samePlace } from '../state/cursor.js';

/** @import {State} from '../types.d.ts' */
/** @import {Training} from '../engine/jobs.js' */
/** @import {createViewJobs} from '../engine/jobs.js' */
/** @import {Page, Panels} from './panels.js' */
/** @import {createSpeech} from './speech.js' */

/**
 * @param {Page & {
 *   panels: Panels,
 *   speech: ReturnType<typeof createSpeech>,
 *   viewJobs: ReturnType<typeof createViewJobs>,
 *   training: Training,
 * }} page
 */
export function createCycle(page) {
  const { store, session, screen, commands, focus, player, preferences, panels, speech } = page;
  /** @type {State | null} */
  let shown = null;
  /** What the pictures were painted with in focus. @type {string | null} */
  let lit = null;
  /** Everything must be shown anew, whatever the state says. */
  let anew = true;
  /** The lab that is wanted waits for the rest of the page. */
  let waits = false;

  /** What is on screen stays until the engine knows the lab that is wanted. */
  function wait() {
    if (waits) return;
    waits = true;
    panels.overlays.fetchRest();
  }

  /** @param {State} state @param {boolean} changed */
  function paint(state, changed) {
    // The focus may have gone and come back, to a number that is stepped for one.
    const pointed = focus.reference !== lit;
    lit = focus.reference;
    const stage = panels.stages.now;
    if (changed || pointed) stage.invalidate();
    stage.paint(state, preferences.theme);
    panels.inspector.paint();
    const moved = shown !== null && !samePlace(shown.position, state.position);
    if (moved && commands.stepsTo(state.position)) stage.travel?.(player.pace);
  }

  return {
    /** The next frame shows everything anew. */
    refresh() {
      anew = true;
    },
    /**
     * Pictures first: naming a font on a canvas makes the browser work out all styles that the panels have changed.
     */
    frame() {
      if (!session.serves()) return wait();
      waits = false;
      session.configure();
      session.settle();
      const { state } = store;
      const before = shown;
      const changed = state !== before || anew;
      paint(state, changed);
      screen.show(anew);
      shown = state;
      anew = false;
      panels.light();
      if (before === null) speech.note();
      else if (changed) speech.tell(state, before);
      page.viewJobs.next(state);
      page.training.next(state, session.summary);
      document.documentElement.dataset.ready = 'true';
      return undefined;
    },
  };
}
