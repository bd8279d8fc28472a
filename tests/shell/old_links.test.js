/** Links that were made once open on the same state and on the same numbers for good. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { labs } from '../../www/labs/labs.js';
import { decode, encode } from '../../www/state/link.js';
import { openings, schema } from './fixtures.js';
import { numberOf } from './opened.js';

/** @typedef {import('../../www/types.d.ts').State} State */

/**
 * @typedef {object} OldLink
 * @property {string} link
 * @property {string} lab
 * @property {Record<string, unknown>} changed what is otherwise than at the opening of the lab, by dotted name
 * @property {number} [notices] how many things are said of it
 * @property {number | string | null} [number] the loss, what is left of the gradient, or what is answered; not given
 *   where the engine refuses the state
 */

/** @type {OldLink[]} */
const links = JSON.parse(readFileSync(new URL('old_links.json', import.meta.url), 'utf8'));
const known = { schema, labs, openings };

/** @param {State} state @param {Record<string, unknown>} changed @returns {State} */
function changedBy(state, changed) {
  const now = structuredClone(state);
  for (const [name, value] of Object.entries(changed)) {
    const parts = name.split('.');
    const last = parts.pop() ?? '';
    const inner = parts.reduce((/** @type {any} */ each, part) => each[part], now);
    inner[last] = value;
  }
  return now;
}

for (const { link, lab, changed, notices: count = 0, number } of links) {
  test(`#${link} opens the state it was made of`, async () => {
    const { state, notices } = await decode(`#${link}`, known);
    const opening = openings[lab];
    assert.ok(opening);
    assert.deepEqual(state, changedBy(opening, changed));
    assert.equal(notices.length, count, notices.join());
    const { hash } = await encode(state, known);
    assert.deepEqual((await decode(hash, known)).state, state);
    if (number !== undefined) assert.equal(await numberOf(state), number);
  });
}

test('every lab has old links', () => {
  assert.deepEqual(new Set(links.map(({ lab }) => lab)), new Set(labs.map(({ id }) => id)));
});
