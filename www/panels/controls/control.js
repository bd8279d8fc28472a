/** What every control has: a complaint under it, and a small way back to what it was at first. */
import { choose, get, show } from '../../state/settings.js';
import { controlWords as said } from '../../words/controls.js';
import { words } from '../../words/words.js';
import { button, el, freshId, hide, say, setAll } from '../element.js';
import { icon } from '../icons.js';

/** @import {Store} from '../../state/store.js' */
/** @import {Model, Setting, Summary} from '../../types.d.ts' */

/**
 * @typedef {object} Control
 * @property {Setting} setting
 * @property {HTMLElement} element
 * @property {(model: Model, summary: Summary) => void} update
 * @property {(problem: string) => void} complain
 */
/**
 * @typedef {object} Access how a control's value is read from a model and written into it
 * @property {(model: Model) => unknown} read
 * @property {(model: Model, value: unknown) => Model} write
 * @property {string} none what no value at all is called
 */

/** Vectors that are not zeros where nothing is given. */
const NONE = new Set(['target', 'cuts']);

/** @param {Setting} setting @returns {Access} */
export const plainly = ({ key, kind, empty }) => ({
  read: (model) => get(model, key),
  write: (model, value) => choose(model, key, value),
  none: empty ?? (kind === 'vector' ? (NONE.has(key) ? said.noTarget : said.zero) : said.asWeights),
});

/**
 * A value as it is called on screen.
 * @param {Setting} setting
 * @param {Access} access
 * @param {unknown} value
 */
export function nameOf({ choices }, { none }, value) {
  if (value === null || value === undefined) return none;
  if (typeof value === 'boolean') return value ? said.on : said.off;
  return choices?.find((choice) => choice.value === value)?.label ?? show(value);
}

/**
 * What undo calls a change: the setting, what it was, what it is.
 * @param {Setting} setting
 * @param {Access} access
 * @param {unknown} value
 * @returns {(before: Model) => string}
 */
export function changeOf(setting, access, value) {
  return (before) => {
    const was = inForce(setting, access.read(before));
    if (same(was, value)) return words.changed(setting.label, nameOf(setting, access, value));
    return said.changed(
      setting.label,
      nameOf(setting, access, was),
      nameOf(setting, access, value),
    );
  };
}

/**
 * What holds: where a setting can be empty, nothing is a value of its own.
 * @param {Setting} setting
 * @param {unknown} value
 */
export const inForce = ({ default: usual, empty }, value) =>
  empty === undefined ? (value ?? usual) : value;

/** @param {unknown} a @param {unknown} b */
const same = (a, b) => a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/**
 * The small button that brings a setting back; there only while it is something else.
 * @param {Setting} setting
 * @param {Store} store
 * @param {Access} access
 */
export function createWayBack(setting, store, access) {
  const name = said.back(setting.label, nameOf(setting, access, setting.default));
  const element = button(
    { class: 'way-back', 'aria-label': name, title: name, hidden: true },
    icon('reset'),
    () => {
      const { model } = store.state;
      const value = setting.default;
      store.command(changeOf(setting, access, value), access.write(model, value));
      const field = element.parentElement?.querySelector('input:checked, input, textarea');
      if (field instanceof HTMLElement) field.focus();
    },
  );
  return {
    element,
    /** @param {unknown} value what is in force */
    update(value) {
      hide(element, same(inForce(setting, value), setting.default));
    },
  };
}

/**
 * A message under a field; empty when all is well.
 * @param {HTMLElement} field
 */
export function createComplaint(field) {
  const id = freshId('problem');
  const element = el('p', { class: 'problem', id, hidden: true });
  return {
    element,
    /** @param {string} problem */
    set(problem) {
      say(element, problem);
      hide(element, problem === '');
      setAll(field, {
        'aria-invalid': problem === '' ? null : 'true',
        'aria-describedby': problem === '' ? null : id,
      });
    },
  };
}
