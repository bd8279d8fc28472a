/**
 * A setting that is one number: a field, a slider where there is a range, and a button each way.
 *
 * Invariant: what was typed stays in its field until it is right; what is wrong is said under it and changes nothing.
 */
import { mostOf, readSetting, show } from '../../state/settings.js';
import { words } from '../../words/words.js';
import { button, el, freshId, hide, say } from '../element.js';
import { changeOf, createComplaint, createWayBack, inForce, plainly } from './control.js';

/** @import {Store} from '../../state/store.js' */
/** @import {Setting, Summary} from '../../types.d.ts' */
/** @import {Access, Control} from './control.js' */

/** How far one key press goes, in steps of the setting. */
const PACE = /** @type {const} */ ({ plain: 1, shift: 10, alt: 0.1 });
/** Ranges up to this have a slider. */
const WIDEST = 1000;

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
  const { kind, min = -Infinity, step = 1 } = setting;
  const max = mostOf(setting);
  const moved = kind === 'integer' ? Math.round(from + steps * step) : from + steps * step;
  return Number(Math.min(Math.max(moved, min), max).toPrecision(12));
}

/** @param {Setting} setting */
function createSlider({ label, kind, min, max, step }) {
  if (min === undefined || max === undefined || max - min > WIDEST) return null;
  return el('input', {
    type: 'range',
    min,
    max,
    step: kind === 'integer' ? (step ?? 1) : 'any',
    'aria-label': words.slider(label),
  });
}

/**
 * @param {Setting} setting
 * @param {Store} store
 * @param {{
 *   access?: Access,
 *   standing?: (summary: Summary) => number | undefined,
 *   hint?: string,
 *   most?: (summary: Summary) => number,
 * }} [of] `standing`: the number that is in force while none is set; `hint` is said then; `most`: where the slider ends
 * @returns {Control}
 */
export function numberControl(setting, store, of = {}) {
  const { key, label, min, max } = setting;
  const { access = plainly(setting), standing, hint, most } = of;
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
  const back = createWayBack(setting, store, access);
  const note = el('p', { class: 'hint', hidden: true });
  /** Steps in a tenth of the range, or as far as Shift goes where there is none. */
  const tenth =
    min === undefined || max === undefined
      ? PACE.shift
      : Math.max(1, Math.round((max - min) / 10 / (setting.step ?? 1)));
  /** @type {number} what is in force */
  let current = Number(setting.default);

  /**
   * @param {number} value
   * @param {string} [drag]
   */
  function commit(value, drag) {
    const { model } = store.state;
    if (value === access.read(model) || (value === current && drag !== undefined)) return;
    store.command(changeOf(setting, access, value), access.write(model, value), { drag });
  }
  field.addEventListener('input', () => {
    const reading = readSetting(setting, field.value);
    complaint.set(reading.problem ?? '');
    if (reading.problem === undefined) commit(Number(reading.value), `type ${key}`);
  });
  field.addEventListener('change', () => {
    store.settle();
    if (field.getAttribute('aria-invalid') !== 'true') field.value = show(current);
  });
  field.addEventListener('keydown', (event) => {
    const leap = { PageUp: 1, PageDown: -1 }[event.key] ?? 0;
    const steps = ['ArrowUp', 'ArrowDown'].includes(event.key) ? stepsOf(event) : leap * tenth;
    if (steps === 0) return;
    event.preventDefault();
    commit(stepped(setting, current, steps), `keys ${key}`);
  });

  const slider = createSlider(setting);
  slider?.addEventListener('input', () => {
    const step = setting.step ?? 1;
    const value = Math.round(Number(slider.value) / step) * step;
    commit(Number(value.toPrecision(12)), `drag ${key}`);
  });
  slider?.addEventListener('change', () => store.settle());
  slider?.addEventListener('keydown', (event) => {
    const steps = stepsOf(event);
    if (event.key === 'Delete') back.element.click();
    else if (steps !== 0) commit(stepped(setting, current, steps), `keys ${key}`);
    else return;
    event.preventDefault();
  });

  const nudge = (/** @type {number} */ steps) => () => {
    commit(stepped(setting, current, steps));
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
    note,
    complaint.element,
    back.element,
  );
  return {
    setting,
    element,
    update(model, summary) {
      const set = inForce(setting, access.read(model));
      current = Number(set ?? standing?.(summary) ?? 0);
      hide(note, hint === undefined || set !== null);
      if (!note.hidden) say(note, hint ?? '');
      const end = most && String(Math.max(most(summary), min ?? 0));
      if (slider && end !== undefined && slider.max !== end) slider.max = end;
      // Even the same value makes the browser lay a slider out again.
      if (slider && slider.value !== show(current)) slider.value = show(current);
      back.update(access.read(model));
      const typing = document.activeElement === field;
      const kept = typing && Number(field.value.replace(',', '.')) === current;
      if (field.getAttribute('aria-invalid') === 'true' && typing) return;
      complaint.set('');
      if (!kept && field.value !== show(current)) field.value = show(current);
    },
    complain: complaint.set,
  };
}
