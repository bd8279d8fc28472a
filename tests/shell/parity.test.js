import assert from 'node:assert/strict';
import test from 'node:test';
import { documents, hash, pinned } from '../parity.js';
import { engine } from './engine.js';

test('the hash is FNV-1a', () => {
  assert.equal(hash([]), 'cbf29ce484222325');
  assert.equal(hash(['foo', 'bar']), '85944171f73967e8');
});

test('the WebAssembly build computes the bits that are pinned for the native one', () => {
  assert.ok(documents.length > 200);
  assert.equal(hash(documents.map((document) => engine.run(document))), pinned);
});

test('a bad document throws one line with its path', () => {
  const bad = '{"format": "unrolled-run/1", "cell": {"kind": "gru"}, "oops": 1}';
  assert.throws(() => engine.run(bad), { path: 'oops' });
});
