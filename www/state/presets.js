/**
 * Presets: states with a name. Those of the lab are declared with it; a person's own are kept on this device.
 *
 * Invariant: opening one is a single step of undo, for the cursors too.
 */
import { presetWords as said } from '../words/presets.js';

/** @import {Storage} from './storage.js' */
/** @import {Store} from './store.js' */
/** @import {Own, Preset, State} from '../types.d.ts' */

/** @typedef {{name: string, link: string}} OwnPreset a name and the hash of its link */

const PLACE = 'presets';
/** More of a person's own than this are not kept. */
const MOST = 100;
const MOST_NAME = 60;

/**
 * The presets in a text, whatever else it holds.
 * @param {string | null} text
 * @returns {OwnPreset[] | null} null when it is no list of presets
 */
export function readPresets(text) {
  /** @type {unknown} */
  let found = null;
  try {
    found = JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
  if (!Array.isArray(found) || found.length === 0) return null;
  /** @type {OwnPreset[]} */
  const presets = [];
  for (const each of found.slice(0, MOST)) {
    const { name, link } = /** @type {Partial<OwnPreset>} */ (each ?? {});
    if (typeof name !== 'string' || typeof link !== 'string') return null;
    const hash = link.slice(Math.max(0, link.indexOf('#')));
    if (name.trim() === '' || !hash.startsWith('#')) return null;
    presets.push({ name: name.trim().slice(0, MOST_NAME), link: hash });
  }
  return presets;
}

/**
 * The settings of every declared lab, some of them otherwise.
 * @param {Own} usual
 * @param {Preset['model']['own']} own
 * @returns {Own}
 */
function roomsOf(usual, own = {}) {
  const rooms = Object.entries(usual).map(([name, room]) => {
    const other = own[/** @type {keyof Own} */ (name)];
    return [name, { ...room, ...other }];
  });
  return Object.fromEntries(rooms);
}

/**
 * One of each name, the later one.
 * @param {OwnPreset[]} presets
 */
const distinct = (presets) =>
  [...new Map(presets.map((each) => [each.name, each])).values()].slice(-MOST);

/**
 * @param {{
 *   store: Store,
 *   storage: Storage,
 *   opening: () => State,
 *   owned: (model: State['model'], wanted: State['model']) => State['model'],
 *   read: (hash: string) => Promise<State>,
 *   write: () => Promise<string>,
 *   opened: (name: string, look: string) => void,
 * }} page `opening`: how the lab on screen opens; `owned`: a model with what the lab
 *   is about as in another; `read` makes a state of a link, `write` a link of what is on screen
 */
export function createPresets({ store, storage, opening, owned, read, write, opened }) {
  let own = readPresets(storage.read(PLACE)) ?? [];

  /** @param {OwnPreset[]} next */
  function keep(next) {
    own = distinct(next);
    storage.write(PLACE, JSON.stringify(own));
  }

  return {
    get own() {
      return own;
    },
    /** @param {Preset} preset */
    open({ name, look, model, point }) {
      const { position, unit, k, model: usual } = opening();
      const whole = {
        ...usual,
        ...model,
        choices: { ...usual.choices, ...model.choices },
        grad: { ...usual.grad, ...model.grad },
        attn: { ...usual.attn, ...model.attn },
        own: roomsOf(usual.own, model.own),
      };
      store.command(said.label(name), owned(store.state.model, whole), {
        point: { position, unit, k, ...point },
      });
      opened(name, look);
    },
    /** @param {OwnPreset} preset */
    async openOwn({ name, link }) {
      const { model, ...point } = await read(link);
      store.command(said.label(name), model, { point });
      opened(name, said.yours);
    },
    /** @param {string} name */
    async save(name) {
      keep([...own, { name: name.trim().slice(0, MOST_NAME), link: await write() }]);
    },
    /** @param {OwnPreset} preset */
    remove(preset) {
      keep(own.filter((each) => each !== preset));
    },
    /** @param {OwnPreset[]} presets */
    add(presets) {
      keep([...own, ...presets]);
    },
    json: () => JSON.stringify(own, null, 2),
  };
}

/** @typedef {ReturnType<typeof createPresets>} Presets */
