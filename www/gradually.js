/**
 * Views that are found a piece at a time: while one is on screen and nothing moves, a piece a frame until it is whole.
 *
 * Invariant: once it is whole, or out of sight, no frame is asked for.
 */
import { labOf } from './labs/labs.js';

/** @typedef {import('./types.d.ts').State} State */
/** @typedef {import('./types.d.ts').ViewName} ViewName */

/**
 * @param {{
 *   ask: import('./session.js').Session['ask'],
 *   moving: () => boolean,
 *   found: (whole: boolean) => void,
 * }} page `moving`: a setting is being moved; `found`: there is more to show, or all of it
 */
export function createGradually({ ask, moving, found }) {
  /** What was whole last: the model and the view. @type {{model: State['model'], view: ViewName} | null} */
  let whole = null;

  /** @param {State} state */
  function viewOf({ lab: id, ...state }) {
    const lab = labOf(id);
    const shown = lab.shown({ lab: id, ...state });
    return lab.views.find(({ name, gradual }) => gradual && shown.includes(name))?.name;
  }

  return {
    /** At the end of a frame. @param {State} state */
    next(state) {
      const view = viewOf(state);
      const known = whole?.model === state.model && whole.view === view;
      if (view === undefined || known || moving()) return;
      const now = ask((lab) => lab.studyMore(view));
      if (now === null || now.found >= now.of) whole = { model: state.model, view };
      found(whole?.model === state.model && whole.view === view);
    },
  };
}

/** @typedef {ReturnType<typeof createGradually>} Gradually */
