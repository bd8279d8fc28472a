/** The first screen before the engine runs: its circles, its slider, its cards, and no number. */
import { html } from 'lit-html';
import { startScreenWords as said } from '../../words/start_screen.js';
import { words } from '../../words/words.js';
import { CARDS } from './cards.js';

/** The states of the opening: h 0 to h 20. */
const STATES = 21;

/** @param {unknown} message how long it has been starting */
export const startOutline = (
  message,
) => html`<main class="stage starting" aria-label=${words.stage}>
  <div class="canvases of-start">
    <section class="hero" aria-label=${said.label}>
      <div class="signal"><div class="outline-chain">${Array.from({ length: STATES }, () => html`<span></span>`)}</div></div>
      <div class="hero-line">${message}</div>
      <div class="rho" inert>
        <input type="range" class="rho-slider" aria-label=${said.slider} />
        <div class="ticks"></div>
        <p class="hint">${said.slider}</p>
      </div>
      <div class="rho-row"></div>
    </section>
    <div class="cards" inert>
      ${CARDS.map(
        (id) => html`<section class="card">
          <h2>${said[id].title}</h2>
          <p>${said[id].text}</p>
          <div class="miniature outline"></div>
          <div class="card-ways"><button type="button" class="primary">${said[id].go} →</button></div>
        </section>`,
      )}
    </div>
  </div>
</main>`;
