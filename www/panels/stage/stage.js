/**
 * The stage: the lab's canvases, painted by the engine, with pointer and keyboard leading to the one focus reference.
 *
 * Invariant: the canvases are pictures only; everything on them is also reachable by keys (Enter, arrows) and as
 * tables (V).
 */
import { effect } from '@preact/signals-core';
import { html, nothing, render } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { panelsOf } from '../../labs/labs.js';
import { words } from '../../words/words.js';
import { choice } from '../choice.js';
import { make, put } from '../element.js';
import { createActing } from './acting.js';
import { createMenu } from './menu.js';
import { createPictures } from './pictures.js';
import { createSecondCell } from './second_cell.js';
import { createTip } from './tip.js';
import { createWalk } from './walk.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {Store} from '../../state/store.js' */
/** @import {Drag, Hit, Inspection, LabDeclaration, Panel, State, View, ViewName} from '../../types.d.ts' */
/** @import {Box} from '../float.js' */
/** @import {TableGrid} from '../tables/table.js' */
/** @import {Item} from './menu.js' */
/** @import {Pictures} from './pictures.js' */
/**
 * @typedef {object} StageTools
 * @property {() => TableGrid} grid
 * @property {(view: ViewName, title: string) => unknown} inTitle what stands in the title bar of a view
 * @property {(reference: string, at: Box) => void} setValue
 * @property {() => boolean} busy whether something is open that must not be covered
 * @property {(reference: string, view: ViewName, at: Box) => Item[]} thing what can be done with one thing of a picture
 * @property {(hit: Hit, view: ViewName) => Drag | null} grab
 */

/** The one view that fills the stage, where there is one. @param {LabDeclaration} lab @param {State} state */
const aloneOf = (lab, state) =>
  state.alone !== null && lab.shown(state).includes(state.alone) ? state.alone : null;

/**
 * The views that are there, in their places.
 * @param {LabDeclaration} lab
 * @param {Pictures} pictures
 * @param {{seen: ViewName[], all: ViewName[], second: unknown, strip: unknown}} what `seen`: those of all that are on screen
 */
function layout({ views, lower = [] }, { panes }, { seen, all, second, strip }) {
  for (const pane of panes) put(pane.element, { hidden: !seen.includes(pane.name) });
  const at = (/** @type {View['place']} */ place) => views.filter((view) => view.place === place);
  const elements = (/** @type {View['place']} */ place) =>
    at(place).map(({ name }) => panes.find((pane) => pane.name === name)?.element);
  const isEmpty = (/** @type {View['place']} */ place) =>
    !at(place).some(({ name }) => seen.includes(name));
  const chooses = all.some((name) => lower.includes(/** @type {Panel} */ (name)));
  return html`${elements('top')} ${second}
    <div class="cells" ?hidden=${isEmpty('middle')}>${elements('middle')}</div>
    <div class="lower" ?hidden=${isEmpty('lower')}>${chooses ? strip : nothing}${elements('lower')}</div>`;
}

/** The numbers of the views as tables. @param {Page} page @param {LabDeclaration} lab @param {StageTools['grid']} grid */
function createTables({ questions }, lab, grid) {
  const grids = lab.views.map(({ name }) => ({ name, table: grid() }));
  const element =
    make(html`<div class="tables" hidden tabindex="-1" role="region" aria-label=${words.asTable}>
    ${grids.map(({ table }) => table.element)}
  </div>`);
  return {
    element,
    /** @param {ViewName[]} shown */
    update(shown) {
      for (const { name, table } of grids) {
        put(table.element, { hidden: !shown.includes(name) });
        const numbers = table.element.hidden ? null : questions.table(name);
        if (numbers) table.update(numbers);
      }
    },
    /** @param {string | null} reference */
    light(reference) {
      if (!element.hidden) for (const { table } of grids) table.light(reference);
    },
  };
}

/** The choice of the view that stands below. @param {LabDeclaration} lab @param {Store} store @param {State} state */
const stripOf = (lab, store, { panel: value }) =>
  guard([value], () =>
    choice({
      name: `strip-of-${lab.id}`,
      label: words.lowerPane,
      options: panelsOf(lab),
      value,
      choose: (panel) => store.point({ panel }),
    }),
  );

/** As pictures or as tables. @param {Record<'element' | 'swap' | 'canvases' | 'tables', HTMLElement>} parts @param {boolean} table */
function showAs({ element, swap, canvases, tables }, table) {
  put(swap, {
    textContent: table ? words.asPicture : words.asTable,
    title: table ? words.pictureKey : words.tableKey,
  });
  if (canvases.hidden === table) return false;
  const focused = element.contains(document.activeElement);
  canvases.hidden = table;
  tables.hidden = !table;
  // What had the focus is gone; the keys go on working on what stands in its place.
  if (focused && document.activeElement !== swap) {
    (table ? tables : canvases).focus({ preventScroll: true });
  }
  return true;
}

/**
 * @param {Page} page
 * @param {LabDeclaration} lab
 * @param {StageTools} tools
 */
export function createStage(page, lab, tools) {
  const { session, store, screen, focus, live } = page;
  const canvases =
    make(html`<div class=${`canvases of-${lab.id}${lab.layout ? ` ${lab.layout}` : ''}`} role="application" tabindex="0"
    aria-describedby="sentence"></div>`);
  const back = () => canvases.focus({ preventScroll: true });
  const tip = createTip(page, tools.setValue);
  const menu = createMenu();
  const second = createSecondCell({
    lab: lab.id,
    shown: tip.hide,
    changed: () => pictures.changed(),
  });
  const pictures = createPictures(page, lab, {
    acts,
    inTitle: tools.inTitle,
    litIn: (name) => second.litIn(name, focus.reference),
  });
  const { closeness, paneOf } = pictures;
  const dive = closeness.deepens ? () => closeness.dive() : null;
  const acting = createActing(page, lab, tools, { tip, menu, second, paneOf, dive, back });
  const tables = createTables(page, lab, tools.grid);
  const element = make(html`<div class="lab-stage">
    <button type="button" class="small swap" @click=${() => store.point({ table: !store.state.table })}></button>
    ${canvases} ${tables.element} ${tip.element} ${menu.element}
  </div>`);
  const swap = /** @type {HTMLElement} */ (element.firstElementChild);
  const walk = createWalk(page, { canvases, pictures, tip });

  /** What a view does when it is used. @param {ViewName} name @returns {ReturnType<Parameters<typeof createPictures>[2]['acts']>} */
  function acts(name) {
    return {
      zoom: (how) => zoomBy(how),
      hitAt: ({ offsetX, offsetY }) => session.ask((it) => it.hit(name, offsetX, offsetY)),
      hover: (pointed) => acting.hover(name, pointed),
      leave: () => acting.unhover(),
      select(pointed) {
        walk.stand(name);
        if (pointed) acting.select(pointed.hit, name, pointed);
        else {
          focus.pin(null);
          tip.hide();
        }
        back();
      },
      open: (hit) => acting.openValue(hit, name),
      menu: (hit) => acting.openMenu(hit, name),
      grab: (hit) => tools.grab(hit, name),
      maximise: () => maximise(aloneOf(lab, store.state) === name ? null : name),
    };
  }

  /** @param {'larger' | 'smaller' | 'fit'} how */
  function zoomBy(how) {
    tip.hide();
    closeness.zoom(how);
  }

  /** @param {ViewName | null} alone */
  function maximise(alone) {
    tip.hide();
    store.point({ alone });
    live.speak(alone === null ? words.allViews : words.oneView);
  }

  /** @param {ViewName[]} all the views of this state */
  function lay(all) {
    const { state, summary } = screen;
    const alone = aloneOf(lab, state);
    const which = state.pair ? second.draw(state.model.cell) : nothing;
    const seen = alone === null ? all : [alone];
    render(
      layout(lab, pictures, { seen, all, second: which, strip: stripOf(lab, store, state) }),
      canvases,
    );
    if (canvases.dataset.only !== second.part) canvases.dataset.only = second.part;
    canvases.classList.toggle('one', alone !== null);
    canvases.classList.toggle('pair', state.pair);
    put(canvases, { ariaLabel: lab.stageLabel(state, summary) });
    pictures.entitle(alone);
  }

  effect(() => {
    if (screen.lab !== lab) return;
    // What was found a piece at a time makes other tables of the same state.
    const { state, renewed: _ } = screen;
    const all = lab.shown(state);
    lay(all);
    pictures.look(state);
    if (showAs({ element, swap, canvases, tables: tables.element }, state.table)) tip.hide();
    if (state.table) tables.update(all);
  });

  return {
    element,
    canvases,
    /** Whether it is the one on screen. @param {boolean} standing */
    stand(standing) {
      element.hidden = !standing;
      canvases.id = standing ? 'stage' : '';
      swap.id = standing ? 'swap' : '';
      if (!standing) tip.hide();
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
      acting.select(walk.hit, walk.view);
      acting.openValue(walk.hit, walk.view);
    },
    /** Opens the menu of what the keys stand on. */
    menu() {
      if (walk.hit) acting.openMenu(walk.hit, walk.view);
    },
    /** One thing less in the way; answers whether there was one. */
    dismiss() {
      if (tip.open) tip.hide();
      else if (pictures.isDeep) closeness.dive(false);
      else if (aloneOf(lab, store.state) !== null) maximise(null);
      else return false;
      return true;
    },
    /** Looks closer at the cell, or less close. */
    zoom: zoomBy,
    /** Goes into the step the cursor stands at. */
    dive() {
      tip.hide();
      dive?.();
    },
    /** Cuts the way back after the step the cursor stands at, or mends the cut there, where the lab can. */
    cut() {
      tip.hide();
      acting.act(`cut.t${lab.cursor.of(store.state).t}`);
    },
    travel: pictures.travel,
    /** Tells what is known about the focus. @param {Inspection} what @param {string | null} reference */
    tell(what, reference) {
      tip.update(what, reference);
      tables.light(reference);
    },
    invalidate: pictures.invalidate,
    paint: pictures.paint,
  };
}
