/**
 * The page put together: panels round one store, one engine, one frame.
 *
 * Invariant: everything on the screen follows from the store's state, the focus reference and the person's
 * preferences, and is brought up to date at most once per animation frame.
 */

import { createGradually } from '../engine/gradually.js';
import { createLearning } from '../engine/learning.js';
import { createModels } from '../engine/models.js';
import { createQuestions } from '../engine/questions.js';
import { createSession } from '../engine/session.js';
import { createWork } from '../engine/work.js';
import { labOf, labs } from '../labs/labs.js';
import { createNotices } from '../panels/notices.js';
import { createAddress, opened } from '../state/address.js';
import { samePlace } from '../state/cursor.js';
import { decode } from '../state/link.js';
import { besideOf, firstThatRuns, openingOf, openingStates } from '../state/openings.js';
import { createStore } from '../state/store.js';
import { attentionWords } from '../words/attention.js';
import { words } from '../words/words.js';
import { createCommands } from './commands.js';
import { createTrouble } from './error_report.js';
import { createFocus } from './focus.js';
import { onceAFrame, onRatioChange, watchRootFontSize } from './frame.js';
import { createRest } from './idle.js';
import { createKeyboard } from './keyboard.js';
import { createLive } from './live.js';
import { createPanels } from './panels.js';
import { createPlayer } from './player.js';
import { createScreen } from './screen.js';

/** @import {Engine} from '../engine/engine.js' */
/** @import {Act} from '../engine/learning.js' */
/** @import {PreferencesHere} from '../state/preferences.js' */
/** @import {Storage} from '../state/storage.js' */
/** @import {Model} from '../types.d.ts' */

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
  const request = onceAFrame(() => screen.frame());
  const repaint = () => {
    panels.stages.now.invalidate(true);
    request();
  };
  const refresh = () => {
    screen.refresh();
    request();
  };

  const live = createLive();
  const notices = createNotices({ copy: (text, done) => commands.copy(text, done) });
  const trouble = createTrouble({
    notices,
    live,
    panicked: refresh,
    places: () => panels,
    summary: () => session.summary,
    lab: () => labOf(store.state.lab),
  });
  const session = createSession({
    engine,
    store,
    openings,
    trouble: trouble.report,
    refused: trouble.refused,
    accepted: () => notices.drop('engine'),
  });
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
    studies: () => labOf(store.state.lab).studies ?? false,
    settled() {
      session.ask((it) => it.studyRefine());
      refresh();
    },
    repaint: () => repaint(),
  });
  const questions = createQuestions({ store, session, rest });
  const place = () => labOf(store.state.lab).cursor.of(store.state);
  const player = createPlayer({
    advance() {
      const before = place();
      commands.go('next');
      return !samePlace(before, place());
    },
    changed: (playing) => panels.transport.playing(playing),
  });
  const focus = createFocus(request);
  preferences.whenChanged(refresh);
  const worker = createWork({ compiled: engine.compiled });

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

  const page = {
    app,
    engine,
    known,
    store,
    storage,
    session,
    questions,
    commands,
    player,
    preferences,
    focus,
    live,
    notices,
    request,
    repaint,
    /** @param {'pause' | 'goOn' | 'stop'} how */
    work: (how) => gradually[how](),
    worker,
    /** @type {Act} */
    train(how) {
      // The curve shows itself; the map stays.
      if (how === 'begin') store.point({ panel: 'curve' });
      learning[how]();
    },
  };
  const panels = createPanels(page);
  const keyboard = createKeyboard({ ...page, panels });
  const gradually = createGradually({
    ask: session.ask,
    work: worker,
    job: () => ({
      config: { ...store.state.model, ...besideOf(store.state) },
      models: engine.given(session.summary.translation?.models ?? []),
    }),
    summary: () => session.summary,
    moving: () => store.moving,
    show: panels.progress,
    // Pictures follow piece by piece, tables and words come with the last one.
    found: (whole) => (whole ? refresh() : repaint()),
  });
  const learning = createLearning({
    engine,
    work: worker,
    ask: session.ask,
    changed() {
      session.renew();
      refresh();
    },
    show: panels.learning.progress,
  });
  const screen = createScreen({ ...page, panels, keyboard, gradually, learning, models });
  panels.transport.playing(false);
  storage.whenLost(() => notices.show({ id: 'storage', text: words.notKept, kind: 'note' }));

  store.subscribe((state, before) => {
    session.forgive();
    request();
    if (state.lab !== before.lab) {
      player.stop();
      requestAnimationFrame(panels.land);
    }
    if (
      state.table !== before.table ||
      state.lab !== before.lab ||
      hasOtherParts(state.model, before.model)
    )
      focus.hover(null);
  });
  onRatioChange(refresh);
  watchRootFontSize(panels.rem, refresh);
  document.fonts.addEventListener('loadingdone', () => {
    session.ask((lab) => lab.forgetLayers());
    repaint();
  });
  // Paper waits for no animation frame: what is printed is painted at once.
  matchMedia('print').addEventListener('change', ({ matches }) => {
    preferences.print(matches);
    screen.frame();
  });
  new ResizeObserver(refresh).observe(app);

  /** @param {string[]} lines */
  function say(lines) {
    if (lines.length === 0) return;
    notices.show({ id: 'link', text: lines.join(' '), kind: 'note' });
    live.speak(lines.join(' '));
  }
  say(opened(link.notices, first.refused));
  request();
  requestAnimationFrame(panels.overlays.fetchAhead);
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
