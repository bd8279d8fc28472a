/**
 * The page before the engine runs: its frame, with every bar where it will be, nothing that can be pressed and no number.
 *
 * Invariant: the regions are those of the page, of the same classes, so that nothing moves when the engine is there.
 */
import { labOf, labs, mainView, panelsOf } from '../labs/labs.js';
import { createChoice } from '../panels/choice.js';
import { button, el, say, setAll } from '../panels/element.js';
import { icon } from '../panels/icons.js';
import { createTabs } from '../panels/layout.js';
import { createTopBar } from '../panels/topbar.js';
import { createTransport } from '../panels/transport.js';
import { labNamed } from '../state/link.js';
import { words } from '../words/words.js';

/** @import {LabDeclaration} from '../types.d.ts' */

/** A start that takes longer than this is spoken of, in s; so far the progress line runs. */
const USUAL = 8;

const nothing = () => undefined;

const outline = () => el('div', { class: 'outline' });

/** @param {LabDeclaration} lab */
function bar(lab) {
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
    openLab: nothing,
    resetLab: nothing,
    resetAll: nothing,
    showModel: nothing,
    toggleSide: nothing,
    provoke: null,
  };
  const { element, update } = createTopBar({ labs, actions });
  update(lab.id, '', { canUndo: false, canRedo: false });
  return element;
}

/** @param {LabDeclaration} lab */
function controls({ groups: all }) {
  const rail = all.map((group) =>
    button({ class: 'rail-button', 'aria-label': group.title }, icon(group.icon), nothing),
  );
  const groups = all.map(({ title }) =>
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

/** @param {LabDeclaration} lab @param {Node} message */
function stage(lab, message) {
  const shown = lab.lower ? [...lab.views.filter(({ place }) => place !== 'lower')] : lab.views;
  const [top, middle] = ['top', 'middle'].map((place) => shown.filter((it) => it.place === place));
  const options = panelsOf(lab);
  const strip = createChoice({ label: words.lowerPane, options, choose: nothing });
  const main = mainView(lab);
  return el(
    'main',
    { class: 'stage', 'aria-label': words.stage },
    el(
      'div',
      { class: `canvases of-${lab.id}` },
      ...(top ?? []).map(({ name, short }) => view(name, short)),
      el(
        'div',
        { class: 'cells' },
        ...(middle ?? [])
          .filter(({ name }) => name !== 'other')
          .map(({ name, short }) => view(name, short, ...(name === main ? [message] : []))),
      ),
      el('div', { class: 'lower', inert: true }, strip.element, view(lab.lower?.[0] ?? '', '')),
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
  // The address says which lab comes; what else it says waits for the engine.
  const lab = labOf(labNamed(location.hash));
  const top = bar(lab);
  const regions = [controls(lab), createTabs(app, nothing).element, side, steps()];
  for (const element of [...top.querySelectorAll(':scope > :not(h1)'), ...regions]) {
    setAll(element, { inert: true });
  }
  app.dataset.lab = lab.id;
  const pictures = lab.outline?.(message.element) ?? stage(lab, message.element);
  app.replaceChildren(top, pictures, ...regions);
  for (const element of app.children) element.classList.add('starting');
  return message.stop;
}
