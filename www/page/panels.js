/** The panels of the page, each in its place and given what it may do. */
import { computed, effect, signal } from '@preact/signals-core';
import { html, render } from 'lit-html';
import { labs } from '../labs/labs.js';
import { createControls } from '../panels/controls/controls.js';
import { make } from '../panels/element.js';
import { createEquation } from '../panels/formula/equation.js';
import { createNumbers } from '../panels/given/number.js';
import { createNumberPopover } from '../panels/given/number_popover.js';
import { createInspector } from '../panels/inspector/inspector.js';
import { createTabs, skipLinks, stepRegion } from '../panels/layout.js';
import { contextMenuOf } from '../panels/stage/context_menu.js';
import { createProgress } from '../panels/stage/progress.js';
import { createStage } from '../panels/stage/stage.js';
import { createStages } from '../panels/stage/stages.js';
import { createGrid } from '../panels/tables/table.js';
import { createValues, createWordsPanel } from '../panels/tables/values.js';
import { topBar } from '../panels/topbar.js';
import { createTransport } from '../panels/transport.js';
import { words } from '../words/words.js';
import { workWords } from '../words/work.js';
import { keepFocus } from './keep_focus.js';
import { createOverlays } from './overlays.js';

/** @import {Engine} from '../engine/engine.js' */
/** @import {Act, WorkerClient} from '../engine/jobs.js' */
/** @import {AskedHere} from '../engine/questions.js' */
/** @import {Session} from '../engine/session.js' */
/** @import {Box} from '../panels/float.js' */
/** @import {Notices} from '../panels/notices.js' */
/** @import {ProgressBar} from '../panels/stage/progress.js' */
/** @import {Known} from '../state/link.js' */
/** @import {PreferencesHere} from '../state/preferences.js' */
/** @import {Screen} from '../state/screen.js' */
/** @import {Storage} from '../state/storage.js' */
/** @import {Store} from '../state/store.js' */
/** @import {Grabbing, LabDeclaration, Progress, Sheet, ViewName} from '../types.d.ts' */
/** @import {Commands} from './commands.js' */
/** @import {Focus} from './focus.js' */
/** @import {Live} from './live.js' */
/** @import {Player} from './player.js' */
/**
 * @typedef {object} Page what panels are made with
 * @property {HTMLElement} app
 * @property {Engine} engine
 * @property {Store} store
 * @property {Session} session
 * @property {Screen} screen
 * @property {Commands} commands
 * @property {Player} player
 * @property {Known} known what links are read and written against
 * @property {AskedHere} questions
 * @property {PreferencesHere} preferences
 * @property {Storage} storage
 * @property {Focus} focus
 * @property {Live} live
 * @property {Notices} notices
 * @property {() => void} request asks for a frame
 * @property {() => void} repaint asks for a frame with new pictures
 * @property {() => Promise<void>} grow brings the whole engine, where it is not here
 * @property {(how: 'pause' | 'goOn' | 'stop') => void} work what is to become of the long work on screen
 * @property {WorkerClient} worker who does it
 * @property {Act} train what is to become of a training
 */

/** What long work counts, view by view. @type {Partial<Record<ViewName, string>>} */
const UNITS = workWords.units;

/** What a hand on a picture may do. @param {Page} page @returns {Grabbing} */
const handsOf = ({ store, session, request }) => ({
  state: () => store.state,
  ask: session.ask,
  change: (label, model, drag) => store.command(label, model, { drag }),
  point: store.point,
  settle() {
    store.settle();
    request();
  },
});

/**
 * How far the long work for each view has come, in its title bar.
 * @param {Page} page
 */
function createProgressBars({ live, work }) {
  /** @type {Map<ViewName, ProgressBar>} */
  const bars = new Map();
  /** @param {ViewName} view @param {string} title @param {string} unit */
  function made(view, title, unit) {
    const bar = createProgress({ title, unit, speak: live.speak, act: work });
    bars.set(view, bar);
    return bar;
  }
  return {
    /** @param {ViewName} view @param {string} title */
    of(view, title) {
      const unit = UNITS[view];
      return unit === undefined ? '' : (bars.get(view) ?? made(view, title, unit)).element;
    },
    /** @param {ViewName} view @param {Progress | null} now */
    show: (view, now) => bars.get(view)?.update(now),
  };
}

/**
 * The top bar.
 * @param {Page} page
 * @param {ReturnType<typeof createOverlays> & {showModel: () => void, toggleSide: () => void}} open
 * @param {() => boolean} side whether equation and details are there
 */
function createBar({ session, store, screen, commands }, open, side) {
  const element = make(html`<header class="bar"></header>`);
  const online = signal(navigator.onLine);
  const told = () => {
    online.value = navigator.onLine;
  };
  for (const way of ['online', 'offline']) addEventListener(way, told);
  const provoked = /(^#|&)provoke\b/.test(location.hash);
  const actions = {
    ...open,
    ...commands,
    presets: open.manage,
    provoke: provoked ? () => session.ask((it) => it.panicOnPurpose()) : null,
  };
  const chip = computed(() => screen.outline?.chip ?? '');
  const undo = computed(() => screen.state && store.canUndo);
  const redo = computed(() => screen.state && store.canRedo);
  effect(() => {
    const shown = {
      labs,
      lab: screen.lab.id,
      chip: chip.value,
      canUndo: undo.value,
      canRedo: redo.value,
      side: side(),
      online: online.value,
    };
    render(topBar(shown, actions), element);
  });
  return element;
}

/** How given numbers are changed, wherever they are shown. @param {Page} page */
function createGiven({ store, session, questions, focus, live }) {
  const numbers = createNumbers({ store, edit: session.edit });
  /** @param {string} reference */
  const look = (reference) => questions.inspect(reference)?.given ?? null;
  const popover = createNumberPopover({ numbers, announce: live.speak, look });
  const grid = () => createGrid({ focus, numbers, given: look, announce: live.speak });
  return { numbers, popover, grid };
}

/**
 * The pictures of each lab.
 * @param {Page} page
 * @param {ReturnType<typeof createGiven>} given
 * @param {{
 *   overlays: ReturnType<typeof createOverlays>,
 *   bars: ReturnType<typeof createProgressBars>,
 *   showDetails: () => void,
 * }} around
 */
function createPictures(page, { popover, grid }, { overlays, bars, showDetails }) {
  const { store } = page;
  const hands = handsOf(page);
  /** @param {string} reference @param {Box} at */
  function setValue(reference, at) {
    const stage = stages.now;
    stage.hideTip?.();
    popover.open(reference, at, () => stage.canvases.focus({ preventScroll: true }));
  }
  const thing = contextMenuOf(page, { setValue, showDetails });
  /** @param {LabDeclaration} lab */
  const toolsOf = (lab) => ({
    grid,
    inTitle: (/** @type {ViewName} */ view, /** @type {string} */ title) =>
      html`${bars.of(view, title)}${overlays.viewMenu(lab.id, view, title)}`,
    setValue,
    busy: () => popover.shown,
    thing,
    grab: (
      /** @type {Parameters<NonNullable<LabDeclaration['grab']>>[0]} */ hit,
      /** @type {ViewName} */ view,
    ) => lab.grab?.(hit, view, hands) ?? null,
  });
  const stages = createStages({
    current: () => store.state.lab,
    make: (lab) => lab.stage?.(page, lab) ?? createStage(page, lab, toolsOf(lab)),
  });
  return stages;
}

/** @param {Page} page */
export function createPanels(page) {
  const { app, screen, live, notices } = page;
  const given = createGiven(page);
  const overlays = createOverlays({ ...page, reveal: (element) => reveal(element) });
  const bars = createProgressBars(page);
  const tabs = createTabs(app, page.request);
  const stages = createPictures(page, given, {
    overlays,
    bars,
    showDetails: () => tabs.open('values'),
  });
  const controls = createControls(page, overlays);
  const transport = createTransport(page);
  const equation = createEquation(page, given);
  const inspector = createInspector(page, given.numbers);
  const values = createValues(page, given.grid());
  const inWords = createWordsPanel(page);
  const side =
    make(html`<aside class="side" id="side" tabindex="-1" aria-label=${words.equationAndInspector}>
    ${equation.element} ${inspector.element} ${values.element} ${inWords.element}
  </aside>`);
  const sideShown = signal(true);
  /** What each tab of a phone's sheet shows. @type {[Sheet, {element: HTMLElement}[]][]} */
  const sheets = [
    ['controls', [controls]],
    ['equation', [equation]],
    ['values', [inspector, values]],
    ['words', [inWords]],
  ];
  /** Opens what an element is in, where that is closed. @param {HTMLElement} element */
  function reveal(element) {
    if (!sideShown.value && side.contains(element)) toggleSide();
    const sheet = sheets.find(([, parts]) => parts.some((part) => part.element.contains(element)));
    if (sheet) tabs.open(sheet[0]);
    controls.reveal(element);
  }
  /** Hides equation and details, or brings them back; the keys go on working where they are. */
  function toggleSide() {
    sideShown.value = !app.toggleAttribute('data-side-closed');
    if (!sideShown.value && side.contains(document.activeElement)) stages.now.canvases.focus();
  }
  function showModel() {
    tabs.open('controls');
    controls.show('weights');
  }
  const bar = createBar(page, { ...overlays, toggleSide, showModel }, () => sideShown.value);
  const tabBar = make(html`<nav class="tabs" aria-label=${words.views}></nav>`);
  effect(() => {
    render(tabs.draw(), tabBar);
  });
  const rem = make(html`<div class="rem" aria-hidden="true"></div>`);
  app.replaceChildren(
    make(skipLinks(reveal)),
    bar,
    notices.element,
    notices.toast,
    controls.element,
    stages.element,
    tabBar,
    side,
    transport.element,
    given.popover.element,
    ...live.elements,
    rem,
  );
  keepFocus(app);

  // What the window and the styles know the lab by.
  effect(() => {
    const { id, title, sheet = 'equation' } = screen.lab;
    document.title = words.pageTitle(title);
    app.dataset.lab = id;
    tabs.open(sheet);
  });

  return {
    controls,
    equation,
    inspector,
    overlays,
    rem,
    stages,
    transport,
    toggleSide,
    progress: bars.show,
    /** F6: the next region. @param {1 | -1} way */
    stepRegion: (way) =>
      stepRegion([controls.element, stages.now.canvases, side, transport.element], way),
    /** Where what had the focus went with the lab that was left, the keys go to the pictures. */
    land() {
      const { activeElement, body } = document;
      if (activeElement !== body && activeElement?.checkVisibility()) return;
      stages.now.canvases.focus({ preventScroll: true });
    },
    /** At the end of a frame: everything that is meant by the focus lights up. */
    light() {
      const { reference, inspection } = screen;
      if (inspection) stages.now.tell?.(inspection, reference);
      transport.light(equation.light(reference), reference);
      given.popover.update();
      values.light(reference);
    },
  };
}

/** @typedef {ReturnType<typeof createPanels>} Panels */
