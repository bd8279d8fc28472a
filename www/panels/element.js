/**
 * Making elements. Text is only ever set as text, styles never as attributes: the content security policy forbids
 * both ways round it.
 */

const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {string | Node | null | undefined | false} Child */
/** @typedef {Record<string, string | number | boolean | null | undefined>} Attributes */

/**
 * Sets attributes only where they differ: even the same value makes the browser work out styles again.
 * @param {Element} element
 * @param {Attributes} attributes false, null and undefined leave one out, true sets it empty
 */
export function setAll(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) element.removeAttribute(name);
    else {
      const text = value === true ? '' : String(value);
      if (element.getAttribute(name) !== text) element.setAttribute(name, text);
    }
  }
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  setAll(element, attributes);
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/**
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  setAll(element, attributes);
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/**
 * A button that does something.
 * @param {Attributes & {class?: string}} attributes
 * @param {Child | Child[]} face
 * @param {(event: MouseEvent) => void} act
 */
export function button(attributes, face, act) {
  const faces = Array.isArray(face) ? face : [face];
  const element = el('button', { type: 'button', ...attributes }, ...faces);
  element.addEventListener('click', act);
  return element;
}

/**
 * Sets text only where it differs, so that nothing is laid out for nothing.
 * @param {Element} element
 * @param {string} text
 */
export function say(element, text) {
  if (element.textContent === text) return;
  const { firstChild } = element;
  // A new node of text would have the browser ask all style rules again.
  if (firstChild instanceof Text && firstChild.nextSibling === null) firstChild.data = text;
  else element.textContent = text;
}

/**
 * Hides an element or shows it, only where that differs: even the same makes the browser work out its style again.
 * @param {HTMLElement} element
 * @param {boolean} hidden
 */
export function hide(element, hidden) {
  if (element.hidden !== hidden) element.hidden = hidden;
}

let made = 0;

/** An id nothing else has. @param {string} kind */
export function freshId(kind) {
  made += 1;
  return `${kind}-${made}`;
}
