/**
 * The sentence of the step. It has the same room at every step, so that nothing moves under the finger; where it is cut
 * a button beside it gives it the room it needs, until the next step.
 */
import { createSettled } from '../page/debounce.js';
import { words } from '../words/words.js';
import { button, el, say, setAll } from './element.js';
import { icon } from './icons.js';

/** So long after the last step the room of the sentence is measured, in ms: by then the browser has laid it out. */
const SETTLED = 120;

export function createSentence() {
  const text = el('p', { class: 'sentence', id: 'sentence' });
  const more = button(
    {
      class: 'icon-button whole',
      'aria-controls': 'sentence',
      'aria-label': words.sentenceWhole,
      title: words.sentenceWhole,
      hidden: true,
    },
    icon('more'),
    () => show(!whole),
  );
  const element = el('div', { class: 'said' }, text, more);
  let whole = false;

  const isCut = () =>
    text.scrollWidth > text.clientWidth || text.scrollHeight > text.clientHeight + 1;

  /** @param {boolean} now */
  function show(now) {
    whole = now;
    element.classList.toggle('open', now);
    setAll(more, { 'aria-expanded': String(now) });
  }
  function measure() {
    if (whole) return;
    const had = document.activeElement === more;
    more.hidden = !isCut();
    if (had && more.hidden) element.closest('footer')?.focus();
  }
  const { again: settle } = createSettled(SETTLED, measure);

  // Long, it is a target as well; text that is being marked is left alone.
  text.addEventListener('click', () => {
    if (!more.hidden && document.getSelection()?.isCollapsed !== false) show(!whole);
  });
  new ResizeObserver(settle).observe(element);
  show(false);
  return {
    element,
    text,
    /** @param {string} said */
    update(said) {
      if (text.textContent === said) return;
      say(text, said);
      show(false);
      settle();
    },
  };
}
