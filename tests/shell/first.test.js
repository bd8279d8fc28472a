/** The engine that opens the first screen says what the whole one says, and asks for no other settings. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import init, * as first from '../../www/wasm/first.js';
import { engine as whole } from './engine.js';

await init({
  module_or_path: await readFile(new URL('../../www/wasm/first_bg.wasm', import.meta.url)),
});

/** @param {number} t */
const at = (t) => /** @type {const} */ ({ t, op: 'k', dir: 'f' });

/** What the first screen asks of an engine. @param {typeof whole | typeof first} module @param {number} rho */
function opened(module, rho) {
  const config = module.defaults();
  const lab = new module.Lab();
  const grad = { ...config.grad, rho };
  const asked = { ...config, grad, translating: true, open: 'start' };
  const { translation: _, ...summary } = lab.configure(asked);
  return {
    summary,
    timeline: [lab.timeline(), lab.ownTimeline(at(20))],
    readings: [1, 7, 20].map((k) => lab.ownReading(k, 1)),
    sentence: lab.ownSentence(at(20), 1, 'full', null),
    moving: lab.ownReading(20, 0.8),
  };
}

test('both engines have the same settings and open with the same model', () => {
  assert.deepEqual(first.schema(), whole.schema());
  assert.deepEqual(first.defaults(), whole.defaults());
});

test('the first screen has the same numbers and words from either engine', () => {
  for (const rho of [0.5, 0.8, 1, 1.2]) assert.deepEqual(opened(first, rho), opened(whole, rho));
});

test('whatever is wrong in a model is refused by either engine in the same words', () => {
  const bad = { ...whole.defaults(), open: 'start' };
  for (const change of [{ H: 0 }, { attn: { ...bad.attn, temperature: -1 } }]) {
    const refusals = [first, whole].map((module) => {
      try {
        return new module.Lab().configure({ ...bad, ...change });
      } catch (refused) {
        return refused;
      }
    });
    assert.equal(typeof refusals[0].message, 'string');
    assert.deepEqual(refusals[0], refusals[1]);
  }
});

test('the engine of the first screen is a part of the whole one', () => {
  const methods = (/** @type {{prototype: object}} */ { prototype }) =>
    Object.getOwnPropertyNames(prototype);
  const all = methods(whole.Lab);
  assert.deepEqual(
    methods(first.Lab).filter((name) => !all.includes(name)),
    [],
  );
});
