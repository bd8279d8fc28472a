/**
 * The engine's element tree as live MathML. Every term with a reference can be pointed at, focused and clicked; the
 * whole formula is one tab stop, arrows walk its terms.
 */

import { means } from '../../page/focus.js';

/** @import {El} from '../../types.d.ts' */
/** @import {Focus} from '../../page/focus.js' */

const MATHML = 'http://www.w3.org/1998/Math/MathML';

/** What a formula may consist of: MathML Core, and nothing that loads, links or runs. */
const TAGS = new Set(
  `math mrow mi mn mo ms mtext mspace msup msub msubsup mover munder munderover mfrac msqrt mroot
   mtable mtr mtd mpadded mphantom mstyle merror`.split(/\s+/),
);

/** What may stand inside a text of a formula. */
const HTML = new Set(['canvas', 'span']);

/** The attributes a term may have beside its class and reference: how it is set, and what number it was given. */
const SETTING = new Set(
  `accent stretchy lspace rspace rowspacing displaystyle data-given data-step data-name`.split(' '),
);

/**
 * @typedef {object} Part one element to make, with nothing of the page in it
 * @property {string} tag
 * @property {string} text
 * @property {Record<string, string>} attributes
 * @property {Part[]} children
 */

/**
 * A long vector stands as a picture, for which the engine is asked, or else as its least and its largest number.
 * @param {string} text `least..largest`
 * @returns {Part[]}
 */
function rangeOf(text) {
  const picture = { tag: 'canvas', text: '', attributes: {}, children: [] };
  const range = { tag: 'span', text: text.replace('..', ' … '), attributes: {}, children: [] };
  // What stands in a text of mathematics itself is a block; only what stands in that has a baseline.
  return [{ tag: 'span', text: '', attributes: { class: 'vector' }, children: [picture, range] }];
}

/**
 * The tree with unknown tags made harmless. DOM-free.
 * @param {El} tree
 * @returns {Part}
 */
export function plan({
  tag,
  text = '',
  class: name = '',
  ref = '',
  attributes: set = [],
  children = [],
}) {
  /** @type {Record<string, string>} */
  const attributes = Object.fromEntries(set.filter(([attribute]) => SETTING.has(attribute)));
  if (name !== '') attributes.class = name;
  if (ref !== '') attributes['data-ref'] = ref;
  const ranged = name.split(' ').includes('strip') && text.includes('..');
  return {
    tag: TAGS.has(tag) ? tag : 'mrow',
    text: ranged ? '' : text,
    attributes,
    children: ranged ? rangeOf(text) : children.map(plan),
  };
}

/**
 * @param {Part} part
 * @returns {Element}
 */
function make({ tag, text, attributes, children }) {
  const element = HTML.has(tag)
    ? document.createElement(tag)
    : document.createElementNS(MATHML, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== '') element.textContent = text;
  element.append(...children.map(make));
  return element;
}

/**
 * @param {El} tree
 * @param {{display?: boolean}} [options]
 * @returns {Element} a `math` element
 */
export function renderFormula(tree, { display = false } = {}) {
  const made = make(plan(tree));
  const math = made.localName === 'math' ? made : document.createElementNS(MATHML, 'math');
  if (math !== made) math.append(made);
  if (display) math.setAttribute('display', 'block');
  return math;
}

/**
 * Changes what stands there into another formula of the same build, element by element: cheaper than a new one, and a
 * number that is dragged or focused stays the element it was, as long as it keeps its place.
 * @param {Element} element
 * @param {Part} part
 * @returns {boolean} false where the build differs, with nothing changed
 */
export function patch(element, part) {
  arrange(element, part);
  if (!alike(element, part)) return false;
  change(element, part);
  return true;
}

/** What a piece is known by: its own reference, or the first one in it. @param {Element} element @returns {string} */
const nameOf = (element) =>
  (element.getAttribute('data-ref') ??
    element.querySelector('[data-ref]')?.getAttribute('data-ref')) ||
  '';

/** The same of a piece that is to be made. @param {Part} part @returns {string} */
const nameOfPart = ({ attributes, children }) =>
  attributes['data-ref'] ?? children.map(nameOfPart).find((name) => name !== '') ?? '';

/**
 * Where the same pieces are wanted in another order, they are moved: a product that has become the largest takes the
 * first place with what has the focus in it.
 * @param {Element} element
 * @param {Part} part
 */
function arrange(element, { children }) {
  const pieces = [...element.children];
  const names = pieces.map(nameOf);
  const wanted = children.map(nameOfPart);
  const moved = names.some((name, at) => name !== wanted[at]);
  if (moved && [...names].sort().join() === [...wanted].sort().join()) {
    const nameless = pieces.filter((_, at) => names[at] === '');
    place(
      element,
      wanted.map((name) => (name === '' ? nameless.shift() : pieces[names.indexOf(name)])),
    );
  }
  children.forEach((child, at) => {
    const piece = element.children[at];
    if (piece && child.children.length > 1) arrange(piece, child);
  });
}

/**
 * Puts pieces in order, and takes out only those that stand elsewhere. The one with the focus is not taken out, for that
 * would lose it: the others go round it.
 * @param {Element} element
 * @param {(Element | undefined)[]} order
 */
function place(element, order) {
  const anchor = order.find((piece) => piece?.contains(document.activeElement));
  let next = element.firstElementChild;
  for (const piece of order) {
    // What still stands before the one with the focus comes later.
    while (piece && piece === anchor && next && next !== anchor) {
      const late = next;
      next = late.nextElementSibling;
      element.append(late);
    }
    if (piece && piece === next) next = next.nextElementSibling;
    else if (piece) element.insertBefore(piece, next);
  }
}

/**
 * @param {Element} element
 * @param {Part} part
 * @returns {boolean}
 */
function alike(element, { tag, children }) {
  return (
    element.localName === tag &&
    element.childElementCount === children.length &&
    children.every((child, at) => alike(/** @type {Element} */ (element.children[at]), child))
  );
}

/** Other text in the same node: a new one would be set, and its line laid out, from nothing. @param {Element} element @param {string} text */
function write(element, text) {
  const { firstChild } = element;
  if (firstChild instanceof Text && text !== '') firstChild.data = text;
  else element.textContent = text;
}

/** What the page itself puts on a term. */
const OWN = new Set(['tabindex', 'display', 'width', 'height', 'hidden']);

/**
 * @param {Element} element
 * @param {Part} part
 */
function change(element, { text, attributes, children }) {
  const wanted = { ...attributes };
  if (element.classList.contains('lit')) wanted.class = `${attributes.class ?? ''} lit`.trim();
  for (const name of element.getAttributeNames()) {
    if (!OWN.has(name) && wanted[name] === undefined) element.removeAttribute(name);
  }
  for (const [name, value] of Object.entries(wanted)) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
  if (children.length === 0 && element.textContent !== text) write(element, text);
  children.forEach((child, at) => {
    change(/** @type {Element} */ (element.children[at]), child);
  });
}

/**
 * The nearest reference around an element.
 * @param {EventTarget | null} target
 */
export function referenceOf(target) {
  return target instanceof Element
    ? (target.closest('[data-ref]')?.getAttribute('data-ref') ?? null)
    : null;
}

/** @param {Element} container */
const terms = (container) =>
  /** @type {NodeListOf<HTMLElement>} */ (container.querySelectorAll('[data-ref]'));

/**
 * Makes the terms inside a container set the focus reference. Works for whatever is put into it later.
 * @param {HTMLElement} container
 * @param {Focus} focus
 */
export function linkTerms(container, focus) {
  container.addEventListener('pointerover', (event) => {
    if (!container.hasPointerCapture(event.pointerId)) focus.hover(referenceOf(event.target));
  });
  container.addEventListener('pointerleave', () => focus.hover(null));
  container.addEventListener('focusin', (event) => focus.hover(referenceOf(event.target)));
  container.addEventListener('focusout', () => focus.hover(null));
  container.addEventListener('click', ({ target }) => {
    const reference = referenceOf(target);
    if (reference === null) return;
    const given = target instanceof Element && target.closest('[data-given]') !== null;
    focus.pin(focus.pinned === reference && !given ? null : reference);
  });
  container.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.shiftKey) return;
    /** @type {(Element | null)[]} */
    const all = [...terms(container)];
    const at = all.indexOf(document.activeElement);
    if (at < 0) return;
    if (event.key === 'Enter' || event.key === ' ') {
      const reference = referenceOf(document.activeElement);
      focus.pin(focus.pinned === reference ? null : reference);
      event.preventDefault();
      return;
    }
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const next = step === undefined ? undefined : all[at + step];
    if (!(next instanceof HTMLElement || next instanceof MathMLElement)) return;
    rove(container, next);
    next.focus();
    event.preventDefault();
  });
}

/**
 * Leaves one term in the tab order.
 * @param {Element} container
 * @param {Element | null | undefined} chosen
 */
export function rove(container, chosen) {
  for (const term of terms(container)) {
    const place = term === chosen ? '0' : '-1';
    // Setting it on what has the focus makes the browser lay out, even to the same.
    if (term.getAttribute('tabindex') !== place) term.setAttribute('tabindex', place);
  }
}

/**
 * Lights the terms that mean the focus reference; a vector also lights for one of its units, and a unit for its vector.
 * @param {Element} container
 * @param {string | null} reference
 * @param {Set<string>} [made] further things that are meant: what an operation makes
 */
export function lightTerms(container, reference, made) {
  for (const term of terms(container)) {
    const own = term.getAttribute('data-ref') ?? '';
    const lit = means(own, reference) || made?.has(own.replace(/\.u\d+$/, '')) === true;
    if (term.classList.contains('lit') !== lit) term.classList.toggle('lit', lit);
  }
}
