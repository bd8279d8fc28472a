/**
 * The text of a field that a person types in.
 *
 * Invariant: what is being typed is never written over by an answer that comes meanwhile.
 */
import { noChange } from 'lit-html';
import { Directive, directive } from 'lit-html/directive.js';

/** @import {ElementPart, PropertyPart} from 'lit-html' */

class Typed extends Directive {
  /** @type {HTMLInputElement | null} */
  #field = null;
  #typing = false;

  /** @param {HTMLInputElement} field */
  #follow(field) {
    this.#field = field;
    field.addEventListener('input', () => {
      this.#typing = true;
    });
    const end = () => {
      this.#typing = false;
    };
    for (const done of ['change', 'blur']) field.addEventListener(done, end);
    // An arrow steps the number from what stood; its result is shown.
    field.addEventListener('keydown', ({ key }) => {
      if (/^(Arrow|Page)(Up|Down)$/.test(key)) end();
    });
  }

  /** @param {string | number} value @param {boolean} [keep] what stands there is wrong, and stays to be mended */
  render(value, keep = false) {
    return keep ? '' : value;
  }

  /**
   * @override
   * @param {PropertyPart | ElementPart} part
   * @param {[string | number, boolean?]} values
   */
  update({ element }, [value, keep = false]) {
    const field = /** @type {HTMLInputElement} */ (element);
    if (this.#field === null) this.#follow(field);
    if (!this.#typing && !keep && field.value !== String(value)) field.value = String(value);
    return noChange;
  }
}

/** Shows a value in a field, unless another one is being typed there. It stands before the field's own listeners. */
export const typed = directive(Typed);

/**
 * Hears what a field says.
 * @template {'value' | 'checked'} K
 * @param {K} what
 * @param {(value: HTMLInputElement[K]) => void} act
 * @returns {(event: Event) => void}
 */
export const fieldValue = (what, act) => (event) =>
  act(/** @type {HTMLInputElement} */ (event.target)[what]);
