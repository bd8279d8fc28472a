/**
 * The first screen. It is a stage like any other: painted by the engine, brought up to date once a frame.
 *
 * Invariant: every number on it is asked of the engine; touching anything ends the motion.
 */
import { fitCanvas, rootFontSize, timed } from '../../page/frame.js';
import { createComplaint } from '../../panels/controls/control.js';
import { button, el, say, setAll } from '../../panels/element.js';
import { renderFormula } from '../../panels/formula/formula.js';
import { choose, readSetting, show as shown } from '../../state/settings.js';
import { gradientWords } from '../../words/gradients.js';
import { startScreenWords as said } from '../../words/start_screen.js';
import { words } from '../../words/words.js';
import { createCards } from './cards.js';
import { createIntro } from './intro.js';

/** @import {Stage, StagePage, State, Theme} from '../../types.d.ts' */

/** The ends of the slider, and the places where it rests. */
const RANGE = { min: 0.5, max: 1.5 };
const DETENTS = [0.8, 1, 1.2];
/** So close to such a place the slider goes there. */
const NEAR = 0.012;
const KEY = 'grad.rho';

/**
 * @param {StagePage} page
 * @returns {Stage}
 */
export function createStartStage(page) {
  const { ask, hands, request, open } = page;
  let dirty = true;
  /** @type {Theme} */
  let theme = 'light';
  /** How far the motion is; 1 when there is none. */
  let progress = 1;

  const canvas = el('canvas', { 'aria-hidden': 'true' });
  const repaint = () => {
    dirty = true;
    request();
  };
  const size = fitCanvas(canvas, repaint);
  const picture = el('figure', { class: 'signal', role: 'img' }, canvas);
  const number = el('strong', { class: 'left' });
  const verdict = el('span', { class: 'verdict' });
  const power = el('span', { class: 'power' });

  const setting = page.setting(KEY);
  const slider = el('input', {
    type: 'range',
    class: 'rho-slider',
    ...RANGE,
    step: 'any',
    'aria-label': `${said.slider}: ${said.radius}`,
  });
  const field = el('input', {
    type: 'text',
    inputmode: 'decimal',
    class: 'number',
    id: 'start-rho',
    autocomplete: 'off',
    'aria-label': said.radius,
  });
  const complaint = createComplaint(field);
  const radii = DETENTS.map((rho) =>
    button({ class: 'pill', 'data-rho': rho }, said.choose(rho), () => setRho(rho)),
  );
  const again = button({ class: 'small', id: 'play-again' }, said.watch, () => intro.start());

  const intro = createIntro({
    show(now) {
      progress = now;
      paintSignal(hands.state());
      tell(ask((lab) => lab.studyWay(progress)) ?? 0);
    },
    over() {
      progress = 1;
      repaint();
      tell(hands.state().k);
    },
  });

  /** @param {number} rho @param {string} [drag] */
  function setRho(rho, drag) {
    intro.stop();
    const { model } = hands.state();
    if (model.grad.rho !== rho) hands.change(said.changed(rho), choose(model, KEY, rho), drag);
  }
  slider.addEventListener('input', () => {
    const at = Number(slider.value);
    const detent = DETENTS.find((each) => each - NEAR < at && at < each + NEAR);
    setRho(detent ?? Number(at.toFixed(2)), `drag ${KEY}`);
  });
  slider.addEventListener('change', hands.settle);
  slider.addEventListener('keydown', (event) => {
    const { key, shiftKey } = event;
    const way = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[key];
    if (way === undefined) return;
    event.preventDefault();
    const from = hands.state().model.grad.rho ?? 1;
    const to = from + way * (shiftKey ? 0.1 : 0.01);
    setRho(Number(Math.min(Math.max(to, RANGE.min), RANGE.max).toFixed(2)), `keys ${KEY}`);
  });
  field.addEventListener('input', () => {
    const reading = readSetting(setting, field.value);
    complaint.set(reading.problem ?? '');
    if (reading.problem === undefined) setRho(Number(reading.value), `type ${KEY}`);
  });
  field.addEventListener('change', hands.settle);

  const cards = createCards({
    ask,
    open,
    changed: repaint,
    lines: {
      attention({ model: { attn } }) {
        const answer = page.summary().translation?.answered?.answer;
        return attn.model === 'hand' ? said.byHand(answer) : said.answered(attn.text, answer);
      },
    },
    choices: {
      cell: ['lstm', 'gru', 'rnn'].map((cell) => ({
        text: words.cells[cell] ?? cell,
        act() {
          const { model } = hands.state();
          const label = said.openedCell(words.cells[cell] ?? cell);
          if (model.cell !== cell) hands.change(label, choose(model, 'cell', cell), undefined);
          open('cell');
        },
      })),
      gradients: DETENTS.map((rho) => ({
        text: gradientWords.radius(rho),
        act() {
          setRho(rho);
          open('gradients');
        },
      })),
    },
  });
  const ticks = [RANGE.min, ...DETENTS, RANGE.max].map((rho) =>
    el('span', { 'data-at': String(rho) }, String(rho)),
  );
  const canvases = el(
    'div',
    { class: 'canvases of-start', tabindex: -1 },
    el(
      'section',
      { class: 'hero', 'aria-label': said.label },
      picture,
      el('p', { class: 'hero-line' }, number, verdict, el('span', { class: 'spring' }), again),
      el(
        'div',
        { class: 'rho' },
        slider,
        el('div', { class: 'ticks', 'aria-hidden': 'true' }, ...ticks),
        el('p', { class: 'hint' }, said.slider),
      ),
      el(
        'div',
        { class: 'rho-row' },
        power,
        el('div', { class: 'pills', role: 'group', 'aria-label': said.radius }, ...radii),
        el('label', { class: 'rho-field' }, 'ρ', field),
      ),
      complaint.element,
    ),
    cards.element,
  );
  const element = el('div', { class: 'lab-stage start-lab' }, canvases);
  element.addEventListener('pointerdown', ({ target }) => {
    if (target !== again) intro.stop();
  });
  element.addEventListener('keydown', ({ target }) => {
    if (target !== again) intro.stop();
  });

  let told = '';
  /** The number after k factors, and the formula. @param {number} k */
  function tell(k) {
    const reading = ask((lab) => lab.studyReading(k));
    if (reading === null) return;
    say(number, reading.number);
    say(verdict, reading.verdict);
    const now = JSON.stringify(reading.power);
    if (now !== told) {
      told = now;
      power.replaceChildren(...(reading.power ? [renderFormula(reading.power)] : []));
    }
    const { rho } = hands.state().model.grad;
    setAll(slider, { 'aria-valuetext': said.says(shown(rho), reading.number, reading.verdict) });
  }

  /** @param {State} state */
  function paintSignal({ k, notation }) {
    const context = canvas.getContext('2d');
    if (context === null || size.width === 0) return;
    const frame = { ...size, theme, fontSize: rootFontSize(), notation, progress };
    ask((lab) => lab.paintStudy('signal', context, frame, k, null));
  }

  // A link shows what it says at once.
  if (location.hash === '') intro.start();

  const nothing = () => undefined;
  return {
    element,
    canvases,
    /** @param {boolean} standing */
    stand(standing) {
      element.hidden = !standing;
      setAll(canvases, { id: standing ? 'stage' : null });
      if (!standing) intro.stop();
    },
    inside: false,
    enter: nothing,
    leave: nothing,
    walk: nothing,
    hideTip: nothing,
    select: nothing,
    menu: nothing,
    dismiss() {
      if (!intro.running) return false;
      intro.stop();
      return true;
    },
    zoom: nothing,
    travel: nothing,
    dive: nothing,
    cut: nothing,
    tell: nothing,
    invalidate(all = false) {
      dirty = true;
      if (all) cards.invalidate();
    },
    /** @param {State} state */
    update({ model, k }) {
      const { rho } = model.grad;
      if (!intro.running) tell(k);
      setAll(picture, { 'aria-label': page.questions.sentence('normal') });
      if (Number(slider.value) !== rho) slider.value = shown(rho);
      for (const pill of radii)
        setAll(pill, { 'aria-pressed': String(Number(pill.dataset.rho) === rho) });
      if (document.activeElement !== field) {
        complaint.set('');
        field.value = shown(rho);
      }
    },
    /** @param {State} state @param {Theme} now */
    paint(state, now) {
      theme = now;
      if (!dirty) return;
      dirty = false;
      timed('unrolled:paint', () => {
        if (!intro.running) paintSignal(state);
        cards.paint(state, theme);
      });
    },
  };
}
