/** The largest terms of a sum of products as bars, so that one sees at a glance what made the number. */
import { html, nothing } from 'lit-html';
import { words } from '../../words/words.js';

/** @import {Product} from '../../types.d.ts' */

/** @param {number} value */
const text = (value) => String(Number(value.toPrecision(3))).replace('-', '\u2212');

/** @param {number} share -1 to 1 */
function bar(share) {
  const width = (share < 0 ? -share : share) * 50;
  return html`<svg class="product-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
    <rect class=${share < 0 ? 'minus' : 'plus'} x=${share < 0 ? 50 - width : 50} y="1" width=${width} height="8" />
    <path class="zero" d="M50 0v10" />
  </svg>`;
}

/**
 * @param {Product[]} products
 * @param {(reference: string) => void} pin
 */
export function productBars(products, pin) {
  const some = products.filter(({ share }) => share !== 0);
  if (some.length === 0) return nothing;
  return html`<div class="products-box">
    <h3>${words.products}</h3>
    <ol class="products">
      ${some.map(
        ({ label, value, share, reference }) => html`<li>
          ${
            reference
              ? html`<button type="button" class="link" @click=${() => pin(reference)}>${label}</button>`
              : html`<span>${label}</span>`
          }
          ${bar(share)}<span class="product-value">${text(value)}</span>
        </li>`,
      )}
    </ol>
  </div>`;
}
