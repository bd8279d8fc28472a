/** Elements that are made once and kept, and what is done to them without a template. */
import { render } from 'lit-html';

/** @import {TemplateResult} from 'lit-html' */

/**
 * The one element of a template.
 * @param {TemplateResult} template
 */
export function make(template) {
  const holder = document.createDocumentFragment();
  render(template, holder);
  return /** @type {HTMLElement} */ (holder.firstElementChild);
}

/** @param {TemplateResult} template of a canvas */
export const makeCanvas = (template) => /** @type {HTMLCanvasElement} */ (make(template));

/** @param {TemplateResult} template of a field */
export const makeField = (template) => /** @type {HTMLInputElement} */ (make(template));

/**
 * Sets what differs: even the same value makes the browser work out styles again.
 * @template {HTMLElement} T
 * @param {T} element
 * @param {Partial<Pick<T, 'hidden' | 'title' | 'textContent' | 'ariaLabel' | 'ariaInvalid' | 'ariaValueMax' | 'ariaValueNow' | 'ariaValueText'>>} values
 */
export function put(element, values) {
  const all = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (element));
  for (const [name, value] of Object.entries(values)) {
    if (all[name] !== value) all[name] = value;
  }
}

/**
 * Says what is wrong with a field, in its place.
 * @param {HTMLInputElement} field
 * @param {HTMLElement} place
 * @param {string} text empty when all is well
 */
export function complain(field, place, text) {
  put(place, { textContent: text, hidden: text === '' });
  put(field, { ariaInvalid: text === '' ? null : 'true' });
  if (text === '') field.removeAttribute('aria-describedby');
  else field.setAttribute('aria-describedby', place.id);
}
