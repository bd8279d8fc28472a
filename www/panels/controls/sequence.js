/**
 * A person's own sequence: numbers, a table or any text, read by the engine.
 *
 * Invariant: what was typed stays; what cannot be read is said under it, and the sequence on screen goes on.
 */
import { explain } from '../../engine/engine.js';
import { MOST_STEPS, read } from '../../state/settings.js';
import { words } from '../../words/words.js';
import { button, el, say } from '../element.js';
import { partsOf } from './downsample.js';
import { createSequenceGrid } from './sequence_grid.js';

/** @import {Engine} from '../../engine/engine.js' */
/** @import {Store} from '../../state/store.js' */
/** @import {Model, Sequence, State} from '../../types.d.ts' */

/** More than this is not even read. */
const MOST_CHARACTERS = 10_000_000;
/** A browser takes long to set a longer text in a field: it is read first, and shown only if it can be used. */
const MOST_SHOWN_UNREAD = 50_000;

/** What is said of sequences that come with the page. */
const OWN = [words.sequenceStoryNow, words.sequenceMadeNow];

/**
 * The sequence as one would type it.
 * @param {Sequence} seq
 * @param {number[][] | null} rows what the network reads, where it is numbers
 */
function asTyped(seq, rows) {
  if (seq.kind === 'text') return seq.text;
  return (rows ?? []).map((row) => row.join(', ')).join('\n');
}

/**
 * @param {{
 *   store: Store,
 *   engine: Engine,
 *   edit: (reference: string, value: number) => {model?: Model, problem?: string},
 *   alarm: (text: string) => void,
 *   speak: (text: string) => void,
 * }} page
 */
export function createSequence({ store, engine, edit, alarm, speak }) {
  const grid = createSequenceGrid({ store, edit, alarm });
  const area = el('textarea', {
    id: 'sequence-text',
    rows: 6,
    spellcheck: 'false',
    autocomplete: 'off',
    placeholder: words.sequenceExampleText,
    dir: 'auto',
    'aria-describedby': 'sequence-hint sequence-message sequence-problem',
  });
  const message = el('p', { class: 'note', id: 'sequence-message' });
  const problem = el('p', { class: 'problem', id: 'sequence-problem', hidden: true });
  const shorter = el('div', { class: 'buttons', id: 'sequence-shorter', hidden: true });
  /** @type {Sequence | null} what the field shows */
  let shown = null;

  /** @param {string} text */
  function complain(text) {
    say(problem, text);
    problem.hidden = text === '';
    shorter.hidden = true;
    if (text === '') area.removeAttribute('aria-invalid');
    else area.setAttribute('aria-invalid', 'true');
    if (text !== '') alarm(text);
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
      const { seq, message: said } = engine.readSequence(text);
      complain('');
      say(message, said);
      speak(said);
      shown = seq;
      store.command(words.sequenceLabel, read(store.state.model, seq));
    } catch (thrown) {
      const { message: why, path } = explain(thrown);
      complain(path === '' ? why : `${why} (${words.at(path)})`);
      offer(text);
      return false;
    }
    return true;
  }

  /** Two ways to use a sequence that is too long. @param {string} text */
  function offer(text) {
    const parts = partsOf(text);
    if (parts.count <= MOST_STEPS) return;
    const whole = text.length <= MOST_SHOWN_UNREAD;
    const every = Math.ceil(parts.count / MOST_STEPS);
    const way = (/** @type {string} */ label, /** @type {string} */ part) =>
      button({}, label, () => {
        area.value = part;
        use(part);
      });
    shorter.replaceChildren(
      way(words.sequenceFirst(MOST_STEPS), parts.first(MOST_STEPS)),
      ...(whole ? [way(words.sequenceEvery(every), parts.every(every))] : []),
    );
    shorter.hidden = false;
  }

  function story() {
    complain('');
    store.command(words.sequenceStoryLabel, read(store.state.model, { kind: 'storybook' }));
  }

  area.addEventListener('input', () => {
    complain('');
    say(message, area.value === '' ? words.sequenceNothing : words.sequenceTyping);
  });
  area.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const whole = area.selectionStart === 0 && area.selectionEnd === area.value.length;
    if (text.length > MOST_SHOWN_UNREAD) {
      event.preventDefault();
      if (use(text)) area.value = text;
    } else if (whole) setTimeout(() => use(area.value));
  });
  area.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    // Nothing but the example to be seen: that is what the key means then.
    if (area.value === '') area.value = words.sequenceExampleText;
    use(area.value);
  });

  const element = el(
    'div',
    { class: 'control sequence-control' },
    grid.element,
    el('label', { for: 'sequence-text', class: 'unseen' }, words.sequence),
    el('p', { class: 'hint', id: 'sequence-hint' }, words.sequenceHint),
    area,
    problem,
    shorter,
    message,
    el(
      'div',
      { class: 'buttons' },
      button({ class: 'primary', title: words.rerun, id: 'sequence-use' }, words.sequenceUse, () =>
        use(area.value),
      ),
      button({ id: 'sequence-example' }, words.sequenceExample, () => {
        area.value = words.sequenceExampleText;
        use(area.value);
      }),
      button({ id: 'sequence-story' }, words.sequenceStory, story),
    ),
  );

  return {
    element,
    area,
    complain,
    /**
     * @param {State} state
     * @param {number[][] | null} rows what the network reads, where it is numbers
     */
    update({ model: { seq } }, rows) {
      grid.update(seq.kind === 'text' ? null : rows);
      if (seq === shown && seq.kind !== 'made') return;
      const typed = asTyped(seq, rows);
      const restored = shown === null || area.value !== typed;
      shown = seq;
      if (restored) area.value = typed;
      complain('');
      const unwritten = seq.kind === 'made' && rows === null;
      area.placeholder = unwritten ? words.sequenceUnwritten : words.sequenceExampleText;
      const own = { storybook: words.sequenceStoryNow, made: words.sequenceMadeNow }[
        /** @type {string} */ (seq.kind)
      ];
      if (own !== undefined) say(message, own);
      else if (OWN.includes(message.textContent ?? '')) say(message, '');
    },
    /** The engine refused the sequence that was just given: it stays in the field. @param {Sequence} standing */
    refused(standing) {
      shown = standing;
    },
  };
}
