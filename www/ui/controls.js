/**
 * The controls, made from the engine's schema: radio groups, number fields with sliders, vectors.
 *
 * Invariant: what was typed stays in its field until it is right; what is wrong is said under it and changes nothing.
 */
import { applies, choose, get, readSetting, set, show } from '../settings.js';
import { words } from '../words.js';
import { button, el, freshId, say, setAll } from './element.js';

/** @typedef {import('../types.d.ts').Setting} Setting */
/** @typedef {import('../types.d.ts').Model} Model */
/** @typedef {import('../store.js').Store} Store */
/**
 * @typedef {object} Control
 * @property {Setting} setting
 * @property {HTMLElement} element
 * @property {(model: Model) => void} update
 * @property {(problem: string) => void} complain
 */

/**
 * A message under a field; empty when all is well.
 * @param {HTMLElement} field
 */
function createComplaint(field) {
  const id = freshId('problem');
  const element = el('p', { class: 'problem', id, hidden: true });
  return {
    element,
    /** @param {string} problem */
    set(problem) {
      say(element, problem);
      element.hidden = problem === '';
      setAll(field, {
        'aria-invalid': problem === '' ? null : 'true',
        'aria-describedby': problem === '' ? null : id,
      });
    },
  };
}

/**
 * @param {Setting} setting
 * @param {Store} store
 * @returns {Control}
 */
function choiceControl(setting, store) {
  const name = freshId('choice');
  /** @type {Map<string, HTMLInputElement>} */
  const inputs = new Map();
  const options = (setting.choices ?? []).map(({ value, label }) => {
    const input = el('input', { type: 'radio', name, value });
    input.addEventListener('change', () => {
      const said = words.changed(setting.label, label);
      store.command(said, choose(store.state.model, setting.key, value));
    });
    inputs.set(value, input);
    return el('label', { class: 'option' }, input, el('span', {}, label));
  });
  const element = el(
    'fieldset',
    { class: 'control', title: setting.help },
    el('legend', {}, setting.label),
    el('div', { class: 'options' }, ...options),
  );
  const complaint = createComplaint(element);
  element.append(complaint.element);
  return {
    setting,
    element,
    update(model) {
      const input = inputs.get(String(get(model, setting.key) ?? setting.default));
      if (input && !input.checked) input.checked = true;
      complaint.set('');
    },
    complain: complaint.set,
  };
}

/** How far one key press goes, in steps of the setting. */
const PACE = /** @type {const} */ ({ plain: 1, shift: 10, alt: 0.1 });

/**
 * @param {KeyboardEvent} event
 * @returns {number} steps up or down, 0 for other keys
 */
function stepsOf({ key, shiftKey, altKey }) {
  const way = { ArrowUp: 1, ArrowDown: -1, ArrowRight: 1, ArrowLeft: -1 }[key] ?? 0;
  if (shiftKey) return way * PACE.shift;
  return altKey ? way * PACE.alt : way;
}

/**
 * Moves a field by whole steps in decimals, without the dust of binary fractions.
 * @param {Setting} setting
 * @param {number} from
 * @param {number} steps
 */
function stepped(setting, from, steps) {
  const step = setting.step ?? 1;
  const moved = setting.kind === 'integer' ? Math.round(from + steps * step) : from + steps * step;
  const inside = Math.min(Math.max(moved, setting.min ?? -Infinity), setting.max ?? Infinity);
  return Number(inside.toPrecision(12));
}

/**
 * @param {Setting} setting
 * @param {Store} store
 * @returns {Control}
 */
function numberControl(setting, store) {
  const { key, label, min, max } = setting;
  const id = freshId('field');
  const field = el('input', {
    type: 'text',
    inputmode: setting.kind === 'integer' ? 'numeric' : 'decimal',
    id,
    class: 'number',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const complaint = createComplaint(field);
  const current = () => Number(get(store.state.model, key) ?? setting.default);

  /**
   * @param {number} value
   * @param {string} [drag]
   */
  function commit(value, drag) {
    if (value === current()) return;
    store.command(words.changed(label, String(value)), set(store.state.model, key, value), {
      drag,
    });
  }
  /** @param {string} text */
  function typed(text) {
    const reading = readSetting(setting, text);
    complaint.set(reading.problem ?? '');
    if (reading.problem === undefined) commit(Number(reading.value), `type ${key}`);
  }
  field.addEventListener('input', () => typed(field.value));
  field.addEventListener('change', () => {
    store.settle();
    if (field.getAttribute('aria-invalid') !== 'true') field.value = show(current());
  });
  field.addEventListener('keydown', (event) => {
    const steps = ['ArrowUp', 'ArrowDown'].includes(event.key) ? stepsOf(event) : 0;
    if (steps === 0) return;
    event.preventDefault();
    commit(stepped(setting, current(), steps), `keys ${key}`);
  });

  const slider =
    min !== undefined && max !== undefined && max - min <= 1000
      ? el('input', {
          type: 'range',
          min,
          max,
          step: setting.kind === 'integer' ? (setting.step ?? 1) : 'any',
          'aria-label': words.slider(label),
        })
      : null;
  slider?.addEventListener('input', () => {
    const raw = Number(slider.value);
    const step = setting.step ?? 1;
    commit(Number((Math.round(raw / step) * step).toPrecision(12)), `drag ${key}`);
  });
  slider?.addEventListener('change', () => store.settle());
  slider?.addEventListener('keydown', (event) => {
    const steps = stepsOf(event);
    if (event.key === 'Delete') commit(Number(setting.default), `keys ${key}`);
    else if (steps !== 0) commit(stepped(setting, current(), steps), `keys ${key}`);
    else return;
    event.preventDefault();
  });

  const nudge = (/** @type {number} */ steps) => () => {
    commit(stepped(setting, current(), steps));
  };
  const element = el(
    'div',
    { class: 'control number-control', title: setting.help },
    el(
      'label',
      { for: id },
      label,
      setting.unit ? el('span', { class: 'unit' }, ` ${setting.unit}`) : null,
    ),
    el(
      'div',
      { class: 'field-row' },
      slider,
      button({ class: 'nudge', 'aria-label': words.less(label) }, '\u2212', nudge(-1)),
      field,
      button({ class: 'nudge', 'aria-label': words.more(label) }, '+', nudge(1)),
    ),
    complaint.element,
  );
  return {
    setting,
    element,
    update(model) {
      const value = get(model, key) ?? setting.default;
      if (slider) slider.value = show(value);
      const kept =
        document.activeElement === field && Number(field.value.replace(',', '.')) === value;
      if (field.getAttribute('aria-invalid') === 'true' && document.activeElement === field) return;
      complaint.set('');
      if (!kept) field.value = show(value);
    },
    complain: complaint.set,
  };
}

/**
 * @param {Setting} setting
 * @param {Store} store
 * @returns {Control}
 */
function vectorControl(setting, store) {
  const { key, label } = setting;
  const id = freshId('field');
  const field = el('input', {
    type: 'text',
    id,
    class: 'vector',
    placeholder: key === 'target' ? words.noTarget : words.asItComes,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const complaint = createComplaint(field);
  field.addEventListener('change', () => {
    const reading = readSetting(setting, field.value);
    complaint.set(reading.problem ?? '');
    if (reading.problem !== undefined) return;
    const said = words.changed(label, show(reading.value) || field.placeholder);
    store.command(said, set(store.state.model, key, reading.value));
  });
  const element = el(
    'div',
    { class: 'control', title: setting.help },
    el('label', { for: id }, label),
    field,
    complaint.element,
  );
  return {
    setting,
    element,
    update(model) {
      if (field.getAttribute('aria-invalid') === 'true') return;
      field.value = show(get(model, key));
    },
    complain(problem) {
      complaint.set(problem);
    },
  };
}

const MAKERS = {
  choice: choiceControl,
  integer: numberControl,
  number: numberControl,
  vector: vectorControl,
};

/**
 * @param {Setting[]} schema
 * @param {Store} store
 */
export function createControls(schema, store) {
  const controls = schema.map((setting) => MAKERS[setting.kind](setting, store));
  return {
    /** @param {string} group */
    of: (group) =>
      controls.filter(({ setting }) => setting.group === group).map(({ element }) => element),
    /** @param {{model: Model}} state */
    update({ model }) {
      for (const { setting, element, update } of controls) {
        const shown = applies(setting, model);
        if (element.hidden === shown) element.hidden = !shown;
        if (shown) update(model);
      }
    },
    /**
     * Says what the engine refused under the control it is about.
     * @param {string} path
     * @param {string} problem
     * @returns {boolean} whether there is such a control on the page
     */
    complain(path, problem) {
      const control = controls.find(
        ({ setting, element }) =>
          !element.hidden &&
          path !== '' &&
          (path === setting.key || path.startsWith(`${setting.key}[`)),
      );
      control?.complain(problem);
      return control !== undefined;
    },
  };
}
