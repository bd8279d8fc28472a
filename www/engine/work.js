/**
 * Long work beside the page: the page's end of the worker.
 *
 * Invariant: one job at a time; of a job that was stopped or replaced nothing is heard any more, and of one that is
 * paused nothing until it goes on: pieces that were on their way wait. A worker that cannot
 * start is not asked again: whoever needs the work does it on the page.
 */

/** @import {Asked, Here, Next, Said} from './desk.js' */

/**
 * @typedef {object} Job
 * @property {number} id
 * @property {(next: Next) => void} piece
 * @property {() => void} failed
 * @property {Next[] | null} waiting what came while it is paused
 */

/** What the page needs of a worker. @typedef {Pick<Worker, 'postMessage' | 'addEventListener'>} Hand */

/** @returns {Hand} */
const hire = () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });

/** @param {{compiled?: WebAssembly.Module, worker?: () => Hand}} [how] `compiled`: the engine's program */
export function createWork({ compiled, worker = hire } = {}) {
  /** @type {Hand | null} */
  let hand = null;
  let broken = false;
  /** @type {Job | null} */
  let job = null;
  let last = 0;
  /** @type {(() => void)[]} who waits for the worker to be there, or to be given up */
  const waiting = [];
  let here = false;

  function settle() {
    here = true;
    for (const done of waiting.splice(0)) done();
  }

  function fail() {
    const now = job;
    job = null;
    now?.failed();
  }
  function lose() {
    broken = true;
    settle();
    fail();
  }

  /** @param {Said | Here} said */
  function hear(said) {
    if (said.say === 'here') return settle();
    if (said.id !== job?.id) return;
    if (said.say === 'piece' && job.waiting) job.waiting.push(said.next);
    else if (said.say === 'piece') job.piece(said.next);
    else if (said.say === 'error') fail();
    else job = null;
    return undefined;
  }

  function handNow() {
    if (hand !== null || broken) return hand;
    try {
      hand = worker();
      hand.addEventListener('message', (event) =>
        hear(/** @type {MessageEvent<Said | Here>} */ (event).data),
      );
      hand.addEventListener('error', lose);
      hand.postMessage({ ask: 'begin', compiled });
    } catch {
      lose();
    }
    return hand;
  }

  return {
    /** Fetches the worker before there is work; comes back when it is there, or there is none. */
    ahead() {
      handNow();
      return here
        ? Promise.resolve()
        : new Promise((/** @type {(value?: undefined) => void} */ done) => waiting.push(done));
    },
    /**
     * Begins a job in the place of any other.
     * @param {{kind: string, [more: string]: unknown}} what
     * @param {{piece: (next: Next) => void, failed: () => void}} heard `failed`: it cannot be done there
     * @returns {{pause: () => void, goOn: () => void, stop: () => void} | null} null where there is no worker
     */
    start(what, { piece, failed }) {
      const to = handNow();
      if (to === null || broken) return null;
      last += 1;
      const id = last;
      /** @type {Job} */
      const now = { id, piece, failed, waiting: null };
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
          for (const next of came) piece(next);
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

/** @typedef {ReturnType<typeof createWork>} Work */
