/**
 * Training in the page: a model is trained from fresh weights by the worker, or, where there is none, by the page's own
 * engine, a piece a frame; the pieces are the same. Its weights answer from the first piece on.
 *
 * Invariant: what is trained belongs to the model on screen; another model or lab ends it, with what it has come to.
 */

/** @import {Next} from './desk.js' */
/** @import {Engine} from './engine.js' */
/** @import {Session} from './session.js' */
/** @import {Learnable, Lesson, Progress, State, Summary} from '../types.d.ts' */
/** @import {Work} from './work.js' */

/** @typedef {{params: Float32Array, [more: string]: unknown}} Piece weights, and what they came to */
/** @typedef {(how: 'begin' | 'pause' | 'goOn' | 'stop' | 'useLearned' | 'useShipped') => void} Act */

/**
 * @typedef {object} Job
 * @property {string} name
 * @property {number} found
 * @property {number} of
 * @property {Progress['how']} how
 * @property {string} words what it has come to
 * @property {ReturnType<Work['start']>} hand who finds the pieces; null: the page
 * @property {Lesson | null} lesson where the page does
 */

/**
 * @param {{
 *   engine: Pick<Engine, 'lesson' | 'learn'>,
 *   work: Work,
 *   ask: Session['ask'],
 *   changed: () => void,
 *   show: (progress: Progress | null, words: string) => void,
 * }} page `changed`: other weights answer
 */
export function createLearning({ engine, work, ask, changed, show }) {
  /** @type {Job | null} */
  let job = null;
  /** What can be trained now. @type {Learnable | null} */
  let offered = null;

  /** @param {Job} now @param {Progress['how']} how */
  function become(now, how) {
    now.how = how;
    show({ found: now.found, of: now.of, how }, now.words);
  }

  /** @param {Job} now @param {Next} next */
  function take(now, { piece, found, of }) {
    if (now !== job) return;
    const taken = ask(() => engine.learn(/** @type {Piece} */ (piece)));
    if (taken === null) {
      now.hand?.stop();
      become(now, 'stopped');
      return;
    }
    Object.assign(now, { found, of, words: taken.words });
    become(now, found >= of ? 'whole' : now.how);
    changed();
  }

  /** @param {boolean} learned */
  function prefer(learned) {
    const name = offered?.name;
    if (name === undefined) return;
    ask((lab) => lab.learnPrefer(name, learned));
    changed();
  }

  function stop() {
    if (job === null || job.how === 'whole' || job.how === 'stopped') return;
    job.hand?.stop();
    become(job, 'stopped');
    changed();
  }

  return {
    /** At the end of a frame. @param {State} state @param {Summary} summary */
    next(state, { translation }) {
      offered = (state.lab === 'attention' && translation?.learns) || null;
      if (job === null) return;
      if (job.name !== offered?.name) {
        stop();
        job = null;
        show(null, '');
        return;
      }
      if (job.how !== 'running' || job.hand !== null) return;
      const now = job;
      const next = ask(() => {
        now.lesson ??= engine.lesson(now.name);
        return now.lesson.piece();
      });
      if (next === null) become(now, 'stopped');
      else take(now, next);
    },
    begin() {
      if (offered === null) return;
      job?.hand?.stop();
      const { name, updates: of } = offered;
      /** @type {Job} */
      const now = { name, found: 0, of, how: 'running', words: '', hand: null, lesson: null };
      job = now;
      now.hand = work.start(
        { kind: 'learn', name },
        {
          piece: (next) => take(now, next),
          failed() {
            now.hand = null;
            if (now === job) changed();
          },
        },
      );
      ask((lab) => lab.learnPrefer(name, true));
      become(now, 'running');
      changed();
    },
    pause() {
      if (job?.how !== 'running') return;
      job.hand?.pause();
      become(job, 'paused');
    },
    goOn() {
      if (job?.how !== 'paused') return;
      become(job, 'running');
      job.hand?.goOn();
      changed();
    },
    stop,
    useLearned: () => prefer(true),
    useShipped: () => prefer(false),
  };
}

/** @typedef {ReturnType<typeof createLearning>} Learning */
