/**
 * A person's own sequence: numbers, a table or any text, read by the engine.
 *
 * Invariant: what was typed stays; what cannot be read is said under it, and the sequence on screen goes on.
 */
import { signal } from '@preact/signals-core';
import { html } from 'lit-html';
import { explain } from '../../engine/engine.js';
import { MOST_STEPS, read } from '../../state/settings.js';
import { words } from '../../words/words.js';
import { make } from '../element.js';
import { partsOf } from './downsample.js';
import { createSequenceGrid } from './sequence_grid.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {Sequence} from '../../types.d.ts' */

/** More than this is not even read. */
const MOST_CHARACTERS = 10_000_000;
/** A browser takes long to set a longer text in a field: it is read first, and shown only if it can be used. */
const MOST_SHOWN_UNREAD = 50_000;

/** What is said of sequences that come with the page. @type {Partial<Record<Sequence['kind'], string>>} */
const OWN = { storybook: words.sequenceStoryNow, made: words.sequenceMadeNow };

/**
 * The sequence as one would type it.
 * @param {Sequence} seq
 * @param {number[][] | null} rows what the network reads, where it is numbers
 */
function asTyped(seq, rows) {
  if (seq.kind === 'text') return seq.text;
  return (rows ?? []).map((row) => row.join(', ')).join('\n');
}

/** Two ways to use a sequence that is too long. @param {string} text */
function shorterOf(text) {
  const parts = partsOf(text);
  if (parts.count <= MOST_STEPS) return [];
  const every = Math.ceil(parts.count / MOST_STEPS);
  const first = { label: words.sequenceFirst(MOST_STEPS), part: parts.first(MOST_STEPS) };
  return text.length > MOST_SHOWN_UNREAD
    ? [first]
    : [first, { label: words.sequenceEvery(every), part: parts.every(every) }];
}

/** @param {Page} page */
export function createSequence(page) {
  const { store, engine, screen, live } = page;
  const grid = createSequenceGrid(page);
  const message = signal('');
  const problem = signal('');
  const shorter = signal(/** @type {ReturnType<typeof shorterOf>} */ ([]));
  /** What the field shows. @type {{seq: Sequence | null, rows: number[][] | null}} */
  let shown = { seq: null, rows: null };

  /** @param {string} text */
  function complain(text) {
    problem.value = text;
    shorter.value = [];
    if (text !== '') live.alarm(text);
    return false;
  }

  /**
   * Reads a text and runs it.
   * @param {string} text
   * @returns {boolean} whether it could be read
   */
  function use(text) {
    if (text.trim() === '') return complain(words.sequenceEmpty);
    if (text.length > MOST_CHARACTERS) return complain(words.sequenceTooLong(text.length));
    try {
      const { seq, message: told } = engine.readSequence(text);
      complain('');
      message.value = told;
      live.speak(told);
      shown = { seq, rows: null };
      store.command(words.sequenceLabel, read(store.state.model, seq));
    } catch (thrown) {
      const { message: why, path } = explain(thrown);
      complain(path === '' ? why : `${why} (${words.at(path)})`);
      shorter.value = shorterOf(text);
      return false;
    }
    return true;
  }

  /** @param {string} text */
  function put(text) {
    area.value = text;
    use(text);
  }

  function story() {
    complain('');
    store.command(words.sequenceStoryLabel, read(store.state.model, { kind: 'storybook' }));
  }

  function type() {
    complain('');
    message.value = area.value === '' ? words.sequenceNothing : words.sequenceTyping;
  }

  /** @param {ClipboardEvent} event */
  function paste(event) {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const whole = area.selectionStart === 0 && area.selectionEnd === area.value.length;
    if (text.length > MOST_SHOWN_UNREAD) {
      event.preventDefault();
      if (use(text)) area.value = text;
    } else if (whole) setTimeout(() => use(area.value));
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    // Nothing but the example to be seen: that is what the key means then.
    put(area.value === '' ? words.sequenceExampleText : area.value);
  }

  const area = /** @type {HTMLTextAreaElement} */ (
    make(html`<textarea id="sequence-text" rows="6" spellcheck="false" autocomplete="off" dir="auto"
      aria-describedby="sequence-hint sequence-message sequence-problem"
      @input=${type} @paste=${paste} @keydown=${key}></textarea>`)
  );

  /** Another sequence came, not from this field. @param {Sequence} seq @param {number[][] | null} rows */
  function follow(seq, rows) {
    if (seq === shown.seq && (seq.kind !== 'made' || rows === shown.rows)) return;
    shown = { seq, rows };
    const text = asTyped(seq, rows);
    if (area.value !== text) area.value = text;
    complain('');
    const unwritten = seq.kind === 'made' && rows === null;
    area.placeholder = unwritten ? words.sequenceUnwritten : words.sequenceExampleText;
    const own = OWN[seq.kind];
    if (own !== undefined) message.value = own;
    else if (Object.values(OWN).includes(message.value)) message.value = '';
  }

  /** @param {string} id @param {string} text @param {() => void} act */
  const way = (id, text, act) =>
    html`<button type="button" id=${id} @click=${act}>${text}</button>`;

  return {
    complain,
    /** The engine refused the sequence that was just given: it stays in the field. @param {Sequence} standing */
    refused(standing) {
      shown = { seq: standing, rows: screen.inputs };
    },
    draw() {
      const { seq } = screen;
      const rows = screen.inputs;
      follow(seq, rows);
      const bad = problem.value === '' ? null : 'true';
      if (area.ariaInvalid !== bad) area.ariaInvalid = bad;
      return html`<div class="control sequence-control">
        ${grid(seq.kind === 'text' ? null : rows)}
        <label for="sequence-text" class="unseen">${words.sequence}</label>
        <p class="hint" id="sequence-hint">${words.sequenceHint}</p>
        ${area}
        <p class="problem" id="sequence-problem" ?hidden=${problem.value === ''}>${problem.value}</p>
        <div class="buttons" id="sequence-shorter" ?hidden=${shorter.value.length === 0}>
          ${shorter.value.map(
            ({ label, part }) =>
              html`<button type="button" @click=${() => put(part)}>${label}</button>`,
          )}
        </div>
        <p class="note" id="sequence-message">${message.value}</p>
        <div class="buttons">
          <button type="button" class="primary" title=${words.rerun} id="sequence-use" @click=${() => use(area.value)}>
            ${words.sequenceUse}
          </button>
          ${way('sequence-example', words.sequenceExample, () => put(words.sequenceExampleText))}
          ${way('sequence-story', words.sequenceStory, story)}
        </div>
      </div>`;
    },
  };
}
