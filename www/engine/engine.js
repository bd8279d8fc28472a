/**
 * The engine as the page uses it: started once, configured with the page's model, rebuilt when it panics.
 *
 * Invariant: after `configure` the engine holds a model that ran; a model it refuses or dies of leaves the one before
 * in place, so that there is always a picture to draw.
 */
import init, * as built from '../wasm/unrolled.js';

/** @import {Piece} from './jobs.js' */
/** @import {Beside, EngineError, EngineModule, Lab, Model} from '../types.d.ts' */

/** The engine died while it was asked something; the message is the last thing it said. */
export class Panic extends Error {
  /** @param {string} said @param {Error} cause */
  constructor(said, cause) {
    super(said === '' ? cause.message : said, { cause });
    this.name = 'Panic';
  }
}

/**
 * @param {unknown} thrown
 * @returns {EngineError}
 */
export function explain(thrown) {
  if (thrown !== null && typeof thrown === 'object') {
    const { message, path } = /** @type {Partial<EngineError>} */ (thrown);
    if (typeof message === 'string') {
      return { message, path: typeof path === 'string' ? path : '' };
    }
  }
  return { message: String(thrown), path: '' };
}

/** Downloads the engine's program and makes it ready to run. */
async function compile() {
  const response = await fetch(new URL('../wasm/unrolled_bg.wasm', import.meta.url));
  // A host that does not name the file's type keeps the browser from compiling it while it comes.
  const named = response.headers.get('content-type')?.startsWith('application/wasm');
  if (named) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Downloads and starts the engine. */
export async function startEngine() {
  const compiled = await compile();
  await init({ module_or_path: compiled });
  return createEngine(/** @type {EngineModule} */ (/** @type {unknown} */ (built)), compiled);
}

/** @param {EngineModule} module @param {WebAssembly.Module} compiled */
export function createEngine(module, compiled) {
  const schema = module.schema();
  let lab = new module.Lab();
  /** @type {{model: Model, beside: Beside} | null} the last model that ran */
  let good = null;

  /** The trained models that have come: a new engine is given them again. @type {import('./models.js').Model[]} */
  const models = [];

  /** What was trained in the page last: a new engine is given it again. @type {Piece | null} */
  let learned = null;

  /** @param {Piece} piece */
  const learn = ({ params, ...piece }) => lab.learnTake(piece, params);

  /** @param {import('./models.js').Model} model */
  const hand = ({ name, card, weights }) => lab.giveModel(name, card, weights);

  /**
   * @param {Model} model
   * @param {Beside} beside
   */
  function configure(model, beside) {
    const summary = lab.configure({ ...model, ...beside });
    good = { model, beside };
    return summary;
  }

  /** A new engine with the last model that ran. */
  function rebuild() {
    lab = new module.Lab();
    for (const model of models) hand(model);
    if (learned) learn(learned);
    if (good) configure(good.model, good.beside);
  }

  /**
   * Asks the engine; what it refuses is thrown as it is, a death as a Panic, after which a new engine stands.
   * @template T
   * @param {(lab: Lab) => T} question
   * @returns {T}
   */
  function ask(question) {
    try {
      return question(lab);
    } catch (thrown) {
      if (!(thrown instanceof WebAssembly.RuntimeError)) throw thrown;
      rebuild();
      throw new Panic(module.lastPanic(), thrown);
    }
  }

  return {
    schema,
    defaults: module.defaults(),
    /** Its program, from which another one can be started. */
    compiled,
    ask,
    /** @param {string} text */
    readSequence: (text) => ask(() => module.readSequence(text)),
    /** Takes a trained model; one that is damaged is refused. @param {import('./models.js').Model} model */
    give(model) {
      ask(() => hand(model));
      models.push(model);
    },
    /** Those of these trained models that have come. @param {readonly (string | null)[]} names */
    given: (names) => models.filter(({ name }) => names.includes(name)),
    /** Begins a training in the page itself. @param {string} name */
    lesson: (name) => new module.Lesson(name),
    /** Takes what a training has come to. @param {Piece} piece */
    learn(piece) {
      const far = ask(() => learn(piece));
      learned = piece;
      return far;
    },
    /** @param {Model} model @param {Beside} beside */
    configure: (model, beside) => ask(() => configure(model, beside)),
    get good() {
      return good?.model ?? null;
    },
  };
}

/** @typedef {ReturnType<typeof createEngine>} Engine */
