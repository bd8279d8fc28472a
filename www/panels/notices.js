/** Messages over the stage: what a link could not give, what the engine had to say, that it was started again. */
import { html, nothing, render } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { words } from '../words/words.js';
import { make } from './element.js';

/** How long a short answer stays, in ms; it is spoken as well. */
const FLASH = 4000;

/** @typedef {{id: string, title?: string, text: string, kind: 'note' | 'error' | 'look', report?: string, actions?: {label: string, act: () => void, stays?: boolean}[]}} Notice `look` says what to look at */

/** @param {{copy: (text: string, done: string) => void}} page */
export function createNotices({ copy }) {
  const element = make(
    html`<section class="notices" aria-label=${words.messages} hidden></section>`,
  );
  const toast = make(html`<p class="toast" aria-hidden="true" hidden></p>`);
  let timer = 0;
  /** One message of each id stands at a time. */
  let standing = /** @type {Notice[]} */ ([]);

  /** @param {string} id */
  function drop(id) {
    if (!standing.some((notice) => notice.id === id)) return;
    standing = standing.filter((notice) => notice.id !== id);
    draw();
  }

  /** @param {string} label @param {() => void} act */
  const way = (label, act) =>
    html`<button type="button" class="small" @click=${act}>${label}</button>`;

  /** @param {Notice} notice */
  function one({ id, title, text, kind, report, actions = [] }) {
    return html`<div class=${`notice ${kind}`} data-notice=${id}>
      <div>${title ? html`<strong>${title}</strong>` : nothing}<p>${text}</p></div>
      ${report === undefined ? nothing : way(words.copyReport, () => copy(report, words.reportCopied))}
      ${actions.map(({ label, act, stays = false }) =>
        way(label, () => {
          if (!stays) drop(id);
          act();
        }),
      )}
      ${way(words.dismiss, () => drop(id))}
    </div>`;
  }
  function draw() {
    element.hidden = standing.length === 0;
    render(html`${repeat(standing, ({ id }) => id, one)}`, element);
  }

  return {
    element,
    toast,
    drop,
    /** A short answer that goes by itself. @param {string} text */
    flash(text) {
      clearTimeout(timer);
      toast.textContent = text;
      toast.hidden = false;
      timer = window.setTimeout(() => {
        toast.hidden = true;
      }, FLASH);
    },
    /** @param {Notice} notice */
    show(notice) {
      standing = [...standing.filter(({ id }) => id !== notice.id), notice];
      draw();
    },
  };
}

/** @typedef {ReturnType<typeof createNotices>} Notices */
