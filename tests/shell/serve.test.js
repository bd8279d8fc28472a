import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { serve } from '../../tools/serve.js';

/** @type {string} */
let folder;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unrolled-'));
  await mkdir(join(folder, 'dist'));
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'dist', 'index.html'), '<p>page</p>');
  await writeFile(join(folder, 'dist', 'engine.wasm'), '');
  server = await serve({ folder: join(folder, 'dist'), base: '/some/path/', port: 0 });
});

after(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/**
 * Sends the path as it is; `fetch` would tidy it up first.
 * @param {string} path
 * @param {string} [method]
 * @returns {Promise<{status: number | undefined, type: string | undefined}>}
 */
function ask(path, method = 'GET') {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, type: response.headers['content-type'] });
    })
      .on('error', reject)
      .end();
  });
}

test('a folder is served under its path, each file as what it is', async () => {
  assert.deepEqual(await ask('/some/path/'), { status: 200, type: 'text/html; charset=utf-8' });
  assert.equal((await ask('/some/path/?embed=1')).status, 200);
  assert.equal((await ask('/some/path/engine.wasm')).type, 'application/wasm');
});

test('nothing outside the folder is served', async () => {
  const paths = ['/', '/index.html', '/some/path/../../secret.txt', '/some/path/..%2fsecret.txt'];
  for (const path of [...paths, '/some/path/%00', '/some/path/%', '/some/path/missing']) {
    assert.equal((await ask(path)).status, 404, path);
  }
  assert.equal((await ask('/some/path/', 'POST')).status, 405);
});
