/**
 * The engine as the page uses it: started once, configured with the page's model, rebuilt when it panics.
 *
 * Two programs answer: one for the first screen, which is small, and the whole one, which takes its place.
 *
 * Invariant: after `configure` the engine holds a model that ran; a model it refuses or dies of leaves the one before
 * in place, so that there is always a picture to draw.
 */

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

/** @typedef {{module: EngineModule, compiled: WebAssembly.Module}} Program */

/** @param {URL} address */
async function compile(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status}: ${address.pathname}`);
  // A host that does not name the file's type keeps the browser from compiling it while it comes.
  const named = response.headers.get('content-type')?.startsWith('application/wasm');
  if (named) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/**
 * Makes a program ready to run.
 * @param {Promise<{default: (how: {module_or_path: WebAssembly.Module}) => Promise<unknown>}>} glue
 * @param {URL} address
 * @returns {Promise<Program>}
 */
async function load(glue, address) {
  const [built, compiled] = await Promise.all([glue, compile(address)]);
  await built.default({ module_or_path: compiled });
  return { module: /** @type {EngineModule} */ (/** @type {unknown} */ (built)), compiled };
}

const loadFirst = () =>
  load(import('../wasm/first.js'), new URL('../wasm/first_bg.wasm', import.meta.url));
const loadWhole = () =>
  load(import('../wasm/unrolled.js'), new URL('../wasm/unrolled_bg.wasm', import.meta.url));

/** Downloads and starts the engine. @param {boolean} first whether what answers for the first screen is enough */
export async function startEngine(first) {
  return first ? createEngine(await loadFirst(), null) : createEngine(await loadWhole());
}

/**
 * @param {Program} program
 * @param {Program | null} [whole] the whole one, where it is here
 */
export function createEngine(program, whole = program) {
  let { module } = program;
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
    /** Its whole program, from which another one can be started; null while it has not come. */
    get compiled() {
      return whole?.compiled ?? null;
    },
    /** Whether it answers for every lab, and not only for the first screen. */
    get isWhole() {
      return whole !== null;
    },
    /** Has the whole engine go on with what this one holds. */
    async grow() {
      if (whole !== null) return;
      const come = await loadWhole();
      ({ module } = come);
      whole = come;
      rebuild();
    },
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
