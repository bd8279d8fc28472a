import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSkipped, readPlace, standing } from '../../www/state/cursor.js';
import {
  applies,
  choose,
  get,
  read,
  readNumber,
  readSetting,
  set,
} from '../../www/state/settings.js';
import { defaults, schema } from './fixtures.js';

/** @param {string} key */
function setting(key) {
  const found = schema.find((each) => each.key === key);
  assert.ok(found);
  return found;
}

test('numbers are read as people write them', () => {
  for (const [text, value] of /** @type {[string, number][]} */ ([
    ['3', 3],
    [' 0,5 ', 0.5],
    ['\u22122.5', -2.5],
    ['.5', 0.5],
    ['5.', 5],
    ['1e-3', 0.001],
    ['+7', 7],
  ])) {
    assert.equal(readNumber(text), value, text);
  }
});

test('what is no finite number is not read as one', () => {
  for (const text of [
    '',
    ' ',
    'NaN',
    'Infinity',
    '1e400',
    '-1e400',
    '0x10',
    '1,000.5',
    '1 2',
    'one',
    '١',
    '--1',
    '1e',
  ]) {
    assert.equal(readNumber(text), null, text);
  }
});

test('out of range, not whole and not a number are told apart', () => {
  assert.equal(readSetting(setting('H'), '0').problem, 'Hidden units must be 1 to 64.');
  assert.equal(readSetting(setting('H'), '1000000').problem, 'Hidden units must be 1 to 64.');
  assert.equal(readSetting(setting('H'), '2.5').problem, 'Hidden units must be a whole number.');
  assert.equal(readSetting(setting('H'), 'three').problem, 'Hidden units must be a number.');
  assert.equal(readSetting(setting('H'), '64').value, 64);
});

test('a vector is read whatever stands between its numbers, and nothing means none', () => {
  assert.deepEqual(readSetting(setting('h0'), '1, 2;3\t4 5').value, [1, 2, 3, 4, 5]);
  assert.equal(readSetting(setting('h0'), '  ').value, null);
  assert.match(readSetting(setting('h0'), '1, x').problem ?? '', /“x” is not a number/);
});

test('a value is set without touching the model it came from', () => {
  const model = set(defaults.model, 'loss.at', 'each');
  assert.equal(get(model, 'loss.at'), 'each');
  assert.equal(get(defaults.model, 'loss.at'), 'last');
});

test('a value that stands two levels deep is set where it is read, and its neighbours stay', () => {
  const { show } = set(defaults.model, 'show.ring.gru', 'r');
  assert.deepEqual(show, { ...defaults.model.show, ring: { gru: 'r', lstm: 'f' } });
});

test('nothing is read from or written to a prototype', () => {
  assert.equal(get(defaults.model, '__proto__'), undefined);
  assert.equal(get(defaults.model, 'constructor.name'), undefined);
  assert.equal(set(defaults.model, '__proto__.x', 1), defaults.model);
  assert.equal(set(defaults.model, 'choices.__proto__', 1), defaults.model);
});

test('a setting means something only where its cell has it', () => {
  const reset = setting('choices.reset');
  assert.equal(applies(reset, defaults.model), false);
  assert.equal(applies(reset, { ...defaults.model, cell: 'gru' }), true);
});

test('a target goes with the head, the judged steps and the sequence it was written for', () => {
  const model = { ...defaults.model, target: [1.4] };
  assert.equal(choose(model, 'head', 'softmax').target, null);
  assert.equal(choose(model, 'loss.at', 'each').target, null);
  assert.deepEqual(choose(model, 'H', 4).target, [1.4]);
  const text = /** @type {const} */ ({ kind: 'text', text: 'ab' });
  assert.deepEqual(read(model, text).target, [1.4]);
  assert.equal(read(choose(model, 'loss.at', 'each'), text).target, null);
});

test('what was changed or held in one model does not go over to another', () => {
  const edits = { 'p.weight_hh_l0.r1.c1': 1, 'p.head.weight.r1.c1': 2 };
  const holds = [{ gate: 'f', value: 0, from: 1, to: 500 }];
  const model = { ...defaults.model, edits, holds, h0: [1, 2, 3] };
  for (const [key, value] of /** @type {[string, unknown][]} */ ([
    ['cell', 'gru'],
    ['H', 4],
    ['weights', 'orth'],
    ['seed', 8],
    ['bias', 'double'],
  ])) {
    assert.deepEqual(choose(model, key, value).edits, {}, key);
  }
  assert.deepEqual(choose(model, 'cell', 'gru').holds, []);
  assert.deepEqual(choose(model, 'H', 4).holds, holds);
  assert.equal(choose(model, 'H', 4).h0, null);
  assert.deepEqual(choose(model, 'classes', 5).edits, { 'p.weight_hh_l0.r1.c1': 1 });
  assert.deepEqual(choose(model, 'precision', 'f32').edits, edits);
  assert.equal(choose(model, 'H', 3), model);
});

/** @param {string} id @param {'cell' | 'head'} part */
const op = (id, part = 'cell') => ({ id, title: id, role: 'plain', part });
const timeline = {
  steps: 2,
  forward: [op('u'), op('c'), op('l', 'head')],
  backward: [op('dlo', 'head'), op('dc')],
  lossAt: [false, true],
};

test('a step without a loss skips the read-out, and its operations keep their numbers', () => {
  const [, c, l] = timeline.forward;
  assert.ok(c && l);
  assert.equal(isSkipped(timeline, l, 1), true);
  assert.equal(isSkipped(timeline, l, 2), false);
  assert.equal(isSkipped(timeline, c, 1), false);
  const { index, count, steps } = standing(timeline, { t: 1, op: 'dc', dir: 'b' });
  assert.deepEqual({ index, count, steps }, { index: 2, count: 2, steps: 2 });
});

test('a place is read by number, by id and with its direction', () => {
  const from = { t: 1, op: 'u', dir: /** @type {'f'} */ ('f') };
  assert.deepEqual(readPlace('2.c', timeline, from), { t: 2, op: 'c', dir: 'f' });
  assert.deepEqual(readPlace('2.3', timeline, from), { t: 2, op: 'l', dir: 'f' });
  assert.deepEqual(readPlace('2.dc.b', timeline, from), { t: 2, op: 'dc', dir: 'b' });
  assert.deepEqual(readPlace('2', timeline, from), { t: 2, op: 'u', dir: 'f' });
  for (const text of ['0', '3', '1.9', '', 'x', '1.c.x', '1e1']) {
    assert.equal(readPlace(text, timeline, from), null, text);
  }
});

test('weights to check by hand bring sizes, input and first states, and the storybook its own back', () => {
  const { model } = defaults;
  const byHand = choose(model, 'weights', 'byHand');
  assert.deepEqual([byHand.H, byHand.h0, byHand.c0, byHand.target], [1, [0.5], [0.8], null]);
  assert.deepEqual(byHand.seq, { kind: 'numbers', rows: [[1]] });
  const rnn = choose(byHand, 'cell', 'rnn');
  assert.deepEqual([rnn.H, rnn.h0], [2, [0.2, -0.4]]);
  const back = choose(rnn, 'weights', 'storybook');
  assert.deepEqual([back.H, back.h0, back.seq], [3, null, { kind: 'storybook' }]);
});

test('weights that do not fit the sizes can be chosen again, and bring their own', () => {
  const wide = choose(defaults.model, 'H', 5);
  const again = choose({ ...wide, edits: { 'p.weight_hh_l0.r5.c1': 1 } }, 'weights', 'storybook');
  assert.deepEqual([again.H, again.weights, again.edits], [3, 'storybook', {}]);
});

test("a person's own sequence stays when the storybook's weights are chosen", () => {
  const text = /** @type {const} */ ({ kind: 'text', text: 'abc' });
  const model = choose(
    { ...defaults.model, seq: text, weights: 'orth', H: 5 },
    'weights',
    'storybook',
  );
  assert.deepEqual([model.seq, model.H], [text, 3]);
});

test('a sequence with a task of its own brings its target', () => {
  const { model } = defaults;
  assert.equal(read(model, { kind: 'made', steps: 20 }).target, null);
  assert.equal(read(model, { kind: 'storybook' }).target, null);
});
