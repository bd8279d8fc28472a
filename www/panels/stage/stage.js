/**
 * The stage: the lab's canvases, painted by the engine, with pointer and keyboard leading to the one focus reference.
 *
 * Invariant: the canvases are pictures only; everything on them is also reachable by keys (Enter, arrows) and as
 * tables (V).
 */

import { mainView, panelsOf } from '../../labs/labs.js';
import { rootFontSize, timed } from '../../page/frame.js';
import { timeWords } from '../../words/time.js';
import { words } from '../../words/words.js';
import { createChoice } from '../choice.js';
import { button, el, say, setAll } from '../element.js';
import { createCloseness } from './closeness.js';
import { createFold } from './fold.js';
import { createMenu } from './menu.js';
import { createMotion } from './motion.js';
import { createPane } from './pane.js';
import { createSecondCell } from './second_cell.js';
import { createTip } from './tip.js';
import { createWalk } from './walk.js';

/** @import {AskedHere} from '../../engine/questions.js' */
/** @import {Storage} from '../../state/storage.js' */
/**
 * @import {Drag, Frame, Grabbing, Hit, Inspection, Lab, LabDeclaration, Panel, PictureName, Position, Setting,
 *   Sight, State, Summary, Theme, ViewName} from '../../types.d.ts'
 */
/** @import {Box} from '../float.js' */
/** @import {Focus} from '../../page/focus.js' */
/** @import {Live} from '../../page/live.js' */
/** @import {Grid} from '../tables/table.js' */
/** @import {Item} from './menu.js' */
/** @import {Pointed} from './pane.js' */

/**
 * @param {{
 *   lab: LabDeclaration,
 *   questions: AskedHere,
 *   ask: <T>(question: (lab: Lab) => T) => T | null,
 *   focus: Focus,
 *   live: Live,
 *   stand: (position: Position) => void,
 *   state: () => State,
 *   chooseUnit: (unit: number) => void,
 *   setTable: (table: boolean) => void,
 *   setPanel: (panel: Panel) => void,
 *   setFolded: (folded: boolean) => void,
 *   act: (reference: string) => boolean,
 *   summary: () => Summary,
 *   setAlone: (view: ViewName | null) => void,
 *   look: (sight: Sight) => void,
 *   setValue: (reference: string, at: Box) => void,
 *   busy: () => boolean,
 *   thing: (reference: string, view: ViewName, at: Box) => Item[],
 *   tools: (view: ViewName, title: string) => Node[],
 *   request: () => void,
 *   storage: Storage,
 *   grid: () => Grid,
 *   grab: (hit: Hit, view: ViewName) => Drag | null,
 *   hands: Grabbing,
 *   open: (lab: string) => void,
 *   setting: (key: string) => Setting,
 * }} page `act`: does what a click on something does to the model, if anything; `busy`: something is open that must not be covered; `thing`: what can be done with one thing of a picture;
 *   `tools`: what stands in the title bar of a view
 */
export function createStage(page) {
  const { lab, questions, ask, focus, live, request } = page;
  const { views, lower: choices = [] } = lab;
  const main = views.find(({ name }) => name === mainView(lab));
  let dirty = true;
  /** Where the cursor was last seen to stand. */
  let stood = '';
  /** @type {Theme} */
  let theme = 'light';

  /**
   * The one view that fills the stage, where there is one.
   * @param {State} state
   * @returns {ViewName | null}
   */
  const aloneOf = (state) =>
    state.alone !== null && lab.shown(state).includes(state.alone) ? state.alone : null;

  const panes = views.map(({ name, short, zooms = false, map = false }) =>
    createPane({
      name,
      map,
      buttons: zooms && name === mainView(lab),
      zoom: (how) => zoomBy(how),
      title: short,
      tools: page.tools(name, short),
      hitAt: ({ offsetX, offsetY }) => ask((it) => it.hit(name, offsetX, offsetY)),
      hover: (pointed) => hover(name, pointed),
      leave: () => unhover(),
      select(pointed) {
        walk.stand(name);
        if (pointed) select(pointed.hit, name, pointed);
        else {
          focus.pin(null);
          tip.hide();
        }
        canvases.focus({ preventScroll: true });
      },
      open: (hit) => openValue(hit, name),
      menu: (hit) => openMenu(hit, name),
      grab: (hit) => page.grab(hit, name),
      zooms,
      // Both cells are looked at alike.
      looking(sight) {
        for (const pane of panes) if (pane.name !== name) pane.zoom?.follow(sight);
      },
      looked(sight) {
        if (sight.zoom > 1) closeness.learn();
        page.look(sight);
      },
      maximise: () => maximise(aloneOf(page.state()) === name ? null : name),
      changed() {
        dirty = true;
        request();
      },
    }),
  );
  /** @param {ViewName} name */
  const paneOf = (name) => panes.find((pane) => pane.name === name);
  /** How a view is looked at. @param {ViewName} name */
  const sightOf = (name) => paneOf(name)?.zoom?.frame ?? {};
  const shown = () => panes.filter(({ size }) => size.width > 0 && size.height > 0);

  /** The steps folding into one, where they can. */
  const fold = main?.folds
    ? createFold({
        set(folded) {
          page.setFolded(folded);
          live.speak(folded ? timeWords.foldedNow : timeWords.unfoldedNow(page.summary().T));
        },
        changed: repaint,
      })
    : null;
  if (fold) paneOf(main?.name ?? 'cell')?.title.after(fold.element);

  const closeness = createCloseness({
    view: main,
    pane: () => paneOf(mainView(lab)),
    ask,
    state: page.state,
    summary: page.summary,
    storage: page.storage,
    speak: live.speak,
  });
  if (closeness.hint) paneOf(main?.name ?? 'cell')?.note.after(closeness.hint);

  const tip = createTip({ focus, stand: page.stand, setValue: page.setValue });
  const menu = createMenu();
  const motion = createMotion({
    paint(context, { progress, ...size }) {
      paintView('motion', context, { ...size, ...sightOf('cell'), progress });
    },
  });
  paneOf('cell')?.box.append(motion.element);

  const swap = button({ class: 'small swap', id: 'swap' }, words.asTable, () =>
    page.setTable(canvases.hidden === false),
  );
  const strip = createChoice({
    label: words.lowerPane,
    options: panelsOf(lab),
    choose: page.setPanel,
  });
  const second = createSecondCell({ show: (name) => show(name), changed: repaint });
  /** @param {'top' | 'middle' | 'lower'} place */
  const namesOf = (place) => views.filter((view) => view.place === place).map(({ name }) => name);
  /** @param {'top' | 'middle' | 'lower'} place */
  const elementsOf = (place) =>
    panes.filter(({ name }) => namesOf(place).includes(name)).map((pane) => pane.element);
  const middle = el('div', { class: 'cells' }, ...elementsOf('middle'));
  const lower = el('div', { class: 'lower' }, strip.element, ...elementsOf('lower'));
  const canvases = el(
    'div',
    {
      class: `canvases of-${lab.id}`,
      role: 'application',
      tabindex: 0,
      'aria-describedby': 'sentence',
    },
    ...elementsOf('top'),
    second.element,
    middle,
    lower,
  );
  show('cell');
  const grids = views.map(({ name }) => ({ name, grid: page.grid() }));
  const tables = el(
    'div',
    { class: 'tables', hidden: true, tabindex: -1, role: 'region', 'aria-label': words.asTable },
    ...grids.map(({ grid }) => grid.element),
  );
  const element = el(
    'div',
    { class: 'lab-stage' },
    swap,
    canvases,
    tables,
    tip.element,
    menu.element,
  );
  const walk = createWalk({
    canvases,
    first: mainView(lab),
    ask,
    focus,
    live,
    tip,
    shown: () => shown().map(({ name }) => name),
    boxOf: (hit, name) => paneOf(name)?.boxOf(hit) ?? null,
    // On a phone the pictures stand in a column that scrolls.
    reveal: (name) => paneOf(name)?.box.scrollIntoView({ block: 'nearest' }),
  });

  function repaint() {
    dirty = true;
    request();
  }

  function unhover() {
    if (tip.open) tip.leave();
    else focus.hover(null);
  }

  /** @param {ViewName} name @param {Pointed | null} pointed */
  function hover(name, pointed) {
    if (menu.open || page.busy()) return;
    const box = pointed && paneOf(name)?.boxOf(pointed.hit);
    if (!pointed || !box) {
      unhover();
      return;
    }
    const { hit } = pointed;
    second.mean(hit, name);
    focus.hover(second.ownName(hit, name));
    tip.show(second.about(hit, name), hit.words, box, { passing: true });
  }

  /**
   * @param {Hit} hit
   * @param {ViewName} name
   * @param {Pointed | null} [pointed]
   */
  function select(hit, name, pointed = null) {
    const { reference } = hit;
    const foreign = second.isForeign(name);
    second.mean(hit, name);
    if (!foreign && page.act(reference)) {
      tip.hide();
      return;
    }
    const place = foreign ? null : (hit.position ?? lab.leadsTo(reference, name, page.state()));
    if (place) page.stand(place);
    const unit = unitOf(reference);
    if (unit) page.chooseUnit(unit);
    focus.pin(second.ownName(hit, name));
    const box = paneOf(name)?.boxOf(hit);
    if (box && pointed?.finger) {
      tip.show(second.about(hit, name), hit.words, box, { finger: pointed.finger });
    }
  }

  /** The unit that a name is about. @param {string} reference */
  function unitOf(reference) {
    if (lab.unitOf) return ask((engine) => lab.unitOf?.(engine, reference));
    return Number(/\.u(\d+)$/.exec(reference)?.[1] ?? 0);
  }

  /** Lets a given number be typed where it stands. @param {Hit} hit @param {ViewName} name */
  function openValue(hit, name) {
    if (second.isForeign(name)) return;
    if (closeness.deepens && /^t\d+$/.test(hit.reference)) return closeness.dive();
    const at = paneOf(name)?.boxOf(hit);
    if (at) page.setValue(hit.reference, at);
    return undefined;
  }

  /** @param {'larger' | 'smaller' | 'fit'} how */
  function zoomBy(how) {
    tip.hide();
    closeness.zoom(how);
  }

  /** @param {Hit} hit @param {ViewName} name */
  function openMenu(hit, name) {
    const at = paneOf(name)?.boxOf(hit);
    if (!at || second.isForeign(name)) return;
    tip.hide();
    menu.show({
      label: hit.words,
      items: page.thing(hit.reference, name, at),
      at,
      back: () => canvases.focus({ preventScroll: true }),
    });
  }

  /** @param {'cell' | 'other' | 'pair'} name */
  function show(name) {
    canvases.dataset.only = name;
    second.update(name);
    tip.hide();
  }

  /** @param {ViewName | null} name */
  function maximise(name) {
    tip.hide();
    page.setAlone(name);
    live.speak(name === null ? words.allViews : words.oneView);
  }

  /** What the views were laid out for last. */
  let laid = '';
  /** Which views are there. @param {State} state */
  function lay(state) {
    const all = lab.shown(state);
    const alone = aloneOf(state);
    const now = [...all, alone, state.model.cell, state.panel, state.pair].join();
    if (now === laid) return;
    laid = now;
    const seen = alone === null ? all : [alone];
    for (const pane of panes) {
      pane.element.hidden = !seen.includes(pane.name);
      pane.update(pane.name === alone);
    }
    middle.hidden = !seen.some((name) => namesOf('middle').includes(name));
    lower.hidden = !seen.some((name) => namesOf('lower').includes(name));
    strip.element.hidden = !all.some((name) => choices.includes(/** @type {Panel} */ (name)));
    second.nameCells(state.model.cell);
    strip.update(state.panel);
    canvases.classList.toggle('one', alone !== null);
    canvases.classList.toggle('pair', state.pair);
    for (const { name, grid } of grids) grid.element.hidden = !all.includes(name);
  }

  /**
   * @param {PictureName} name
   * @param {CanvasRenderingContext2D} context
   * @param {Pick<Frame, 'width' | 'height' | 'ratio' | 'progress' | 'zoom' | 'panX' | 'panY'>} size
   */
  function paintView(name, context, size) {
    const folds = name === main?.name && fold !== null ? { folded: fold.share } : {};
    const frame = { ...size, ...folds, theme, fontSize: rootFontSize() };
    questions.paint(name, context, frame, second.litIn(name, focus.reference));
  }

  /** @param {State} state */
  function showAs({ table }) {
    if (canvases.hidden === table) return;
    const focused = element.contains(document.activeElement);
    canvases.hidden = table;
    tables.hidden = !table;
    tip.hide();
    // What had the focus is gone; the keys go on working on what stands in its place.
    if (focused && document.activeElement !== swap) {
      (table ? tables : canvases).focus({ preventScroll: true });
    }
  }

  return {
    element,
    canvases,
    /** Whether it is the one on screen. @param {boolean} shown */
    stand(shown) {
      element.hidden = !shown;
      setAll(canvases, { id: shown ? 'stage' : null });
      if (!shown) tip.hide();
    },
    get inside() {
      return walk.inside;
    },
    enter: walk.enter,
    leave: walk.leave,
    walk: walk.go,
    hideTip: tip.hide,
    /** Goes to what the keys stand on. */
    select() {
      if (walk.hit === null) return;
      select(walk.hit, walk.view);
      openValue(walk.hit, walk.view);
    },
    /** Opens the menu of what the keys stand on. */
    menu() {
      if (walk.hit) openMenu(walk.hit, walk.view);
    },
    /** One thing less in the way; answers whether there was one. */
    dismiss() {
      if (tip.open) tip.hide();
      else if (closeness.deepens && paneOf(mainView(lab))?.zoom?.zoomed) closeness.dive(false);
      else if (aloneOf(page.state()) !== null) maximise(null);
      else return false;
      return true;
    },
    /** Looks closer at the cell, or less close. @param {'larger' | 'smaller' | 'fit'} how */
    zoom: zoomBy,
    /** Goes into the step the cursor stands at. */
    dive() {
      tip.hide();
      if (closeness.deepens) closeness.dive();
    },
    /** Cuts the way back after the step the cursor stands at, or mends the cut there, where the lab can. */
    cut() {
      tip.hide();
      page.act(`cut.t${lab.cursor.of(page.state()).t}`);
    },
    /** The cursor went one operation on. @param {number} speed */
    travel: motion.start,
    /**
     * Tells what is known about the focus.
     * @param {Inspection} what
     * @param {string | null} reference
     */
    tell(what, reference) {
      tip.update(what, reference);
      if (!tables.hidden) for (const { grid } of grids) grid.light(reference);
    },
    /** Everything must be painted anew. @param {boolean} [_all] even what nothing has changed of */
    invalidate(_all) {
      dirty = true;
    },
    /**
     * @param {State} state
     * @param {{titles: {title: string, note: string}[], label: string}} said
     */
    update(state, { titles, label }) {
      panes.forEach((pane, at) => {
        pane.entitle(titles[at] ?? { title: '', note: '' });
      });
      setAll(canvases, { 'aria-label': label });
      lay(state);
      const summary = page.summary();
      for (const { zoom } of panes) {
        if (main?.most) zoom?.limit(main.most(summary));
        zoom?.show(state.sight);
      }
      fold?.update(state.folded);
      const here = main?.here?.(state, summary);
      const now = here ? `${here.from} ${here.to}` : '';
      if (here && now !== stood) paneOf(main?.name ?? 'cell')?.zoom?.reveal(here.from, here.to);
      stood = now;
      showAs(state);
      say(swap, state.table ? words.asPicture : words.asTable);
      setAll(swap, { title: state.table ? words.pictureKey : words.tableKey });
      if (state.table) {
        for (const { name, grid } of grids) {
          const table = grid.element.hidden ? null : questions.table(name);
          if (table) grid.update(table);
        }
      }
    },
    /**
     * @param {State} state
     * @param {Theme} now
     */
    paint(state, now) {
      theme = now;
      if (!dirty || state.table) return;
      dirty = false;
      closeness.approach(state);
      timed('unrolled:paint', () => {
        for (const { name, canvas, size } of shown()) {
          const context = canvas.getContext('2d');
          if (context !== null) paintView(name, context, { ...size, ...sightOf(name) });
        }
      });
    },
  };
}
