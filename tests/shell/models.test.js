import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createModels } from '../../www/engine/models.js';

const settled = () => new Promise((done) => setTimeout(done));

/** @param {{come?: (name: string) => boolean, fits?: boolean}} [how] */
function watched({ come = () => true, fits = true } = {}) {
  /** @type {string[]} */
  const log = [];
  const models = createModels({
    give({ name }) {
      if (!fits) throw { message: 'It is cut off.', path: '' };
      log.push(`given ${name}`);
    },
    came: (name) => log.push(`came ${name}`),
    failed: (name, why) => log.push(`failed ${name}: ${why}`),
    fetchModel: async (name) => {
      log.push(`fetched ${name}`);
      if (!come(name)) throw new Error('no connection');
      return { name, card: '{}', weights: new Uint8Array() };
    },
    idle: (work) => {
      log.push('idle');
      work();
    },
  });
  return { models, log };
}

test('a model is fetched once, however often it is wanted', async () => {
  const { models, log } = watched();
  models.want(['dates', 'dates-none']);
  models.want(['dates']);
  await settled();
  models.want(['dates', 'dates-none']);
  await settled();
  assert.deepEqual(log.filter((line) => line.startsWith('fetched')).length, 2);
  assert.deepEqual(log.slice(-2).sort(), ['came dates-none', 'given dates-none']);
});

test('a model that does not come is said, and fetched again when it is asked for', async () => {
  let connected = false;
  const { models, log } = watched({ come: () => connected });
  models.want(['copy']);
  await settled();
  models.want(['copy']);
  await settled();
  assert.deepEqual(log, ['fetched copy', 'failed copy: null']);
  connected = true;
  models.again('copy');
  await settled();
  assert.equal(log.at(-1), 'came copy');
});

test('what the engine refuses is said in its words', async () => {
  const { models, log } = watched({ fits: false });
  models.want(['sort']);
  await settled();
  assert.equal(log.at(-1), 'failed sort: It is cut off.');
});

test('a model nobody asked for waits for an idle moment, and is silent where it does not come', async () => {
  let connected = false;
  const { models, log } = watched({ come: () => connected });
  models.wantIdly('dates');
  await settled();
  assert.deepEqual(log, ['idle', 'fetched dates']);
  connected = true;
  models.want(['dates']);
  await settled();
  assert.equal(log.at(-1), 'came dates');
});
