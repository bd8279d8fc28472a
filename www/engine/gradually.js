/**
 * Views that are found a piece at a time: while one is on screen its pieces come from the worker, or, where there is
 * none, one a frame from the page's own engine; they are the same. Some begin only once they are asked for.
 *
 * Invariant: what is found belongs to what is on screen; another model, view or lab ends the work. Once it is whole,
 * paused or stopped, or out of sight, no frame is asked for.
 */
import { labOf } from '../labs/labs.js';

/** @import {Next} from './desk.js' */
/** @import {Session} from './session.js' */
/** @import {Config, Pieces, Progress, State, Summary, View, ViewName} from '../types.d.ts' */
/** @import {Work} from './work.js' */

/**
 * @typedef {object} Job
 * @property {unknown} about what it belongs to
 * @property {Pieces} pieces
 * @property {ViewName} view
 * @property {number} found
 * @property {number} of
 * @property {Progress['how']} how
 * @property {ReturnType<Work['start']>} hand who finds the pieces; null: the page
 */

/**
 * @param {{
 *   ask: Session['ask'],
 *   work: Work,
 *   job: () => {config: Config, [more: string]: unknown},
 *   summary: () => Summary,
 *   moving: () => boolean,
 *   found: (whole: boolean) => void,
 *   show: (view: ViewName, progress: Progress | null) => void,
 * }} page `job`: what an engine must be given to hold what the page shows; `moving`: a setting is being moved;
 *   `found`: there is more to show, or all of it
 */
export function createGradually({ ask, work, job: given, summary, moving, found, show }) {
  /** @type {Job | null} */
  let job = null;

  /** @param {State} state */
  function wanted(state) {
    const lab = labOf(state.lab);
    const shown = lab.shown(state);
    const view = lab.views.find(({ name, gradual }) => gradual && shown.includes(name));
    const about = lab.pieces?.of(state, summary()) ?? null;
    if (view === undefined || lab.pieces === undefined || about === null) return null;
    return { view, about, pieces: lab.pieces };
  }

  /** @param {Job} now @param {Progress['how']} how */
  function become(now, how) {
    now.how = how;
    show(now.view, { found: now.found, of: now.of, how });
  }

  /** @param {Job} now @param {Next} next */
  function take(now, next) {
    if (now !== job) return;
    const taken = ask((lab) => now.pieces.take(lab, now.view, next.piece));
    // An engine that does not hold what came before can take nothing more of it.
    if (taken === null || taken.found < next.found) {
      now.hand?.stop();
      become(now, 'stopped');
      return;
    }
    now.found = taken.found;
    const whole = taken.found >= taken.of;
    become(now, whole ? 'whole' : now.how);
    found(whole);
  }

  /** Has the pieces found that are still missing. @param {Job} now */
  function start(now) {
    const what = {
      ...given(),
      kind: now.pieces.kind,
      view: now.view,
      found: now.found,
      of: now.of,
    };
    now.hand = now.pieces.isHere?.(summary())
      ? null
      : work.start(what, {
          piece: (next) => take(now, next),
          failed() {
            now.hand = null;
            if (now === job) found(false);
          },
        });
    become(now, 'running');
  }

  /** @param {{view: View, about: unknown, pieces: Pieces}} what @returns {Job} */
  function begin({ view: { name: view, gradual }, about, pieces }) {
    const { found: from, of } = ask((lab) => pieces.found(lab, view)) ?? { found: 0, of: 0 };
    /** @type {Job} */
    const now = { about, pieces, view, found: from, of, how: 'running', hand: null };
    if (from >= of) become(now, 'whole');
    else if (gradual === 'shown') start(now);
    else become(now, from === 0 ? 'offered' : 'stopped');
    return now;
  }

  function drop() {
    job?.hand?.stop();
    if (job) show(job.view, null);
    job = null;
  }

  return {
    /** At the end of a frame. @param {State} state */
    next(state) {
      const what = wanted(state);
      if (job && (job.view !== what?.view.name || job.about !== what.about)) drop();
      if (what === null || moving()) return;
      job ??= begin(what);
      const now = job;
      if (now.how !== 'running' || now.hand !== null) return;
      const next = ask((lab) => now.pieces.piece(lab, now.view, now.found));
      if (next === null) become(now, 'stopped');
      else take(now, next);
    },
    pause() {
      if (job?.how !== 'running') return;
      job.hand?.pause();
      become(job, 'paused');
    },
    /** Goes on where it was paused or stopped. */
    goOn() {
      if (job === null) return;
      if (job.how === 'paused') {
        become(job, 'running');
        job.hand?.goOn();
      } else if (job.how === 'stopped' || job.how === 'offered') start(job);
      found(false);
    },
    stop() {
      if (job?.how !== 'running' && job?.how !== 'paused') return;
      job.hand?.stop();
      job.hand = null;
      become(job, 'stopped');
      found(true);
    },
  };
}

/** @typedef {ReturnType<typeof createGradually>} Gradually */
