/**
 * The page before the engine runs: its frame, with every bar where it will be, nothing that can be pressed and no number.
 *
 * Invariant: the regions are those of the page, of the same classes, so that nothing moves when the engine is there.
 */
import { lab } from '../opening.js';
import { words } from '../words.js';
import { createChoice } from './choice.js';
import { button, el, say, setAll } from './element.js';
import { icon } from './icons.js';
import { createTabs } from './layout.js';
import { createTopBar } from './topbar.js';
import { createTransport } from './transport.js';

/** A start that takes longer than this is spoken of, in s; so far the progress line runs. */
const USUAL = 8;

const nothing = () => undefined;

const outline = () => el('div', { class: 'outline' });

function bar() {
  const actions = {
    undo: nothing,
    redo: nothing,
    share: nothing,
    exportIt: nothing,
    help: nothing,
    settings: nothing,
    find: nothing,
    presets: nothing,
    copyRun: nothing,
    pasteRun: nothing,
    resetLab: nothing,
    resetAll: nothing,
    showModel: nothing,
    toggleSide: nothing,
    provoke: null,
  };
  return createTopBar({ labs: [lab], lab: lab.id, actions }).element;
}

function controls() {
  const rail = lab.groups.map((group) =>
    button({ class: 'rail-button', 'aria-label': group.title }, icon(group.icon), nothing),
  );
  const groups = lab.groups.map(({ title }) =>
    el('section', { class: 'group' }, el('h2', {}, title), outline()),
  );
  return el(
    'aside',
    { class: 'controls' },
    el('div', { class: 'rail' }, ...rail),
    el('div', { class: 'controls-panel' }, ...groups),
  );
}

/** @param {string} name @param {string} title @param {...Node} inside */
const view = (name, title, ...inside) =>
  el(
    'figure',
    { class: `view view-${name}` },
    el('figcaption', {}, el('span', { class: 'view-title' }, title)),
    el('div', { class: 'canvas-box' }, ...inside),
  );

/** @param {Node} message */
function stage(message) {
  const [sequence, cell] = lab.views;
  const strip = createChoice({ label: words.lowerPane, options: words.panels, choose: nothing });
  return el(
    'main',
    { class: 'stage', 'aria-label': words.stage },
    el(
      'div',
      { class: 'canvases' },
      view('sequence', sequence?.short ?? ''),
      el('div', { class: 'cells' }, view('cell', cell?.short ?? '', message)),
      el('div', { class: 'lower', inert: true }, strip.element, view('numbers', '')),
    ),
  );
}

/** @param {string} kind @param {string} title */
const panel = (kind, title) =>
  el(
    'section',
    { class: kind },
    el('div', { class: 'panel-head' }, el('h2', {}, title)),
    outline(),
  );

/** @typedef {Parameters<typeof createTransport>[0]} Actions */

function steps() {
  // What is inert asks for no state and no timeline.
  const actions = {
    go: nothing,
    stand: nothing,
    togglePlay: nothing,
    setSpeed: nothing,
    face: nothing,
    setLevel: nothing,
    point: nothing,
  };
  const transport = createTransport(/** @type {Actions} */ (/** @type {unknown} */ (actions)));
  transport.playing(false);
  return transport.element;
}

/** How long it has been starting, and later a way to try again. */
function createMessage() {
  const line = el('span', {}, words.starting);
  const since = el('span', { 'aria-hidden': 'true' });
  const progress = el('progress', { class: 'progress', max: USUAL, 'aria-hidden': 'true' });
  const again = button({ hidden: true }, words.reload, () => location.reload());
  let seconds = 0;
  function tick() {
    say(since, words.startingSince(seconds));
    progress.value = Math.min(seconds, USUAL);
    if (seconds === USUAL) {
      say(line, words.stillStarting);
      again.hidden = false;
    }
    seconds += 1;
  }
  tick();
  const timer = setInterval(tick, 1000);
  return {
    element: el(
      'div',
      { class: 'start-message' },
      el('p', {}, words.promise),
      el('p', { class: 'start-line', role: 'status' }, line, since),
      progress,
      again,
    ),
    stop: () => clearInterval(timer),
  };
}

/**
 * The frame at once, with nothing in it yet.
 * @param {HTMLElement} app
 * @returns {() => void} ends it
 */
export function showStarting(app) {
  const message = createMessage();
  const side = el(
    'aside',
    { class: 'side' },
    panel('equation', words.equation),
    panel('inspector', words.details),
  );
  const top = bar();
  const regions = [controls(), createTabs(app, nothing).element, side, steps()];
  for (const element of [...top.querySelectorAll(':scope > :not(h1)'), ...regions]) {
    setAll(element, { inert: true });
  }
  app.replaceChildren(top, stage(message.element), ...regions);
  for (const element of app.children) element.classList.add('starting');
  return message.stop;
}
