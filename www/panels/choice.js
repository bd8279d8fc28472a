/** A few choices side by side, one of them on: level, notation, direction, theme. */
import { el, freshId } from './element.js';

/**
 * @template {string} T
 * @param {{label: string, options: Readonly<Record<T, string>>, choose: (value: T) => void, shown?: boolean}} what
 */
export function createChoice({ label, options, choose, shown = false }) {
  const name = freshId('segment');
  const values = /** @type {T[]} */ (Object.keys(options));
  const inputs = values.map((value) => {
    const input = el('input', { type: 'radio', name, value });
    input.addEventListener('change', () => choose(value));
    return input;
  });
  const element = el(
    'fieldset',
    { class: 'segments' },
    el('legend', { class: shown ? '' : 'unseen' }, label),
    el(
      'div',
      { class: 'segment-row' },
      ...values.map((value, at) =>
        el(
          'label',
          {},
          inputs[at] ?? null,
          el('span', { 'data-name': options[value] }, options[value]),
        ),
      ),
    ),
  );
  return {
    element,
    /** @param {T} value */
    update(value) {
      const input = inputs[values.indexOf(value)];
      if (input && !input.checked) input.checked = true;
    },
  };
}
