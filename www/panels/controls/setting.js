/**
 * The settings of the schema as controls: a choice, a box to tick, a number with a slider, several numbers.
 *
 * Invariant: what was typed stays in its field until it is right; what is wrong is said under it and changes nothing.
 */
import { signal } from '@preact/signals-core';
import { html, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { live } from 'lit-html/directives/live.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { applies, mostOf, readSetting, show } from '../../state/settings.js';
import { controlWords as said } from '../../words/controls.js';
import { words } from '../../words/words.js';
import { stepsOf } from '../given/number.js';
import { icon } from '../icons.js';
import { fieldValue, typed } from '../typed.js';
import { traitsOf } from './traits.js';

/** @import {TemplateResult} from 'lit-html' */
/** @import {Screen} from '../../state/screen.js' */
/** @import {Store} from '../../state/store.js' */
/** @import {Model, Setting} from '../../types.d.ts' */
/** @import {Traits} from './traits.js' */
/**
 * @typedef {object} Control a setting as it stands
 * @property {Setting} setting
 * @property {Traits} traits
 * @property {string} id
 * @property {unknown} value what is set
 * @property {number} current the number in force
 * @property {string} problem what is wrong with what was typed
 * @property {number | undefined} end where its slider ends, where that is not the range
 * @property {(value: unknown, drag?: string) => void} put
 * @property {(problem: string) => void} complain
 * @property {() => void} settle what comes next is a step of undo of its own
 */

/** Ranges up to this have a slider. */
const WIDEST = 1000;
/** How many steps PageUp goes where there is no range: as far as Shift. */
const LEAP = 10;

/** @param {unknown} a @param {unknown} b */
const same = (a, b) => a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/**
 * A value as it is called on screen.
 * @param {Setting} setting
 * @param {Traits} traits
 * @param {unknown} value
 */
function nameOf({ choices }, { none }, value) {
  if (value === null || value === undefined) return none;
  if (typeof value === 'boolean') return value ? said.on : said.off;
  return choices?.find((choice) => choice.value === value)?.label ?? show(value);
}

/**
 * What holds: where a setting can be empty, nothing is a value of its own.
 * @param {Setting} setting
 * @param {unknown} value
 */
const inForce = ({ default: usual, empty }, value) =>
  empty === undefined ? (value ?? usual) : value;

/**
 * What undo calls a change: the setting, what it was, what it is.
 * @param {Setting} setting
 * @param {Traits} traits
 * @param {unknown} value
 * @returns {(before: Model) => string}
 */
function changeOf(setting, traits, value) {
  return (before) => {
    const was = inForce(setting, traits.read(before));
    const name = nameOf(setting, traits, value);
    if (same(was, value)) return words.changed(setting.label, name);
    return said.changed(setting.label, nameOf(setting, traits, was), name);
  };
}

/** What is wrong with a field, under it. @param {string} id @param {string} text */
export const problemUnder = (id, text) =>
  html`<p class="problem" id=${`${id}-problem`} ?hidden=${text === ''}>${text}</p>`;

/** The small button that brings a setting back; there only while it is something else. @param {Control} control */
function wayBack({ setting, traits, value, put }) {
  if (same(inForce(setting, value), setting.default)) return nothing;
  const name = said.back(setting.label, nameOf(setting, traits, setting.default));
  /** @param {MouseEvent & {currentTarget: HTMLElement}} event */
  function goBack({ currentTarget }) {
    const field = currentTarget.parentElement?.querySelector('input:checked, input, textarea');
    put(setting.default);
    if (field instanceof HTMLElement) field.focus();
  }
  return html`<button type="button" class="way-back" aria-label=${name} title=${name} @click=${goBack}>
    ${icon('reset')}
  </button>`;
}

/** @param {Control} control */
function choiceControl(control) {
  const { setting, id, value, problem, put } = control;
  const chosen = String(value ?? setting.default);
  const option = (
    /** @type {{value: string, label: string}} */ choice,
  ) => html`<label class="option">
    <input type="radio" name=${id} value=${choice.value} .checked=${live(choice.value === chosen)}
      @change=${() => put(choice.value)} />
    <span>${choice.label}</span>
  </label>`;
  return html`<fieldset class="control" title=${setting.help} aria-invalid=${problem === '' ? nothing : 'true'}>
    <legend>${setting.label}</legend>
    <div class="options">${setting.choices?.map(option)}</div>
    ${wayBack(control)}${problemUnder(id, problem)}
  </fieldset>`;
}

/** @param {Control} control */
const switchControl = ({ setting, value, put }) =>
  html`<div class="control switch" title=${setting.help}>
    <label class="option">
      <input type="checkbox" .checked=${live(value === true)} @change=${fieldValue('checked', put)} />
      <span>${setting.label}</span>
    </label>
  </div>`;

/**
 * Moves a field by whole steps in decimals, without the dust of binary fractions.
 * @param {Setting} setting
 * @param {number} from
 * @param {number} steps
 */
function stepped(setting, from, steps) {
  const { kind, min = -Infinity, step = 1 } = setting;
  const moved = kind === 'integer' ? Math.round(from + steps * step) : from + steps * step;
  return Number(Math.min(Math.max(moved, min), mostOf(setting)).toPrecision(12));
}

/** What a slider does with its keys. @param {Control} control @param {KeyboardEvent} event */
function slideByKey({ setting, current, put }, event) {
  const steps = stepsOf(event, true);
  if (event.key === 'Delete') put(setting.default);
  else if (steps !== 0) put(stepped(setting, current, steps), `keys ${setting.key}`);
  else return;
  event.preventDefault();
}

/** @param {Control} control */
function slider(control) {
  const { setting, current, end, put, settle } = control;
  const { label, kind, min, max, step = 1 } = setting;
  if (min === undefined || max === undefined || max - min > WIDEST) return nothing;
  const slide = (/** @type {string} */ text) => {
    const value = Math.round(Number(text) / step) * step;
    put(Number(value.toPrecision(12)), `drag ${setting.key}`);
  };
  return html`<input type="range" aria-label=${words.slider(label)}
    min=${min} max=${end === undefined ? max : Math.max(end, min)} step=${kind === 'integer' ? step : 'any'}
    .value=${live(show(current))}
    @input=${fieldValue('value', slide)} @change=${settle}
    @keydown=${(/** @type {KeyboardEvent} */ event) => slideByKey(control, event)} />`;
}

/** What a number field does with its keys. @param {Control} control @param {KeyboardEvent} event */
function stepByKey({ setting, current, put }, event) {
  const { min, max, step = 1 } = setting;
  const tenth =
    min === undefined || max === undefined
      ? LEAP
      : Math.max(1, Math.round((max - min) / 10 / step));
  const leap = { PageUp: tenth, PageDown: -tenth }[event.key];
  const steps = leap ?? stepsOf(event);
  if (steps === 0) return;
  event.preventDefault();
  put(stepped(setting, current, steps), `keys ${setting.key}`);
}

/** @param {Control} control @param {string} text */
function typeNumber({ setting, put, complain }, text) {
  const reading = readSetting(setting, text);
  complain(reading.problem ?? '');
  if (reading.problem === undefined) put(Number(reading.value), `type ${setting.key}`);
}

/** @param {Control} control @param {EventTarget | null} field */
function leaveNumber({ current, problem, settle }, field) {
  settle();
  if (problem === '' && field instanceof HTMLInputElement) field.value = show(current);
}

/** @param {Control} control @param {string} text @param {number} steps */
function nudge({ setting, current, put }, text, steps) {
  const name = (steps < 0 ? words.less : words.more)(setting.label);
  const act = () => put(stepped(setting, current, steps));
  return html`<button type="button" class="nudge" aria-label=${name} @click=${act}>${text}</button>`;
}

/** @param {Control} control */
function numberControl(control) {
  const { setting, traits, id, value, current, problem } = control;
  const hint = inForce(setting, value) === null ? (traits.hint ?? '') : '';
  return html`<div class="control number-control" title=${setting.help}>
    <label for=${id}>${setting.label}${setting.unit ? html`<span class="unit"> ${setting.unit}</span>` : nothing}</label>
    <div class="field-row">
      ${slider(control)} ${nudge(control, '\u2212', -1)}
      <input type="text" class="number" id=${id} inputmode=${setting.kind === 'integer' ? 'numeric' : 'decimal'}
        autocomplete="off" spellcheck="false"
        aria-invalid=${problem === '' ? nothing : 'true'}
        aria-describedby=${problem === '' ? nothing : `${id}-problem`}
        .value=${typed(show(current), problem !== '')}
        @input=${fieldValue('value', (text) => typeNumber(control, text))}
        @change=${(/** @type {Event} */ { target }) => leaveNumber(control, target)}
        @keydown=${(/** @type {KeyboardEvent} */ event) => stepByKey(control, event)} />
      ${nudge(control, '+', 1)}
    </div>
    <p class="hint" ?hidden=${hint === ''}>${hint}</p>
    ${problemUnder(id, problem)}${wayBack(control)}
  </div>`;
}

/** @param {Control} control */
function vectorControl(control) {
  const { setting, traits, id, value, problem, put, complain } = control;
  const leave = (/** @type {string} */ text) => {
    const reading = readSetting(setting, text);
    complain(reading.problem ?? '');
    if (reading.problem === undefined) put(reading.value);
  };
  return html`<div class="control" title=${setting.help}>
    <label for=${id}>${setting.label}</label>
    <input type="text" class="vector" id=${id} placeholder=${traits.none} autocomplete="off" spellcheck="false"
      aria-invalid=${problem === '' ? nothing : 'true'}
      aria-describedby=${problem === '' ? nothing : `${id}-problem`}
      .value=${typed(show(value), problem !== '')} @change=${fieldValue('value', leave)} />
    ${problemUnder(id, problem)}${wayBack(control)}
  </div>`;
}

/** @param {Control} control */
function textControl(control) {
  const { setting, id, value, problem, put } = control;
  return html`<div class="control">
    <label for=${id}>${setting.label}</label>
    <p class="hint" id=${`${id}-hint`}>${setting.help}</p>
    <textarea id=${id} rows="5" spellcheck="false" autocomplete="off" dir="auto"
      aria-invalid=${problem === '' ? nothing : 'true'} aria-describedby=${`${id}-hint ${id}-problem`}
      .value=${typed(show(value), problem !== '')} @change=${fieldValue('value', (text) => put(text))}></textarea>
    ${problemUnder(id, problem)}${wayBack(control)}
  </div>`;
}

/** @type {Record<string, (control: Control) => TemplateResult>} */
const FACES = {
  choice: choiceControl,
  switch: switchControl,
  vector: vectorControl,
  text: textControl,
};
/** @param {Control} control */
const face = (control) => (FACES[control.setting.kind] ?? numberControl)(control);

/**
 * The controls of the schema, group by group.
 * @param {{schema: Setting[], store: Store, screen: Screen}} page
 */
export function createSettingControls({ schema, store, screen }) {
  const known = schema.map((setting) => ({ ...setting, ...traitsOf(setting).instead }));
  /** What is wrong with what was typed, and for which model that was said. @type {Map<string, {text: string, of: Model}>} */
  const problems = new Map();
  /** How often one of them came or went. */
  const told = signal(0);

  /** @param {string} key @param {string} text */
  function complain(key, text) {
    if ((problems.get(key)?.text ?? '') === text) return;
    if (text === '') problems.delete(key);
    else problems.set(key, { text, of: store.state.model });
    told.value += 1;
  }

  /** What is still wrong: another model takes it back, but not from under the hand. @param {Setting} setting @param {string} id */
  function problemOf({ key }, id) {
    const problem = problems.get(key);
    if (problem === undefined) return '';
    if (problem.of === screen.model || document.activeElement?.id === id) return problem.text;
    problems.delete(key);
    return '';
  }

  /** @param {Setting} setting @returns {Control} */
  function controlOf(setting) {
    const traits = traitsOf(setting);
    const id = `set-${setting.key.replaceAll('.', '-')}`;
    const { model, summary } = screen;
    const set = inForce(setting, traits.read(model));
    // Of a choice there is none; not-a-number would be another at every look.
    const current = Number(set ?? traits.standing?.(summary)) || 0;
    return {
      setting,
      traits,
      id,
      value:
        setting.kind === 'choice'
          ? (traits.standing?.(summary) ?? traits.read(model))
          : traits.read(model),
      current,
      problem: problemOf(setting, id),
      end: traits.most?.(summary),
      put(value, drag) {
        const before = store.state.model;
        if (same(value, traits.read(before)) && setting.key !== 'weights') return;
        if (drag !== undefined && value === current) return;
        store.command(changeOf(setting, traits, value), traits.write(before, value), { drag });
      },
      complain: (text) => complain(setting.key, text),
      settle: () => store.settle(),
    };
  }

  /** What a control is drawn again for. @param {Control} control */
  const seen = ({ setting, value, current, problem, end }) => [
    ...[setting, value, current, problem, end],
    ...[told.value, screen.renewed],
  ];
  const draw = (/** @type {Control} */ control) => guard(seen(control), () => face(control));

  /** @param {string} group */
  const those = (group) => known.filter((it) => it.group === group && applies(it, screen.model));

  return {
    /** Shows again what is set, where a person has chosen what cannot be. */
    redraw() {
      told.value += 1;
    },
    /** Those of a group that mean anything now. @param {string} group */
    of(group) {
      const shown = those(group).map(controlOf);
      if (shown.length === 0) return nothing;
      return guard(shown.flatMap(seen), () => repeat(shown, ({ id }) => id, draw));
    },
    /**
     * Says what the engine refused under the control it is about.
     * @param {string} path
     * @param {string} problem
     * @returns {boolean} whether there is such a control on the page
     */
    complain(path, problem) {
      const shown = screen.lab.groups.flatMap(({ id }) => those(id));
      const setting = shown.find(({ key }) => path === key || path.startsWith(`${key}[`));
      if (setting) complain(setting.key, problem);
      return setting !== undefined;
    },
  };
}
