/**
 * The page's one state. It is frozen; every change makes a new one.
 *
 * Invariant: the model changes only through `command`, `undo`, `redo` and `reject`, so that undo is complete;
 * cursors, levels and views change through `point` and are not part of undo.
 */

/** @typedef {import('./types.d.ts').State} State */
/** @typedef {import('./types.d.ts').Model} Model */
/** @typedef {{label: string, model: Model}} Step a model and the command that replaced it */

/** How many commands can be undone. */
export const UNDO_LIMIT = 100;

/**
 * @template T
 * @param {T} value
 * @returns {T}
 */
function freeze(value) {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
  return value;
}

/** @param {State} initial */
export function createStore(initial) {
  let state = freeze({ ...initial });
  /** @type {Step[]} */
  let past = [];
  /** @type {Step[]} */
  let future = [];
  /** @type {string | null} the drag or burst of typing that is under way */
  let gesture = null;
  /** @type {Set<(state: State, before: State) => void>} */
  const listeners = new Set();

  /** @param {Partial<State>} patch */
  function replace(patch) {
    const before = state;
    state = freeze({ ...state, ...patch });
    for (const listener of listeners) listener(state, before);
  }

  /**
   * @param {Step[]} from
   * @param {Step[]} to
   */
  function travel(from, to) {
    const step = from.pop();
    if (step === undefined) return null;
    gesture = null;
    to.push({ label: step.label, model: state.model });
    replace({ model: step.model });
    return step.label;
  }

  return {
    get state() {
      return state;
    },
    get canUndo() {
      return past.length > 0;
    },
    get canRedo() {
      return future.length > 0;
    },

    /**
     * Changes the model: one step of undo, or part of the step that the same `drag` began.
     * @param {string} label what undo will name
     * @param {Model} model
     * @param {{drag?: string, point?: Partial<Omit<State, 'model'>>}} [options]
     */
    command(label, model, { drag, point } = {}) {
      const goesOn = drag !== undefined && drag === gesture;
      if (!goesOn) past = [...past, { label, model: state.model }].slice(-UNDO_LIMIT);
      gesture = drag ?? null;
      future = [];
      replace({ ...point, model });
    },

    /** Ends a drag: what comes next is a step of its own. */
    settle() {
      gesture = null;
    },

    /**
     * Moves a cursor or changes how things are shown.
     * @param {Partial<Omit<State, 'model'>>} patch
     */
    point(patch) {
      replace(patch);
    },

    /**
     * Puts back the last model that worked, and forgets the command that broke it.
     * @param {Model} good
     */
    reject(good) {
      gesture = null;
      if (past.at(-1)?.model === good) past = past.slice(0, -1);
      replace({ model: good });
    },

    /** @returns {string | null} the label of what was undone */
    undo: () => travel(past, future),
    /** @returns {string | null} the label of what was done again */
    redo: () => travel(future, past),

    /** @param {(state: State, before: State) => void} listener */
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** @typedef {ReturnType<typeof createStore>} Store */
