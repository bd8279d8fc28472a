/**
 * Training in the page: what can be trained, how far it has come, and whose weights answer.
 *
 * Invariant: whether trained weights are there and which answer is what the engine says.
 */
import { learningWords as said } from '../../words/learning.js';
import { button, el, hide, say } from '../element.js';
import { createProgress } from '../stage/progress.js';

/** @import {Act} from '../../engine/learning.js' */
/** @import {Model, Progress, Summary} from '../../types.d.ts' */

/** @param {{train: Act, speak: (text: string) => void}} page */
export function createLearning({ train, speak }) {
  const offer = el('p', { class: 'hint', id: 'learning-offer' });
  const begin = button({ class: 'small', id: 'learning-begin' }, said.begin, () => train('begin'));
  const use = button({ class: 'small', id: 'learning-use' }, said.use, () => train('useLearned'));
  const back = button({ class: 'small', id: 'learning-back' }, said.back, () =>
    train('useShipped'),
  );
  const bar = createProgress({ title: said.title, unit: said.unit, speak, act: train });
  const now = el('p', { class: 'note', id: 'learning-now' });
  const whose = el('p', { class: 'note', id: 'learning-whose' });
  /** Whether there is work that can be paused or stopped. */
  let busy = false;

  const element = el(
    'div',
    { class: 'control learning' },
    offer,
    el('div', { class: 'pills' }, begin, use, back),
    bar.element,
    now,
    whose,
  );
  return {
    element,
    /** @param {Progress | null} progress @param {string} words */
    progress(progress, words) {
      busy = progress?.how === 'running' || progress?.how === 'paused';
      bar.update(busy ? progress : null);
      if (progress?.how === 'whole') speak(words);
      say(now, words);
      hide(begin, busy);
    },
    /** @param {Model} model @param {Summary} summary */
    update({ attn }, { translation }) {
      hide(element, attn.model === 'hand');
      const learns = translation?.learns ?? null;
      hide(begin, busy || learns === null);
      hide(use, busy || !learns?.learned || learns.used);
      hide(back, busy || !learns?.ships || !learns.used);
      if (learns === null) return;
      const text = said.offer(learns.title, learns.amount);
      say(offer, learns.ships ? text : `${said.notShipped} ${text}`);
      say(begin, learns.learned ? said.again : said.begin);
      say(whose, learns.learned ? (learns.used ? said.used : said.shipped) : '');
    },
  };
}
