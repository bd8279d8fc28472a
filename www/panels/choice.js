/** A few choices side by side, one of them on: level, notation, direction, theme. */
import { html } from 'lit-html';
import { live } from 'lit-html/directives/live.js';

/**
 * @template {string} T
 * @param {{
 *   name: string,
 *   label: string,
 *   options: Readonly<Record<T, string>>,
 *   value: T | null,
 *   choose: (value: T) => void,
 *   shown?: boolean,
 * }} what `name`: what no other choice of the page has
 */
export function choice({ name, label, options, value, choose, shown = false }) {
  const values = /** @type {T[]} */ (Object.keys(options));
  return html`<fieldset class="segments">
    <legend class=${shown ? '' : 'unseen'}>${label}</legend>
    <div class="segment-row">
      ${values.map(
        (each) => html`<label>
          <input type="radio" name=${name} value=${each} .checked=${live(each === value)} @change=${() => choose(each)} />
          <span data-name=${options[each]}>${options[each]}</span>
        </label>`,
      )}
    </div>
  </fieldset>`;
}
