/**
 * The text a trained model reads, and its answer.
 *
 * Invariant: what was typed stays; it is answered as it is typed, and everything typed in one go is one step of undo.
 */
import { signal } from '@preact/signals-core';
import { html, noChange, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { attentionWords as said } from '../../words/attention.js';
import { fieldValue } from '../typed.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {Store} from '../../state/store.js' */
/** @import {Model, Translation} from '../../types.d.ts' */

/** Texts to begin with, task by task; what is made of them is the model's. @type {Record<string, string[]>} */
const EXAMPLES = {
  dates: ['12th of march 1999', 'mar 12, 1999', '03/12/1999'],
  reverse: ['hello world 2024', 'unrolled', 'abc 123'],
  copy: ['hello world 2024', 'look back', 'abc 123'],
  sort: ['3021', '98765432', '11223'],
};
/** More lines than this are not offered. */
const MOST_LINES = 20;
/** The longest text that is taken, in characters; far fewer are read. */
const MOST_CHARACTERS = 1000;
const ID = 'reading-text';

/**
 * Reads a text; what was forced belonged to another one.
 * @param {Store} store
 * @param {string} text
 * @param {string} [drag] typed in one go
 */
function use(store, text, drag) {
  const { model } = store.state;
  const attn = { ...model.attn, text: text.slice(0, MOST_CHARACTERS), forced: [], rows: [] };
  store.command(said.textLabel, { ...model, attn }, { drag });
}

/** Keeps the text on screen to compare others with. @param {Store} store */
function hold(store) {
  const { model } = store.state;
  const attn = { ...model.attn, beside: model.attn.text, against: /** @type {const} */ ('text') };
  store.command(said.heldLabel, { ...model, attn });
}

/** Shows how many texts of each length are answered, or no longer. @param {Store} store */
function showLengths(store) {
  const { panel, alone } = store.state;
  const shown = panel === 'lengths' && alone === 'lengths';
  store.point({ panel: 'lengths', alone: shown ? null : 'lengths' });
}

/** What the model makes of the text. @param {Translation | null} translation */
function answer(translation) {
  const answered = translation?.answered;
  const waiting = translation?.learns?.ships === false ? said.untrained : said.waiting;
  const other = answered?.other ?? null;
  return html`<h3>${said.written}</h3>
    <output class="reading-answer" id="reading-answer">${answered?.answer ?? waiting}</output>
    <p class="note" id="reading-verdict">${answered?.verdict ?? ''}</p>
    <p class="note" id="reading-other">${other === null ? '' : `${said.other}: ${other}`}</p>
    <p class="note" id="reading-reached">${answered?.reached ?? ''}</p>`;
}

/** The text that is held to compare with. @param {Store} store @param {Model['attn']} attn */
function compared(store, { attention, model, against, beside }) {
  const isHeld = against === 'text' && beside !== null;
  return html`<button type="button" class="small" id="hold-text" ?hidden=${attention === 'off' || model !== 'pair'}
      @click=${() => hold(store)}>${said.holdText}</button>
    <p class="note" id="held-text">${isHeld ? said.heldText(beside) : ''}</p>`;
}

/** @param {Page} page */
export function createReading({ store, screen }) {
  /** The lines that were pasted together. */
  const lines = signal(/** @type {string[]} */ ([]));

  /** @param {ClipboardEvent} event */
  function paste(event) {
    const pasted = event.clipboardData?.getData('text/plain') ?? '';
    const all = pasted.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
    lines.value = all.length < 2 ? [] : all.slice(0, MOST_LINES);
    if (all.length < 2) return;
    event.preventDefault();
    use(store, all[0] ?? '');
  }

  /** @param {string} kind @param {string} label @param {string} text */
  const offer = (kind, label, text) =>
    html`<button type="button" class=${kind} @click=${() => use(store, text)}>${label}</button>`;
  const pill = (/** @type {string} */ text) => offer('pill', text, text);

  /** @param {Model['attn']} attn @param {boolean} typing */
  const field = (attn, typing) => html`<label for=${ID}>${said.text}</label>
    <input id=${ID} type="text" spellcheck="false" autocomplete="off" autocapitalize="off"
      maxlength=${MOST_CHARACTERS} dir="auto" aria-describedby="reading-hint reading-left"
      .value=${typing ? noChange : live(attn.text)}
      @input=${fieldValue('value', (text) => use(store, text, 'reading'))}
      @change=${() => store.settle()} @paste=${paste} />
    <p class="hint" id="reading-hint">${said.hint}</p>`;

  return () => {
    const { attn } = screen.model;
    const { translation } = screen.summary;
    if (attn.model === 'hand') return nothing;
    const typing = document.activeElement?.id === ID && store.moving;
    const over = translation?.answered?.leftOut.length ?? 0;
    const offers = translation?.answered?.offers ?? [];
    const examples = EXAMPLES[attn.model === 'alone' ? 'reverse' : attn.task] ?? [];
    return html`<div class="control reading">
      ${field(attn, typing)}
      <p class="note" id="reading-left">${over > 0 ? said.leftOut(over) : ''}</p>
      <div class="pills" id="reading-offers">${offers.map(({ label, text }) => offer('small', label, text))}</div>
      <div class="pills" role="group" aria-label=${said.examples}>${examples.map(pill)}</div>
      <div class="pills" role="group" aria-label=${said.more} ?hidden=${lines.value.length === 0}>
        ${lines.value.map(pill)}
      </div>
      ${compared(store, attn)} ${answer(translation)}
      <button type="button" class="small" id="show-lengths" @click=${() => showLengths(store)}>
        ${said.showLengths}
      </button>
    </div>`;
  };
}
