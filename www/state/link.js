/**
 * The state as a link and back: `#v=1&cell=gru&t=4&op=h`.
 *
 * Invariants: equal states give equal links (fixed order, defaults left out, shortest decimals); any text at all opens
 * the nearest valid state, and what was changed on the way is said; keys this version does not know are passed on.
 */

import { words } from '../words/words.js';
import { CARRIED, readCarried, writeCarried } from './link_payload.js';
import { clamp, get, MOST_ZOOM, readNumber, readSetting, set } from './settings.js';

/** @import {Openings} from './openings.js' */
/** @import {LabDeclaration, Model, Setting, Sight, State} from '../types.d.ts' */

/** @typedef {[string, string][]} Pairs */
/** @typedef {Pick<LabDeclaration, 'id' | 'lower' | 'views'>} Lab */
/**
 * @typedef {object} Known what a link is read and written against; what is as at the opening of its lab is left out
 * @property {Setting[]} schema
 * @property {Lab[]} labs the first is the one a bare address opens
 * @property {Openings} openings
 */

const VERSION = 1;
/** The lab of links that name none: there was no other when they were made. */
const OLDEST = 'cell';
/** Nobody makes a longer link by hand; a longer one is cut here. */
const MOST_LINK = 32_768;
/** Parts a link may have: more than there are settings, cursors and matrices to name. */
const MOST_PAIRS = 256;

/** Short keys of settings, in the order links have; a setting that is not here is written under its own name. */
const SHORT = new Map([
  ['cell', 'cell'],
  ['choices.reset', 'reset'],
  ['choices.update', 'update'],
  ['choices.activation', 'act'],
  ['choices.memory', 'mem'],
  ['H', 'H'],
  ['bias', 'bias'],
  ['head', 'head'],
  ['classes', 'C'],
  ['weights', 'w'],
  ['seed', 'seed'],
  ['fBias', 'fb'],
  ['zBias', 'zb'],
  ['precision', 'prec'],
  ['loss.kind', 'loss'],
  ['loss.at', 'at'],
  ['loss.reduce', 'red'],
  ['target', 'y'],
  ['h0', 'h0'],
  ['c0', 'c0'],
  ['start.how', 'start'],
  ['start.updates', 'upd'],
  ['start.rate', 'lr'],
  ['K', 'K'],
  ['detachEvery', 'every'],
  ['cuts', 'cut'],
  ['grad.rho', 'rho'],
  ['grad.source', 'of'],
  ['grad.base', 'base'],
  ['grad.feeding', 'a'],
  ['grad.H', 'gH'],
  ['grad.T', 'gT'],
  ['grad.seed', 'gseed'],
  ['grad.activation', 'gact'],
  ['grad.inputScale', 'in'],
  ['grad.precision', 'gprec'],
  ['grad.compare', 'cmp'],
  ['grad.fBias', 'gfb'],
  ['grad.zBias', 'gzb'],
  ['clip.tau', 'tau'],
  ['clip.how', 'clip'],
  ['clip.of', 'clipof'],
  ['clip.gradient', 'g'],
  ['attn.task', 'task'],
  ['attn.attention', 'attn'],
  ['attn.score', 'score'],
  ['attn.temperature', 'temp'],
  ['attn.feed', 'feed'],
  ['attn.own', 'ownshare'],
  ['attn.group', 'byword'],
  ['attn.follow', 'follow'],
  ['attn.mattered', 'mattered'],
  ['attn.against', 'against'],
]);

/** Whether a setting may stand empty: as the weights or the matrix have it. @param {Setting} setting */
const mayBeEmpty = ({ empty, default: usual }) => empty !== undefined || usual === null;

/** The cursors and the way things are shown; each with the values it may have, or a test. */
const LEVELS = /** @type {const} */ ({ sym: 'symbols', vec: 'vectors', num: 'numbers' });
const NOTATIONS = /** @type {const} */ ({ lesson: 'lesson', pytorch: 'pytorch' });
const OP = /^([a-z]\w{0,23}:)?[a-z][a-z0-9]{0,23}$/i;

/** Whether there is a loss at all comes with a pasted run; it has no control, but it belongs to the state. */
const LOSS = /** @type {Setting} */ ({
  key: 'loss.kind',
  label: 'loss.kind',
  kind: 'choice',
  choices: ['none', 'squared_error', 'cross_entropy'].map((value) => ({ value, label: value })),
});

/** @param {Pick<Setting, 'key' | 'link'>} setting */
const short = ({ key, link }) => link ?? SHORT.get(key) ?? key;

/** @param {Setting[]} schema */
function inOrder(schema) {
  const place = [...SHORT.keys()];
  const at = (/** @type {Setting} */ { key }) => {
    const known = place.indexOf(key);
    return known < 0 ? place.length : known;
  };
  // The length of a made sequence is part of the sequence.
  const settings = schema.filter(({ key }) => !key.startsWith('seq.'));
  const all = settings.some(({ key }) => key === LOSS.key) ? settings : [...settings, LOSS];
  return [...all].sort((a, b) => at(a) - at(b) || (a.key < b.key ? -1 : 1));
}

/** @param {unknown} value */
function write(value) {
  return Array.isArray(value) ? value.map(String).join(',') : String(value);
}

/**
 * @param {unknown} a
 * @param {unknown} b
 */
const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** @param {Sight} sight */
const writeSight = ({ zoom, x, y }) => [zoom, x, y].join();

/**
 * @param {string | undefined} text
 * @param {Sight} usual
 * @param {string[]} notices
 * @returns {Sight}
 */
function readSight(text, usual, notices) {
  if (text === undefined) return usual;
  const [zoom, x, y, more] = text.split(',').map(readNumber);
  const inside = (/** @type {number | null | undefined} */ share) =>
    typeof share === 'number' && share >= 0 && share <= 1;
  const near = typeof zoom === 'number' && zoom >= 1 && zoom <= MOST_ZOOM;
  if (near && inside(x) && inside(y) && more === undefined) {
    return { zoom, x: Number(x), y: Number(y) };
  }
  notices.push(words.linkIgnored('z', text.slice(0, 24)));
  return usual;
}

/**
 * @param {State} state
 * @param {State} defaults
 * @returns {Pairs}
 */
function cursors(state, defaults) {
  /** @type {[string, unknown, unknown][]} */
  const all = [
    ['u', state.unit, defaults.unit],
    ['t', state.position.t, defaults.position.t],
    ['op', state.position.op, defaults.position.op],
    ['dir', state.position.dir, defaults.position.dir],
    ['lvl', state.level.slice(0, 3), defaults.level.slice(0, 3)],
    ['not', state.notation, defaults.notation],
    ['view', state.table ? 'table' : 'canvas', defaults.table ? 'table' : 'canvas'],
    ['panel', state.panel, defaults.panel],
    ['pair', state.pair ? '1' : '0', defaults.pair ? '1' : '0'],
    ['one', state.alone ?? '', defaults.alone ?? ''],
    ['fold', state.folded ? '1' : '0', defaults.folded ? '1' : '0'],
    ['z', writeSight(state.sight), writeSight(defaults.sight)],
    ['k', state.k, defaults.k],
  ];
  return all
    .filter(([, value, usual]) => value !== usual)
    .map(([key, value]) => [key, write(value)]);
}

/**
 * The lab of a link that names none; undefined where it names one, or is bare.
 * @param {Iterable<string>} keys
 */
function labIn(keys) {
  const named = [...keys].filter((key) => key !== 'v');
  return named.length === 0 || named.includes('lab') ? undefined : OLDEST;
}

/** The name of the lab a link opens, before more is known of it. @param {string} hash */
export function labNamed(hash) {
  const found = split(hash);
  return labIn(found.keys()) ?? found.get('lab') ?? '';
}

/** @param {Known} known @param {string | undefined} id @returns {{lab: Lab, opening: State}} */
function opened({ labs, openings }, id) {
  const lab = labs.find((each) => each.id === id) ?? labs[0];
  const opening = lab && openings[lab.id];
  if (lab === undefined || opening === undefined) throw new Error('there is no lab');
  return { lab, opening };
}

/**
 * @param {State} state
 * @param {Known} known
 * @param {Pairs} [unknown] what an earlier link held and this version does not know
 * @returns {Promise<{hash: string, leftOut: string[]}>} `leftOut` names what is too long for a link
 */
export async function encode(state, known, unknown = []) {
  const { schema, labs } = known;
  const { opening: defaults } = opened(known, state.lab);
  const carried = await writeCarried(state.model, defaults.model);
  /** @type {Pairs} */
  const pairs = [['v', String(VERSION)]];
  for (const setting of inOrder(schema)) {
    const { key } = setting;
    const value = get(state.model, key);
    // Weights that do not fit must not be promised.
    const promised = key === 'weights' && carried.withoutMatrices;
    if (!promised && !same(value, get(defaults.model, key))) {
      pairs.push([short(setting), write(value ?? '')]);
    }
  }
  pairs.push(...carried.pairs, ...cursors(state, defaults), ...unknown);
  const assumed = pairs.length === 1 ? labs[0]?.id : OLDEST;
  if (state.lab !== assumed) pairs.splice(1, 0, ['lab', state.lab]);
  const hash = pairs
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&')
    .replaceAll('%2C', ',');
  return { hash: `#${hash}`, leftOut: carried.leftOut };
}

/**
 * @param {string} text
 * @returns {string | null} null when the percent signs are broken
 */
function plain(text) {
  try {
    return decodeURIComponent(text).toWellFormed();
  } catch {
    return null;
  }
}

/**
 * @param {string} hash
 * @returns {Map<string, string>} the first value of every key
 */
function split(hash) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const part of hash.replace(/^#/, '').slice(0, MOST_LINK).split('&', MOST_PAIRS)) {
    const cut = part.indexOf('=');
    const key = plain(cut < 0 ? part : part.slice(0, cut));
    const value = plain(cut < 0 ? '' : part.slice(cut + 1));
    if (key !== null && key !== '' && value !== null && !found.has(key)) found.set(key, value);
  }
  return found;
}

/**
 * @param {Model} model
 * @param {Setting} setting
 * @param {string} text
 * @param {string[]} notices
 * @returns {Model}
 */
function readOne(model, setting, text, notices) {
  if (text === '' && mayBeEmpty(setting)) return set(model, setting.key, null);
  const reading = readSetting(setting, text);
  if (reading.problem === undefined) return set(model, setting.key, reading.value);
  const number = setting.kind === 'integer' || setting.kind === 'number' ? readNumber(text) : null;
  const near = number === null ? null : clamp(setting, number);
  if (near === null) {
    notices.push(words.linkIgnored(short(setting), text.slice(0, 24)));
    return model;
  }
  notices.push(words.linkClamped(short(setting), text.slice(0, 24), near));
  return set(model, setting.key, near);
}

/**
 * @param {Map<string, string>} found
 * @param {string} key
 * @param {number} usual
 * @param {string[]} notices
 */
function readCount(found, key, usual, notices) {
  const text = found.get(key);
  if (text === undefined) return usual;
  const number = readNumber(text);
  const near = number === null ? usual : Math.min(Math.max(Math.round(number), 1), 100_000);
  if (near !== number) notices.push(words.linkClamped(key, text.slice(0, 24), near));
  return near;
}

/**
 * @template {string} T
 * @template {T | null} U
 * @param {Readonly<Record<string, T>>} among
 * @param {string | undefined} text
 * @param {U} usual
 * @returns {T | U}
 */
function readName(among, text, usual) {
  return (text !== undefined && Object.hasOwn(among, text) && among[text]) || usual;
}

/** @template {string} T @param {T[]} list @returns {Record<string, T>} */
const byName = (list) => Object.fromEntries(list.map((name) => [name, name]));

/**
 * @param {Map<string, string>} found
 * @param {Lab} lab
 * @param {State} defaults
 * @param {string[]} notices
 */
function readCursors(found, { lower = [], views }, defaults, notices) {
  const op = found.get('op');
  const view = found.get('view');
  return {
    unit: readCount(found, 'u', defaults.unit, notices),
    position: {
      t: readCount(found, 't', defaults.position.t, notices),
      op: op !== undefined && OP.test(op) ? op : defaults.position.op,
      dir: readName({ f: 'f', b: 'b' }, found.get('dir'), defaults.position.dir),
    },
    level: readName(LEVELS, found.get('lvl'), defaults.level),
    notation: readName(NOTATIONS, found.get('not'), defaults.notation),
    table: view === undefined ? defaults.table : view === 'table',
    panel: readName(byName(lower), found.get('panel'), defaults.panel),
    pair: found.has('pair') ? found.get('pair') === '1' : defaults.pair,
    alone:
      readName(byName(views.map(({ name }) => name)), found.get('one'), null) ?? defaults.alone,
    folded: found.has('fold') ? found.get('fold') === '1' : defaults.folded,
    sight: readSight(found.get('z'), defaults.sight, notices),
    k: readCount(found, 'k', defaults.k, notices),
  };
}

const CURSOR_KEYS = 'v lab u t op dir lvl not view panel pair one fold z k'.split(' ');

/**
 * @param {string} hash
 * @param {Known} known
 * @returns {Promise<{state: State, unknown: Pairs, notices: string[]}>}
 */
export async function decode(hash, known) {
  const { schema } = known;
  const found = split(hash);
  const named = labIn(found.keys()) ?? found.get('lab');
  const { lab, opening: defaults } = opened(known, named);
  /** @type {string[]} */
  const notices = [];
  if (named !== undefined && named !== lab.id) {
    notices.push(words.linkIgnored('lab', named.slice(0, 24)));
  }
  if ((readNumber(found.get('v') ?? '1') ?? 1) > VERSION) notices.push(words.linkNewer);
  let model = defaults.model;
  for (const setting of inOrder(schema)) {
    const text = found.get(short(setting));
    if (text !== undefined) model = readOne(model, setting, text, notices);
  }
  model = await readCarried(model, found, notices);
  if (model.weights === 'edited' && model.edited === null) {
    model = { ...model, weights: defaults.model.weights };
  }
  // Matrices that are not in force are not in a link either.
  if (model.weights !== 'edited') model = { ...model, edited: defaults.model.edited };
  const ours = new Set([...CURSOR_KEYS, ...CARRIED, ...inOrder(schema).map(short)]);
  /** @type {Pairs} */
  const unknown = [...found].filter(([key]) => !ours.has(key) && !key.startsWith('W.'));
  const cursorsThen = readCursors(found, lab, defaults, notices);
  return { state: { lab: lab.id, model, ...cursorsThen }, unknown, notices };
}
