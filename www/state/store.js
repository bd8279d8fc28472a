/**
 * The page's one state. It is frozen; every change makes a new one.
 *
 * Invariant: the model changes only through `command`, `undo`, `redo` and `reject`, so that undo is complete;
 * cursors, levels and views change through `point` and are not part of undo, except those a command sets itself and
 * those its model had no place for.
 */

/** @import {Model, State} from '../types.d.ts' */

/** @typedef {Partial<Omit<State, 'model'>>} Point cursors, levels, views */
/** @typedef {string | ((before: Model) => string)} Label what undo names; a function is told the model before the gesture */
/** @typedef {{from: Point, to: Point}} Moved where cursors stood and where the model put them */
/** @typedef {{label: string, model: Model, point: Point, moved?: Moved | undefined}} Step what a command replaced */

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
  /** @type {Step | null} what leads back to the model before the one of now */
  let latest = null;
  /** @type {Set<(state: State, before: State) => void>} */
  const listeners = new Set();

  /** @param {Partial<State>} patch */
  function replace(patch) {
    const before = state;
    state = freeze({ ...state, ...patch });
    for (const listener of listeners) listener(state, before);
  }

  /**
   * What the state has where another one says something.
   * @param {Point} point
   * @returns {Point}
   */
  const like = (point) =>
    Object.fromEntries(Object.entries(state).filter(([key]) => Object.hasOwn(point, key)));

  /** Whether the cursors still stand where the model put them. @param {Moved | undefined} moved */
  const untouched = (moved) =>
    moved !== undefined &&
    Object.entries(moved.to).every(
      ([key, value]) =>
        JSON.stringify(state[/** @type {keyof Point} */ (key)]) === JSON.stringify(value),
    );

  /**
   * @param {Step[]} from
   * @param {Step[]} to
   */
  function travel(from, to) {
    const step = from.pop();
    if (step === undefined) return null;
    gesture = null;
    const back = untouched(step.moved) ? step.moved?.from : undefined;
    const moved = back && { from: like(back), to: back };
    latest = { label: step.label, model: state.model, point: like(step.point), moved };
    to.push(latest);
    replace({ ...back, ...step.point, model: step.model });
    return step.label;
  }

  /** @param {Label} label @param {Model} before */
  const name = (label, before) => (typeof label === 'string' ? label : label(before));

  return {
    get state() {
      return state;
    },
    get canUndo() {
      return past.length > 0;
    },
    /** Whether a drag or a burst of typing is under way. */
    get moving() {
      return gesture !== null;
    },
    get canRedo() {
      return future.length > 0;
    },

    /**
     * Changes the model: one step of undo, or part of the step that the same `drag` began.
     * @param {Label} label what undo will name
     * @param {Model} model
     * @param {{drag?: string, point?: Point}} [options] `point` comes back with undo as well
     */
    command(label, model, { drag, point = {} } = {}) {
      const begun = drag !== undefined && drag === gesture ? past.at(-1) : undefined;
      const step = begun ?? { label: '', model: state.model, point: like(point) };
      latest = { ...step, label: name(label, step.model) };
      past = [...past.slice(0, begun ? -1 : undefined), latest];
      past = past.slice(-UNDO_LIMIT);
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
     * @param {Point} patch
     */
    point(patch) {
      replace(patch);
    },

    /**
     * Puts cursors where the model has them, after it changed. Undo brings them back with it, unless they were moved
     * since.
     * @param {Point} to
     */
    follow(to) {
      if (latest) {
        const from = untouched(latest.moved) ? latest.moved?.from : undefined;
        latest.moved = { from: from ?? like(to), to };
      }
      replace(to);
    },

    /**
     * Puts back the last model that worked, and forgets the command that broke it.
     * @param {Model} good
     */
    reject(good) {
      gesture = null;
      latest = null;
      const broken = past.at(-1)?.model === good ? past.at(-1) : undefined;
      if (broken) past = past.slice(0, -1);
      replace({ ...broken?.point, model: good });
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
