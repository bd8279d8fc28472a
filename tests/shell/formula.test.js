import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plan } from '../../www/ui/formula.js';

test('a term keeps its class, its reference and its text', () => {
  const made = plan({ tag: 'mi', text: 'f', class: 'role-forget', ref: 'f.t4' });
  assert.deepEqual(made, {
    tag: 'mi',
    text: 'f',
    attributes: { class: 'role-forget', 'data-ref': 'f.t4' },
    children: [],
  });
});

test('children keep their order', () => {
  const made = plan({
    tag: 'msub',
    children: [
      { tag: 'mi', text: 'c' },
      { tag: 'mi', text: 't' },
    ],
  });
  assert.deepEqual(
    made.children.map(({ text }) => text),
    ['c', 't'],
  );
});

test('rows of a matrix stand as close in every browser', () => {
  assert.equal(plan({ tag: 'mtable' }).attributes.rowspacing, '0');
});

test('what is not mathematics becomes a plain row', () => {
  for (const tag of ['script', 'a', 'annotation-xml', 'img', 'style', 'maction', '']) {
    assert.equal(plan({ tag, text: 'x' }).tag, 'mrow', tag);
  }
});
