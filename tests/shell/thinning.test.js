import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf } from '../../www/panels/controls/downsample.js';

test('a table is cut by lines and keeps its header', () => {
  const rows = Array.from({ length: 1200 }, (_, at) => `${at}, ${-at}`);
  const parts = partsOf(['value, marker', ...rows].join('\n'));
  assert.equal(parts.count, 1200);
  assert.equal(parts.first(2), 'value, marker\n0, 0\n1, -1');
  const every = parts.every(3).split('\n');
  assert.equal(every.length, 401);
  assert.equal(every[2], '3, -3');
});

test('a JSON list stays one', () => {
  const parts = partsOf(JSON.stringify(Array.from({ length: 501 }, (_, at) => [at, 0])));
  assert.equal(parts.count, 501);
  assert.equal(parts.first(2), '[[0,0],[1,0]]');
});

test('one line of numbers is cut by numbers, text by what a reader calls a letter', () => {
  const line = partsOf(Array.from({ length: 600 }, (_, at) => at).join(' '));
  assert.equal(line.count, 600);
  assert.equal(line.first(3), '0 1 2');
  const text = partsOf('👩‍👩‍👧é'.repeat(400));
  assert.equal(text.count, 800);
  assert.equal(text.first(1), '👩‍👩‍👧');
  assert.equal(text.every(2), '👩‍👩‍👧'.repeat(400));
});
