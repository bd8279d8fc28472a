/** Breaking a cell: gates held open or shut, two gates swapped, the plus taken out. Each is undone where it was done. */
import { choose, MOST_STEPS, readNumber } from '../../state/settings.js';
import { controlWords as said } from '../../words/controls.js';
import { button, el, freshId, hide, say, setAll } from '../element.js';
import { createShown } from '../typed_field.js';

/** @import {Store} from '../../state/store.js' */
/** @import {Model, Summary} from '../../types.d.ts' */

/** The gates of each cell that can be held, and what else can be broken in it. */
const GATES = /** @type {Record<string, string[]>} */ ({ lstm: ['f', 'i', 'o'], gru: ['z', 'r'] });
const MEMORY = [
  { value: 'swap', label: said.swap, help: said.swapHelp },
  { value: 'none', label: said.noPlus, help: said.noPlusHelp },
];
const ENDS = [0, 1];

/** @param {Store} store */
export function createBreakIt(store) {
  /** Which steps are held next; all of them until a person says otherwise. */
  let during = { from: 1, to: MOST_STEPS };
  /** @type {Summary | null} */
  let about = null;
  const model = () => store.state.model;

  /** @param {string} gate @param {number} value */
  const isHeld = (gate, value) =>
    model().holds.some((hold) => hold.gate === gate && hold.value === value);

  /** @param {string} gate @param {number} value */
  function toggle(gate, value) {
    const others = model().holds.filter((hold) => hold.gate !== gate);
    const free = isHeld(gate, value);
    const holds = free ? others : [...others, { gate, value, ...during }];
    store.command(free ? said.freeLabel(gate) : said.holdLabel(gate, value), { ...model(), holds });
  }
  /** @param {string} value @param {string} label */
  function remember(value, label) {
    const on = model().choices.memory !== value;
    const chosen = choose(model(), 'choices.memory', on ? value : 'add');
    store.command(said.memoryLabel(label, on), chosen);
  }

  /** @type {{element: HTMLButtonElement, isOn: () => boolean}[]} */
  const toggles = [];
  /** @param {string} text @param {string} name @param {() => boolean} isOn @param {() => void} act */
  function toggleButton(text, name, isOn, act) {
    const element = button(
      { class: 'pill toggle', 'aria-pressed': 'false', 'aria-label': name },
      text,
      act,
    );
    toggles.push({ element, isOn });
    return element;
  }

  const rows = Object.entries(GATES).map(([cell, gates]) => ({
    cell,
    element: el(
      'div',
      { class: 'holds' },
      ...gates.flatMap((gate) => [
        el('span', { class: `role-${said.roles[gate]}` }, `${said.gates[gate]} ${gate}`),
        ...ENDS.map((value) =>
          toggleButton(
            `${gate} = ${value}`,
            said.hold(gate, value),
            () => isHeld(gate, value),
            () => toggle(gate, value),
          ),
        ),
      ]),
    ),
  }));
  const memory = el(
    'div',
    { class: 'pills' },
    ...MEMORY.map(({ value, label, help }) => {
      const element = toggleButton(
        label,
        label,
        () => model().choices.memory === value,
        () => remember(value, label),
      );
      element.title = help;
      return element;
    }),
  );

  /** @param {string} label */
  const stepField = (label) =>
    el('input', {
      type: 'text',
      inputmode: 'numeric',
      class: 'place',
      'aria-label': label,
      autocomplete: 'off',
    });
  const from = stepField(said.duringFrom);
  const to = stepField(said.duringTo);
  const showFrom = createShown(from);
  const showTo = createShown(to);
  const problemId = freshId('problem');
  const problem = el('p', { class: 'problem', id: problemId, hidden: true });

  /** @param {boolean} bad */
  function complain(bad) {
    say(problem, bad ? said.duringBad(about?.T ?? MOST_STEPS) : '');
    problem.hidden = !bad;
    for (const field of [from, to]) {
      setAll(field, { 'aria-invalid': bad || null, 'aria-describedby': bad ? problemId : null });
    }
  }
  function setDuring() {
    const last = about?.T ?? MOST_STEPS;
    const first = readNumber(from.value);
    const end = readNumber(to.value);
    const good =
      Number.isInteger(first) && Number.isInteger(end) && Number(first) >= 1 && Number(end) <= last;
    if (!good || Number(first) > Number(end)) return complain(true);
    complain(false);
    // The last step means to the end, whatever the sequence is.
    during = { from: Number(first), to: Number(end) === last ? MOST_STEPS : Number(end) };
    const { holds } = model();
    if (holds.length === 0) return undefined;
    return store.command(said.duringLabel(Number(first), Number(end)), {
      ...model(),
      holds: holds.map((hold) => ({ ...hold, ...during })),
    });
  }
  for (const field of [from, to]) field.addEventListener('change', setDuring);

  const steps = el(
    'div',
    { class: 'during' },
    el('span', {}, said.during),
    from,
    el('span', {}, said.to),
    to,
  );
  const held = el('ul', { class: 'held' });
  const heal = button({ class: 'small', id: 'heal', hidden: true }, said.heal, () => {
    const whole = choose(model(), 'choices.memory', 'add');
    store.command(said.healLabel, { ...whole, holds: [] });
  });
  const hint = el('p', { class: 'hint' }, said.breakHint);
  const element = el(
    'div',
    { class: 'control break-it' },
    hint,
    ...rows.map((row) => row.element),
    steps,
    problem,
    memory,
    held,
    heal,
  );

  return {
    element,
    /** @param {Model} now @param {Summary} summary */
    update(now, summary) {
      about = summary;
      const { holds, cell, choices } = now;
      const [hold] = holds;
      if (hold) during = { from: hold.from, to: hold.to };
      const can = Object.hasOwn(GATES, cell);
      say(hint, can ? said.breakHint : said.breakNone);
      for (const row of rows) hide(row.element, row.cell !== cell);
      hide(steps, !can);
      hide(memory, cell !== 'lstm');
      for (const each of toggles) setAll(each.element, { 'aria-pressed': String(each.isOn()) });
      if (from.getAttribute('aria-invalid') !== 'true') {
        showFrom(Math.min(during.from, summary.T));
        showTo(Math.min(during.to, summary.T));
      }
      held.replaceChildren(...summary.held.map((words) => el('li', {}, words)));
      const broken = cell === 'lstm' && (choices.memory ?? 'add') !== 'add';
      hide(heal, summary.held.length === 0 && !broken);
    },
  };
}
