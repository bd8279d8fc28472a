/** The update worked by hand, for browsers without an engine, is what the engine computes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meantFor } from '../../www/labs/by_hand.js';
import { startWords } from '../../www/words/start.js';
import { engine } from './engine.js';

const lab = new engine.Lab();
lab.configure({ ...engine.defaults(), weights: 'byHand', ...meantFor('lstm'), unit: 1 });
const { x, h0, c0, weights } = JSON.parse(lab.document());
const { values } = JSON.parse(engine.run(lab.document()));
const start = [x, h0, c0].map((own) => own.flat(2)[0]);

/** The rows by the letter that each computes. */
const rows = new Map(
  startWords.worked.map(([, formula = '', numbers = '', result = '']) => [
    formula.split(' =')[0],
    { numbers, result },
  ]),
);

/** The numbers of a text, with the signs between them. @param {string} text */
const read = (text) =>
  [...text.matchAll(/(− ?)?(\d+(?:\.\d+)?)/g)].map(
    ([, minus, digits]) => Number(digits) * (minus ? -1 : 1),
  );

/** What the engine comes to at the only step of the only unit. @param {string} key */
const computed = (key) => values[key][0][0][0].toFixed(3);

const LETTERS = { i: 'i', f: 'f', c̃: 'g', o: 'o', c: 'c', h: 'h' };

test('it starts from what the engine starts from', () => {
  assert.deepEqual(read(startWords.workedIntro).slice(0, 3), start);
});

for (const [letter, key] of Object.entries(LETTERS)) {
  test(`it says of ${letter} what the engine computes`, () => {
    assert.equal(rows.get(letter)?.result, computed(key));
  });
}

test('each sum has the weights of its gate, the input and the old state', () => {
  const [input, state] = start;
  for (const [gate, letter] of ['i', 'f', 'c̃', 'o'].entries()) {
    const [w, u, b] = ['weight_ih_l0', 'weight_hh_l0', 'bias_ih_l0'].map(
      (name) => [weights[name][gate]].flat()[0],
    );
    assert.deepEqual(read(rows.get(letter)?.numbers ?? ''), [w, input, u, state, b]);
  }
});

test('the memory and the hidden state are made of the results above them', () => {
  const result = (/** @type {string} */ letter) => Number(rows.get(letter)?.result);
  const numbers = (/** @type {string} */ letter) => read(rows.get(letter)?.numbers ?? '');
  assert.deepEqual(numbers('c'), [result('f'), start[2], result('i'), result('c̃')]);
  assert.deepEqual(numbers('h'), [result('o'), result('c')]);
});
