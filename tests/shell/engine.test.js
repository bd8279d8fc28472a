import assert from 'node:assert/strict';
import test from 'node:test';
import { engine } from './engine.js';

test('the package the page loads computes the opening in Node, as the page and as a document alike', () => {
  const lab = new engine.Lab();
  const { loss } = lab.configure(engine.defaults());
  const answer = JSON.parse(engine.run(lab.document()));
  assert.equal(answer.loss, loss);
  assert.equal(answer.values.c[0][3][1].toFixed(3), '1.163');
});

test('what the engine refuses it names, and it goes on with what it had', () => {
  const lab = new engine.Lab();
  const opening = engine.defaults();
  const { loss } = lab.configure(opening);
  assert.throws(() => lab.configure({ ...opening, H: 0 }), { path: 'H' });
  assert.equal(JSON.parse(engine.run(lab.document())).loss, loss);
});
