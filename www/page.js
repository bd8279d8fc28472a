/**
 * The page put together: panels round one store, one engine, one frame.
 *
 * Invariant: everything on the screen follows from the store's state, the focus reference and the person's
 * preferences, and is brought up to date at most once per animation frame.
 */
import { standing } from './cursor.js';
import { explain, Panic } from './engine.js';
import { onceAFrame, onRatioChange, rootFontSize, timed } from './frame.js';
import { cell } from './labs/cell.js';
import { decode, encode } from './link.js';
import { createPlayer } from './player.js';
import { createPreferences } from './preferences.js';
import { createStore } from './store.js';
import { createControls } from './ui/controls.js';
import { createCopyRun, createHelp, createPasteRun } from './ui/dialogs.js';
import { el } from './ui/element.js';
import { createEquation } from './ui/equation.js';
import { createFocus } from './ui/focus.js';
import { createInspector } from './ui/inspector.js';
import { commandFor, placeOf } from './ui/keys.js';
import { createControlsRegion, createRegions, createSkipLinks, createTabs } from './ui/layout.js';
import { createLive } from './ui/live.js';
import { createNotices } from './ui/notices.js';
import { asTyped, createSequence } from './ui/sequence.js';
import { createStage } from './ui/stage.js';
import { createTopBar } from './ui/topbar.js';
import { createTransport } from './ui/transport.js';
import { createValues, createWordsPanel } from './ui/values.js';
import { words } from './words.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {import('./types.d.ts').State} State */
/** @typedef {import('./types.d.ts').Model} Model */
/** @typedef {import('./types.d.ts').Position} Position */
/** @typedef {import('./types.d.ts').How} How */
/** @typedef {import('./types.d.ts').Summary} Summary */
/** @typedef {import('./types.d.ts').Timeline} Timeline */
/** @typedef {import('./types.d.ts').Lab} Lab */
/** @typedef {import('./types.d.ts').Level} Level */

/** The link follows this long after the last change, in ms. */
const LINK_DELAY = 300;
/** After this many deaths in a row the engine is left alone until something changes. */
const MOST_PANICS = 3;
/** @type {Level[]} */
const LEVELS = ['symbols', 'vectors', 'numbers'];

const lab = cell;

/**
 * The state the page has before anything was chosen.
 * @param {Engine} engine
 * @returns {State}
 */
export function openingState(engine) {
  const { unit: _, ...model } = engine.defaults;
  return {
    lab: lab.id,
    model,
    ...lab.opening,
    level: 'numbers',
    notation: 'lesson',
    table: false,
  };
}

/**
 * The first of the models that runs.
 * @param {Engine} engine
 * @param {State} wanted
 * @param {State} defaults
 * @returns {{state: State, refused: string | null}}
 */
function firstThatRuns(engine, wanted, defaults) {
  const { seq, edited, weights } = defaults.model;
  const plainer = { ...wanted.model, seq, edited, weights };
  /** @type {string | null} */
  let refused = null;
  for (const model of [wanted.model, plainer]) {
    try {
      engine.configure(model, wanted.unit);
      return { state: { ...wanted, model }, refused };
    } catch (thrown) {
      refused ??= explain(thrown).message;
    }
  }
  return { state: { ...wanted, model: defaults.model, unit: defaults.unit }, refused };
}

/**
 * Builds the page and shows the state of the link.
 * @param {Engine} engine
 * @param {HTMLElement} app
 */
export async function createPage(engine, app) {
  const { schema } = engine;
  const defaults = openingState(engine);
  const opened = await decode(location.hash, { schema, defaults });
  const first = firstThatRuns(engine, opened.state, defaults);
  const store = createStore(first.state);
  let { unknown } = opened;

  /** Everything must be shown anew, whatever the state says. */
  let fresh = true;
  const live = createLive();
  const request = onceAFrame(frame);
  const focus = createFocus(() => {
    stage.invalidate();
    request();
  });
  const preferences = createPreferences(() => {
    fresh = true;
    request();
  });
  const notices = createNotices({ copy });
  const player = createPlayer({
    advance() {
      const before = store.state.position;
      go('next');
      return !samePlace(before, store.state.position);
    },
    changed(playing) {
      transport.playing(playing);
    },
  });

  let held = false;
  let panics = 0;
  /** @type {Summary} */
  let summary = engine.configure(first.state.model, first.state.unit);
  /** @type {Timeline} */
  let timeline = engine.ask((it) => it.timeline());
  /** @type {State | null} */
  let shown = null;
  /** @type {Pick<State, 'model' | 'unit'>} what the engine holds, and what it was last asked to hold */
  let configured = store.state;

  /**
   * Asks the engine; what goes wrong is shown and answered with null.
   * @template T
   * @param {(lab: Lab) => T} question
   * @returns {T | null}
   */
  function ask(question) {
    if (panics >= MOST_PANICS) return null;
    try {
      return engine.ask(question);
    } catch (thrown) {
      report(thrown);
      return null;
    }
  }

  /** @param {unknown} thrown */
  function report(thrown) {
    const { message } = explain(thrown);
    if (!(thrown instanceof Panic)) {
      notices.show({ id: 'engine', text: message, kind: 'error' });
      live.alarm(message);
      return;
    }
    panics += 1;
    fresh = true;
    const text = words.panicText;
    notices.show({
      id: 'panic',
      title: words.panicTitle,
      text,
      kind: 'error',
      report: `${message}\n${thrown.stack ?? ''}\n${location.href}\n${navigator.userAgent}`,
    });
    live.alarm(`${words.panicTitle}. ${text}`);
    request();
  }

  // Commands -------------------------------------------------------------------------------------------------------

  /** @param {string} text @param {string} done */
  async function copy(text, done) {
    try {
      await navigator.clipboard.writeText(text);
      live.speak(done);
      notices.flash(done);
    } catch {
      notices.show({ id: 'copied', text: words.notCopied, kind: 'error' });
      live.alarm(words.notCopied);
    }
  }

  /** @param {Position} position */
  function stand(position) {
    store.point({ position });
  }
  /** @param {How} how */
  function go(how) {
    const position = ask((it) => it.move(store.state.position, how));
    if (position) stand(position);
  }
  /** @param {number} unit */
  function chooseUnit(unit) {
    store.point({ unit: Math.min(Math.max(unit, 1), summary.H) });
  }
  /** @param {'undo' | 'redo'} way */
  function travel(way) {
    const label = store[way]();
    const [none, some] =
      way === 'undo' ? [words.nothingToUndo, words.undid] : [words.nothingToRedo, words.redid];
    const said = label === null ? none : some(label);
    live.speak(said);
    notices.flash(said);
  }
  async function share() {
    const { hash, leftOut } = await encode(store.state, { schema, defaults, unknown });
    history.replaceState(null, '', hash);
    await copy(location.href, leftOut.length > 0 ? words.sharedWithout(leftOut) : words.shared);
  }
  /** @param {string} document */
  function adopt(document) {
    const { unit, ...model } = engine.ask((it) => it.adopt(document));
    engine.configure(model, unit);
    store.command(words.pasteRunLabel, model, { point: { unit } });
  }
  function reset() {
    store.command(words.resetLabel, defaults.model, {
      point: { position: defaults.position, unit: defaults.unit },
    });
  }
  /** @param {string} group */
  function showControls(group) {
    tabs.open('controls');
    region.show(group);
  }

  // Panels ---------------------------------------------------------------------------------------------------------

  const help = createHelp();
  const copyRun = createCopyRun({ read: () => ask((it) => it.document()) ?? '', copy });
  const pasteRun = createPasteRun({ adopt });
  const sequence = createSequence({ store, engine, alarm: live.alarm, speak: live.speak });
  const controls = createControls(schema, store);
  const region = createControlsRegion({
    groups: lab.groups,
    of: (group) =>
      group === 'sequence' ? [sequence.element, ...controls.of(group)] : controls.of(group),
  });
  const transport = createTransport({
    go,
    stand,
    togglePlay: player.toggle,
    setSpeed: player.setSpeed,
    face(dir) {
      if (store.state.position.dir !== dir) go('turn');
    },
    setLevel: (level) => store.point({ level }),
    state: () => store.state,
    timeline: () => timeline,
  });
  const stage = createStage({
    views: lab.views.map(({ name }) => name),
    ask,
    focus,
    live,
    stand,
    standing: () => store.state.position,
    chooseUnit,
    setTable: (table) => store.point({ table }),
    request,
  });
  const equation = createEquation({
    focus,
    copy,
    setLevel: (level) => store.point({ level }),
    setNotation: (notation) => store.point({ notation }),
    setUnit: chooseUnit,
    standOn: (op) => stand({ ...store.state.position, op }),
  });
  const inspector = createInspector({
    focus,
    stand,
    check: (reference) => ask((it) => it.check(reference)),
    announce: live.speak,
    repaint: () => repaint(),
    paintHistory(context, { width, height, ratio }) {
      const { position, unit, notation } = store.state;
      const fontSize = rootFontSize();
      const frame = { width, height, ratio, theme: preferences.theme, fontSize, notation };
      ask((it) => it.paint('history', context, frame, position, focus.reference, unit));
    },
  });
  const values = createValues();
  const inWords = createWordsPanel();
  const side = el(
    'aside',
    { class: 'side', id: 'side', tabindex: -1, 'aria-label': words.equationAndInspector },
    equation.element,
    inspector.element,
    values.element,
    inWords.element,
  );
  const provoked = /(^#|&)provoke\b/.test(location.hash);
  const bar = createTopBar({
    lab: lab.title,
    actions: {
      undo: () => travel('undo'),
      redo: () => travel('redo'),
      share,
      help: () => help.showModal(),
      copyRun: copyRun.open,
      pasteRun: pasteRun.open,
      reset,
      showModel: () => showControls('weights'),
      setTheme: (choice) => preferences.choose('theme', choice),
      setMotion: (choice) => preferences.choose('motion', choice),
      setVerbosity: (choice) => preferences.choose('verbosity', choice),
      provoke: provoked ? () => ask((it) => it.panicOnPurpose()) : null,
    },
  });
  const tabs = createTabs(app, request);
  app.replaceChildren(
    createSkipLinks(),
    bar.element,
    notices.element,
    notices.toast,
    region.element,
    stage.element,
    tabs.element,
    side,
    transport.element,
    help,
    copyRun.dialog,
    pasteRun.dialog,
    ...live.elements,
  );
  transport.playing(false);
  bar.theme.update(preferences.chosen.theme);
  bar.motion.update(preferences.chosen.motion);
  bar.verbosity.update(preferences.chosen.verbosity);

  // Keys -----------------------------------------------------------------------------------------------------------

  const regions = createRegions([region.element, stage.canvases, side, transport.element]);
  /** @type {Record<string, () => void>} */
  const commands = {
    play: player.toggle,
    next: () => go('next'),
    previous: () => go('previous'),
    nextStep: () => go('nextStep'),
    previousStep: () => go('previousStep'),
    first: () => go('first'),
    last: () => go('last'),
    turn: () => go('turn'),
    previousUnit: () => chooseUnit(store.state.unit - 1),
    nextUnit: () => chooseUnit(store.state.unit + 1),
    level() {
      const at = LEVELS.indexOf(store.state.level);
      const level = LEVELS[(at + 1) % LEVELS.length] ?? 'symbols';
      store.point({ level });
      live.speak(words.levels[level]);
    },
    table: () => store.point({ table: !store.state.table }),
    goTo: transport.focusStep,
    help: () => help.showModal(),
    undo: () => travel('undo'),
    redo: () => travel('redo'),
    toggleControls: () => region.toggle(),
    toggleSide: () => app.toggleAttribute('data-side-closed'),
    nextRegion: () => regions.step(1),
    previousRegion: () => regions.step(-1),
    enter: stage.enter,
    leave: stage.leave,
    select: stage.select,
    left: () => stage.walk('left'),
    right: () => stage.walk('right'),
    up: () => stage.walk('up'),
    down: () => stage.walk('down'),
    firstMark: () => stage.walk('first'),
    lastMark: () => stage.walk('last'),
    dismiss() {
      focus.pin(null);
      stage.hideTip();
      region.dismiss();
    },
  };
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const place = placeOf(document.activeElement, {
      stage: stage.element,
      transport: transport.element,
      inside: stage.inside,
    });
    const name = commandFor(event, place);
    if (name === null || (name === 'enter' && document.activeElement !== stage.canvases)) return;
    held = event.repeat;
    commands[name]?.();
    if (name !== 'dismiss') event.preventDefault();
  });
  stage.canvases.addEventListener('blur', () => stage.leave());

  // The frame ------------------------------------------------------------------------------------------------------

  /** Gives the engine the model of the state; what it refuses is taken back and said. */
  function configure() {
    const { model, unit } = store.state;
    if (model === configured.model && unit === configured.unit) return;
    try {
      summary = timed('unrolled:configure', () => engine.configure(model, unit));
      timeline = engine.ask((it) => it.timeline());
      notices.drop('engine');
    } catch (thrown) {
      refuse(thrown, model);
    }
    configured = store.state;
  }

  /** @param {unknown} thrown @param {Model} model */
  function refuse(thrown, model) {
    const good = engine.good ?? defaults.model;
    const { message, path } = explain(thrown);
    const about = model.seq !== good.seq && /^(seq|$)/.test(path);
    if (about) sequence.refused(good.seq);
    store.reject(good);
    controls.update(store.state);
    if (thrown instanceof Panic) {
      report(thrown);
      notices.show({ id: 'engine', text: words.panicRejected, kind: 'error' });
    } else if (about) sequence.complain(message);
    else if (!controls.complain(path, message)) {
      notices.show({ id: 'engine', text: message, kind: 'error' });
    }
    if (!about) live.alarm(message);
  }

  /** The cursor and the unit where the model has them. */
  function settle() {
    const { position, unit } = store.state;
    const resolved = ask((it) => it.resolve(position)) ?? position;
    const inside = Math.min(Math.max(unit, 1), summary.H);
    if (!samePlace(resolved, position) || inside !== unit) {
      store.point({ position: resolved, unit: inside });
    }
  }

  /** The storybook sequence as one would type it. */
  function storyText() {
    const run = ask((it) => it.document());
    if (run === null) return '';
    const rows = /** @type {{x?: number[][][]}} */ (JSON.parse(run)).x?.[0] ?? [];
    return asTyped({ kind: 'numbers', rows });
  }

  /** @param {State} state */
  function show(state) {
    const { position, unit, level, notation } = state;
    const place = standing(timeline, position);
    const said = ask((it) => it.sentence(position, unit, 'normal')) ?? '';
    const formula = ask((it) => it.formula(position, { level, notation, unit }));
    const titles = new Map(
      [...timeline.forward, ...timeline.backward].map((op) => [op.id, op.title]),
    );
    transport.update(state, summary, said);
    stage.update(state, {
      titles: lab.views.map(({ title, name }) => ({
        title: title(state, place.op, place),
        note: name === 'cell' ? words.opCount(place.index, place.count) : '',
      })),
      label: words.stageLabel(words.cells[state.model.cell] ?? state.model.cell, summary.T),
    });
    if (formula) {
      equation.update(state, formula, {
        said,
        H: summary.H,
        nameOf: (id) => titles.get(id) ?? id,
      });
    }
    const full = ask((it) => it.sentence(position, unit, 'full')) ?? said;
    inWords.update(full, formula?.words ?? '');
    bar.update(summary.chip, store);
    speak(state, said);
  }

  /** @param {State} state @param {string} said */
  function speak(state, said) {
    const before = shown;
    if (before === null) return;
    if (samePlace(before.position, state.position) && before.unit === state.unit) return;
    if (player.hurried && before.position.t === state.position.t) return;
    const verbosity = preferences.chosen.verbosity;
    const text =
      verbosity === 'normal'
        ? said
        : (ask((it) => it.sentence(state.position, state.unit, verbosity)) ?? said);
    if (held) live.speakWhenSettled(text);
    else live.speak(text);
  }

  /** @param {State} state */
  function showFocus({ position, unit }) {
    const reference = focus.reference;
    const what = ask((it) => it.inspect(reference, position, unit));
    if (what) inspector.update(what, { reference });
    inspector.paint();
    equation.light(reference);
    const table = values.shown ? ask((it) => it.table('numbers', position)) : null;
    if (table) values.update(table);
  }

  /** @param {State} before @param {State} state */
  function showModel(before, state) {
    if (before.model === state.model && !fresh) return;
    controls.update(state);
    sequence.update(state, storyText);
    showSummary();
  }

  function showSummary() {
    const { notices: said, overflow } = summary;
    const lines = overflow === null ? said : [...said, overflow];
    if (lines.length === 0) notices.drop('model');
    else notices.show({ id: 'model', text: lines.join(' '), kind: 'note' });
  }

  function frame() {
    configure();
    settle();
    const { state } = store;
    if (state !== shown || fresh) {
      showModel(shown ?? state, state);
      show(state);
      stage.invalidate();
      shown = state;
      fresh = false;
    }
    showFocus(state);
    stage.paint(state, preferences.theme);
    document.documentElement.dataset.ready = 'true';
  }

  // What starts a frame --------------------------------------------------------------------------------------------

  let linkTimer = 0;
  store.subscribe((state, before) => {
    panics = 0;
    request();
    if (state.table !== before.table || state.model !== before.model) focus.hover(null);
    clearTimeout(linkTimer);
    linkTimer = window.setTimeout(async () => {
      const { hash } = await encode(store.state, { schema, defaults, unknown });
      history.replaceState(null, '', hash);
    }, LINK_DELAY);
  });
  addEventListener('hashchange', async () => {
    const next = await decode(location.hash, { schema, defaults });
    unknown = next.unknown;
    const runs = firstThatRuns(engine, next.state, defaults);
    const { model, ...point } = runs.state;
    sayNotices(next.notices, runs.refused);
    store.command(words.linkLabel, model, { point });
  });
  const repaint = () => {
    stage.invalidate();
    request();
  };
  onRatioChange(repaint);
  document.fonts.addEventListener('loadingdone', repaint);
  new ResizeObserver(() => {
    fresh = true;
    request();
  }).observe(app);

  /** @param {string[]} said @param {string | null} refused */
  function sayNotices(said, refused) {
    const lines = refused === null ? said : [...said, words.linkFailed(refused)];
    if (lines.length === 0) return;
    notices.show({ id: 'link', text: lines.join(' '), kind: 'note' });
    live.speak(lines.join(' '));
  }
  sayNotices(opened.notices, first.refused);
  request();
}

/** @param {Position} a @param {Position} b */
const samePlace = (a, b) => a.t === b.t && a.op === b.op && a.dir === b.dir;
