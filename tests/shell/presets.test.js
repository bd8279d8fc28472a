import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labs } from '../../www/labs/labs.js';
import { cellPresets } from '../../www/labs/presets.js';
import { createPresets, readPresets } from '../../www/presets.js';
import { createStorage } from '../../www/storage.js';
import { createStore } from '../../www/store.js';
import { engine } from './engine.js';
import { defaults } from './fixtures.js';

const opening = engine.defaults();

for (const { id, name, look, model, point } of cellPresets) {
  test(`the preset ${id} runs as it is, and the cursor stands where it says`, () => {
    const lab = new engine.Lab();
    const choices = { ...opening.choices, ...model.choices };
    const summary = lab.configure({ ...opening, ...model, choices, unit: point.unit ?? 2 });
    assert.deepEqual(summary.notices, []);
    assert.equal(summary.overflow === null, id !== 'explode');
    if (point.position) assert.deepEqual(lab.resolve(point.position), point.position);
    assert.ok(name !== id && look.length > 20);
  });
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
