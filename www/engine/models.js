/**
 * The trained models: fetched when a lab asks for them, once, from where the page came from.
 *
 * Invariant: a model that does not come or is damaged leaves everything else as it is; what is wrong is said, and asking
 * again tries again.
 */

import { whenIdle } from '../page/lazy.js';
import { explain } from './engine.js';

/** @typedef {{name: string, card: string, weights: Uint8Array}} Model */

/** @param {URL} address */
async function get(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status}`);
  return response;
}

/** @param {string} name @returns {Promise<Model>} */
export async function fetchModel(name) {
  const [card, weights] = await Promise.all([
    get(new URL(`../models/${name}.json`, import.meta.url)).then((it) => it.text()),
    get(new URL(`../models/${name}.safetensors`, import.meta.url)).then((it) => it.arrayBuffer()),
  ]);
  return { name, card, weights: new Uint8Array(weights) };
}

/**
 * @param {{
 *   give: (model: Model) => void,
 *   came: (name: string) => void,
 *   failed: (name: string, why: string | null) => void,
 *   fetchModel?: typeof fetchModel,
 *   idle?: typeof whenIdle,
 * }} page `give` hands it to the engine, which may refuse it; `failed` is told why, null where it did not come
 */
export function createModels({
  give,
  came,
  failed,
  fetchModel: get = fetchModel,
  idle = whenIdle,
}) {
  /** What has come, is on its way, or has failed. @type {Map<string, 'here' | 'coming' | 'failed'>} */
  const known = new Map();
  /** Those that nobody asked for and that are on their way. @type {Set<Promise<void>>} */
  const idly = new Set();

  /**
   * @param {string} name
   * @param {typeof failed} tell
   */
  async function bring(name, tell) {
    known.set(name, 'coming');
    /** @type {Model} */
    let model;
    try {
      model = await get(name);
    } catch {
      known.set(name, 'failed');
      return tell(name, null);
    }
    try {
      give(model);
    } catch (thrown) {
      known.set(name, 'failed');
      return tell(name, explain(thrown).message);
    }
    known.set(name, 'here');
    return came(name);
  }

  return {
    /** Brings those of these models that are not here yet. @param {readonly string[]} names */
    want(names) {
      for (const name of names) if (!known.has(name)) bring(name, failed);
    },
    /**
     * Brings a model that nobody asked for, when nothing else is to do; nor is it said where it does not come.
     * @param {string} name
     */
    wantIdly(name) {
      if (name === '' || known.has(name)) return;
      known.set(name, 'coming');
      /** @type {Promise<void>} */
      const coming = new Promise((done) => {
        idle(() => done(bring(name, () => known.delete(name))));
      });
      idly.add(coming);
      coming.finally(() => idly.delete(coming));
    },
    /** Waits until none of those that nobody asked for is on its way. */
    async rest() {
      while (idly.size > 0) await Promise.all(idly);
    },
    /** Tries again what has failed. @param {string} name */
    again(name) {
      if (known.get(name) === 'failed') bring(name, failed);
    },
    /** @param {string} name */
    state: (name) => known.get(name) ?? null,
  };
}

/** @typedef {ReturnType<typeof createModels>} Models */
