/** The transport: buttons, speed, direction, level, and the two scrubbers of time and operation. */
import { isSkipped, readPlace, standing } from '../state/cursor.js';
import { words } from '../words/words.js';
import { createChoice } from './choice.js';
import { button, el, say, setAll } from './element.js';
import { icon } from './icons.js';
import { createScrubber } from './scrubber.js';
import { createSentence } from './sentence.js';
import { onSwipe } from './swipe.js';
import { createShown } from './typed_field.js';

/** @import {Cursor, How, Level, Position, Timeline} from '../types.d.ts' */

const SPEEDS = [0.25, 0.5, 1, 2, 4, 8];
/** Steps whose number fits on their tick. */
const NUMBERED = 30;

/**
 * @typedef {object} Actions
 * @property {(how: How) => void} go
 * @property {(position: Position) => void} stand
 * @property {() => void} togglePlay
 * @property {(speed: number) => void} setSpeed
 * @property {(dir: 'f' | 'b') => void} face
 * @property {(level: Level) => void} setLevel
 * @property {(reference: string | null) => void} point an operation is pointed at
 * @property {() => Position} position
 * @property {() => Timeline} timeline
 */

/**
 * A field for a number among so many; what does not exist is said and not gone to.
 * @param {{id: string, label: string, short: string, commit: (text: string) => string}} what `commit` answers a problem or nothing
 */
function createPlaceField({ id, label, short, commit }) {
  const field = el('input', {
    type: 'text',
    inputmode: 'decimal',
    class: 'place',
    id,
    'aria-label': label,
    autocomplete: 'off',
  });
  const of = el('span', { class: 'of' });
  const letter = el('span', { 'aria-hidden': 'true' }, short);
  const show = createShown(field);
  field.addEventListener('change', () => {
    const problem = commit(field.value);
    setAll(field, { 'aria-invalid': problem === '' ? null : 'true', title: problem || null });
  });
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') field.dispatchEvent(new Event('change'));
  });
  field.addEventListener('focus', () => field.select());
  return {
    field,
    element: el('span', { class: 'place-field' }, letter, field, of),
    /** @param {{short: string, label: string}} names */
    call(names) {
      say(letter, names.short);
      setAll(field, { 'aria-label': names.label });
    },
    /** @param {number} value @param {number} count */
    update(value, count) {
      setAll(field, { 'aria-invalid': null, title: null });
      show(value);
      say(of, words.of(count));
    },
  };
}

/** @param {Actions} actions */
export function createTransport(actions) {
  /** @param {How} how */
  const mover = (how) => {
    const name = words.moves[how];
    return button({ class: 'move', 'aria-label': name, title: name }, icon(how), () =>
      actions.go(how),
    );
  };
  const play = button({ class: 'move play', id: 'play' }, icon('play'), actions.togglePlay);
  const speed = el(
    'select',
    { 'aria-label': words.speed, class: 'speed' },
    ...SPEEDS.map((value) => el('option', { value, selected: value === 1 }, words.times(value))),
  );
  speed.addEventListener('change', () => actions.setSpeed(Number(speed.value)));
  const direction = createChoice({
    label: words.direction,
    options: { f: words.forward, b: words.backward },
    choose: actions.face,
  });
  const level = createChoice({
    label: words.level,
    options: words.levels,
    choose: actions.setLevel,
  });

  const here = () => standing(actions.timeline(), actions.position());
  const stepField = createPlaceField({
    id: 'go-step',
    label: words.step,
    short: words.stepPlaces.short,
    commit(text) {
      const place = readPlace(text, actions.timeline(), actions.position());
      if (place === null) return words.noSuchStep(actions.timeline().steps);
      actions.stand(place);
      return '';
    },
  });
  const opField = createPlaceField({
    id: 'go-op',
    label: words.operation,
    short: words.operationShort,
    commit(text) {
      const { ops } = here();
      const wanted = text.trim();
      const op = ops.find(({ id }) => id === wanted) ?? ops[Number(wanted) - 1];
      if (op === undefined) return words.noSuchOp(ops.length);
      actions.stand({ ...actions.position(), op: op.id });
      return '';
    },
  });
  const steps = createScrubber({
    label: words.step,
    kind: 'steps',
    move: (index) => actions.stand({ ...actions.position(), t: index + 1 }),
  });
  const ops = createScrubber({
    label: words.operation,
    kind: 'ops',
    move(index) {
      const op = here().ops[index];
      if (op) actions.stand({ ...actions.position(), op: op.id });
    },
  });
  ops.element.addEventListener('pointerover', ({ target }) => {
    const tick = target instanceof Element ? target.closest('.tick') : null;
    const op =
      tick === null
        ? undefined
        : here().ops[[...(tick.parentElement?.children ?? [])].indexOf(tick)];
    const { t, dir } = actions.position();
    actions.point(op === undefined ? null : `op.${op.id}.t${t}.${dir}`);
  });
  ops.element.addEventListener('pointerleave', () => actions.point(null));
  const sentence = createSentence();
  const buttons = el(
    'div',
    { class: 'moves', role: 'group', 'aria-label': words.transport },
    mover('first'),
    mover('previousStep'),
    mover('previous'),
    play,
    mover('next'),
    mover('nextStep'),
    mover('last'),
  );
  const element = el(
    'footer',
    { class: 'transport', id: 'transport', tabindex: -1, 'aria-label': words.transport },
    el('div', { class: 'transport-top' }, buttons, speed, direction.element, level.element),
    el(
      'div',
      { class: 'transport-scrub' },
      stepField.element,
      steps.element,
      opField.element,
      ops.element,
    ),
    sentence.element,
  );

  // Drawn to the left, the next operation comes in from the right.
  onSwipe(element, { left: () => actions.go('next'), right: () => actions.go('previous') });

  /** What is shown, and the moments it is shown of. */
  let shown = '';
  /** @type {Timeline | null} */
  let listed = null;

  return {
    element,
    focusStep: () => stepField.field.focus(),
    /**
     * Lights the operation that makes what is pointed at, and its time step where that is another one.
     * @param {string | null} op
     * @param {string | null} reference
     */
    light(op, reference) {
      const at = here().ops.findIndex(({ id }) => id === op);
      ops.light(at < 0 ? null : at);
      const t = Number(/(?:^|\.)t(\d+)/.exec(reference ?? '')?.[1] ?? 0);
      steps.light(t === 0 || t === actions.position().t ? null : t - 1);
    },
    /** @param {boolean} playing */
    playing(playing) {
      play.replaceChildren(icon(playing ? 'pause' : 'play'));
      setAll(play, {
        'aria-label': playing ? words.pause : words.play,
        title: playing ? words.pause : words.play,
      });
    },
    /**
     * @param {Level} depth the level that is shown
     * @param {{labels: string[], marks: boolean[]}} summary
     * @param {string} said
     * @param {NonNullable<Cursor['names']>} [names] what is walked
     */
    update(depth, { labels, marks }, said, names = words.stepPlaces) {
      sentence.update(said);
      const position = actions.position();
      // While numbers move, where one stands stays: as many places as there are steps need not be made for that.
      const now = [position.t, position.op, position.dir, depth, ...labels, ...marks].join();
      if (now === shown && actions.timeline() === listed) return;
      shown = now;
      listed = actions.timeline();
      const back = position.dir === 'b';
      const place = here();
      // Where there is one way or one operation, there is nothing to choose.
      direction.element.hidden = actions.timeline().backward.length === 0;
      opField.element.hidden = place.count < 2;
      ops.element.hidden = place.count < 2;
      element.classList.toggle('one-way', direction.element.hidden);
      direction.update(position.dir);
      level.update(depth);
      stepField.call(names);
      stepField.update(position.t, place.steps);
      opField.update(place.index, place.count);
      const places = Array.from({ length: place.steps }, (_, at) => ({
        text: place.steps <= NUMBERED ? String(at + 1) : '',
        title: names.value(at + 1, place.steps, labels[at]),
        kind: marks[at] ? 'marked' : '',
      }));
      steps.update({
        places,
        index: position.t - 1,
        reversed: false,
        fromEnd: back,
        says: names.value(position.t, place.steps, labels[position.t - 1]),
      });
      ops.update({
        places: place.ops.map((op) => {
          const skipped = isSkipped(actions.timeline(), op, position.t);
          return {
            text: '',
            title: skipped ? words.noHeadHere : op.title,
            kind: skipped ? 'skipped' : `role-${op.role}`,
          };
        }),
        index: Math.max(0, place.index - 1),
        reversed: back,
        says: words.opValue(place.index, place.count, place.op?.title ?? ''),
      });
    },
  };
}
