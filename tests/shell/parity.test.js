import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { engine } from './engine.js';

const FILES = ['cells', 'edges', 'lengths', 'losses', 'truncation'];

/** @param {string} name */
const text = (name) => readFile(new URL(name, import.meta.url), 'utf8');

test('the WebAssembly build computes the bits that are pinned for the native one', async () => {
  let hash = 0xcbf29ce484222325n;
  for (const file of FILES) {
    for (const { document } of JSON.parse(await text(`../golden/${file}.json`)).cases) {
      for (const byte of new TextEncoder().encode(engine.run(JSON.stringify(document)))) {
        hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
      }
    }
  }
  assert.equal(hash.toString(16).padStart(16, '0'), (await text('../parity.txt')).trim());
});

test('a bad document throws one line with its path', () => {
  assert.throws(() => engine.run('{"format": "unrolled-run/1", "cell": {"kind": "gru"}, "oops": 1}'), {
    path: 'oops',
  });
});
