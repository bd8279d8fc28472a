/** The ways into the labs, each with a live miniature of what it opens. */
import { html, render } from 'lit-html';
import { fitCanvas, rootFontSize } from '../../page/frame.js';
import { make, makeCanvas } from '../../panels/element.js';
import { startScreenWords as said } from '../../words/start_screen.js';
import { labOf, mainView, partsOf } from '../labs.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {State, Summary, Theme} from '../../types.d.ts' */
/** @typedef {typeof CARDS[number]} Card */

/** Which labs have a card. */
export const CARDS = /** @type {const} */ (['cell', 'gradients', 'attention']);

/** @param {readonly unknown[]} a @param {readonly unknown[]} b */
const same = (a, b) => a.length === b.length && a.every((each, at) => Object.is(each, b[at]));

/**
 * One card: its miniature is painted anew where what it shows is another.
 * @param {Card} id
 * @param {Page} page
 * @param {() => void} changed
 */
function createCard(id, { engine, session, commands }, changed) {
  const lab = labOf(id);
  const open = () => commands.open(id);
  const canvas = makeCanvas(html`<canvas aria-hidden="true" @click=${open}></canvas>`);
  /** What the miniature was painted from. @type {unknown[]} */
  let painted = [];
  // A canvas that gets a size is empty.
  const size = fitCanvas(canvas, () => {
    painted = [];
    changed();
  });
  return {
    forget() {
      painted = [];
    },
    /** @param {unknown} ways */
    draw: (ways) => html`<section class="card" data-card=${id}>
      <h2>${said[id].title}</h2>
      <p>${said[id].text}</p>
      <div class="miniature">${canvas}</div>
      <div class="card-ways">
        ${ways}<button type="button" class="primary" id=${`open-${id}`} @click=${open}>${said[id].go} →</button>
      </div>
    </section>`,
    /** @param {State} state @param {Theme} theme @param {string} line */
    paint(state, theme, line) {
      // What is translated is the whole engine's.
      if (lab.translates && !engine.isWhole) return;
      const { notation, position, unit, model } = state;
      const fontSize = rootFontSize();
      const from = [theme, fontSize, line, notation, position, unit, ...partsOf(lab, model)];
      // What is studied may be of any part of the model.
      if (!lab.declared && same(painted, from)) return;
      painted = from;
      const context = canvas.getContext('2d');
      if (context === null || size.width === 0) return;
      const frame = { ...size, theme, fontSize, notation };
      session.ask((it) => lab.questions.paint(it, state, mainView(lab), context, frame, null));
    },
  };
}

/**
 * @param {Page} page
 * @param {{
 *   ways: Record<Card, (state: State) => unknown>,
 *   line: (state: State, summary: Summary) => string,
 *   changed: () => void,
 * }} what `ways`: what stands on a card beside its button; `line`: what the miniatures follow beside the state
 */
export function createCards(page, { ways, line, changed }) {
  const element = make(html`<div class="cards" role="group" aria-label=${said.cards}></div>`);
  const cards = CARDS.map((id) => ({ id, ...createCard(id, page, changed) }));
  return {
    element,
    /** Every miniature is painted anew, whatever it shows. */
    invalidate() {
      for (const { forget } of cards) forget();
    },
    /** @param {State} state */
    update(state) {
      render(
        cards.map(({ id, draw }) => draw(ways[id](state))),
        element,
      );
    },
    /** @param {State} state @param {Theme} theme */
    paint(state, theme) {
      // Pictures are painted before the screen follows: what they show is asked of the engine's own summary.
      const { summary } = page.session;
      for (const { paint } of cards) paint(state, theme, line(state, summary));
    },
  };
}
