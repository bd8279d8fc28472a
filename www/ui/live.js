/** What is said to a screen reader: one polite region for steps, one assertive for errors. */
import { el } from './element.js';

/** How long after the last key of a held key the step is spoken, in ms. */
const SETTLED = 300;

export function createLive() {
  const polite = el('div', {
    class: 'unseen',
    'aria-live': 'polite',
    role: 'status',
    id: 'spoken',
  });
  const assertive = el('div', { class: 'unseen', role: 'alert', id: 'alarm' });
  let waiting = 0;

  /** @param {string} text */
  function speak(text) {
    clearTimeout(waiting);
    polite.textContent = text;
  }

  return {
    elements: [polite, assertive],
    speak,
    /** Speaks only when nothing follows for a moment. @param {string | (() => string)} text */
    speakWhenSettled(text) {
      clearTimeout(waiting);
      const said = () => speak(typeof text === 'string' ? text : text());
      waiting = window.setTimeout(said, SETTLED);
    },
    /** @param {string} text */
    alarm(text) {
      assertive.textContent = text;
    },
  };
}

/** @typedef {ReturnType<typeof createLive>} Live */
