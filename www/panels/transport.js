/** The transport: buttons, speed, direction, level, and the two scrubbers of time and operation. */
import { effect, signal } from '@preact/signals-core';
import { html, nothing, render } from 'lit-html';
import { isSkipped, readPlace } from '../state/cursor.js';
import { words } from '../words/words.js';
import { choice } from './choice.js';
import { make, put } from './element.js';
import { icon } from './icons.js';
import { createScrubber } from './scrubber.js';
import { createSentence } from './sentence.js';
import { onSwipe } from './swipe.js';
import { fieldValue, typed } from './typed.js';

/** @import {Commands} from '../page/commands.js' */
/** @import {Player} from '../page/player.js' */
/** @import {Focus} from '../page/focus.js' */
/** @import {Screen} from '../state/screen.js' */
/** @import {Store} from '../state/store.js' */
/** @import {Direction, How, Level, Position} from '../types.d.ts' */

const SPEEDS = [0.25, 0.5, 1, 2, 4, 8];
/** Steps whose number fits on their tick. */
const NUMBERED = 30;
/** @type {How[]} */
const BEFORE = ['first', 'previousStep', 'previous'];
/** @type {How[]} */
const AFTER = ['next', 'nextStep', 'last'];

/** @param {string} kind @param {string} name @param {unknown} face @param {() => void} act @param {string} [id] */
const move = (kind, name, face, act, id) =>
  html`<button type="button" class=${kind} id=${id ?? nothing} aria-label=${name} title=${name} @click=${act}>
    ${face}
  </button>`;

/**
 * A field for a number among so many; what does not exist is said and not gone to.
 * @param {{id: string, label: string, short: string, value: number | string, of: string, hidden?: boolean, problem: string, commit: (text: string) => void}} what
 */
export function placeField({ id, label, short, value, of, hidden = false, problem, commit }) {
  /** @param {KeyboardEvent} event */
  const key = ({ key: name, target }) =>
    name === 'Enter' && target?.dispatchEvent(new Event('change'));
  /** @param {Event} event */
  const select = ({ target }) => target instanceof HTMLInputElement && target.select();
  return html`<span class="place-field" ?hidden=${hidden}>
    <span aria-hidden="true">${short}</span>
    <input type="text" class="place" id=${id || nothing} inputmode="decimal" aria-label=${label} autocomplete="off"
      aria-invalid=${problem === '' ? nothing : 'true'} title=${problem || nothing}
      .value=${typed(value, problem !== '')} @change=${fieldValue('value', commit)} @keydown=${key} @focus=${select} />
    <span class="of">${of}</span>
  </span>`;
}

/**
 * Buttons, speed, direction and level.
 * @param {{
 *   playing: boolean,
 *   dir: Direction,
 *   oneWay: boolean,
 *   level: Level | null,
 *   go: (how: How) => void,
 *   toggle: () => void,
 *   setSpeed: (speed: number) => void,
 *   face: (dir: Direction) => void,
 *   setLevel: (level: Level) => void,
 * }} what
 */
export function topRow({ playing, dir, oneWay, level, go, toggle, setSpeed, face, setLevel }) {
  const mover = (/** @type {How} */ how) =>
    move('move', words.moves[how], icon(how), () => go(how));
  const play = move(
    'move play',
    playing ? words.pause : words.play,
    icon(playing ? 'pause' : 'play'),
    toggle,
    'play',
  );
  const options = { f: words.forward, b: words.backward };
  const direction = {
    name: 'direction',
    label: words.direction,
    options,
    value: dir,
    choose: face,
  };
  return html`<div class="transport-top">
    <div class="moves" role="group" aria-label=${words.transport}>${BEFORE.map(mover)}${play}${AFTER.map(mover)}</div>
    <select class="speed" aria-label=${words.speed} @change=${fieldValue('value', (text) => setSpeed(Number(text)))}>
      ${SPEEDS.map((value) => html`<option value=${value} ?selected=${value === 1}>${words.times(value)}</option>`)}
    </select>
    ${oneWay ? nothing : choice(direction)}
    ${choice({ name: 'level', label: words.level, options: words.levels, value: level, choose: setLevel })}
  </div>`;
}

/**
 * The row of the steps and the row of the operations.
 * @param {Screen} screen
 * @param {Pick<Commands, 'stand'>} commands
 */
function createScrubbers(screen, { stand }) {
  const steps = createScrubber({
    label: words.step,
    kind: 'steps',
    move: (index) => stand({ ...screen.position, t: index + 1 }),
  });
  const ops = createScrubber({
    label: words.operation,
    kind: 'ops',
    move(index) {
      const op = screen.place.ops[index];
      if (op) stand({ ...screen.position, op: op.id });
    },
  });
  return {
    steps,
    ops,
    update() {
      const { place, position, timeline, labels, lab } = screen;
      const names = lab.cursor.names ?? words.stepPlaces;
      const back = position.dir === 'b';
      steps.update({
        places: Array.from({ length: place.steps }, (_, at) => ({
          text: place.steps <= NUMBERED ? String(at + 1) : '',
          title: names.value(at + 1, place.steps, labels.labels[at]),
          kind: labels.marks[at] ? 'marked' : '',
        })),
        index: position.t - 1,
        fromEnd: back,
        says: names.value(position.t, place.steps, labels.labels[position.t - 1]),
      });
      ops.update({
        places: place.ops.map((op) => {
          const skipped = isSkipped(timeline, op, position.t);
          const kind = skipped ? 'skipped' : `role-${op.role}`;
          return { text: '', title: skipped ? words.noHeadHere : op.title, kind };
        }),
        index: Math.max(0, place.index - 1),
        reversed: back,
        says: words.opValue(place.index, place.count, place.op?.title ?? ''),
      });
    },
  };
}

/** The operation whose tick is pointed at. @param {Screen} screen @param {EventTarget | null} target */
function opAt({ place, position }, target) {
  const tick = target instanceof Element ? target.closest('.tick') : null;
  const op = tick ? place.ops[[...(tick.parentElement?.children ?? [])].indexOf(tick)] : undefined;
  return op === undefined ? null : `op.${op.id}.t${position.t}.${position.dir}`;
}

/**
 * @param {{
 *   screen: Screen,
 *   store: Store,
 *   commands: Pick<Commands, 'go' | 'stand' | 'face'>,
 *   player: Player,
 *   focus: Pick<Focus, 'hover'>,
 * }} page
 */
export function createTransport({ screen, store, commands, player, focus }) {
  const element = make(
    html`<footer class="transport" id="transport" tabindex="-1" aria-label=${words.transport}></footer>`,
  );
  /** What is wrong with the place that was typed, and where that was. */
  const wrong = signal({ id: '', text: '', at: screen.position });
  const sentence = createSentence();
  const scrubbers = createScrubbers(screen, commands);
  const { steps, ops } = scrubbers;
  ops.element.addEventListener('pointerover', ({ target }) => focus.hover(opAt(screen, target)));
  ops.element.addEventListener('pointerleave', () => focus.hover(null));

  /** @param {string} id @param {string} text @param {Position | null | undefined} there */
  function goTo(id, text, there) {
    wrong.value = { id, text: there ? '' : text, at: screen.position };
    if (there) commands.stand(there);
  }
  /** @param {string} text */
  function goToStep(text) {
    const { timeline, position } = screen;
    goTo('go-step', words.noSuchStep(timeline.steps), readPlace(text, timeline, position));
  }
  /** @param {string} text */
  function goToOp(text) {
    const all = screen.place.ops;
    const op = all.find(({ id }) => id === text.trim()) ?? all[Number(text) - 1];
    goTo('go-op', words.noSuchOp(all.length), op && { ...screen.position, op: op.id });
  }
  /** @param {string} id */
  function problemOf(id) {
    const { id: which, text, at } = wrong.value;
    return which === id && at === screen.position ? text : '';
  }

  function top() {
    const { position, timeline, level } = screen;
    return topRow({
      ...player,
      ...commands,
      playing: player.playing,
      dir: position.dir,
      oneWay: timeline.backward.length === 0,
      level,
      setLevel: (next) => store.point({ level: next }),
    });
  }

  function scrub() {
    const { place, position, lab } = screen;
    const { short, label } = lab.cursor.names ?? words.stepPlaces;
    // Where there is one operation, there is nothing to choose.
    const one = place.count < 2;
    put(ops.element, { hidden: one });
    return html`<div class="transport-scrub">
      ${placeField({ id: 'go-step', label, short, value: position.t, of: words.of(place.steps), problem: problemOf('go-step'), commit: goToStep })}
      ${steps.element}
      ${placeField({
        id: 'go-op',
        label: words.operation,
        short: words.operationShort,
        value: place.index,
        of: words.of(place.count),
        hidden: one,
        problem: problemOf('go-op'),
        commit: goToOp,
      })}
      ${ops.element}
    </div>`;
  }

  effect(() => {
    element.classList.toggle('one-way', screen.timeline.backward.length === 0);
    render(html`${top()} ${scrub()} ${sentence.element}`, element);
  });
  effect(scrubbers.update);
  effect(() => sentence.update(screen.sentence));

  // Drawn to the left, the next operation comes in from the right.
  onSwipe(element, { left: () => commands.go('next'), right: () => commands.go('previous') });

  return {
    element,
    focusStep: () => document.getElementById('go-step')?.focus(),
    /**
     * Lights the operation that makes what is pointed at, and its time step where that is another one.
     * @param {string | null} op
     * @param {string | null} reference
     */
    light(op, reference) {
      const at = screen.place.ops.findIndex(({ id }) => id === op);
      ops.light(at < 0 ? null : at);
      const t = Number(/(?:^|\.)t(\d+)/.exec(reference ?? '')?.[1] ?? 0);
      steps.light(t === 0 || t === screen.position.t ? null : t - 1);
    },
  };
}
