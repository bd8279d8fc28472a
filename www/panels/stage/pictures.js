/** The pictures of a lab: a pane for each view, looked at and painted together. */
import { nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { mainView } from '../../labs/labs.js';
import { rootFontSize, timed } from '../../page/frame.js';
import { timeWords } from '../../words/time.js';
import { createCloseness } from './closeness.js';
import { createFold } from './fold.js';
import { createMotion } from './motion.js';
import { createPane } from './pane.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {Frame, LabDeclaration, PictureName, State, Theme, ViewName} from '../../types.d.ts' */
/** @import {StageTools} from './stage.js' */
/** @typedef {Parameters<typeof createPane>[1]} PaneActs */

/**
 * The steps of a view folding into one, where they can.
 * @param {Page} page
 * @param {{canvas: () => HTMLCanvasElement | undefined, changed: () => void}} picture
 */
function foldOf({ store, session, live }, { canvas, changed }) {
  return createFold({
    canvas,
    changed,
    set(folded) {
      store.point({ folded });
      live.speak(folded ? timeWords.foldedNow : timeWords.unfoldedNow(session.summary.T));
    },
  });
}

/**
 * @param {Page} page
 * @param {LabDeclaration} lab
 * @param {{
 *   acts: (name: ViewName) => Omit<PaneActs, 'buttons' | 'changed' | 'looking' | 'looked'>,
 *   inTitle: StageTools['inTitle'],
 *   litIn: (name: PictureName) => string | null,
 * }} how `litIn`: what is lit in a picture
 */
export function createPictures(page, lab, { acts, inTitle, litIn }) {
  const { store, session, screen, questions, request } = page;
  const mainName = mainView(lab);
  const main = lab.views.find(({ name }) => name === mainName);
  let dirty = true;
  /** Where the cursor was last seen to stand. */
  let stood = '';
  /** @type {Theme} */
  let theme = 'light';

  function changed() {
    dirty = true;
    request();
  }
  const panes = lab.views.map((view) =>
    createPane(view, {
      ...acts(view.name),
      buttons: view.name === mainName,
      changed,
      // Both cells are looked at alike.
      looking(sight) {
        for (const pane of panes) if (pane.name !== view.name) pane.zoom?.follow(sight);
      },
      looked(sight) {
        if (sight.zoom > 1) closeness.learn();
        store.point({ sight });
      },
    }),
  );
  /** @param {ViewName} name */
  const paneOf = (name) => panes.find((pane) => pane.name === name);
  const mainPane = () => paneOf(mainName);
  const shown = () => panes.filter(({ size }) => size.width > 0 && size.height > 0);
  const closeness = createCloseness(page, { view: main, pane: mainPane });
  const fold = main?.folds ? foldOf(page, { canvas: () => mainPane()?.canvas, changed }) : null;
  const motion = createMotion({
    paint: (context, size) =>
      paintView('motion', context, { ...size, ...paneOf('cell')?.zoom?.frame }),
  });
  paneOf('cell')?.box.append(motion.element);

  /**
   * @param {PictureName} name
   * @param {CanvasRenderingContext2D} context
   * @param {Pick<Frame, 'width' | 'height' | 'ratio' | 'progress' | 'zoom' | 'panX' | 'panY'>} size
   */
  function paintView(name, context, size) {
    const folds = name === mainName && fold !== null ? { folded: fold.share } : {};
    const frame = { ...size, ...folds, theme, fontSize: rootFontSize() };
    questions.paint(name, context, frame, litIn(name));
  }

  return {
    mainName,
    panes,
    paneOf,
    shown,
    closeness,
    changed,
    /** The cursor went one operation on. */
    travel: motion.start,
    /** Whether one has looked closer, into single steps. */
    get isDeep() {
      return closeness.deepens && (mainPane()?.zoom?.zoomed ?? false);
    },
    /** The title bars. @param {ViewName | null} alone the view that fills the stage */
    entitle(alone) {
      const { state, place, summary } = screen;
      lab.views.forEach(({ name, short, title, note }, at) => {
        const isMain = name === mainName;
        panes[at]?.update({
          title: title?.(state, place.op, place, summary) ?? short,
          note: note?.(place.index, place.count) ?? '',
          alone: name === alone,
          fold: isMain && fold ? fold.button(state.folded) : nothing,
          hint: isMain ? closeness.hint(state.folded) : nothing,
          tools: guard([name], () => inTitle(name, short)),
        });
      });
    },
    /** How closely the pictures are looked at, and that the cursor is in sight. @param {State} state */
    look(state) {
      const { summary } = session;
      for (const { zoom } of panes) {
        if (main?.most) zoom?.limit(main.most(summary));
        zoom?.show(state.sight);
      }
      fold?.update(state.folded);
      const here = main?.here?.(state, summary);
      const now = here ? `${here.from} ${here.to}` : '';
      if (here && now !== stood) mainPane()?.zoom?.reveal(here.from, here.to);
      stood = now;
    },
    /** Everything must be painted anew. @param {boolean} [_all] even what nothing has changed of */
    invalidate(_all) {
      dirty = true;
    },
    /** @param {State} state @param {Theme} now */
    paint(state, now) {
      theme = now;
      if (!dirty || state.table) return;
      dirty = false;
      closeness.approach(state);
      timed('unrolled:paint', () => {
        for (const { name, canvas, size, zoom } of shown()) {
          const context = canvas.getContext('2d');
          if (context !== null) paintView(name, context, { ...size, ...zoom?.frame });
        }
      });
    },
  };
}

/** @typedef {ReturnType<typeof createPictures>} Pictures */
