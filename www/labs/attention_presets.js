/** The presets of the Attention lab: what each sets; their words are beside the other words. */
import { attentionWords as said } from '../words/attention.js';

/** @import {Preset} from '../types.d.ts' */

/** The 1 and the 2 of the day: outputs from 1, positions from 0. */
const DAY = { text: 'march 12 1999', at: 9, other: 7, positions: 14 };

/** All of a row's weight at one position. */
const ONLY_THERE = Array.from({ length: DAY.positions }, (_, at) => (at === DAY.other ? 1 : 0));

/** @type {Record<string, {attn: NonNullable<Preset['model']['attn']>, point?: Preset['point']}>} */
const STATES = {
  month: { attn: { text: '12th of march 1999' } },
  dayFirst: {
    attn: { text: '03/12/1999' },
    point: { position: { t: 6, op: 'weights', dir: 'f' } },
  },
  diagonal: {
    attn: { task: 'reverse', text: 'hello world 2024' },
    point: { position: { t: 1, op: 'weights', dir: 'f' }, panel: 'ribbons' },
  },
  bottleneck: {
    attn: { task: 'reverse', text: 'hello world 2024', attention: 'off' },
    point: { position: { t: 1, op: 'y', dir: 'f' } },
  },
  words: { attn: { text: '12th of march 1999', group: true } },
  gold: {
    attn: { task: 'reverse', text: 'hello world 2024', attention: 'off', feed: 'gold' },
    point: { position: { t: 8, op: 'y', dir: 'f' } },
  },
  mattered: { attn: { text: '12th of march 1999', mattered: true } },
  cliff: {
    attn: { task: 'reverse', text: 'abcdefghijklmnopqrstuvwxyz12' },
    point: { panel: 'lengths', position: { t: 26, op: 'weights', dir: 'f' } },
  },
  fog: { attn: { temperature: 5 } },
  alone: {
    attn: { model: 'alone', text: 'hello world 2024' },
    point: { position: { t: 1, op: 'weights', dir: 'f' } },
  },
  hand: {
    attn: { model: 'hand', scaled: false },
    point: { position: { t: 1, op: 'score', dir: 'f' } },
  },
  causal: {
    attn: { model: 'alone', text: 'hello world', causal: true },
    point: { position: { t: 8, op: 'weights', dir: 'f' } },
  },
  unplaced: {
    attn: { model: 'alone', text: 'hello world', placed: false },
    point: { position: { t: 1, op: 'weights', dir: 'f' } },
  },
  moved: {
    attn: { text: DAY.text, rows: [{ at: DAY.at, weights: ONLY_THERE }] },
    point: { position: { t: DAY.at, op: 'y', dir: 'f' } },
  },
};

/** What stands below where a preset says nothing else. */
const BELOW = /** @type {const} */ ({ panel: 'look' });

/** @type {Preset[]} */
export const attentionPresets = Object.entries(STATES).map(([id, { attn, point = {} }]) => ({
  id,
  name: said.presets[id]?.name ?? id,
  look: said.presets[id]?.look ?? '',
  model: { attn },
  point: { ...BELOW, ...point },
}));
