/**
 * Views that are found a piece at a time: while one is on screen its pieces come from the worker, or, where there is
 * none, one a frame from the page's own engine; they are the same.
 *
 * Invariant: what is found belongs to the model on screen; another model, view or lab ends the work. Once it is whole,
 * paused or stopped, or out of sight, no frame is asked for.
 */
import { labOf } from './labs/labs.js';

/** @typedef {import('./types.d.ts').State} State */
/** @typedef {import('./types.d.ts').ViewName} ViewName */
/** @typedef {import('./types.d.ts').Progress} Progress */
/** @typedef {import('./desk.js').Next} Next */

/**
 * @typedef {object} Job
 * @property {State['model']} model
 * @property {ViewName} view
 * @property {number} found
 * @property {number} of
 * @property {Progress['how']} how
 * @property {ReturnType<import('./work.js').Work['start']>} hand who finds the pieces; null: the page
 */

/**
 * @param {{
 *   ask: import('./session.js').Session['ask'],
 *   work: import('./work.js').Work,
 *   config: (state: State) => import('./types.d.ts').Config,
 *   moving: () => boolean,
 *   found: (whole: boolean) => void,
 *   show: (view: ViewName, progress: Progress | null) => void,
 * }} page `config`: what an engine must be given to hold what the page shows; `moving`: a setting is being moved;
 *   `found`: there is more to show, or all of it
 */
export function createGradually({ ask, work, config, moving, found, show }) {
  /** @type {Job | null} */
  let job = null;

  /** @param {State} state */
  function viewOf(state) {
    const lab = labOf(state.lab);
    const shown = lab.shown(state);
    return lab.views.find(({ name, gradual }) => gradual && shown.includes(name))?.name;
  }

  /** @param {Job} now @param {Progress['how']} how */
  function become(now, how) {
    now.how = how;
    show(now.view, { found: now.found, of: now.of, how });
  }

  /** @param {Job} now @param {Next} next */
  function take(now, next) {
    if (now !== job) return;
    const taken = ask((lab) => lab.studyTake(now.view, next.piece));
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

  /** @param {State} state @param {ViewName} view @returns {Job} */
  function begin(state, view) {
    const { found: from, of } = ask((lab) => lab.studyFound(view)) ?? { found: 0, of: 0 };
    /** @type {Job} */
    const now = { model: state.model, view, found: from, of, how: 'running', hand: null };
    if (from >= of) become(now, 'whole');
    else {
      const what = { kind: 'study', config: config(state), view, found: from, of };
      now.hand = work.start(what, {
        piece: (next) => take(now, next),
        failed() {
          now.hand = null;
          if (now === job) found(false);
        },
      });
      become(now, 'running');
    }
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
      const view = viewOf(state);
      if (job && (job.view !== view || job.model !== state.model)) drop();
      if (view === undefined || moving()) return;
      job ??= begin(state, view);
      const now = job;
      if (now.how !== 'running' || now.hand !== null) return;
      const next = ask((lab) => lab.studyPiece(view, now.found));
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
        job.hand?.goOn();
        become(job, 'running');
      } else if (job.how === 'stopped') job = null;
      found(false);
    },
    stop() {
      if (job === null || job.how === 'whole') return;
      job.hand?.stop();
      job.hand = null;
      become(job, 'stopped');
      found(true);
    },
  };
}

/** @typedef {ReturnType<typeof createGradually>} Gradually */
