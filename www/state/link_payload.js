/**
 * What a link carries beside settings and cursors: the sequence, weights that were changed, gates that are held.
 *
 * Invariant: every reader answers something that can be shown, and says what it could not use.
 */

import { words } from '../words/words.js';
import { MOST_TEXT, pack, unpack } from './pack.js';
import { clamp, MOST_STEPS, readNumber } from './settings.js';

/** @import {Hold, Model, Sequence, Setting} from '../types.d.ts' */

/** @typedef {Model['attn']['forced'][number]} Forced */
/** @typedef {[string, string][]} Pairs */
/** @typedef {Map<string, string>} Found the first value of every key */
/** @typedef {{pairs: Pairs, leftOut: string[]}} Written what goes into the link and what is too long for one */

/** The longest text of a person's own that a link carries, in characters. */
const MOST_CHARACTERS = 200;
/** The most holds at a time; the engine takes no more. */
const MOST_HOLDS = 64;
/** Between the parts of one hold or edit; it stands in links as it is. */
const GLUE = '~';
const EDIT = /^[a-z][\w.]{0,47}\.r\d{1,4}\.c\d{1,4}$/;
const GATE = /^[a-z]{1,8}$/;
const FORCED = /^(\d{1,2})~([a-z0-9,./$_-])$/i;
/** The space among symbols that are forced: they are a space apart. */
const BLANK = '_';

/** The keys this module writes and reads; `W.` begins one for each matrix. */
export const CARRIED = ['T', 'x', 'text', 'e', 'hold', 'gW', 'read', 'held', 'force', 'rows'];

/** @type {Written} */
const NOTHING = { pairs: [], leftOut: [] };

/** @param {Model} model @returns {Promise<Written>} */
async function writeSequence({ seq }) {
  switch (seq.kind) {
    case 'storybook':
      return NOTHING;
    case 'made':
      return { pairs: [['T', String(seq.steps)]], leftOut: [] };
    case 'text': {
      const tooLong = [...seq.text].length > MOST_CHARACTERS;
      if (tooLong) return { pairs: [], leftOut: [words.linkParts.text] };
      return { pairs: [['text', seq.text.toWellFormed()]], leftOut: [] };
    }
    case 'numbers': {
      const packed = await pack(seq.rows);
      if (packed === null) return { pairs: [], leftOut: [words.linkParts.numbers] };
      return { pairs: [['x', packed]], leftOut: [] };
    }
  }
}

/** @param {Model} model @returns {Promise<Written>} */
async function writeEdited({ edited, weights }) {
  if (edited === null || weights !== 'edited') return NOTHING;
  /** @type {Pairs} */
  const pairs = [];
  for (const name of Object.keys(edited).sort()) {
    const packed = await pack(edited[name] ?? []);
    if (packed === null) return { pairs: [], leftOut: [words.linkParts.weights] };
    pairs.push([`W.${name}`, packed]);
  }
  const length = pairs.reduce((sum, [name, text]) => sum + name.length + text.length, 0);
  return length > MOST_TEXT
    ? { pairs: [], leftOut: [words.linkParts.weights] }
    : { pairs, leftOut: [] };
}

/** The matrix under study, where it was edited by hand. @param {Model} model @returns {Promise<Written>} */
async function writeStudied({ grad: { base, edited } }) {
  if (base !== 'edited' || edited === null) return NOTHING;
  const packed = await pack(edited);
  if (packed === null) return { pairs: [], leftOut: [words.linkParts.studied] };
  return { pairs: [['gW', packed]], leftOut: [] };
}

/**
 * The single weights that are changed, where they are not those the lab opens with.
 * @param {Model} model
 * @param {Model} usual
 * @returns {Written}
 */
function writeEdits({ edits }, usual) {
  const names = Object.keys(edits).sort();
  const known = Object.keys(usual.edits);
  const same = (/** @type {string} */ name) => edits[name] === usual.edits[name];
  if (names.length === known.length && names.every(same)) return NOTHING;
  const text = names.map((name) => `${name.replace(/^p\./, '')}${GLUE}${edits[name]}`).join(',');
  if (text.length > MOST_TEXT) return { pairs: [], leftOut: [words.linkParts.edits] };
  return { pairs: [['e', text]], leftOut: [] };
}

/** @param {Model} model @returns {Written} */
function writeHolds({ holds }) {
  if (holds.length === 0) return NOTHING;
  const text = holds
    .map(({ gate, value, from, to }) => [gate, value, from, to].join(GLUE))
    .join(',');
  return { pairs: [['hold', text]], leftOut: [] };
}

/**
 * What a trained model reads, where it is another text, and what is forced on its answer.
 * @param {Model} model
 * @param {Model} usual
 * @returns {Promise<Written>}
 */
async function writeTranslated({ attn: { text, beside, forced, rows } }, usual) {
  /** @type {Pairs} */
  const pairs = [];
  const leftOut = [];
  if (text !== usual.attn.text) {
    if ([...text].length > MOST_CHARACTERS) leftOut.push(words.linkParts.attn);
    else pairs.push(['read', text.toWellFormed()]);
  }
  if (beside !== null) {
    if ([...beside].length > MOST_CHARACTERS) leftOut.push(words.linkParts.beside);
    else pairs.push(['held', beside.toWellFormed()]);
  }
  if (forced.length > 0) pairs.push(['force', forced.map(writeForced).join(' ')]);
  if (rows.length > 0) {
    const packed = await pack(rows.map((row) => [row.at, ...row.weights]));
    if (packed === null) leftOut.push(words.linkParts.rows);
    else pairs.push(['rows', packed]);
  }
  return { pairs, leftOut };
}

/** @param {Forced} forced */
const writeForced = ({ at, symbol }) => `${at}${GLUE}${symbol === ' ' ? BLANK : symbol}`;

/** @param {string} part @returns {Forced[]} none where it is no symbol that can be written */
function readForced(part) {
  const [, at, symbol] = FORCED.exec(part) ?? [];
  if (at === undefined || symbol === undefined) return [];
  return [{ at: Number(at), symbol: symbol === BLANK ? ' ' : symbol }];
}

/**
 * @param {Model} model
 * @param {Model} usual how the lab opens
 * @returns {Promise<Written & {withoutMatrices: boolean}>}
 */
export async function writeCarried(model, usual) {
  const matrices = await writeEdited(model);
  const parts = [
    await writeSequence(model),
    matrices,
    writeEdits(model, usual),
    writeHolds(model),
    await writeStudied(model),
    await writeTranslated(model, usual),
  ];
  return {
    pairs: parts.flatMap(({ pairs }) => pairs),
    leftOut: parts.flatMap(({ leftOut }) => leftOut),
    withoutMatrices: matrices.leftOut.length > 0,
  };
}

/** @param {Found} found @param {string[]} notices @returns {Promise<Sequence | null>} */
async function readSequence(found, notices) {
  const packed = found.get('x');
  if (packed !== undefined) {
    const rows = await unpack(packed);
    if (rows !== null) return { kind: 'numbers', rows };
    notices.push(words.linkBroken(words.linkParts.numbers));
  }
  const text = found.get('text');
  if (text !== undefined && text !== '') {
    const characters = [...text];
    if (characters.length > MOST_CHARACTERS) notices.push(words.linkCut(MOST_CHARACTERS));
    return { kind: 'text', text: characters.slice(0, MOST_CHARACTERS).join('') };
  }
  return readMade(found.get('T'), notices);
}

/** @type {Setting} */
const STEPS = {
  key: 'seq.steps',
  label: 'T',
  help: '',
  group: '',
  kind: 'integer',
  min: 1,
  max: MOST_STEPS,
  default: null,
};

/** @param {string | undefined} text @param {string[]} notices @returns {Sequence | null} */
function readMade(text, notices) {
  if (text === undefined) return null;
  const number = readNumber(text);
  const near = number === null ? null : clamp(STEPS, number);
  if (near === null) {
    notices.push(words.linkIgnored('T', text.slice(0, 24)));
    return null;
  }
  if (near !== number) notices.push(words.linkClamped('T', text.slice(0, 24), near));
  return { kind: 'made', steps: near };
}

/** @param {Found} found @param {string[]} notices @returns {Promise<Record<string, number[][]> | null>} */
async function readEdited(found, notices) {
  /** @type {[string, number[][]][]} */
  const matrices = [];
  for (const [key, text] of found) {
    const name = /^W\.([a-z][\w.]{0,47})$/.exec(key)?.[1];
    if (name === undefined) continue;
    const rows = await unpack(text);
    if (rows === null) {
      notices.push(words.linkBroken(words.linkParts.weights));
      return null;
    }
    matrices.push([name, rows]);
  }
  return matrices.length === 0 ? null : Object.fromEntries(matrices);
}

/** @param {Found} found @param {string[]} notices @returns {Record<string, number>} */
function readEdits(found, notices) {
  /** @type {Map<string, number>} */
  const edits = new Map();
  const parts = (found.get('e') ?? '').slice(0, MOST_TEXT).split(',');
  for (const part of parts.filter((each) => each !== '')) {
    const [name = '', text = ''] = part.split(GLUE);
    const value = readNumber(text);
    if (EDIT.test(name) && value !== null) edits.set(`p.${name}`, value);
    else notices.push(words.linkIgnored('e', part.slice(0, 40)));
  }
  return Object.fromEntries([...edits].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @param {string} text @returns {Hold | null} */
function readHold(text) {
  const [gate = '', ...numbers] = text.split(GLUE);
  const [value, from, to, more] = numbers.map(readNumber);
  const whole = (/** @type {number | null | undefined} */ step) =>
    typeof step === 'number' && Number.isInteger(step) && step >= 1 && step <= MOST_STEPS;
  if (!GATE.test(gate) || typeof value !== 'number' || more !== undefined) return null;
  if (!whole(from) || !whole(to) || Number(from) > Number(to)) return null;
  return { gate, value, from: Number(from), to: Number(to) };
}

/** @param {Found} found @param {string[]} notices @returns {Hold[]} */
function readHolds(found, notices) {
  const parts = (found.get('hold') ?? '').split(',').filter((part) => part !== '');
  /** @type {Hold[]} */
  const holds = [];
  for (const part of parts.slice(0, MOST_HOLDS)) {
    const hold = readHold(part);
    if (hold) holds.push(hold);
    else notices.push(words.linkIgnored('hold', part.slice(0, 40)));
  }
  return holds;
}

/** @param {Model['grad']} grad @param {Found} found @param {string[]} notices @returns {Promise<Model['grad']>} */
async function readStudied(grad, found, notices) {
  const packed = found.get('gW');
  const edited = packed === undefined ? null : await unpack(packed);
  if (packed !== undefined && edited === null) {
    notices.push(words.linkBroken(words.linkParts.studied));
  }
  const { base } = grad;
  // Without its matrix it would be another one.
  // A matrix that is not in force is not in a link either.
  if (base !== 'edited') return { ...grad, edited: null };
  return { ...grad, edited, base: edited === null ? 'orth' : base };
}

/** @param {Model['attn']} attn @param {Found} found @returns {Promise<Model['attn']>} */
async function readTranslated(attn, found) {
  /** @param {string} text */
  const cut = (text) => [...text].slice(0, MOST_CHARACTERS).join('');
  const text = found.get('read') ?? attn.text;
  const held = found.get('held');
  const packed = found.get('rows');
  const rows = packed === undefined ? null : await unpack(packed);
  return {
    ...attn,
    text: cut(text),
    beside: held === undefined ? attn.beside : cut(held),
    forced: (found.get('force') ?? '').split(' ').flatMap(readForced),
    rows: (rows ?? []).map(([at = 0, ...weights]) => ({ at, weights })),
  };
}

/**
 * The model with what the link carries.
 * @param {Model} model
 * @param {Found} found
 * @param {string[]} notices
 * @returns {Promise<Model>}
 */
export async function readCarried(model, found, notices) {
  const seq = (await readSequence(found, notices)) ?? model.seq;
  const edited = await readEdited(found, notices);
  const edits = found.has('e') ? readEdits(found, notices) : model.edits;
  const grad = await readStudied(model.grad, found, notices);
  const attn = await readTranslated(model.attn, found);
  return { ...model, seq, edited, edits, holds: readHolds(found, notices), grad, attn };
}
