import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labs, owned, unitsOf } from '../../www/labs/labs.js';
import { cellPresets } from '../../www/labs/presets.js';
import { decode, encode } from '../../www/state/link.js';
import { openingOf } from '../../www/state/openings.js';
import { createPresets, readPresets } from '../../www/state/presets.js';
import { createStorage } from '../../www/state/storage.js';
import { createStore } from '../../www/state/store.js';
import { defaults, openings, schema } from './fixtures.js';
import { run } from './opened.js';

/** @typedef {import('../../www/types.d.ts').LabDeclaration} Lab */

/** The one that is there to be seen overflowing. */
const OVERFLOWS = 'explode';
/** The one whose text is to be too long for what was trained. */
const TOO_LONG = 'cliff';
const known = { schema, labs, openings };

/** The state a lab is in once one of its presets was opened in it. @param {Lab} lab @param {Lab['presets'][number]} preset */
function openedIn(lab, preset) {
  const opening = openingOf(openings, lab.id);
  const store = createStore(opening);
  createPresets({
    store,
    storage: createStorage(),
    opening: () => opening,
    read: async () => opening,
    write: async () => '#',
    owned: (model, wanted) => owned(lab, model, wanted),
    opened: () => undefined,
  }).open(preset);
  return store.state;
}

for (const lab of labs) {
  for (const preset of lab.presets) {
    test(`${lab.id}: the preset ${preset.id} runs, its cursor stands where it says, and a link brings it back`, async () => {
      const state = openedIn(lab, preset);
      const { lab: engine, summary } = await run(state);
      const { own, translation } = summary;
      const said = [summary.notices, own?.notices, translation?.answered?.notices];
      const lines = said.flatMap((each) => each ?? []);
      assert.equal(lines.length, preset.id === TOO_LONG ? 1 : 0, lines.join());
      assert.equal(summary.overflow !== null, lab.id === 'cell' && preset.id === OVERFLOWS);
      assert.equal(translation?.answered === null, lab.glimpses ?? false);
      const { position } = state;
      assert.deepEqual(
        lab.cursor.resolve?.(engine, position) ?? engine.resolve(position),
        position,
      );
      assert.ok(state.k <= (own?.steps || state.k));
      assert.ok(state.unit <= unitsOf(lab, summary).count);
      assert.ok(lab.lower?.includes(state.panel) ?? true);
      const { hash, leftOut } = await encode(state, known);
      assert.deepEqual(leftOut, []);
      assert.deepEqual(await decode(hash, known), { state, unknown: [], notices: [] });
      assert.ok(preset.name !== preset.id && preset.look.length > 20);
    });
  }
}

for (const { id: lab, presets: all } of labs) {
  for (const { id, look, model } of all) {
    test(`${lab}: the words of the preset ${id} state no number that goes stale when something is edited`, () => {
      for (const [number] of look.matchAll(/\d+\.\d+/g)) {
        assert.ok(JSON.stringify(model).includes(number), `${number} is computed, not given`);
      }
    });
  }
}

function presets() {
  const store = createStore(defaults);
  /** @type {string[]} */
  const said = [];
  const made = createPresets({
    store,
    storage: createStorage(),
    opening: () => defaults,
    read: async () => ({ ...defaults, unit: 3 }),
    write: async () => '#v=1&u=3',
    owned: (_, wanted) => wanted,
    opened: (name) => said.push(name),
  });
  return { store, said, made };
}

test('a preset is one step of undo, its cursor too', () => {
  const { store, said, made } = presets();
  const preset = cellPresets.find(({ id }) => id === 'shut');
  assert.ok(preset);
  made.open(preset);
  assert.deepEqual(store.state.position, preset.point.position);
  assert.equal(store.state.model.holds.length, 1);
  assert.deepEqual(said, ['Output shut']);
  store.undo();
  assert.deepEqual(store.state, defaults);
});

test('own presets are kept, one of each name, opened and deleted', async () => {
  const { store, made } = presets();
  await made.save('mine');
  await made.save('mine');
  assert.deepEqual(made.own, [{ name: 'mine', link: '#v=1&u=3' }]);
  const [mine] = made.own;
  assert.ok(mine);
  await made.openOwn(mine);
  assert.equal(store.state.unit, 3);
  assert.deepEqual(readPresets(made.json()), made.own);
  made.remove(mine);
  assert.deepEqual(made.own, []);
});

test('a whole address is read as the link in it; what is no list of presets is refused', () => {
  const found = readPresets('[{"name":" a ","link":"https://example.org/x#v=1&H=4"}]');
  assert.deepEqual(found, [{ name: 'a', link: '#v=1&H=4' }]);
  for (const text of [
    null,
    '',
    '{}',
    '[]',
    '[1]',
    '[{"name":"a"}]',
    '[{"name":"","link":"#"}]',
    'x',
  ]) {
    assert.equal(readPresets(text), null, String(text));
  }
});
