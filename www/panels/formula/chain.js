/** The operations of the step as a chain, in letters; each can be stood on. */
import { html, nothing } from 'lit-html';
import { words } from '../../words/words.js';
import { renderFormula } from './formula.js';
import { stem } from './morph.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {Chain} from '../../types.d.ts' */
/** @typedef {{id: string, name: string, made: Set<string>, math: Element, state: Chain[number]['state']}} Op an operation, and what it makes */

/** What the operation of a small formula makes. @param {Element} math */
function madeBy(math) {
  const terms = [...math.querySelectorAll('[data-ref]')];
  const made = terms.filter((term) => term.closest('.now') !== null);
  return new Set(made.map((term) => stem(term.getAttribute('data-ref') ?? '')));
}

/** @param {Page} page */
export function createChain({ screen, commands, focus }) {
  /** @type {Chain | null} */
  let drawn = null;
  /** @type {Op[]} */
  let ops = [];

  /** @param {Chain} links */
  function take(links) {
    const { t, dir } = screen.position;
    drawn = links;
    ops = links.map(({ id, tree, state }) => {
      const math = renderFormula(tree);
      return { id, name: `op.${id}.t${t}.${dir}`, made: madeBy(math), math, state };
    });
  }

  /** @param {Op} op @param {string} title */
  const item = ({ id, name, math, state }, title) => html`<li class=${state} data-op=${name}>
    <button type="button" class="chain-op" aria-current=${state === 'now' ? 'step' : nothing}
      @click=${() => commands.stand({ ...screen.position, op: id })}><span class="chain-name">${title}</span>${math}</button>
  </li>`;

  /** @param {Event} event */
  function point({ target }) {
    const over = target instanceof Element ? target.closest('[data-op]') : null;
    focus.hover(over?.getAttribute('data-op') ?? null);
  }

  return {
    /** @returns {unknown} */
    draw() {
      const links = screen.chain;
      if (links !== null && links !== drawn) take(links);
      const { forward, backward } = screen.timeline;
      const titles = new Map([...forward, ...backward].map(({ id, title }) => [id, title]));
      const name = screen.position.dir === 'b' ? words.chainBackward : words.chain;
      return html`<h3 ?hidden=${ops.length === 0}>${name}</h3>
        <ol class="chain" @pointerover=${point} @pointerleave=${() => focus.hover(null)}>
          ${ops.map((op) => item(op, titles.get(op.id) ?? op.id))}
        </ol>`;
    },
    /** The operation that is meant by a reference, or makes what is. @param {string | null} reference */
    meant(reference) {
      const what = reference === null ? '' : stem(reference);
      return ops.find(({ name, made }) => name === reference || made.has(what));
    },
  };
}
