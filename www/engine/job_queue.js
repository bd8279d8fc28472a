/**
 * Long work, as it is asked for and answered in messages. A worker has one queue; jobs of any kind go through it alike.
 *
 * To the worker:
 *
 * | message | means |
 * |---|---|
 * | `{ask: 'begin', compiled}` | the first of all: the engine's program, so that it is not fetched again |
 * | `{ask: 'start', id, kind, ...}` | begin a job of this kind, in the place of any other; the rest is what the job needs |
 * | `{ask: 'pause', id}`, `{ask: 'goOn', id}` | find no more pieces for now; go on |
 * | `{ask: 'stop', id}` | end it: what was found so far is the page's already |
 *
 * From the worker:
 *
 * | message | means |
 * |---|---|
 * | `{say: 'here'}` | the worker has all its files |
 * | `{say: 'piece', id, next}` | a piece, and how far it leads: `{piece, found, of}` |
 * | `{say: 'done', id}` | there are no more |
 * | `{say: 'error', id, message}` | it cannot be done here |
 *
 * Invariant: there is one job at most, and messages are read between any two pieces, so a job gives small pieces: nobody
 * waits longer than one of them for a pause or a stop.
 */

/** @typedef {{piece: unknown, found: number, of: number}} Next a piece, and how far it leads */
/** @typedef {{ask: 'start', id: number, kind: string, [more: string]: unknown}} Start */
/** @typedef {Start | {ask: 'pause' | 'goOn' | 'stop', id: number}} Asked what is asked of a job */
/** @typedef {{ask: 'begin', compiled: WebAssembly.Module | undefined}} Begin */
/** @typedef {{say: 'here'}} Here */
/**
 * @typedef {{say: 'piece', id: number, next: Next}
 *   | {say: 'done', id: number}
 *   | {say: 'error', id: number, message: string}} Said
 */

/**
 * @param {{
 *   kinds: Record<string, (job: any) => Iterator<Next>>,
 *   post: (said: Said) => void,
 *   later: (act: () => void) => void,
 * }} worker `kinds`: what each kind of job does; `later`: does something after the messages that wait have been read
 */
export function createJobQueue({ kinds, post, later }) {
  /** @type {{id: number, pieces: Iterator<Next>, paused: boolean} | null} */
  let job = null;
  let waiting = false;

  /** @param {number} id @param {unknown} thrown */
  function fail(id, thrown) {
    job = null;
    const { message = String(thrown) } = /** @type {{message?: string}} */ (thrown ?? {});
    post({ say: 'error', id, message });
  }

  function turn() {
    waiting = false;
    if (job === null || job.paused) return;
    const { id, pieces } = job;
    try {
      const { value, done } = pieces.next();
      if (done) {
        job = null;
        post({ say: 'done', id });
        return;
      }
      post({ say: 'piece', id, next: value });
    } catch (thrown) {
      fail(id, thrown);
      return;
    }
    goOn();
  }
  function goOn() {
    if (waiting) return;
    waiting = true;
    later(turn);
  }

  /** @param {Start} start */
  function begin({ id, kind, ...more }) {
    const pieces = kinds[kind];
    try {
      if (pieces === undefined) throw new Error(`no work called ${kind}`);
      job = { id, pieces: pieces(more), paused: false };
    } catch (thrown) {
      fail(id, thrown);
      return;
    }
    goOn();
  }

  return {
    /** @param {Asked} asked */
    take(asked) {
      if (asked.ask === 'start') begin(asked);
      else if (job?.id !== asked.id) return;
      else if (asked.ask === 'stop') job = null;
      else {
        job.paused = asked.ask === 'pause';
        goOn();
      }
    },
  };
}
