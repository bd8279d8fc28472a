/**
 * The text a trained model reads, and its answer.
 *
 * Invariant: what was typed stays; it is answered as it is typed, and everything typed in one go is one step of undo.
 */
import { attentionWords as said } from '../../words/attention.js';
import { button, el, hide, say } from '../element.js';

/** @import {Store} from '../../state/store.js' */
/** @import {Model, Summary} from '../../types.d.ts' */

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

/** @param {{store: Store}} page */
export function createReading({ store }) {
  const field = el('input', {
    id: 'reading-text',
    type: 'text',
    spellcheck: 'false',
    autocomplete: 'off',
    autocapitalize: 'off',
    maxlength: MOST_CHARACTERS,
    dir: 'auto',
    'aria-describedby': 'reading-hint reading-left',
  });
  const left = el('p', { class: 'note', id: 'reading-left' });
  const offers = el('div', { class: 'pills', id: 'reading-offers' });
  const examples = el('div', { class: 'pills', role: 'group', 'aria-label': said.examples });
  const lines = el('div', { class: 'pills', role: 'group', 'aria-label': said.more, hidden: true });
  const written = el('output', { class: 'reading-answer', id: 'reading-answer' });
  const verdict = el('p', { class: 'note', id: 'reading-verdict' });
  const other = el('p', { class: 'note', id: 'reading-other' });
  const hold = button({ class: 'small', id: 'hold-text' }, said.holdText, () => {
    const { model } = store.state;
    const attn = { ...model.attn, beside: model.attn.text, against: /** @type {const} */ ('text') };
    store.command(said.heldLabel, { ...model, attn });
  });
  const held = el('p', { class: 'note', id: 'held-text' });
  const reached = el('p', { class: 'note', id: 'reading-reached' });
  const lengths = button({ class: 'small', id: 'show-lengths' }, said.showLengths, () => {
    const { panel, alone } = store.state;
    const shown = panel === 'lengths' && alone === 'lengths';
    store.point({ panel: 'lengths', alone: shown ? null : 'lengths' });
  });

  /**
   * Reads a text; what was forced belonged to another one.
   * @param {string} text
   * @param {string} [drag] typed in one go
   */
  function use(text, drag) {
    const { model } = store.state;
    const attn = { ...model.attn, text: text.slice(0, MOST_CHARACTERS), forced: [], rows: [] };
    store.command(said.textLabel, { ...model, attn }, drag === undefined ? {} : { drag });
  }

  /** @param {string} text */
  const pill = (text) => button({ class: 'pill' }, text, () => use(text));

  field.addEventListener('input', () => use(field.value, 'reading'));
  field.addEventListener('change', () => store.settle());
  field.addEventListener('paste', (event) => {
    const pasted = event.clipboardData?.getData('text/plain') ?? '';
    const all = pasted.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
    lines.hidden = all.length < 2;
    lines.replaceChildren(...all.slice(0, MOST_LINES).map(pill));
    if (all.length < 2) return;
    event.preventDefault();
    use(all[0] ?? '');
  });

  const element = el(
    'div',
    { class: 'control reading' },
    el('label', { for: 'reading-text' }, said.text),
    field,
    el('p', { class: 'hint', id: 'reading-hint' }, said.hint),
    left,
    offers,
    examples,
    lines,
    hold,
    held,
    el('h3', {}, said.written),
    written,
    verdict,
    other,
    reached,
    lengths,
  );

  /** For which task examples are offered, and which texts in the place of this one. */
  let offered = '';
  let instead = '';

  /** @param {{label: string, text: string}[]} all */
  function offer(all) {
    const now = JSON.stringify(all);
    if (now === instead) return;
    instead = now;
    offers.replaceChildren(
      ...all.map(({ label, text }) => button({ class: 'small' }, label, () => use(text))),
    );
  }
  return {
    element,
    /** @param {Model} model @param {Summary} summary */
    update({ attn }, { translation }) {
      if (document.activeElement !== field || !store.moving) {
        if (field.value !== attn.text) field.value = attn.text;
      }
      hide(element, attn.model === 'hand');
      const task = attn.model === 'alone' ? 'reverse' : attn.task;
      if (task !== offered) {
        offered = task;
        examples.replaceChildren(...(EXAMPLES[task] ?? []).map(pill));
      }
      const answered = translation?.answered;
      const over = answered?.leftOut.length ?? 0;
      say(left, over > 0 ? said.leftOut(over) : '');
      offer(answered?.offers ?? []);
      hold.hidden = attn.attention === 'off' || attn.model !== 'pair';
      const isHeld = attn.against === 'text' && attn.beside !== null;
      say(held, isHeld ? said.heldText(attn.beside ?? '') : '');
      say(
        written,
        answered?.answer ?? (translation?.learns?.ships === false ? said.untrained : said.waiting),
      );
      say(verdict, answered?.verdict ?? '');
      const beside = answered?.other ?? null;
      say(other, beside === null ? '' : `${said.other}: ${beside}`);
      say(reached, answered?.reached ?? '');
    },
  };
}
