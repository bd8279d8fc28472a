/**
 * Training in the page: what can be trained, how far it has come, and whose weights answer.
 *
 * Invariant: whether trained weights are there and which answer is what the engine says.
 */
import { signal } from '@preact/signals-core';
import { html, nothing } from 'lit-html';
import { learningWords as said } from '../../words/learning.js';
import { createProgress } from '../stage/progress.js';

/** @import {Act} from '../../engine/jobs.js' */
/** @import {Page} from '../../page/panels.js' */
/** @import {Learnable, Progress} from '../../types.d.ts' */

/** What is offered, in words. @param {Learnable} learns */
function offer({ title, amount, ships }) {
  const text = said.offer(title, amount);
  return ships ? text : `${said.notShipped} ${text}`;
}

/** @param {Page} page */
export function createLearning({ train, live, screen }) {
  const now = signal({ busy: false, words: '' });
  const bar = createProgress({ title: said.title, unit: said.unit, speak: live.speak, act: train });

  /** @param {Parameters<Act>[0]} how @param {string} id @param {string} text @param {boolean} shown */
  const way = (
    how,
    id,
    text,
    shown,
  ) => html`<button type="button" class="small" id=${id} ?hidden=${!shown}
    @click=${() => train(how)}>${text}</button>`;

  return {
    /** @param {Progress | null} progress @param {string} words */
    progress(progress, words) {
      const busy = progress?.how === 'running' || progress?.how === 'paused';
      bar.update(busy ? progress : null);
      if (progress?.how === 'whole') live.speak(words);
      now.value = { busy, words };
    },
    draw() {
      if (screen.model.attn.model === 'hand') return nothing;
      const learns = screen.summary.translation?.learns ?? null;
      const { busy, words } = now.value;
      const { learned = false, used = false, ships = false } = learns ?? {};
      const whose = used ? said.used : said.shipped;
      return html`<div class="control learning">
        <p class="hint" id="learning-offer">${learns ? offer(learns) : ''}</p>
        <div class="pills">
          ${way('begin', 'learning-begin', learned ? said.again : said.begin, !busy && learns !== null)}
          ${way('useLearned', 'learning-use', said.use, !busy && learned && !used)}
          ${way('useShipped', 'learning-back', said.back, !busy && ships && used)}
        </div>
        ${bar.element}
        <p class="note" id="learning-now">${words}</p>
        <p class="note" id="learning-whose">${learned ? whose : ''}</p>
      </div>`;
    },
  };
}
