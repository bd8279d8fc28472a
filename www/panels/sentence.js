/**
 * The sentence of the step. It has the same room at every step, so that nothing moves under the finger; where it is cut
 * a button beside it gives it the room it needs, until the next step.
 */
import { html, render } from 'lit-html';
import { createSettled } from '../page/debounce.js';
import { words } from '../words/words.js';
import { icon } from './icons.js';

/** So long after the last step the room of the sentence is measured, in ms: by then the browser has laid it out. */
const SETTLED = 120;

export function createSentence() {
  const element = document.createElement('div');
  element.className = 'said';
  let said = '';
  let whole = false;
  let cut = false;

  function draw() {
    element.classList.toggle('open', whole);
    render(
      html`<p class="sentence" id="sentence" @click=${press}>${said}</p>
        <button type="button" class="icon-button whole" aria-controls="sentence" aria-label=${words.sentenceWhole}
          title=${words.sentenceWhole} aria-expanded=${whole} ?hidden=${!cut} @click=${() => show(!whole)}>
          ${icon('more')}
        </button>`,
      element,
    );
  }

  /** @param {boolean} now */
  function show(now) {
    whole = now;
    draw();
  }

  /** Long, it is a target as well; text that is being marked is left alone. */
  function press() {
    if (cut && document.getSelection()?.isCollapsed !== false) show(!whole);
  }

  const { again: settle } = createSettled(SETTLED, () => {
    const text = element.querySelector('p');
    if (whole || text === null) return;
    const had = element.contains(document.activeElement);
    cut = text.scrollWidth > text.clientWidth || text.scrollHeight > text.clientHeight + 1;
    draw();
    if (had && !cut) element.closest('footer')?.focus();
  });
  new ResizeObserver(settle).observe(element);
  draw();

  return {
    element,
    /** @param {string} next */
    update(next) {
      if (next === said) return;
      said = next;
      show(false);
      settle();
    },
  };
}
