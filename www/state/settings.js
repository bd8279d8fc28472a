/**
 * Reading and writing the model by the dotted keys of the engine's schema, and checking what a person typed or a link
 * says against the schema's ranges. Knows no element of the page.
 */
import { fitByHand, fitStorybook } from '../labs/by_hand.js';
import { words } from '../words/words.js';

/** @import {Model, Setting} from '../types.d.ts' */

/** Names that would reach into an object's prototype. */
const FORBIDDEN = new Set(['__proto__', 'prototype', 'constructor']);

/**
 * @param {Model} model
 * @param {string} key dotted
 * @returns {unknown}
 */
export function get(model, key) {
  /** @type {unknown} */
  let value = model;
  for (const part of key.split('.')) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, part))
      return undefined;
    value = /** @type {Record<string, unknown>} */ (value)[part];
  }
  return value;
}

/**
 * A copy of the model with one value changed.
 * @param {Model} model
 * @param {string} key dotted
 * @param {unknown} value
 * @returns {Model}
 */
export function set(model, key, value) {
  const parts = key.split('.');
  return parts.some((part) => FORBIDDEN.has(part)) ? model : withInner(model, parts, value);
}

/**
 * @template T
 * @param {T} outer
 * @param {string[]} parts
 * @param {unknown} value
 * @returns {T}
 */
function withInner(outer, [first = '', ...rest], value) {
  const inner = /** @type {Record<string, unknown>} */ (outer)[first];
  return { ...outer, [first]: rest.length === 0 ? value : withInner(inner ?? {}, rest, value) };
}

/**
 * Whether a setting means anything for this model.
 * @param {Setting} setting
 * @param {Model} model
 */
export function applies(setting, model) {
  return (setting.when ?? []).every(({ key, is }) => is.includes(String(get(model, key))));
}

/** The longest sequence that can be run, in steps. */
export const MOST_STEPS = 500;

/** How close one can look at the cell. */
export const MOST_ZOOM = 400;
/** A picture of one step is enlarged at most so much. */
export const MOST_OF_A_STEP = 8;

/** What a target is written for: another head or other judged steps need another target. */
const TARGET_DEPENDS_ON = new Set(['head', 'loss.at']);
/** Single weights that were changed belong to the weights they were changed in. */
const EDITS_DEPEND_ON = new Set(['cell', 'H', 'weights', 'seed', 'bias']);
/** The read-out's weights belong to the read-out. */
const HEAD_DEPENDS_ON = new Set(['head', 'classes']);

/**
 * The model with one setting chosen, and without what was made for something else: a target, changed weights, held
 * gates, first states. Weights may be chosen again where they did not fit: they bring the sizes they were written for.
 * @param {Model} model
 * @param {string} key dotted
 * @param {unknown} value
 * @returns {Model}
 */
export function choose(model, key, value) {
  if (get(model, key) === value && key !== 'weights') return model;
  const chosen = set(model, key, value);
  /** @type {Partial<Model>} */
  const without = {};
  if (TARGET_DEPENDS_ON.has(key)) without.target = null;
  if (EDITS_DEPEND_ON.has(key)) without.edits = {};
  if (HEAD_DEPENDS_ON.has(key)) without.edits = withoutHead(model.edits);
  if (key === 'cell') without.holds = [];
  if (key === 'H') Object.assign(without, { h0: null, c0: null });
  return fitWeights({ ...chosen, ...without }, key);
}

/** Weights that were written for one size come with that size. @param {Model} model @param {string} key */
function fitWeights(model, key) {
  if (key !== 'weights' && key !== 'cell') return model;
  if (model.weights === 'byHand') return fitByHand(model);
  return key === 'weights' && model.weights === 'storybook' ? fitStorybook(model) : model;
}

/** @param {Model['edits']} edits @returns {Model['edits']} */
const withoutHead = (edits) =>
  Object.fromEntries(Object.entries(edits).filter(([name]) => !name.startsWith('p.head.')));

/** Sequences that come with what the output should be. */
const HAS_A_TASK = new Set(['storybook', 'made']);

/**
 * The model with another sequence; targets of single steps belong to the sequence before.
 * @param {Model} model
 * @param {Model['seq']} seq
 * @returns {Model}
 */
export function read(model, seq) {
  const keeps = model.loss.at === 'last' && !HAS_A_TASK.has(seq.kind);
  return { ...model, seq, target: keeps ? model.target : null };
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * One number as a person writes it: a decimal comma and a true minus are fine, words and infinities are not.
 * @param {string} text
 * @returns {number | null}
 */
export function readNumber(text) {
  const plain = text.trim().replace('\u2212', '-').replace(',', '.');
  if (!DECIMAL.test(plain)) return null;
  const value = Number(plain);
  if (!Number.isFinite(value)) return null;
  return value === 0 ? 0 : value;
}

/** @typedef {{value: unknown, problem?: undefined} | {problem: string, value?: undefined}} Reading */

/** The greatest number that can be typed. @param {Setting} setting */
export const mostOf = ({ max = Infinity, reach = max }) => reach;

/**
 * @param {Setting} setting
 * @param {number} value
 * @returns {Reading}
 */
function withinRange(setting, value) {
  const { label, min = -Infinity } = setting;
  const max = mostOf(setting);
  if (value < min || value > max) return { problem: words.range(label, min, max) };
  return { value };
}

/**
 * What was typed into a setting's field, or what is wrong with it.
 * @param {Setting} setting
 * @param {string} text
 * @returns {Reading}
 */
export function readSetting(setting, text) {
  if (setting.kind === 'choice') {
    const known = setting.choices?.some((choice) => choice.value === text) ?? false;
    return known ? { value: text } : { problem: words.notAChoice(setting.label) };
  }
  if (setting.kind === 'vector') return readVector(setting, text);
  if (setting.kind === 'text') return { value: text };
  if (setting.kind === 'switch') return readSwitch(setting, text);
  const value = readNumber(text);
  if (value === null) return { problem: words.notANumber(setting.label) };
  if (setting.kind === 'integer' && !Number.isInteger(value)) {
    return { problem: words.notWhole(setting.label) };
  }
  return withinRange(setting, value);
}

/**
 * @param {Setting} setting
 * @param {string} text
 * @returns {Reading}
 */
function readSwitch(setting, text) {
  if (text === 'true' || text === 'false') return { value: text === 'true' };
  return { problem: words.notAChoice(setting.label) };
}

/**
 * Numbers apart by commas, semicolons or spaces; nothing at all means "as it comes".
 * @param {Setting} setting
 * @param {string} text
 * @returns {Reading}
 */
function readVector(setting, text) {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  if (parts.length === 0) return { value: null };
  const values = [];
  for (const part of parts) {
    const value = readNumber(part);
    if (value === null) return { problem: words.notANumberIn(setting.label, part.slice(0, 24)) };
    const reading = withinRange(setting, value);
    if (reading.problem !== undefined) return reading;
    values.push(value);
  }
  return { value: values };
}

/**
 * The nearest value a setting allows; null where there is none.
 * @param {Setting} setting
 * @param {number} value
 */
export function clamp(setting, value) {
  if (Number.isNaN(value)) return null;
  const whole = setting.kind === 'integer' ? Math.round(value) : value;
  const inside = Math.min(Math.max(whole, setting.min ?? -Infinity), mostOf(setting));
  return Number.isFinite(inside) ? inside : null;
}

/**
 * A value as it stands in its field.
 * @param {unknown} value
 */
export function show(value) {
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.map(String).join(', ') : String(value);
}
