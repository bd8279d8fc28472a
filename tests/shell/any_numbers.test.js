/** Numbers beyond the range of numbers: what the page did not come back from, and what crosses from engine to engine. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { engine } from './engine.js';

/** An engine with these things chosen. @param {object} model */
function labOf(model) {
  const lab = new engine.Lab();
  return { lab, summary: lab.configure({ ...engine.defaults(), ...model }) };
}

test('a target as large as numbers are is answered', () => {
  for (const target of [1e308, -1e308, 1.7e308]) {
    assert.equal(labOf({ target: [target] }).summary.loss, Infinity);
  }
});

test('a long run that leaves the range of numbers goes from one engine to another', () => {
  const model = { open: 'gradients', grad: { ...engine.defaults().grad, rho: 2 } };
  const [worker, page] = [labOf(model).lab, labOf(model).lab];
  const { piece } = worker.ownPiece('alone', 0);
  assert.ok(piece.numbers[2].includes(Infinity));
  assert.equal(page.ownTake('alone', piece).found, piece.numbers[0].length);
});
