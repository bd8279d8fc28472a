/** The panels of the page, each given what it may do. */

import { labOf, labs } from '../labs/labs.js';
import { createBreakIt } from '../panels/controls/break_it.js';
import { createControls } from '../panels/controls/controls.js';
import { createEdits } from '../panels/controls/edits.js';
import { createForcing } from '../panels/controls/forcing.js';
import { createInside } from '../panels/controls/inside.js';
import { createLearned } from '../panels/controls/learned.js';
import { createLearning } from '../panels/controls/learning.js';
import { createPair } from '../panels/controls/pair.js';
import { createReading } from '../panels/controls/reading.js';
import { createSequence } from '../panels/controls/sequence.js';
import { createSteps } from '../panels/controls/steps.js';
import { createStudied } from '../panels/controls/studied.js';
import { el } from '../panels/element.js';
import { createEquation } from '../panels/formula/equation.js';
import { createNumbers } from '../panels/given/number.js';
import { createNumberPopover } from '../panels/given/number_popover.js';
import { createInspector } from '../panels/inspector/inspector.js';
import {
  createControlsRegion,
  createRegions,
  createSkipLinks,
  createTabs,
} from '../panels/layout.js';
import { thingsOf } from '../panels/stage/context_menu.js';
import { createProgress } from '../panels/stage/progress.js';
import { createStage } from '../panels/stage/stage.js';
import { createStages } from '../panels/stage/stages.js';
import { createGrid } from '../panels/tables/table.js';
import { createValues, createWordsPanel } from '../panels/tables/values.js';
import { createTopBar } from '../panels/topbar.js';
import { createTransport } from '../panels/transport.js';
import { words } from '../words/words.js';
import { workWords } from '../words/work.js';
import { rootFontSize } from './frame.js';
import { keepFocus } from './keep_focus.js';
import { createOverlays } from './overlays.js';

/** @import {Commands} from './commands.js' */
/** @import {Engine} from '../engine/engine.js' */
/** @import {Act} from '../engine/learning.js' */
/** @import {Known} from '../state/link.js' */
/** @import {PreferencesHere} from '../state/preferences.js' */
/** @import {AskedHere} from '../engine/questions.js' */
/** @import {Session} from '../engine/session.js' */
/** @import {Storage} from '../state/storage.js' */
/** @import {Store} from '../state/store.js' */
/** @import {Grabbing, Progress, StagePage, State, ViewName} from '../types.d.ts' */
/** @import {Box} from '../panels/float.js' */
/** @import {Focus} from './focus.js' */
/** @import {Numbers} from '../panels/given/number.js' */
/** @import {Tab} from '../panels/layout.js' */
/** @import {Live} from './live.js' */
/** @import {ProgressBar} from '../panels/stage/progress.js' */
/** @import {Work} from '../engine/work.js' */

/**
 * @typedef {object} Page what panels are made with
 * @property {HTMLElement} app
 * @property {Engine} engine
 * @property {Store} store
 * @property {Session} session
 * @property {Commands} commands
 * @property {ReturnType<typeof import('./player.js').createPlayer>} player
 * @property {Known} known what links are read and written against
 * @property {AskedHere} questions
 * @property {PreferencesHere} preferences
 * @property {Storage} storage
 * @property {Focus} focus
 * @property {Live} live
 * @property {ReturnType<typeof import('../panels/notices.js').createNotices>} notices
 * @property {() => void} request asks for a frame
 * @property {() => void} repaint asks for a frame with new pictures
 * @property {(how: 'pause' | 'goOn' | 'stop') => void} work what is to become of the long work on screen
 * @property {Work} worker who does it
 * @property {Act} train what is to become of a training
 */

/** @param {Page} page */
export function createPanels(page) {
  const { app, engine, store, session, questions, commands, focus, live, notices } = page;
  const { schema } = engine;

  const sequence = createSequence({
    store,
    engine,
    edit: session.edit,
    alarm: live.alarm,
    speak: live.speak,
  });
  const breakIt = createBreakIt(store);
  const steps = createSteps(store);
  const pair = createPair(store);
  const edits = createEdits(store);
  const learned = createLearned({ speak: live.speakWhenSettled });
  const studied = createStudied({ store, session, commands });
  const reading = createReading({ store });
  const forcing = createForcing({
    store,
    positions: () => session.summary.translation?.answered?.positions ?? 1,
  });
  const learning = createLearning({ train: page.train, speak: live.speak });
  const inside = createInside({ store, commands });
  const controls = createControls(schema, store);
  const overlays = createOverlays({
    ...page,
    reveal: (element) => reveal(element),
  });
  /** What stands above the controls of the schema. @type {Record<string, Node[]>} */
  const first = { start: [learned.element] };
  /** And below them. @type {Record<string, Node[]>} */
  const more = {
    cell: [pair.element],
    presets: [overlays.presetGroup.element],
    sequence: [steps.element, sequence.element],
    break: [breakIt.element],
    weights: [edits.element],
    matrix: [studied.element],
    reading: [reading.element],
    forcing: [forcing.element],
    learning: [learning.element],
    inside: [inside.element],
  };
  const region = createControlsRegion({
    labs,
    of: (group) => [...(first[group] ?? []), ...controls.of(group), ...(more[group] ?? [])],
  });
  const tabs = createTabs(app, page.request);
  const transport = transportOf(page);
  const { numbers, popover, grid } = numbersOf(page);
  /** @type {(reference: string, at: Box) => void} */
  const setValue = (reference, at) => {
    const stage = stages.now;
    stage.hideTip();
    popover.open(reference, at, () => stage.canvases.focus({ preventScroll: true }));
  };
  /** What a hand on a picture may do. @type {Grabbing} */
  const hands = {
    state: () => store.state,
    ask: session.ask,
    change: (label, model, drag) => store.command(label, model, drag === undefined ? {} : { drag }),
    point: store.point,
    settle() {
      store.settle();
      page.request();
    },
  };
  /** What long work counts, view by view. @type {Partial<Record<ViewName, string>>} */
  const units = workWords.units;
  /** @type {Map<ViewName, ProgressBar>} */
  const bars = new Map();
  /** @type {Omit<StagePage, 'lab'>} */
  const pictures = {
    grid,
    storage: page.storage,
    questions,
    ask: session.ask,
    focus,
    live,
    stand: commands.stand,
    state: () => store.state,
    chooseUnit: commands.chooseUnit,
    setTable: (table) => store.point({ table }),
    setPanel: (panel) => store.point({ panel }),
    setFolded: (folded) => store.point({ folded }),
    summary: () => session.summary,
    act(reference) {
      const act = labOf(store.state.lab).acts?.(reference, store.state, session.summary);
      if (act) commands.act(act);
      return Boolean(act);
    },
    setAlone: (alone) => store.point({ alone }),
    look: (sight) => store.point({ sight }),
    setValue,
    busy: () => popover.shown,
    thing: thingsOf(page, { setValue, showDetails: () => tabs.open('values') }),
    tools(view, title) {
      const { button, menu } = overlays.viewMenu(view, title);
      const unit = units[view];
      if (unit === undefined) return [button, menu];
      const progress = createProgress({ title, unit, speak: live.speak, act: page.work });
      bars.set(view, progress);
      return [progress.element, button, menu];
    },
    request: page.request,
    grab: (hit, view) => labOf(store.state.lab).grab?.(hit, view, hands) ?? null,
    hands,
    open: commands.open,
    setting(key) {
      const setting = schema.find((each) => each.key === key);
      if (setting === undefined) throw new Error(`no setting ${key}`);
      return setting;
    },
  };
  const stages = createStages({
    current: () => store.state.lab,
    make: (lab) => (lab.stage ?? createStage)({ ...pictures, lab }),
  });
  const equation = createEquation({
    focus,
    numbers,
    popover,
    announce: live.speak,
    copy: commands.copy,
    setLevel: (level) => store.point({ level }),
    setNotation: (notation) => store.point({ notation }),
    setUnit: commands.chooseUnit,
    standOn: (op) => commands.stand({ ...cursorOf(store.state), op }),
  });
  const inspector = inspectorOf(page, numbers);
  const values = createValues({
    grid,
    setPanel: (panel) => store.point({ panel }),
    request: page.request,
  });
  const inWords = createWordsPanel(page);
  const side = el(
    'aside',
    { class: 'side', id: 'side', tabindex: -1, 'aria-label': words.equationAndInspector },
    equation.element,
    inspector.element,
    values.element,
    inWords.element,
  );
  /** What each tab of a phone's sheet shows. @type {[Tab, {element: HTMLElement}[]][]} */
  const sheets = [
    ['controls', [region]],
    ['equation', [equation]],
    ['values', [inspector, values]],
    ['words', [inWords]],
  ];
  /** Opens what an element is in, where that is closed. @param {HTMLElement} element */
  function reveal(element) {
    if (app.hasAttribute('data-side-closed') && side.contains(element)) toggleSide();
    const sheet = sheets.find(([, parts]) => parts.some((part) => part.element.contains(element)));
    if (sheet) tabs.open(sheet[0]);
    region.reveal(element);
  }
  /** Hides equation and details, or brings them back; the keys go on working where they are. */
  function toggleSide() {
    const closed = app.toggleAttribute('data-side-closed');
    if (closed && side.contains(document.activeElement)) stages.now.canvases.focus();
    bar.sideIs(!closed);
  }
  const bar = barOf(page, {
    ...overlays,
    toggleSide,
    showModel() {
      tabs.open('controls');
      region.show('weights');
    },
  });
  const rem = el('div', { class: 'rem', 'aria-hidden': 'true' });
  app.replaceChildren(
    createSkipLinks(reveal),
    bar.element,
    notices.element,
    notices.toast,
    region.element,
    stages.element,
    tabs.element,
    side,
    transport.element,
    popover.element,
    ...live.elements,
    rem,
  );
  const regions = createRegions(() => [
    region.element,
    stages.now.canvases,
    side,
    transport.element,
  ]);
  bar.sideIs(true);
  keepFocus(app);
  return {
    bar,
    controls,
    equation,
    inspector,
    inWords,
    /** Where what had the focus went with the lab that was left, the keys go to the pictures. */
    land() {
      if (document.activeElement?.checkVisibility()) return;
      stages.now.canvases.focus({ preventScroll: true });
    },
    overlays,
    /** What has no setting of the schema, and follows the model as well. */
    own: [
      breakIt,
      edits,
      forcing,
      inside,
      learned,
      learning,
      pair,
      reading,
      steps,
      studied,
      overlays.presetGroup,
    ],
    popover,
    learning,
    /** @param {ViewName} view @param {Progress | null} now */
    progress: (view, now) => bars.get(view)?.update(now),
    region,
    regions,
    rem,
    sequence,
    stages,
    tabs,
    toggleSide,
    transport,
    values,
  };
}

/** @typedef {ReturnType<typeof createPanels>} Panels */

/** Where the cursor of the lab on screen stands. @param {State} state */
const cursorOf = (state) => labOf(state.lab).cursor.of(state);

/** @param {Page} page */
function transportOf({ store, session, commands, player, focus }) {
  return createTransport({
    go: commands.go,
    stand: commands.stand,
    togglePlay: player.toggle,
    setSpeed: player.setSpeed,
    face: commands.face,
    setLevel: (level) => store.point({ level }),
    point: focus.hover,
    position: () => cursorOf(store.state),
    timeline: () => labOf(store.state.lab).cursor.timeline(session),
  });
}

/**
 * How given numbers are changed, wherever they are shown.
 * @param {Page} page
 */
function numbersOf({ store, session, questions, focus, live }) {
  const numbers = createNumbers({ store, edit: session.edit });
  /** @param {string} reference */
  const look = (reference) => questions.inspect(reference)?.given ?? null;
  const popover = createNumberPopover({ numbers, announce: live.speak, look });
  const grid = () => createGrid({ focus, numbers, given: look, announce: live.speak });
  return { numbers, popover, grid };
}

/**
 * @param {Page} page
 * @param {Numbers} numbers
 */
function inspectorOf(page, numbers) {
  const { store, session, questions, commands, preferences, focus, live, repaint } = page;
  return createInspector({
    focus,
    numbers,
    stand: commands.stand,
    copy: commands.copy,
    latex: () => questions.formula()?.latex ?? '',
    openTable: () => store.point({ table: true }),
    check: (reference) => session.ask((it) => it.check(reference)),
    announce: live.speak,
    repaint,
    paintHistory(context, { width, height, ratio }) {
      const frame = { width, height, ratio, theme: preferences.theme, fontSize: rootFontSize() };
      questions.paint('history', context, frame, focus.reference);
    },
  });
}

/**
 * @param {Page} page
 * @param {ReturnType<typeof createOverlays> & {showModel: () => void, toggleSide: () => void}} open
 */
function barOf({ session, commands }, open) {
  const provoked = /(^#|&)provoke\b/.test(location.hash);
  return createTopBar({
    labs,
    actions: {
      ...open,
      undo: () => commands.travel('undo'),
      redo: () => commands.travel('redo'),
      share: commands.share,
      openLab: commands.open,
      resetLab: commands.resetLab,
      resetAll: commands.resetAll,
      provoke: provoked ? () => session.ask((it) => it.panicOnPurpose()) : null,
    },
  });
}
