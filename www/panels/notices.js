/** Messages over the stage: what a link could not give, what the engine had to say, that it was started again. */
import { words } from '../words/words.js';
import { button, el, hide, say } from './element.js';

/** How long a short answer stays, in ms; it is spoken as well. */
const FLASH = 4000;

/** @typedef {{id: string, title?: string, text: string, kind: 'note' | 'error' | 'look', report?: string, actions?: {label: string, act: () => void, stays?: boolean}[]}} Notice `look` says what to look at */

/** @param {{copy: (text: string, done: string) => void}} page */
export function createNotices({ copy }) {
  const element = el('section', { class: 'notices', 'aria-label': words.messages, hidden: true });
  const toast = el('p', { class: 'toast', 'aria-hidden': 'true', hidden: true });
  let timer = 0;
  /** @type {Map<string, HTMLElement>} */
  const standing = new Map();

  /** @param {string} id */
  function drop(id) {
    standing.get(id)?.remove();
    standing.delete(id);
    hide(element, standing.size === 0);
  }

  return {
    element,
    toast,
    drop,
    /** A short answer that goes by itself. @param {string} text */
    flash(text) {
      clearTimeout(timer);
      say(toast, text);
      toast.hidden = false;
      timer = window.setTimeout(() => {
        toast.hidden = true;
      }, FLASH);
    },
    /** One message of each id stands at a time. @param {Notice} notice */
    show({ id, title, text, kind, report, actions = [] }) {
      drop(id);
      const made = el(
        'div',
        { class: `notice ${kind}`, 'data-notice': id },
        el('div', {}, title ? el('strong', {}, title) : null, el('p', {}, text)),
        report === undefined
          ? null
          : button({ class: 'small' }, words.copyReport, () => copy(report, words.reportCopied)),
        ...actions.map(({ label, act, stays = false }) =>
          button({ class: 'small' }, label, () => {
            if (!stays) drop(id);
            act();
          }),
        ),
        button({ class: 'small' }, words.dismiss, () => drop(id)),
      );
      standing.set(id, made);
      element.append(made);
      element.hidden = false;
    },
  };
}
