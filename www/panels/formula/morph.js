/**
 * A formula that changes its level: each term moves from where it stood to where its replacement stands.
 *
 * Invariant: terms are matched by reference, a vector with one of its units and a matrix with one of its entries; what
 * has no counterpart fades in; with less motion nothing moves.
 */

const TIME = { duration: 240, easing: 'ease-out' };

/** Whether the person lets things move. */
export const moves = () => document.documentElement.dataset.motion !== 'reduce';

/**
 * The part of a reference that a level does not change.
 * @param {string} reference
 */
export const stem = (reference) =>
  reference.startsWith('p.')
    ? reference.split('.').slice(0, 2).join('.')
    : reference.replace(/\.u\d+$/, '');

/** Terms without further terms inside. @param {Element} box */
const leaves = (box) =>
  [...box.querySelectorAll('[data-ref]')].filter(
    (term) => term.querySelector('[data-ref]') === null,
  );

/**
 * Where every term of a formula stands.
 * @param {Element} box
 * @returns {Map<string, DOMRect[]>}
 */
export function placesIn(box) {
  /** @type {Map<string, DOMRect[]>} */
  const places = new Map();
  for (const term of leaves(box)) {
    const key = stem(term.getAttribute('data-ref') ?? '');
    places.set(key, [...(places.get(key) ?? []), term.getBoundingClientRect()]);
  }
  return places;
}

/**
 * @param {Element} box what stands there now
 * @param {Map<string, DOMRect[]>} before
 */
export function morph(box, before) {
  const math = box.firstElementChild;
  if (math === null || !moves()) return;
  for (const term of leaves(box)) {
    const old = before.get(stem(term.getAttribute('data-ref') ?? ''));
    const from = old && old.length > 1 ? old.shift() : old?.[0];
    const to = term.getBoundingClientRect();
    const shift = from
      ? `translate(${from.left + from.width / 2 - to.left - to.width / 2}px, ${from.top + from.height / 2 - to.top - to.height / 2}px)`
      : 'none';
    term.animate(
      [
        { opacity: from ? 0.3 : 0, transform: shift },
        { opacity: 1, transform: 'none' },
      ],
      TIME,
    );
  }
  for (const sign of math.querySelectorAll('mo, mtext')) {
    if (sign.closest('[data-ref]') === null) sign.animate([{ opacity: 0 }, { opacity: 1 }], TIME);
  }
}
