/**
 * The worker: an engine of its own beside the page's, for what takes longer than a frame. Its messages: job_queue.js.
 *
 * Invariant: it computes what the page's engine would from the same configuration, by the same code.
 */

import init, * as built from '../wasm/unrolled.js';
import { createJobQueue } from './job_queue.js';

/** @import {Asked, Begin} from './job_queue.js' */
/** @import {Model} from './models.js' */
/** @import {Config, EngineModule, ViewName} from '../types.d.ts' */

const module = /** @type {EngineModule} */ (/** @type {unknown} */ (built));
/** @type {Promise<unknown> | null} */
let ready = null;

/** What a lab shows that is found piece by piece, from where the page has come to. */
function* view(/** @type {{config: Config, view: ViewName, found: number, of: number}} */ job) {
  const lab = new module.Lab();
  lab.configure(job.config);
  let { found } = job;
  while (found < job.of) {
    const next = lab.ownPiece(job.view, found);
    found = next.found;
    yield next;
  }
}

/** How many texts of each length the models on screen answer exactly, from where the page has come to. */
function* lengths(/** @type {{config: Config, models: Model[], found: number, of: number}} */ job) {
  const lab = new module.Lab();
  for (const { name, card, weights } of job.models) lab.giveModel(name, card, weights);
  lab.configure(job.config);
  let { found } = job;
  while (found < job.of) {
    const next = lab.translationPiece(found);
    found = next.found;
    yield next;
  }
}

/** A training, from fresh weights to the end of its recipe. */
function* learn(/** @type {{name: string}} */ job) {
  const lesson = new module.Lesson(job.name);
  let next;
  do {
    next = lesson.piece();
    yield next;
  } while (next.found < next.of);
}

/** A message to itself comes after those that wait already, and at once, as a timer would not. */
const { port1, port2 } = new MessageChannel();
/** @type {(() => void)[]} */
const acts = [];
port1.onmessage = () => acts.shift()?.();

const queue = createJobQueue({
  kinds: { view, lengths, learn },
  post: (said) => postMessage(said),
  later(act) {
    acts.push(act);
    port2.postMessage(null);
  },
});

addEventListener('message', async ({ data }) => {
  /** @type {Asked | Begin} */
  const asked = data;
  if (asked.ask === 'begin') {
    ready = init({ module_or_path: asked.compiled });
    // Whoever asks for something next is told.
    ready.catch(() => undefined);
    postMessage({ say: 'here' });
    return;
  }
  try {
    await ready;
  } catch (thrown) {
    postMessage({ say: 'error', id: asked.id, message: String(thrown) });
    return;
  }
  queue.take(asked);
});
