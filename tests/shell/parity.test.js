import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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

test('training in the WebAssembly build makes the weights that are pinned for the native one, to the bit', () => {
  const pinned = readFileSync(new URL('../trained.txt', import.meta.url), 'utf8');
  for (const line of pinned.trim().split('\n')) {
    const [name = '', updates = '', wanted] = line.split(' ');
    const lesson = new engine.Lesson(name);
    let next = lesson.piece();
    while (next.found < Number(updates)) next = lesson.piece();
    assert.equal(next.found, Number(updates));
    const bits = new Uint32Array(next.piece.params.buffer);
    const text = Array.from(bits, (word) => word.toString(16).padStart(8, '0')).join('');
    assert.equal(hash([text]), wanted, name);
  }
});
