/** The largest terms of a sum of products as bars, so that one sees at a glance what made the number. */
import { words } from '../../words/words.js';
import { button, el, hide, svg } from '../element.js';

/** @import {Product} from '../../types.d.ts' */
/** @import {Focus} from '../../page/focus.js' */

/**
 * @param {{focus: Focus}} page
 */
export function createProducts({ focus }) {
  const list = el('ol', { class: 'products' });
  const element = el('div', { class: 'products-box' }, el('h3', {}, words.products), list);
  let drawn = '';

  /** @param {Product} product */
  function bar({ share }) {
    const width = (share < 0 ? -share : share) * 50;
    return svg(
      'svg',
      {
        class: 'product-bar',
        viewBox: '0 0 100 10',
        preserveAspectRatio: 'none',
        'aria-hidden': true,
      },
      svg('rect', {
        class: share < 0 ? 'minus' : 'plus',
        x: share < 0 ? 50 - width : 50,
        y: 1,
        width,
        height: 8,
      }),
      svg('path', { class: 'zero', d: 'M50 0v10' }),
    );
  }

  /** @param {Product} product */
  function row(product) {
    const { label, value, reference } = product;
    const name = reference
      ? button({ class: 'link' }, label, () => focus.pin(reference))
      : el('span', {}, label);
    return el('li', {}, name, bar(product), el('span', { class: 'product-value' }, text(value)));
  }

  return {
    element,
    /** @param {Product[]} products */
    update(products) {
      const some = products.filter(({ share }) => share !== 0);
      hide(element, some.length === 0);
      const key = JSON.stringify(some);
      if (key === drawn) return;
      drawn = key;
      list.replaceChildren(...some.map(row));
    },
  };
}

/** @param {number} value */
const text = (value) => String(Number(value.toPrecision(3))).replace('-', '\u2212');
