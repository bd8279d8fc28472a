import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { documents, hash, pinned } from '../parity.js';
import { expect, test } from './fixtures.js';

const FOLDER = new URL('../../www/wasm/', import.meta.url);

/** @type {Record<string, string>} */
const TYPES = { js: 'text/javascript', wasm: 'application/wasm' };

test('this browser answers every golden document with the bits of the native engine', async ({
  lab,
  page,
}) => {
  // The bundle keeps the engine to itself, so its package is served beside the page.
  await page.route('**/engine/*', async (route) => {
    const name = basename(new URL(route.request().url()).pathname);
    const contentType = TYPES[name.split('.').pop() ?? ''];
    await route.fulfill({ body: await readFile(new URL(name, FOLDER)), contentType });
  });
  await lab.open();
  const answers = await page.evaluate(async (texts) => {
    const address = new URL('engine/unrolled.js', document.baseURI).href;
    const engine = await import(/* @vite-ignore */ address);
    await engine.default();
    return texts.map((text) => engine.run(text));
  }, documents);
  expect(hash(answers)).toBe(pinned);
});
