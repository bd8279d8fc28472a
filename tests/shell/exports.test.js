import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileName } from '../../www/page/exports.js';
import { defaults } from './fixtures.js';

/** @param {Partial<import('../../www/types.d.ts').Model>} model */
const having = (model) => ({ ...defaults, model: { ...defaults.model, ...model } });

test('a file is named by lab, cell, weights, seed where there is one, picture and moment', () => {
  assert.equal(fileName(defaults, 'svg', 'cell'), 'unrolled-cell-lstm-storybook-cell-4.c.f.svg');
  assert.equal(
    fileName(having({ cell: 'gru', weights: 'orth', seed: 11 }), 'json', null),
    'unrolled-cell-gru-orth-seed11-4.c.f.json',
  );
});

test('a made sequence depends on the seed as drawn weights do', () => {
  const made = having({ seq: { kind: 'made', steps: 9 } });
  assert.match(fileName(made, 'latex', null), /storybook-seed7-.*\.tex$/);
});
