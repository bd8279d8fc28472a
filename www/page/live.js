/** What is said to a screen reader: one polite region for steps, one assertive for errors. */
import { html } from 'lit-html';
import { make } from '../panels/element.js';
import { createSettled } from './debounce.js';

/** How long after the last key of a held key the step is spoken, in ms. */
const SETTLED = 300;

export function createLive() {
  const polite = make(
    html`<div class="unseen" aria-live="polite" role="status" id="spoken"></div>`,
  );
  const assertive = make(html`<div class="unseen" role="alert" id="alarm"></div>`);
  /** @type {string | (() => string)} what is said when it has settled */
  let next = '';
  const settled = createSettled(SETTLED, () => speak(typeof next === 'string' ? next : next()));

  /** @param {string} text */
  function speak(text) {
    settled.stop();
    polite.textContent = text;
  }

  return {
    elements: [polite, assertive],
    speak,
    /** Speaks only when nothing follows for a moment. @param {string | (() => string)} text */
    speakWhenSettled(text) {
      next = text;
      settled.again();
    },
    /** @param {string} text */
    alarm(text) {
      assertive.textContent = text;
    },
  };
}

/** @typedef {ReturnType<typeof createLive>} Live */
