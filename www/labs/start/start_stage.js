/**
 * The first screen. It is a stage like any other: painted by the engine, brought up to date once a frame.
 *
 * Invariant: every number on it is asked of the engine; touching anything ends the motion.
 */
import { effect, signal } from '@preact/signals-core';
import { html, nothing, render } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { fitCanvas, rootFontSize, timed } from '../../page/frame.js';
import { problemUnder } from '../../panels/controls/setting.js';
import { RADII } from '../../panels/controls/studied.js';
import { make, makeCanvas } from '../../panels/element.js';
import { renderFormula } from '../../panels/formula/formula.js';
import { fieldValue, typed } from '../../panels/typed.js';
import { choose, readSetting, show as shown } from '../../state/settings.js';
import { gradientWords } from '../../words/gradients.js';
import { startScreenWords as said } from '../../words/start_screen.js';
import { cells, titleOf } from '../cells.js';
import { createCards } from './cards.js';
import { createIntro } from './intro.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {El, LabDeclaration, Reading, Stage, State, Summary, Theme} from '../../types.d.ts' */

/** The ends of the slider. */
const RANGE = { min: 0.5, max: 1.5 };
/** So close to a place where it rests the slider goes there. */
const NEAR = 0.012;
const KEY = 'grad.rho';
const ID = 'start-rho';

/** The radius at a place of the slider. @param {number} at */
const radiusAt = (at) =>
  RADII.find((each) => each - NEAR < at && at < each + NEAR) ?? Number(at.toFixed(2));

/** The radius that a key leads to; null for other keys. @param {KeyboardEvent} event @param {number} from */
function steppedBy({ key, shiftKey }, from) {
  const way = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[key];
  if (way === undefined) return null;
  const to = from + way * (shiftKey ? 0.1 : 0.01);
  return Number(Math.min(Math.max(to, RANGE.min), RANGE.max).toFixed(2));
}

/**
 * The spectral radius: a slider, buttons where it rests, a field.
 * @param {Page} page
 * @param {() => void} touched
 */
function createRadius({ store, engine }, touched) {
  const setting = engine.schema.find(({ key }) => key === KEY);
  const problem = signal('');

  /** @param {number} rho @param {string} [drag] */
  function put(rho, drag) {
    touched();
    const { model } = store.state;
    if (model.grad.rho !== rho) store.command(said.changed(rho), choose(model, KEY, rho), { drag });
  }
  /** @param {KeyboardEvent} event */
  function key(event) {
    const to = steppedBy(event, store.state.model.grad.rho ?? 1);
    if (to === null) return;
    event.preventDefault();
    put(to, `keys ${KEY}`);
  }
  /** @param {string} text */
  function type(text) {
    const reading = setting && readSetting(setting, text);
    problem.value = reading?.problem ?? '';
    if (reading && reading.problem === undefined) put(Number(reading.value), `type ${KEY}`);
  }
  function settle() {
    store.settle();
    problem.value = '';
  }

  return {
    put,
    /** @param {number | null} rho @param {string} text what is said of it */
    slider: (rho, text) => html`<div class="rho">
      <input type="range" class="rho-slider" min=${RANGE.min} max=${RANGE.max} step="any"
        aria-label=${`${said.slider}: ${said.radius}`} aria-valuetext=${text} .value=${live(shown(rho))}
        @input=${fieldValue('value', (at) => put(radiusAt(Number(at)), `drag ${KEY}`))}
        @change=${() => store.settle()} @keydown=${key} />
      <div class="ticks" aria-hidden="true">
        ${[RANGE.min, ...RADII, RANGE.max].map((at) => html`<span data-at=${at}>${at}</span>`)}
      </div>
      <p class="hint">${said.slider}</p>
    </div>`,
    /** @param {number | null} rho @param {unknown} power */
    row: (rho, power) => html`<div class="rho-row">
        <span class="power">${power}</span>
        <div class="pills" role="group" aria-label=${said.radius}>
          ${RADII.map(
            (
              each,
            ) => html`<button type="button" class="pill" data-rho=${each} aria-pressed=${each === rho}
              @click=${() => put(each)}>${said.choose(each)}</button>`,
          )}
        </div>
        <label class="rho-field">ρ<input type="text" class="number" id=${ID} inputmode="decimal" autocomplete="off"
          aria-label=${said.radius} aria-invalid=${problem.value === '' ? nothing : 'true'}
          aria-describedby=${problem.value === '' ? nothing : `${ID}-problem`}
          .value=${typed(shown(rho), problem.value !== '')}
          @input=${fieldValue('value', type)} @change=${settle} /></label>
      </div>
      ${problemUnder(ID, problem.value)}`,
  };
}

/** What stands on the cards beside their buttons. @param {Page} page @param {(rho: number) => void} setRho */
function waysOf({ store, screen, commands }, setRho) {
  /** @param {string} kind */
  function openCell(kind) {
    const { model } = store.state;
    const name = titleOf(kind);
    if (model.cell !== kind) store.command(said.openedCell(name), choose(model, 'cell', kind));
    commands.open('cell');
  }
  /** @param {number} rho */
  function openRadius(rho) {
    setRho(rho);
    commands.open('gradients');
  }
  const pill = (/** @type {string} */ text, /** @type {() => void} */ act) =>
    html`<button type="button" class="pill" @click=${act}>${text}</button>`;
  /** @param {State} state @param {Summary} summary */
  function line({ model: { attn } }, { translation }) {
    const answer = translation?.answered?.answer;
    return attn.model === 'hand' ? said.byHand(answer) : said.answered(attn.text, answer);
  }
  return {
    line,
    ways: {
      cell: () => [...cells].reverse().map(({ kind, title }) => pill(title, () => openCell(kind))),
      gradients: () => RADII.map((rho) => pill(gradientWords.radius(rho), () => openRadius(rho))),
      attention: (/** @type {State} */ state) =>
        html`<p class="card-line">${line(state, screen.summary)}</p>`,
    },
  };
}

/**
 * The picture of the signal, and its one motion.
 * @param {Page} page
 * @param {() => void} repaint
 */
function createSignal({ questions }, repaint) {
  const canvas = makeCanvas(html`<canvas aria-hidden="true"></canvas>`);
  const size = fitCanvas(canvas, repaint);
  /** How far the motion is; 1 when there is none. */
  const progress = signal(1);
  /** @type {Theme} */
  let theme = 'light';

  function paint() {
    const context = canvas.getContext('2d');
    if (context === null || size.width === 0) return;
    const frame = { ...size, theme, fontSize: rootFontSize(), progress: progress.value };
    questions.paint('signal', context, frame, null);
  }
  const intro = createIntro({
    show(now) {
      progress.value = now;
      paint();
    },
    over() {
      progress.value = 1;
      repaint();
    },
  });
  return {
    canvas,
    intro,
    /** How far the motion is, 0 to 1. */
    get progress() {
      return progress.value;
    },
    /** @param {Theme} now */
    paint(now) {
      theme = now;
      if (!intro.running) paint();
    },
  };
}

/**
 * @param {Page} page
 * @param {LabDeclaration} lab
 * @returns {Stage}
 */
export function createStartStage(page, lab) {
  const { session, screen, request } = page;
  let dirty = true;
  function repaint() {
    dirty = true;
    request();
  }
  const moving = createSignal(page, repaint);
  const { canvas, intro } = moving;
  const radius = createRadius(page, intro.stop);
  const { ways, line } = waysOf(page, radius.put);
  const cards = createCards(page, { ways, line, changed: repaint });
  const canvases = make(html`<div class="canvases of-start" tabindex="-1"></div>`);
  const element = make(
    html`<div class="lab-stage start-lab" @pointerdown=${touch} @keydown=${touch}>${canvases}</div>`,
  );

  /** @param {Event} event */
  function touch({ target }) {
    if (!(target instanceof Element && target.closest('#play-again'))) intro.stop();
  }

  /** The formula of the power, made anew where it is another. */
  let drawn = { key: '', math: /** @type {unknown} */ (nothing) };
  /** @param {El | null} power */
  function formula(power) {
    const key = JSON.stringify(power);
    if (key !== drawn.key) drawn = { key, math: power ? renderFormula(power) : nothing };
    return drawn.math;
  }

  /** @param {Reading | null} reading */
  function hero(reading) {
    const { rho } = screen.model.grad;
    const { number = '', verdict = '', power = null } = reading ?? {};
    return html`<section class="hero" aria-label=${said.label}>
      <figure class="signal" role="img" aria-label=${screen.sentence}>${canvas}</figure>
      <p class="hero-line">
        <strong class="left">${number}</strong><span class="verdict">${verdict}</span><span class="spring"></span>
        <button type="button" class="small" id="play-again" @click=${intro.start}>${said.watch}</button>
      </p>
      ${radius.slider(rho, said.says(shown(rho), number, verdict))}
      ${radius.row(rho, formula(power))}
    </section>`;
  }

  effect(() => {
    if (screen.lab !== lab) return;
    const { state, renewed: _ } = screen;
    const { progress } = moving;
    const reading = session.ask((it) => it.ownReading(state.k, progress));
    cards.update(state);
    render(html`${hero(reading)}${cards.element}`, canvases);
  });

  // A link shows what it says at once.
  if (location.hash === '') intro.start();

  return {
    element,
    canvases,
    inside: false,
    /** @param {boolean} standing */
    stand(standing) {
      element.hidden = !standing;
      canvases.id = standing ? 'stage' : '';
      if (!standing) intro.stop();
    },
    dismiss() {
      if (!intro.running) return false;
      intro.stop();
      return true;
    },
    invalidate(all = false) {
      dirty = true;
      if (all) cards.invalidate();
    },
    /** @param {State} state @param {Theme} theme */
    paint(state, theme) {
      if (!dirty) return;
      dirty = false;
      timed('unrolled:paint', () => {
        moving.paint(theme);
        cards.paint(state, theme);
      });
    },
  };
}
