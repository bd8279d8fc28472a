/**
 * The page before the engine runs: its frame, with every bar where it will be, nothing that can be pressed and no number.
 *
 * Invariant: the regions are those of the page, of the same classes, so that nothing moves when the engine is there.
 */
import { html, nothing, render } from 'lit-html';
import { labOf, labs, mainView, panelsOf } from '../labs/labs.js';
import { choice } from '../panels/choice.js';
import { icon } from '../panels/icons.js';
import { createTabs } from '../panels/layout.js';
import { topBar } from '../panels/topbar.js';
import { placeField, topRow } from '../panels/transport.js';
import { labNamed } from '../state/link.js';
import { words } from '../words/words.js';

/** @import {LabDeclaration} from '../types.d.ts' */
/** @import {Actions} from '../panels/topbar.js' */

/** A start that takes longer than this is spoken of, in s; so far the progress line runs. */
const USUAL = 8;

const idle = () => undefined;

/** What is inert does nothing. @type {Actions} */
const NOTHING = {
  travel: idle,
  share: idle,
  exportIt: idle,
  help: idle,
  settings: idle,
  find: idle,
  presets: idle,
  copyRun: idle,
  pasteRun: idle,
  open: idle,
  showModel: idle,
  toggleSide: idle,
  resetLab: idle,
  resetAll: idle,
  provoke: null,
};

const outline = html`<div class="outline"></div>`;

/** @param {LabDeclaration} lab */
const controls = ({ groups }) => html`<aside class="controls starting" inert>
  <div class="rail">
    ${groups.map(
      ({ title, icon: name }) =>
        html`<button type="button" class="rail-button" aria-label=${title}>${icon(name)}</button>`,
    )}
  </div>
  <div class="controls-panel">
    ${groups.map(({ title }) => html`<section class="group"><h2>${title}</h2>${outline}</section>`)}
  </div>
</aside>`;

/** @param {string} name @param {string} title @param {unknown} [inside] */
const view = (name, title, inside = nothing) => html`<figure class=${`view view-${name}`}>
  <figcaption><span class="view-title">${title}</span></figcaption>
  <div class="canvas-box">${inside}</div>
</figure>`;

/** @param {LabDeclaration} lab @param {unknown} message */
function stage(lab, message) {
  const main = mainView(lab);
  const at = (/** @type {string} */ place) =>
    lab.views
      .filter((each) => each.place === place && each.name !== 'other')
      .map(({ name, short }) => view(name, short, name === main ? message : nothing));
  const strip = {
    name: 'strip',
    label: words.lowerPane,
    options: panelsOf(lab),
    value: null,
    choose: idle,
  };
  return html`<main class="stage starting" aria-label=${words.stage}>
    <div class=${`canvases of-${lab.id}${lab.layout ? ` ${lab.layout}` : ''}`}>
      ${at('top')}
      <div class="cells">${at('middle')}</div>
      <div class="lower" inert>${choice(strip)}${view(lab.lower?.[0] ?? '', '')}</div>
    </div>
  </main>`;
}

/** @param {string} kind @param {string} title */
const panel = (kind, title) =>
  html`<section class=${kind}><div class="panel-head"><h2>${title}</h2></div>${outline}</section>`;

function transport() {
  const field = { id: '', value: '', of: '', problem: '', commit: idle };
  const row = {
    playing: false,
    dir: /** @type {const} */ ('f'),
    oneWay: false,
    level: null,
    go: idle,
    toggle: idle,
    setSpeed: idle,
    face: idle,
    setLevel: idle,
  };
  return html`<footer class="transport starting" inert>
    ${topRow(row)}
    <div class="transport-scrub">
      ${placeField({ ...field, label: words.step, short: words.stepPlaces.short })}
      <div class="scrubber steps"><div class="track"></div></div>
      ${placeField({ ...field, label: words.operation, short: words.operationShort })}
      <div class="scrubber ops"><div class="track"></div></div>
    </div>
    <div class="said"><p class="sentence" id="sentence"></p></div>
  </footer>`;
}

/** How long it has been starting, and later a way to try again. @param {number} seconds */
const messageAfter = (seconds) => html`<div class="start-message">
  <p>${words.promise}</p>
  <p class="start-line" role="status"><span>${seconds < USUAL ? words.starting : words.stillStarting}</span><span
    aria-hidden="true">${words.startingSince(seconds)}</span></p>
  <progress class="progress" max=${USUAL} aria-hidden="true" .value=${Math.min(seconds, USUAL)}></progress>
  <button type="button" ?hidden=${seconds < USUAL} @click=${() => location.reload()}>${words.reload}</button>
</div>`;

/**
 * The frame at once, with nothing in it yet.
 * @param {HTMLElement} app
 * @returns {() => void} ends it
 */
export function showStarting(app) {
  // The address says which lab comes; what else it says waits for the engine.
  const lab = labOf(labNamed(location.hash));
  const tabs = createTabs(app, idle);
  const bar = {
    labs,
    lab: lab.id,
    chip: '',
    canUndo: false,
    canRedo: false,
    side: true,
    online: true,
  };
  app.dataset.lab = lab.id;
  let seconds = 0;

  function draw() {
    const message = messageAfter(seconds);
    render(
      html`<header class="bar starting">${topBar(bar, NOTHING)}</header>
        ${lab.outline?.(message) ?? stage(lab, message)} ${controls(lab)}
        <nav class="tabs starting" aria-label=${words.views} inert>${tabs.draw()}</nav>
        <aside class="side starting" inert>${panel('equation', words.equation)}${panel('inspector', words.details)}</aside>
        ${transport()}`,
      app,
    );
    for (const part of app.querySelectorAll('.bar > :not(h1)')) part.toggleAttribute('inert', true);
    seconds += 1;
  }
  // What the document says where the program never comes.
  app.replaceChildren();
  draw();
  const timer = setInterval(draw, 1000);
  return () => clearInterval(timer);
}
