/** Breaking a cell: gates held open or shut, two gates swapped, the plus taken out. Each is undone where it was done. */
import { signal } from '@preact/signals-core';
import { html, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { gatesOf, titleOf } from '../../labs/cells.js';
import { choose, MOST_STEPS, readNumber } from '../../state/settings.js';
import { controlWords as said } from '../../words/controls.js';
import { typed } from '../typed.js';
import { problemUnder } from './setting.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {AboutCell, Model} from '../../types.d.ts' */

/** What can be broken in an LSTM beside its gates. */
const MEMORY = [
  { value: 'swap', label: said.swap, help: said.swapHelp },
  { value: 'none', label: said.noPlus, help: said.noPlusHelp },
];
const ENDS = [0, 1];
const ID = 'held-steps';

/**
 * Two whole numbers from 1 to the last step, the smaller first; null otherwise.
 * @param {string[]} texts
 * @param {number} last
 */
function readSteps(texts, last) {
  const [from = 0, to = 0] = texts.map((text) => readNumber(text) ?? 0);
  const good = Number.isInteger(from) && Number.isInteger(to) && from >= 1 && to <= last;
  return good && from <= to ? { from, to } : null;
}

/** @param {Model} model */
const memoryOf = ({ choices }) => choices.memory ?? 'add';

/** @param {{text: string, name: string, help?: string, on: boolean, act: () => void}} what */
const toggle = ({ text, name, help, on, act }) => html`<button type="button" class="pill toggle"
  aria-pressed=${on} aria-label=${name} title=${help ?? nothing} @click=${act}>${text}</button>`;

/** @param {Page} page */
export function createBreakIt({ store, screen }) {
  /** Which steps are held next; all of them until a person says otherwise. */
  let during = { from: 1, to: MOST_STEPS };
  const bad = signal(false);

  /** @param {string} gate @param {number} value */
  function holdOf(gate, value) {
    const on = screen.model.holds.some((hold) => hold.gate === gate && hold.value === value);
    const act = () => {
      const { model } = store.state;
      const others = model.holds.filter((hold) => hold.gate !== gate);
      const holds = on ? others : [...others, { gate, value, ...during }];
      store.command(on ? said.freeLabel(gate) : said.holdLabel(gate, value), { ...model, holds });
    };
    return toggle({ text: `${gate} = ${value}`, name: said.hold(gate, value), on, act });
  }

  /** @param {typeof MEMORY[number]} way */
  function memoryWay({ value, label, help }) {
    const on = memoryOf(screen.model) === value;
    const act = () => {
      const chosen = choose(store.state.model, 'choices.memory', on ? 'add' : value);
      store.command(said.memoryLabel(label, !on), chosen);
    };
    return toggle({ text: label, name: label, help, on, act });
  }

  /** @param {Event & {currentTarget: HTMLElement}} event */
  function setDuring({ currentTarget }) {
    const last = screen.summary.T;
    const fields = currentTarget.querySelectorAll('input');
    const steps = readSteps(
      [...fields].map(({ value }) => value),
      last,
    );
    bad.value = steps === null;
    if (steps === null) return;
    // The last step means to the end, whatever the sequence is.
    during = { from: steps.from, to: steps.to === last ? MOST_STEPS : steps.to };
    const { model } = store.state;
    if (model.holds.length === 0) return;
    const holds = model.holds.map((hold) => ({ ...hold, ...during }));
    store.command(said.duringLabel(steps.from, steps.to), { ...model, holds });
  }

  function heal() {
    const whole = choose(store.state.model, 'choices.memory', 'add');
    store.command(said.healLabel, { ...whole, holds: [] });
  }

  /** @param {string} label @param {number} step */
  const stepField = (
    label,
    step,
  ) => html`<input type="text" class="place" inputmode="numeric" autocomplete="off"
    aria-label=${label} aria-invalid=${bad.value ? 'true' : nothing}
    aria-describedby=${bad.value ? `${ID}-problem` : nothing}
    .value=${typed(Math.min(step, screen.summary.T), bad.value)} />`;

  /** @param {AboutCell['gates']} gates */
  const held = (gates) => html`<div class="holds">
      ${gates.map(
        ({ letter, name, role }) => html`<span class=${`role-${role}`}>${name} ${letter}</span>
          ${ENDS.map((value) => holdOf(letter, value))}`,
      )}
    </div>
    <div class="during" @change=${setDuring}>
      <span>${said.during}</span>${stepField(said.duringFrom, during.from)}
      <span>${said.to}</span>${stepField(said.duringTo, during.to)}
    </div>
    ${problemUnder(ID, bad.value ? said.duringBad(screen.summary.T) : '')}`;

  function draw() {
    const { model, summary } = screen;
    const gates = gatesOf(model.cell);
    const isGated = gates.length > 0;
    const lstm = model.cell === 'lstm';
    const broken = summary.held.length > 0 || (lstm && memoryOf(model) !== 'add');
    return html`<div class="control break-it">
      <p class="hint">${isGated ? said.breakHint : said.breakNone(titleOf(model.cell))}</p>
      ${isGated ? held(gates) : nothing}
      ${lstm ? html`<div class="pills">${MEMORY.map(memoryWay)}</div>` : nothing}
      <ul class="held">${summary.held.map((words) => html`<li>${words}</li>`)}</ul>
      <button type="button" class="small" id="heal" ?hidden=${!broken} @click=${heal}>${said.heal}</button>
    </div>`;
  }

  return () => {
    const { model, summary } = screen;
    const { cell, choices, holds } = model;
    const [hold] = holds;
    if (hold) during = { from: hold.from, to: hold.to };
    return guard([cell, choices, holds, bad.value, summary.T, summary.held.join()], draw);
  };
}
