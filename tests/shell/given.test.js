/** Given numbers and the grids they stand in: steps, places, gestures. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cell } from '../../www/labs/cell.js';
import { means } from '../../www/page/focus.js';
import { stem } from '../../www/panels/formula/morph.js';
import { createNumbers, paceOf, stepped, stepsOf } from '../../www/panels/given/number.js';
import { walk } from '../../www/panels/tables/table.js';
import { createStore } from '../../www/state/store.js';
import { defaults as state } from './fixtures.js';

/** @param {Partial<KeyboardEvent>} press */
const key = (press) => ({
  key: '',
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...press,
});

test('steps add up without the dust of binary fractions', () => {
  let value = 0;
  for (let press = 0; press < 3; press += 1) value = stepped(value, 0.1, 1);
  assert.equal(value, 0.3);
  assert.equal(stepped(-8, 0.1, 10), -7);
  assert.equal(stepped(0.5, 0.01, -0.1), 0.499);
});

test('up and down are one step, ten with Shift, a tenth with Alt; other keys none', () => {
  assert.equal(stepsOf(key({ key: 'ArrowUp' })), 1);
  assert.equal(stepsOf(key({ key: 'ArrowDown', shiftKey: true })), -10);
  assert.equal(stepsOf(key({ key: 'ArrowUp', altKey: true })), 0.1);
  assert.equal(stepsOf(key({ key: 'ArrowLeft' })), 0);
  assert.equal(paceOf(key({})), 1);
});

/** A store and numbers in it whose model remembers what each reference was set to. */
function numbersInStore() {
  const store = createStore(state);
  const numbers = createNumbers({
    store,
    edit: (reference, value) =>
      value > 100
        ? { problem: 'too large' }
        : {
            model: {
              ...store.state.model,
              edits: { ...store.state.model.edits, [reference]: value },
            },
          },
  });
  const given = { reference: 'p.w.r1.c1', name: 'a weight', value: 1, step: 0.1 };
  return { store, numbers, given };
}

test('a gesture is one step of undo, however many values it passes', () => {
  const { store, numbers, given } = numbersInStore();
  const gesture = numbers.begin(given);
  for (const value of [1.1, 1.2, 1.3]) assert.equal(gesture.set(value), '');
  gesture.finish();
  assert.equal(store.state.model.edits['p.w.r1.c1'], 1.3);
  store.undo();
  assert.deepEqual(store.state.model, state.model);
  assert.equal(store.canUndo, false);
});

test('two gestures are two steps, and one that changes nothing is none', () => {
  const { store, numbers, given } = numbersInStore();
  const idle = numbers.begin(given);
  idle.set(1);
  idle.finish();
  assert.equal(store.canUndo, false);
  for (const value of [2, 3]) {
    const gesture = numbers.begin(given);
    gesture.set(value);
    gesture.finish();
  }
  store.undo();
  assert.equal(store.state.model.edits['p.w.r1.c1'], 2);
});

test('a gesture that is cancelled leaves no trace', () => {
  const { store, numbers, given } = numbersInStore();
  const gesture = numbers.begin(given);
  gesture.set(5);
  gesture.set(6);
  gesture.cancel();
  assert.deepEqual(store.state.model, state.model);
  assert.equal(store.canUndo, false);
});

test('what the engine refuses is said and changes nothing', () => {
  const { store, numbers, given } = numbersInStore();
  const gesture = numbers.begin(given);
  gesture.set(50);
  assert.equal(gesture.set(500), 'too large');
  assert.equal(gesture.value, 50);
  assert.equal(store.state.model.edits['p.w.r1.c1'], 50);
});

test('arrows walk a grid to its edges and not beyond', () => {
  const size = { rows: 200, columns: 3 };
  const at = { row: 1, column: 1 };
  assert.deepEqual(walk(key({ key: 'ArrowRight' }), at, size), { row: 1, column: 2 });
  assert.deepEqual(walk(key({ key: 'ArrowRight' }), { row: 1, column: 2 }, size), {
    row: 1,
    column: 2,
  });
  assert.deepEqual(walk(key({ key: 'ArrowDown', ctrlKey: true }), at, size), {
    row: 199,
    column: 1,
  });
  assert.deepEqual(walk(key({ key: 'PageUp' }), at, size), { row: 0, column: 1 });
  assert.deepEqual(walk(key({ key: 'Home', ctrlKey: true }), at, size), { row: 0, column: 0 });
  assert.equal(walk(key({ key: 'a' }), at, size), null);
});

test('a unit means its vector and a vector its units, but not its neighbours', () => {
  assert.ok(means('f.t4', 'f.t4.u2'));
  assert.ok(means('f.t4.u2', 'f.t4'));
  assert.ok(!means('f.t4.u1', 'f.t4.u2'));
  assert.ok(!means('f.t4.u1', 'f.t4.u12'));
  assert.ok(!means('f.t4', null));
});

test('a level keeps the quantity and changes how much of it is shown', () => {
  assert.equal(stem('c.t4.u2'), stem('c.t4'));
  assert.equal(stem('p.weight_ih_l0.r4.c2'), stem('p.weight_ih_l0.f'));
  assert.notEqual(stem('c.t4'), stem('c.t3'));
});

test('the lower pane is the chosen one, and the comparison where two cells are side by side', () => {
  const shown = (/** @type {boolean} */ pair) => cell.shown({ ...state, panel: 'road', pair });
  assert.deepEqual(shown(false), ['sequence', 'cell', 'road']);
  assert.deepEqual(shown(true), ['sequence', 'cell', 'other', 'pair']);
});
