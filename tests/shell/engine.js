/** The engine in Node: the very files the page loads. */
import { readFile } from 'node:fs/promises';
import init, * as engine from '../../www/wasm/unrolled.js';

const bytes = await readFile(new URL('../../www/wasm/unrolled_bg.wasm', import.meta.url));
await init({ module_or_path: bytes });

export { engine };

const models = new URL('../../www/models/', import.meta.url);

/**
 * A trained model as the page fetches it.
 * @param {string} name
 * @returns {Promise<import('../../www/engine/models.js').Model>}
 */
export async function shipped(name) {
  const card = await readFile(new URL(`${name}.json`, models), 'utf8');
  return {
    name,
    card,
    weights: new Uint8Array(await readFile(new URL(`${name}.safetensors`, models))),
  };
}
