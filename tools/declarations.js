/**
 * Writes out what the engine declares, so that the page knows its labs before the engine runs and its types are those of
 * the engine: `www/wasm/labs.js` and its types.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './process.js';

/** @import {About, AboutCell, EngineModule, Setting} from '../www/types.d.ts' */

const ROOM = /^own\.(\w+)\.(\w+)$/;

/** The type of a setting's value. @param {Setting} setting */
function typeOf({ kind, choices = [], default: usual, empty }) {
  const types = {
    choice: choices.map(({ value }) => `'${value}'`).join(' | '),
    integer: 'number',
    number: 'number',
    vector: 'number[]',
    switch: 'boolean',
    text: 'string',
  };
  const mayBeEmpty = usual === null || empty !== undefined || kind === 'vector';
  return mayBeEmpty ? `${types[kind]} | null` : types[kind];
}

/** The settings of all declared labs, lab by lab. @param {Setting[]} schema */
function roomsOf(schema) {
  /** @type {Map<string, string[]>} */
  const rooms = new Map();
  for (const setting of schema) {
    const [, room, name] = ROOM.exec(setting.key) ?? [];
    if (room === undefined) continue;
    const line = `    /** ${setting.help} */\n    ${name}: ${typeOf(setting)};`;
    rooms.set(room, [...(rooms.get(room) ?? []), line]);
  }
  return [...rooms].map(([room, lines]) => `  ${room}: {\n${lines.join('\n')}\n  };`);
}

/** @param {About[]} labs */
const viewsOf = (labs) =>
  labs.flatMap(({ views }) => views.map(({ name }) => `'${name}'`)).join(' | ');

/** What the page is checked against. @param {Setting[]} schema @param {About[]} labs */
export const typesOf = (schema, labs) => `/** Made by the build from what the engine declares. */
import type { Model, Preset, Sheet } from '../types.d.ts';

/** What each lab that is declared has of its own. */
export interface Own {
${roomsOf(schema).join('\n')}
}
/** The views of all labs that are declared. */
export type DeclaredView = ${viewsOf(labs)};
/** What a lab is called and consists of. */
export interface About {
  id: string;
  key: string;
  title: string;
  stage: string;
  layout: string;
  shownIn: string[];
  /** The parts of the model that are its own; all that is left if there are none. */
  owns: (keyof Model)[];
  /** What is stepped through, where that is not time. */
  counts: { short: string; label: string; value: string } | null;
  sheet: Sheet | null;
  views: {
    name: DeclaredView;
    place: 'top' | 'middle' | 'lower';
    short: string;
    title: string;
    handles: { begins: string; upright: boolean }[];
    gradual: boolean;
  }[];
  groups: { id: string; title: string; icon: string }[];
  presets: Preset[];
  opening: [number, string, 'f' | 'b'];
}
export const declared: About[];
/** What a cell is called, the kind it is compared with, and its gates that can be held. */
export interface AboutCell {
  kind: string;
  title: string;
  counterpart: string | null;
  gates: { letter: string; name: string; role: string }[];
}
export const cells: AboutCell[];
`;

/** What the page knows before the engine runs. @param {About[]} labs @param {AboutCell[]} cells */
export const listOf = (labs, cells) => `/** Made by the build from what the engine declares. */
export const declared = ${JSON.stringify(labs, null, 2)};
export const cells = ${JSON.stringify(cells, null, 2)};
`;

/** Asks the engine that was just built. */
export async function writeDeclarations() {
  const folder = join(root, 'www/wasm');
  const built = await import(pathToFileURL(join(folder, 'unrolled.js')).href);
  built.initSync({ module: await readFile(join(folder, 'unrolled_bg.wasm')) });
  const { cells, labs, schema } = /** @type {EngineModule} */ (built);
  await writeFile(join(folder, 'labs.js'), listOf(labs(), cells()));
  await writeFile(join(folder, 'labs.d.ts'), typesOf(schema(), labs()));
}
