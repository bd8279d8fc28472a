/**
 * The page put together: panels round one store, one engine, one frame.
 *
 * Invariant: everything on the screen follows from the store's state, the focus reference and the person's
 * preferences, and is brought up to date at most once per animation frame.
 */
import { effect } from '@preact/signals-core';
import { createTraining, createViewJobs, createWorkerClient } from '../engine/jobs.js';
import { createModels } from '../engine/models.js';
import { createQuestions } from '../engine/questions.js';
import { createSession } from '../engine/session.js';
import { labOf, labs } from '../labs/labs.js';
import { createNotices } from '../panels/notices.js';
import { createAddress, opened } from '../state/address.js';
import { samePlace } from '../state/cursor.js';
import { decode } from '../state/link.js';
import { besideOf, firstThatRuns, openingOf, openingStates } from '../state/openings.js';
import { createScreen } from '../state/screen.js';
import { createStore } from '../state/store.js';
import { attentionWords } from '../words/attention.js';
import { words } from '../words/words.js';
import { createCommands } from './commands.js';
import { createCycle } from './cycle.js';
import { createErrorReport } from './error_report.js';
import { createFocus } from './focus.js';
import { onceAFrame, onRatioChange, watchRootFontSize } from './frame.js';
import { createRest } from './idle.js';
import { createKeyboard } from './keyboard.js';
import { createLive } from './live.js';
import { createPanels } from './panels.js';
import { createPlayer } from './player.js';
import { createSpeech } from './speech.js';
import { showWarnings } from './warnings.js';

/** @import {Engine} from '../engine/engine.js' */
/** @import {Act} from '../engine/jobs.js' */
/** @import {PreferencesHere} from '../state/preferences.js' */
/** @import {Storage} from '../state/storage.js' */
/** @import {Model} from '../types.d.ts' */
/** @import {Page, Panels} from './panels.js' */
/** @typedef {{refresh: () => void, repaint: () => void}} Anew shows everything anew, or the pictures alone */

/** The trained models, as labs want them. @param {Page} page @param {Anew} anew */
function bringModels({ engine, session, screen, notices, live }, { refresh }) {
  const models = createModels({
    give: engine.give,
    came(name) {
      notices.drop(`model-${name}`);
      session.renew();
      refresh();
    },
    failed(name, why) {
      const text = why === null ? attentionWords.notHere(name) : attentionWords.damaged(name, why);
      const again = { label: attentionWords.again, act: () => models.again(name) };
      notices.show({ id: `model-${name}`, text, kind: 'error', actions: [again] });
      live.alarm(text);
    },
  });
  effect(() => {
    const wanted = screen.summary.translation?.models.filter((name) => name !== null) ?? [];
    if (screen.lab.glimpses) models.wantIdly(wanted[0] ?? '');
    else models.want(wanted);
  });
  return models;
}

/** Long work: views that are found a piece at a time, and training. @param {Page} page @param {Panels} panels @param {Anew} anew */
function createLongWork(page, panels, { refresh, repaint }) {
  const { engine, store, session, worker } = page;
  const { ask } = session;
  const viewJobs = createViewJobs({
    ask,
    worker,
    given: () => ({
      config: { ...store.state.model, ...besideOf(store.state) },
      models: engine.given(session.summary.translation?.models ?? []),
    }),
    summary: () => session.summary,
    moving: () => store.moving,
    show: panels.progress,
    // Pictures follow piece by piece, tables and words come with the last one.
    found: (whole) => (whole ? refresh() : repaint()),
  });
  const training = createTraining({
    engine,
    worker,
    ask,
    changed() {
      session.renew();
      refresh();
    },
    show: panels.controls.learning.progress,
  });
  return { viewJobs, training };
}

/** What the browser tells of: another size, another font, paper. @param {Page} page @param {Panels} panels @param {Anew & {frame: () => void}} anew */
function followBrowser({ app, session, preferences }, panels, { refresh, repaint, frame }) {
  onRatioChange(refresh);
  watchRootFontSize(panels.rem, refresh);
  document.fonts.addEventListener('loadingdone', () => {
    session.ask((lab) => lab.forgetLayers());
    repaint();
  });
  // Paper waits for no animation frame: what is printed is painted at once.
  matchMedia('print').addEventListener('change', ({ matches }) => {
    preferences.print(matches);
    frame();
  });
  new ResizeObserver(refresh).observe(app);
  preferences.whenChanged(refresh);
}

/** What follows another state at once. @param {Page} page @param {Panels} panels */
function followState({ store, session, player, focus, request }, panels) {
  store.subscribe((state, before) => {
    session.forgive();
    request();
    if (state.lab !== before.lab) {
      player.stop();
      // Who had nothing in focus still has not.
      if (document.activeElement !== document.body) requestAnimationFrame(panels.land);
    }
    const other = state.table !== before.table || state.lab !== before.lab;
    if (other || hasOtherParts(state.model, before.model)) focus.hover(null);
  });
}

/**
 * Whether what was pointed at may be gone. A number that moves under the finger is not.
 * @param {Model} model
 * @param {Model} before
 */
function hasOtherParts(model, before) {
  const { cell, choices, H, head } = model;
  return (
    cell !== before.cell || choices !== before.choices || H !== before.H || head !== before.head
  );
}

/**
 * Builds the page and shows the state of the link.
 * @param {Engine} engine
 * @param {HTMLElement} app
 * @param {{storage: Storage, preferences: PreferencesHere}} person
 */
export async function createPage(engine, app, { storage, preferences }) {
  const openings = openingStates(engine);
  const known = { schema: engine.schema, labs, openings };
  const link = await decode(location.hash, known);
  const first = firstThatRuns(engine, link.state, openingOf(openings, link.state.lab));
  const store = createStore(first.state);
  /** @type {Panels} */
  let panels;
  const lab = () => labOf(store.state.lab);
  const request = onceAFrame(() => cycle.frame());
  const repaint = () => {
    panels.stages.now.invalidate(true);
    request();
  };
  const refresh = () => {
    cycle.refresh();
    request();
  };

  const live = createLive();
  const notices = createNotices({ copy: (text, done) => commands.copy(text, done) });
  const errors = createErrorReport({
    notices,
    live,
    panicked: refresh,
    controls: () => panels.controls,
  });
  const session = createSession({
    engine,
    store,
    openings,
    trouble: errors.report,
    refused: errors.refused,
    accepted: () => notices.drop('engine'),
  });
  session.settle();
  /** @param {string[]} lines */
  function say(lines) {
    if (lines.length === 0) return;
    notices.show({ id: 'link', text: lines.join(' '), kind: 'note' });
    live.speak(lines.join(' '));
  }
  const address = createAddress({
    engine,
    store,
    known,
    unknown: link.unknown,
    say,
    refused() {
      const text = words.addressRefused;
      notices.show({ id: 'address', text, kind: 'note' });
      live.speak(text);
    },
  });
  const commands = createCommands({ engine, store, session, address, openings, live, notices });
  const rest = createRest({
    store,
    eases: () => lab().declared ?? false,
    settled() {
      session.ask((it) => it.ownRefine());
      refresh();
    },
    repaint,
  });
  const questions = createQuestions({ store, session, rest });
  const place = () => lab().cursor.of(store.state);
  const player = createPlayer({
    advance() {
      const before = place();
      commands.go('next');
      return !samePlace(before, place());
    },
  });
  const focus = createFocus(request);
  const screen = createScreen({
    store,
    session,
    questions,
    focus,
    changing: () => panels?.equation.changing ?? null,
  });
  const page = {
    app,
    engine,
    known,
    store,
    storage,
    session,
    screen,
    questions,
    commands,
    player,
    preferences,
    focus,
    live,
    notices,
    request,
    repaint,
    async grow() {
      if (engine.isWhole) return;
      await engine.grow();
      session.renew();
      refresh();
    },
    /** @param {'pause' | 'goOn' | 'stop'} how */
    work: (how) => long.viewJobs[how](),
    worker: createWorkerClient({ compiled: () => engine.compiled }),
    /** @type {Act} */
    train(how) {
      // The curve shows itself; the map stays.
      if (how === 'begin') store.point({ panel: 'curve' });
      long.training[how]();
    },
  };
  panels = createPanels(page);
  const keyboard = createKeyboard({ ...page, panels });
  const long = createLongWork(page, panels, { refresh, repaint });
  const speech = createSpeech({ ...page, keyboard });
  const cycle = createCycle({ ...page, ...long, panels, speech });

  showWarnings(page);
  const models = bringModels(page, { refresh, repaint });
  followState(page, panels);
  followBrowser(page, panels, { refresh, repaint, frame: cycle.frame });
  storage.whenLost(() => notices.show({ id: 'storage', text: words.notKept, kind: 'note' }));
  say(opened(link.notices, first.refused));
  request();
  requestAnimationFrame(() => panels.overlays.fetchAhead(models.rest));
}
