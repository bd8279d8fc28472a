import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStore, UNDO_LIMIT } from '../../www/state/store.js';
import { defaults } from './fixtures.js';

/** @param {number} H */
const sized = (H) => ({ ...defaults.model, H });

test('a state cannot be changed from outside, however deep', () => {
  const { state } = createStore(structuredClone(defaults));
  assert.throws(() => {
    state.model.loss.at = 'each';
  }, TypeError);
  assert.throws(() => {
    state.position.t = 1;
  }, TypeError);
});

test('undo goes back one command and redo does it again', () => {
  const store = createStore(defaults);
  store.command('H 4', sized(4));
  store.command('H 5', sized(5));
  assert.equal(store.undo(), 'H 5');
  assert.equal(store.state.model.H, 4);
  assert.equal(store.undo(), 'H 4');
  assert.equal(store.state.model.H, 3);
  assert.equal(store.undo(), null);
  assert.equal(store.redo(), 'H 4');
  assert.equal(store.redo(), 'H 5');
  assert.equal(store.state.model.H, 5);
  assert.equal(store.redo(), null);
});

test('a slider drag is one step of undo, and the next drag another', () => {
  const store = createStore(defaults);
  for (const H of [4, 5, 6]) store.command('H', sized(H), { drag: 'H' });
  store.settle();
  for (const H of [7, 8]) store.command('H', sized(H), { drag: 'H' });
  store.undo();
  assert.equal(store.state.model.H, 6);
  store.undo();
  assert.equal(store.state.model.H, 3);
  assert.equal(store.canUndo, false);
});

test('a command between two parts of a drag ends the drag', () => {
  const store = createStore(defaults);
  store.command('H', sized(4), { drag: 'H' });
  store.command('cell', { ...sized(4), cell: 'gru' });
  store.command('H', { ...sized(5), cell: 'gru' }, { drag: 'H' });
  store.undo();
  assert.equal(store.state.model.H, 4);
  assert.equal(store.state.model.cell, 'gru');
});

test('moving the cursor is not undone, and undo leaves the cursor where it is', () => {
  const store = createStore(defaults);
  store.command('H 4', sized(4));
  store.point({ position: { t: 2, op: 'f', dir: 'f' }, unit: 1 });
  store.undo();
  assert.deepEqual(store.state.position, { t: 2, op: 'f', dir: 'f' });
  assert.equal(store.state.unit, 1);
  assert.equal(store.canUndo, false);
});

test('undo names the whole of a drag, from where it began to where it ended', () => {
  const store = createStore(defaults);
  for (const H of [4, 5, 6]) {
    store.command((before) => `H from ${before.H} to ${H}`, sized(H), { drag: 'H' });
  }
  assert.equal(store.undo(), 'H from 3 to 6');
  assert.equal(store.redo(), 'H from 3 to 6');
  assert.equal(store.state.model.H, 6);
});

test('what a command sets beside the model comes back with it, both ways', () => {
  const store = createStore(defaults);
  store.command('preset', sized(4), { point: { unit: 3, level: 'symbols' } });
  store.point({ table: true });
  store.undo();
  assert.equal(store.state.unit, defaults.unit);
  assert.equal(store.state.level, defaults.level);
  assert.equal(store.state.table, true);
  store.redo();
  assert.equal(store.state.unit, 3);
  assert.equal(store.state.model.H, 4);
});

test('a rejected command takes back what it set beside the model', () => {
  const store = createStore(defaults);
  store.command('preset', sized(4), { point: { unit: 3 } });
  store.reject(defaults.model);
  assert.equal(store.state.unit, defaults.unit);
  assert.equal(store.canUndo, false);
});

test('a hundred commands can be undone and no more', () => {
  const store = createStore(defaults);
  for (let seed = 1; seed <= UNDO_LIMIT + 20; seed += 1) {
    store.command('seed', { ...defaults.model, seed });
  }
  let steps = 0;
  while (store.undo() !== null) steps += 1;
  assert.equal(steps, 100);
  assert.equal(store.state.model.seed, 20);
});

test('a new command forgets what could be done again', () => {
  const store = createStore(defaults);
  store.command('H 4', sized(4));
  store.undo();
  store.command('H 5', sized(5));
  assert.equal(store.canRedo, false);
});

test('a refused command leaves no trace', () => {
  const store = createStore(defaults);
  const good = store.state.model;
  store.command('H 0', sized(0));
  store.reject(good);
  assert.equal(store.state.model, good);
  assert.equal(store.canUndo, false);
});

test('when a drag ends in a refused value, undo still goes back to before the drag', () => {
  const store = createStore(defaults);
  store.command('H', sized(4), { drag: 'H' });
  const good = store.state.model;
  store.command('H', sized(0), { drag: 'H' });
  store.reject(good);
  assert.equal(store.state.model.H, 4);
  store.undo();
  assert.equal(store.state.model.H, 3);
});

test('listeners hear the state and the one before, until they leave', () => {
  const store = createStore(defaults);
  /** @type {number[][]} */
  const heard = [];
  const leave = store.subscribe((state, before) => heard.push([before.unit, state.unit]));
  store.point({ unit: 3 });
  leave();
  store.point({ unit: 1 });
  assert.deepEqual(heard, [[2, 3]]);
});

/** @param {number} t @param {string} op */
const at = (t, op) => ({ unit: 1, position: { t, op, dir: /** @type {'f'} */ ('f') } });

test('undo brings back the cursor that a change of the model had no place for, and redo goes along', () => {
  const store = createStore({ ...defaults, ...at(4, 'c') });
  store.command('RNN', sized(2));
  store.follow(at(4, 'h'));
  store.undo();
  assert.deepEqual(store.state.position, at(4, 'c').position);
  store.redo();
  assert.deepEqual(store.state.position, at(4, 'h').position);
  store.undo();
  assert.deepEqual(store.state.position, at(4, 'c').position);
});

test('a cursor that a person moved since stays where it is', () => {
  const store = createStore({ ...defaults, ...at(4, 'c') });
  store.command('RNN', sized(2));
  store.follow(at(4, 'h'));
  store.point(at(2, 'a'));
  store.undo();
  assert.deepEqual(store.state.position, at(2, 'a').position);
});

test('a drag that moves the cursor again and again brings back where it stood before the drag', () => {
  const store = createStore({ ...defaults, ...at(4, 'c') });
  for (const t of [3, 2, 1]) {
    store.command('T', sized(t), { drag: 'T' });
    store.follow(at(t, 'c'));
  }
  store.undo();
  assert.deepEqual(store.state.position, at(4, 'c').position);
});

test('a command of before keeps its own cursor', () => {
  const store = createStore({ ...defaults, ...at(4, 'c') });
  store.command('RNN', sized(2));
  store.follow(at(4, 'h'));
  store.command('H 5', sized(5));
  store.undo();
  assert.deepEqual(store.state.position, at(4, 'h').position);
  store.undo();
  assert.deepEqual(store.state.position, at(4, 'c').position);
});
