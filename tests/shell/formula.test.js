import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plan } from '../../www/panels/formula/formula.js';

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

test('a term says how it is set, and nothing that could load, style or run', () => {
  const { attributes } = plan({
    tag: 'mo',
    attributes: [
      ['stretchy', 'true'],
      ['rowspacing', '0'],
      ['style', 'color: red'],
      ['onclick', 'alert(1)'],
      ['href', 'https://example.invalid/'],
    ],
  });
  assert.deepEqual(attributes, { stretchy: 'true', rowspacing: '0' });
});

test('a long vector is a picture, and else its least and its largest number', () => {
  const { tag, children } = plan({ tag: 'mtext', text: '−1.20..0.883', class: 'strip' });
  assert.equal(tag, 'mtext');
  assert.deepEqual(
    children[0]?.children.map((child) => [child.tag, child.text]),
    [
      ['canvas', ''],
      ['span', '−1.20 … 0.883'],
    ],
  );
});

test('what is not mathematics becomes a plain row', () => {
  for (const tag of ['script', 'a', 'annotation-xml', 'img', 'style', 'maction', '']) {
    assert.equal(plan({ tag, text: 'x' }).tag, 'mrow', tag);
  }
});
