/**
 * Long work, from the page's end: what takes longer than a frame is found a piece at a time by the worker, or, where
 * there is none, by the page's own engine, a piece a frame; the pieces are the same.
 *
 * Invariant: one job at a time in the worker; of a job that was stopped or replaced nothing is heard any more, and of one
 * that is paused nothing until it goes on: pieces that were on their way wait. Once it is whole, paused or stopped, no
 * frame is asked for. A worker that cannot start is not asked again.
 */
import { labOf } from '../labs/labs.js';

/** @import {LabDeclaration, Learnable, Lesson, Pieces, Progress, State, Summary, View, ViewName} from '../types.d.ts' */
/** @import {Engine} from './engine.js' */
/** @import {Asked, Here, Next, Said} from './job_queue.js' */
/** @import {Session} from './session.js' */
/** @typedef {{params: Float32Array, [more: string]: unknown}} Piece weights, and what they came to */
/** @typedef {(how: 'begin' | 'pause' | 'goOn' | 'stop' | 'useLearned' | 'useShipped') => void} Act */
/** What the page needs of a worker. @typedef {Pick<Worker, 'postMessage' | 'addEventListener'>} Hand */
/** @typedef {{piece: (next: Next) => void, failed: () => void}} Heard `failed`: it cannot be done there */

/** @returns {Hand} */
const hire = () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });

/**
 * The worker, hired when it is first needed.
 * @param {{compiled?: () => WebAssembly.Module | null, worker?: () => Hand}} [how] `compiled`: the engine's program
 */
export function createWorkerClient({ compiled = () => null, worker = hire } = {}) {
  /** @type {Hand | null} */
  let hand = null;
  let broken = false;
  /** `waiting`: what came while it is paused. @type {({id: number, waiting: Next[] | null} & Heard) | null} */
  let job = null;
  let last = 0;
  /** @type {() => void} the worker is there, or is given up */
  let arrive = () => undefined;
  const here = new Promise((/** @type {(value?: undefined) => void} */ done) => {
    arrive = done;
  });

  function fail() {
    const now = job;
    job = null;
    now?.failed();
  }
  function lose() {
    broken = true;
    arrive();
    fail();
  }

  /** @param {Said | Here} said */
  function hear(said) {
    if (said.say === 'here') arrive();
    else if (said.id !== job?.id) return;
    else if (said.say === 'piece' && job.waiting) job.waiting.push(said.next);
    else if (said.say === 'piece') job.piece(said.next);
    else if (said.say === 'error') fail();
    else job = null;
  }

  function handNow() {
    if (hand !== null || broken) return hand;
    try {
      hand = worker();
      hand.addEventListener('message', (event) =>
        hear(/** @type {MessageEvent<Said | Here>} */ (event).data),
      );
      hand.addEventListener('error', lose);
      hand.postMessage({ ask: 'begin', compiled: compiled() ?? undefined });
    } catch {
      lose();
    }
    return hand;
  }

  return {
    /** Fetches the worker before there is work; comes back when it is there, or there is none. */
    ahead() {
      handNow();
      return here;
    },
    /**
     * Begins a job in the place of any other.
     * @param {{kind: string, [more: string]: unknown}} what
     * @param {Heard} heard
     * @returns {{pause: () => void, goOn: () => void, stop: () => void} | null} null where there is no worker
     */
    start(what, heard) {
      const to = handNow();
      if (to === null || broken) return null;
      last += 1;
      const id = last;
      const now = { id, ...heard, waiting: /** @type {Next[] | null} */ (null) };
      job = now;
      /** @param {Asked} asked */
      const post = (asked) => to.postMessage(asked);
      post({ ...what, ask: 'start', id });
      return {
        pause() {
          now.waiting ??= [];
          post({ ask: 'pause', id });
        },
        goOn() {
          const came = now.waiting ?? [];
          now.waiting = null;
          for (const next of came) heard.piece(next);
          post({ ask: 'goOn', id });
        },
        stop() {
          if (job?.id === id) job = null;
          post({ ask: 'stop', id });
        },
      };
    },
  };
}

/** @typedef {ReturnType<typeof createWorkerClient>} WorkerClient */

/**
 * @typedef {object} Task what is found a piece at a time
 * @property {() => {kind: string, [more: string]: unknown}} what what the worker is told of it
 * @property {() => boolean} onPage whether only the engine of the page has what is needed
 * @property {(after: number) => Next | null} piece the next piece, found on the page; null where it cannot be
 * @property {(next: Next) => {found: number, of: number} | null} take takes a piece; null where it does not fit
 */
/**
 * @template {Task} T
 * @typedef {{task: T, found: number, of: number, how: Progress['how'], hand: ReturnType<WorkerClient['start']>}} Job
 */

/**
 * One job that is begun, paused, gone on with, and ended.
 * @template {Task} T
 * @param {{
 *   worker: WorkerClient,
 *   show: (job: Job<T> | null) => void,
 *   found: (whole: boolean) => void,
 * }} page `found`: there is more to show, or all of it
 */
function createJob({ worker, show, found }) {
  /** @type {Job<T> | null} */
  let now = null;

  /** @param {Job<T>} job @param {Progress['how']} how */
  function become(job, how) {
    job.how = how;
    show(job);
  }

  /** @param {Job<T>} job @param {Next} next */
  function take(job, next) {
    if (job !== now) return;
    const taken = job.task.take(next);
    // An engine that does not hold what came before can take nothing more of it.
    if (taken === null || taken.found < next.found) {
      job.hand?.stop();
      become(job, 'stopped');
      return;
    }
    Object.assign(job, { found: taken.found, of: taken.of });
    const whole = job.found >= job.of;
    become(job, whole ? 'whole' : job.how);
    found(whole);
  }

  /** Has the pieces found that are still missing. @param {Job<T>} job */
  function start(job) {
    const { task } = job;
    const heard = {
      piece: (/** @type {Next} */ next) => take(job, next),
      failed() {
        job.hand = null;
        if (job === now) found(false);
      },
    };
    const what = { ...task.what(), found: job.found, of: job.of };
    job.hand = task.onPage() ? null : worker.start(what, heard);
    become(job, 'running');
  }

  return {
    get now() {
      return now;
    },
    /**
     * @param {T} task
     * @param {{found: number, of: number}} far
     * @param {boolean} atOnce or when it is asked for
     */
    begin(task, far, atOnce) {
      now = { task, found: far.found, of: far.of, how: 'running', hand: null };
      if (now.found >= now.of) become(now, 'whole');
      else if (atOnce) start(now);
      else become(now, now.found === 0 ? 'offered' : 'stopped');
    },
    /** Ends it, and forgets it. */
    drop() {
      now?.hand?.stop();
      if (now) show(null);
      now = null;
    },
    /** At the end of a frame: where the page finds the pieces, the next one. */
    step() {
      if (now?.how !== 'running' || now.hand !== null) return;
      const next = now.task.piece(now.found);
      if (next === null) become(now, 'stopped');
      else take(now, next);
    },
    pause() {
      if (now?.how !== 'running') return;
      now.hand?.pause();
      become(now, 'paused');
    },
    /** Goes on where it was paused or stopped. */
    goOn() {
      if (now === null) return;
      if (now.how === 'paused') {
        become(now, 'running');
        now.hand?.goOn();
      } else if (now.how === 'stopped' || now.how === 'offered') start(now);
      found(false);
    },
    stop() {
      if (now?.how !== 'running' && now?.how !== 'paused') return;
      now.hand?.stop();
      now.hand = null;
      become(now, 'stopped');
      found(true);
    },
  };
}

/**
 * Views that are found a piece at a time while one of them is on screen; some begin only once they are asked for.
 *
 * Invariant: what is found belongs to what is on screen; another model, view or lab ends the work.
 * @param {{
 *   ask: Session['ask'],
 *   worker: WorkerClient,
 *   given: () => Record<string, unknown>,
 *   summary: () => Summary,
 *   moving: () => boolean,
 *   found: (whole: boolean) => void,
 *   show: (view: ViewName, progress: Progress | null) => void,
 * }} page `given`: what an engine must be given to hold what the page shows; `moving`: a setting is being moved
 */
export function createViewJobs({ ask, worker, given, summary, moving, found, show }) {
  /** @type {ViewName | null} */
  let seen = null;
  /** @type {ReturnType<typeof createJob<Task & {view: ViewName, about: unknown}>>} */
  const job = createJob({
    worker,
    found,
    show(now) {
      seen = now?.task.view ?? seen;
      if (seen) show(seen, now && { found: now.found, of: now.of, how: now.how });
    },
  });

  /** @param {View} view @param {Pieces} pieces @param {unknown} about */
  const taskOf = ({ name: view }, pieces, about) => ({
    view,
    about,
    what: () => ({ ...given(), kind: pieces.kind, view }),
    onPage: () => pieces.isHere?.(summary()) ?? false,
    piece: (/** @type {number} */ after) => ask((lab) => pieces.piece(lab, view, after)),
    take: (/** @type {Next} */ { piece }) => ask((lab) => pieces.take(lab, view, piece)),
  });

  /** What is to be found of what is on screen. @param {State} state @param {LabDeclaration} lab */
  function wanted(state, { views, pieces, shown }) {
    const there = shown(state);
    const view = views.find(({ name, gradual }) => gradual && there.includes(name));
    const about = pieces?.of(state, summary()) ?? null;
    return view && pieces && about !== null ? { view, pieces, about } : null;
  }

  return {
    pause: job.pause,
    goOn: job.goOn,
    stop: job.stop,
    /** At the end of a frame. @param {State} state */
    next(state) {
      const what = wanted(state, labOf(state.lab));
      const task = job.now?.task;
      if (task && (task.view !== what?.view.name || task.about !== what.about)) job.drop();
      if (what === null || moving()) return;
      const { view, pieces, about } = what;
      if (job.now === null) {
        const far = ask((lab) => pieces.found(lab, view.name)) ?? { found: 0, of: 0 };
        job.begin(taskOf(view, pieces, about), far, view.gradual === 'shown');
      }
      job.step();
    },
  };
}

/**
 * Training in the page, from fresh weights; those answer from the first piece on.
 *
 * Invariant: what is trained belongs to the model on screen; another model or lab ends it, with what it has come to.
 * @param {{
 *   engine: Pick<Engine, 'lesson' | 'learn'>,
 *   worker: WorkerClient,
 *   ask: Session['ask'],
 *   changed: () => void,
 *   show: (progress: Progress | null, words: string) => void,
 * }} page `changed`: other weights answer
 */
export function createTraining({ engine, worker, ask, changed, show }) {
  /** What can be trained now. @type {Learnable | null} */
  let offered = null;
  /** What it has come to. */
  let words = '';
  /** @type {ReturnType<typeof createJob<Task & {name: string}>>} */
  const job = createJob({
    worker,
    found: changed,
    show: (now) => show(now && { found: now.found, of: now.of, how: now.how }, now ? words : ''),
  });

  /** @param {string} name */
  function taskOf(name) {
    /** @type {Lesson | null} */
    let lesson = null;
    return {
      name,
      what: () => ({ kind: 'learn', name }),
      onPage: () => false,
      piece: () =>
        ask(() => {
          lesson ??= engine.lesson(name);
          return lesson.piece();
        }),
      take(/** @type {Next} */ { piece, found, of }) {
        const taken = ask(() => engine.learn(/** @type {Piece} */ (piece)));
        words = taken?.words ?? words;
        return taken && { found, of };
      },
    };
  }

  /** @param {boolean} learned */
  function prefer(learned) {
    const name = offered?.name;
    if (name === undefined) return;
    ask((lab) => lab.learnPrefer(name, learned));
    changed();
  }

  return {
    pause: job.pause,
    goOn: job.goOn,
    stop: job.stop,
    useLearned: () => prefer(true),
    useShipped: () => prefer(false),
    begin() {
      if (offered === null) return;
      job.now?.hand?.stop();
      words = '';
      job.begin(taskOf(offered.name), { found: 0, of: offered.updates }, true);
      prefer(true);
    },
    /** At the end of a frame. @param {State} state @param {Summary} summary */
    next(state, { translation }) {
      offered = (state.lab === 'attention' && translation?.learns) || null;
      if (job.now && job.now.task.name !== offered?.name) {
        job.stop();
        job.drop();
      }
      job.step();
    },
  };
}

/** @typedef {ReturnType<typeof createTraining>} Training */
