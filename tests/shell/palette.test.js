import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findEntries, rank } from '../../www/panels/dialogs/palette.js';

/** @param {string[]} names */
const entries = (...names) => names.map((name) => ({ name, act: () => undefined }));
/** @param {string} query @param {string[]} names */
const found = (query, ...names) => findEntries(entries(...names), query).map(({ name }) => name);

test('what begins a word comes before what stands inside one', () => {
  assert.deepEqual(found('un', 'Redo undone', 'Run', 'Undo'), ['Undo', 'Redo undone', 'Run']);
});

test('every word of the query must be there, in any order', () => {
  assert.deepEqual(found('bias forget', 'Forget bias: more', 'Update bias: more'), [
    'Forget bias: more',
  ]);
});

test('letters in order will do where nothing else does, three at least', () => {
  assert.ok(rank('Hidden units', 'hdn') > 0);
  assert.equal(rank('Hidden units', 'hu'), -1);
  assert.equal(rank('Hidden units', 'nuh'), -1);
});

test('nothing typed finds everything in its order; what is nowhere finds nothing', () => {
  assert.deepEqual(found('', 'b', 'a'), ['b', 'a']);
  assert.deepEqual(found('zzz', 'b', 'a'), []);
});
