import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labs } from '../../www/labs/labs.js';
import { decode, encode } from '../../www/state/link.js';
import { openingOf } from '../../www/state/openings.js';
import { MOST_TEXT, pack, unpack } from '../../www/state/pack.js';
import { get, set } from '../../www/state/settings.js';
import { anyOf } from './any_state.js';
import { engine } from './engine.js';
import { chance, defaults, openings, schema } from './fixtures.js';

/** @typedef {import('../../www/types.d.ts').State} State */

const known = { schema, labs, openings };
const settings = schema.filter(({ key }) => !key.startsWith('seq.'));

/** @param {string} hash */
const open = (hash) => decode(hash, known);
/** @param {State} state */
const link = async (state) => (await encode(state, known)).hash;

test('any state comes back from its link, bit for bit, and its link is the same again', async () => {
  const any = anyOf(chance(20261121));
  for (let round = 0; round < 400; round += 1) {
    const state = any.state();
    const hash = await link(state);
    const { state: back, notices } = await open(hash);
    assert.deepEqual(back, state, hash);
    assert.deepEqual(notices, [], hash);
    assert.equal(await link(back), hash);
  }
});

/** Fields whose own keys are a person's. */
const MAPS = ['model.seq', 'model.edited', 'model.edits'];

/** Every field with its value, by its dotted name. @param {unknown} value @param {string} [name] @returns {[string, unknown][]} */
function fields(value, name = '') {
  const inner = value !== null && typeof value === 'object' && !Array.isArray(value);
  if (!inner || MAPS.includes(name)) return [[name, value]];
  return Object.entries(value).flatMap(([key, inner]) =>
    fields(inner, name === '' ? key : `${name}.${key}`),
  );
}

/** Belong to what the engine can study; nothing on the page sets them. */
const OUT_OF_REACH = ['model.grad.h0', 'model.grad.gradient'];

test('no field of the state, of the schema or of a lab is left out of what is tried', () => {
  const any = anyOf(chance(8));
  /** @type {Map<string, Set<string>>} */
  const seen = new Map();
  for (let round = 0; round < 300; round += 1) {
    for (const [name, value] of fields(any.state(0.5))) {
      seen.set(name, (seen.get(name) ?? new Set()).add(JSON.stringify(value)));
    }
  }
  const still = [...seen].filter(([, values]) => values.size === 1).map(([name]) => name);
  assert.deepEqual(still, OUT_OF_REACH);
  assert.equal(seen.get('lab')?.size, labs.length);
  for (const { key, kind, choices = [] } of settings) {
    const values = seen.get(`model.${key}`)?.size ?? 0;
    assert.ok(values >= (kind === 'switch' ? 2 : Math.max(choices.length, 2)), key);
  }
  const declared = Object.keys(engine.defaults());
  const beside = ['pair', 'unit', 'translating', 'open'];
  assert.deepEqual(
    Object.keys(defaults.model),
    declared.filter((key) => !beside.includes(key)),
  );
});

test('every setting has a key of its own in links, in every lab', async () => {
  const any = anyOf(chance(4));
  /** @type {Map<string, string>} */
  const keys = new Map();
  for (const opening of Object.values(openings)) {
    const bare = new URLSearchParams((await link({ ...opening, k: 7 })).slice(1));
    for (const setting of settings) {
      const usual = get(opening.model, setting.key);
      let value = any.value(setting);
      while (JSON.stringify(value) === JSON.stringify(usual)) value = any.value(setting);
      const state = { ...opening, model: set(opening.model, setting.key, value), k: 7 };
      const parts = new URLSearchParams((await link(state)).slice(1));
      const [key, ...more] = [...parts.keys()].filter((each) => !bare.has(each));
      assert.ok(key !== undefined && more.length === 0, `${setting.key}: ${parts}`);
      assert.equal(keys.get(key) ?? setting.key, setting.key, key);
      keys.set(key, setting.key);
      const hash = `#${parts}`.replaceAll('+', '%20');
      assert.deepEqual((await open(hash)).state, state, setting.key);
    }
  }
  assert.equal(keys.size, settings.length);
});

test('a link cut anywhere still opens a state whose own link works', async () => {
  const any = anyOf(chance(5));
  for (let round = 0; round < 30; round += 1) {
    const hash = await link(any.state(0.3));
    for (let end = 0; end < hash.length; end += 17) {
      const { state } = await open(hash.slice(0, end));
      assert.deepEqual((await open(await link(state))).state, state);
    }
  }
});

test('a link with any letter changed still opens', async () => {
  const random = chance(77);
  const any = anyOf(random);
  for (let round = 0; round < 300; round += 1) {
    const letters = [...(await link(any.state()))];
    letters[Math.floor(random() * letters.length)] = String.fromCharCode(32 + random() * 300);
    const { state } = await open(letters.join(''));
    assert.deepEqual((await open(await link(state))).state, state);
  }
});

test('the opening state has the shortest link, and no link opens it', async () => {
  const first = openings[labs[0]?.id ?? ''];
  assert.ok(first);
  assert.equal(await link(first), '#v=1');
  for (const hash of ['', '#', '#v=1']) {
    assert.deepEqual(await open(hash), { state: first, unknown: [], notices: [] });
  }
});

test('keys have one order, defaults are left out, decimals are the shortest', async () => {
  const model = {
    ...defaults.model,
    cell: 'gru',
    fBias: 0.1,
    seed: 8,
    choices: { ...defaults.model.choices, reset: 'after' },
  };
  const state = { ...defaults, model, position: { t: 2, op: 'dh', dir: /** @type {'b'} */ ('b') } };
  assert.equal(await link(state), '#v=1&cell=gru&reset=after&seed=8&fb=0.1&t=2&op=dh&dir=b');
});

test('keys of another version are kept and passed on, in their order', async () => {
  const { state, unknown } = await open('#v=1&zoom=2&cell=gru&colour=a%26b');
  const { hash } = await encode(state, known, unknown);
  assert.equal(hash, '#v=1&cell=gru&zoom=2&colour=a%26b');
});

test('changed weights, held gates, a made sequence and the lower pane have short keys in one order', async () => {
  const model = {
    ...defaults.model,
    edits: { 'p.weight_hh_l0.r3.c2': -0.5, 'p.bias_ih_l0.r1.c1': 2 },
    holds: [{ gate: 'o', value: 0, from: 2, to: 5 }],
    seq: { kind: /** @type {'made'} */ ('made'), steps: 60 },
    precision: /** @type {'f32'} */ ('f32'),
  };
  const state = { ...defaults, model, panel: /** @type {'road'} */ ('road'), pair: true };
  assert.equal(
    await link(state),
    '#v=1&prec=f32&T=60&e=bias_ih_l0.r1.c1~2,weight_hh_l0.r3.c2~-0.5&hold=o~0~2~5&panel=road&pair=1',
  );
});

for (const [part, said] of /** @type {[string, RegExp][]} */ ([
  ['e=weight_hh_l0.r1.c1~NaN', /e = /],
  ['e=__proto__~1', /e = /],
  ['e=weight_hh_l0~1', /e = /],
  ['hold=o~0~5~2', /hold = /],
  ['hold=o~0~0~2', /hold = /],
  ['hold=o~1e400~1~2', /hold = /],
  ['hold=o~0~1~2~3', /hold = /],
  ['hold=constructor~0~1~2', /hold = /],
  ['T=0', /nearest is 1/],
  ['T=5000', /nearest is 500/],
  ['T=many', /T = /],
])) {
  test(`${part} in a link is named in a notice, and the rest opens`, async () => {
    const { state, notices } = await open(`#v=1&cell=gru&${part}`);
    assert.equal(state.model.cell, 'gru');
    assert.deepEqual(state.model.edits, {});
    assert.deepEqual(state.model.holds, []);
    assert.equal(notices.length, 1);
    assert.match(notices[0] ?? '', said);
  });
}

test('a link of a newer version says so', async () => {
  const { notices } = await open('#v=9&cell=gru');
  assert.equal(notices.length, 1);
  assert.match(notices[0] ?? '', /newer/);
});

for (const [key, text, near] of /** @type {[string, string, number | null][]} */ ([
  ['H', '0', 1],
  ['H', '-5', 1],
  ['H', '1000000', 64],
  ['H', '2.6', 3],
  ['H', 'NaN', null],
  ['H', 'Infinity', null],
  ['H', '1e400', null],
  ['H', '0x10', null],
  ['H', '', null],
  ['H', '__proto__', null],
  ['fb', '1e9', 6],
  ['fb', '-Infinity', null],
])) {
  test(`${key}=${text || 'nothing'} opens ${near ?? 'the default'} and is named in a notice`, async () => {
    const { state, notices } = await open(`#v=1&${key}=${text}`);
    const value = key === 'H' ? state.model.H : state.model.fBias;
    const usual = key === 'H' ? defaults.model.H : defaults.model.fBias;
    assert.equal(value, near ?? usual);
    assert.equal(notices.length, 1);
    assert.ok((notices[0] ?? '').includes(key));
  });
}

test('an unknown choice is left as it is and named', async () => {
  const { state, notices } = await open('#v=1&cell=transformer&w=__proto__');
  assert.deepEqual(state, defaults);
  assert.equal(notices.length, 2);
});

test('no link reaches a prototype', async () => {
  const hash =
    '#v=1&__proto__=1&constructor=2&__proto__.polluted=yes&choices.__proto__=x&W.__proto__=AA&lvl=__proto__&dir=constructor&not=toString&op=__proto__';
  const { state } = await open(hash);
  assert.equal(/** @type {Record<string, unknown>} */ ({}).polluted, undefined);
  assert.deepEqual(state, defaults);
});

test('a hundred thousand characters are cut, not choked on', async () => {
  const { state, notices } = await open(`#v=1&text=${'👩‍👧'.repeat(20_000)}`);
  assert.equal(state.model.seq.kind, 'text');
  assert.equal(state.model.seq.kind === 'text' && [...state.model.seq.text].length, 200);
  assert.equal(notices.length, 1);
  await open(`#${'a=1&'.repeat(50_000)}`);
  await open(`#v=1&x=${'A'.repeat(100_000)}`);
});

test('broken percent signs and lone surrogates are survived', async () => {
  const { state } = await open('#v=1&cell=%E0%A4%A&text=%ED%A0%80&H=5');
  assert.equal(state.model.H, 5);
  const lone = {
    ...defaults,
    model: { ...defaults.model, seq: { kind: /** @type {'text'} */ ('text'), text: '\ud800' } },
  };
  assert.match(await link(lone), /text=%EF%BF%BD/);
});

test('a damaged sequence opens the storybook and says so', async () => {
  const packed = (await pack([[1, 2]])) ?? '';
  for (const text of [packed.slice(0, -4), '!!', 'AAAA', '']) {
    const { state, notices } = await open(`#v=1&x=${text}`);
    assert.equal(state.model.seq.kind, 'storybook', text);
    assert.equal(notices.length, 1, text);
  }
});

test('edited weights travel in the link under their own names', async () => {
  const edited = { weight_ih_l0: [[0.1, -2]], 'head.bias': [[1e-300]] };
  const state = { ...defaults, model: { ...defaults.model, weights: 'edited', edited } };
  const { state: back } = await open(await link(state));
  assert.deepEqual(back, state);
});

test('weights that are promised but missing fall back to the storybook', async () => {
  const { state } = await open('#v=1&w=edited');
  assert.equal(state.model.weights, 'storybook');
});

test('more changed weights than fit into a link are left out and named', async () => {
  const entries = Array.from({ length: 400 }, (_, at) => [`p.weight_hh_l0.r${at + 1}.c1`, at]);
  const model = { ...defaults.model, edits: Object.fromEntries(entries) };
  const { hash, leftOut } = await encode({ ...defaults, model }, known);
  assert.equal(hash, '#v=1&lab=cell');
  assert.deepEqual(leftOut, ['the changed weights']);
});

test('what is too long for a link is left out and named', async () => {
  const random = chance(3);
  const rows = Array.from({ length: 500 }, () => [random(), random()]);
  const numbers = { ...defaults.model, seq: { kind: /** @type {'numbers'} */ ('numbers'), rows } };
  const text = {
    ...defaults.model,
    seq: { kind: /** @type {'text'} */ ('text'), text: 'a'.repeat(201) },
  };
  for (const model of [numbers, text]) {
    const { hash, leftOut } = await encode({ ...defaults, model }, known);
    assert.equal(hash, '#v=1&lab=cell');
    assert.equal(leftOut.length, 1);
  }
});

test('what is held and forced on a translation is named where it is too long, and a space is a symbol', async () => {
  const random = chance(9);
  const weights = () => Array.from({ length: 60 }, random);
  const rows = Array.from({ length: 40 }, (_, at) => ({ at: at + 1, weights: weights() }));
  const forced = [
    { at: 5, symbol: ' ' },
    { at: 6, symbol: 'a' },
  ];
  const attn = { ...defaults.model.attn, beside: 'a'.repeat(201), rows, forced };
  const state = { ...defaults, model: { ...defaults.model, attn } };
  const { hash, leftOut } = await encode(state, known);
  assert.equal(leftOut.length, 2);
  assert.deepEqual((await open(hash)).state.model.attn.forced, forced);
});

test('packing keeps every bit, and knows what it did not pack', async () => {
  const rows = [
    [0.1, -0, 5e-324],
    [Number.MAX_VALUE, -1 / 3, 1],
  ];
  const back = await unpack((await pack(rows)) ?? '');
  assert.deepEqual(back, rows);
  assert.ok(Object.is(back?.[0]?.[1], -0));
  for (const values of [[[Number.NaN]], [[Infinity]], [[]], []]) {
    assert.equal(await unpack((await pack(values)) ?? ''), null);
  }
});

test('a small text that inflates to a great deal is refused', async () => {
  const bytes = new Blob([new Uint8Array(3_000_000)]).stream();
  const deflated = bytes.pipeThrough(new CompressionStream('deflate-raw'));
  const text = Buffer.from(await new Response(deflated).arrayBuffer()).toString('base64url');
  assert.ok(text.length < MOST_TEXT);
  assert.equal(await unpack(text), null);
});

test('a link says how closely the cell is looked at, and which view is alone', async () => {
  const sight = { zoom: 1.9531, x: 0.25, y: 0.7001 };
  const { hash } = await encode({ ...defaults, alone: 'cell', sight }, known);
  assert.equal(hash, '#v=1&one=cell&z=1.9531,0.25,0.7001');
  const { state, notices } = await open(hash);
  assert.deepEqual([state.alone, state.sight, notices], ['cell', sight, []]);
  for (const bad of ['401,0.5,0.5', '2,0.5', '2,0.5,1.1', '2,0.5,0.5,0.5', 'NaN,0,0', '']) {
    const read = await open(`#v=1&z=${bad}&one=nothing`);
    assert.deepEqual([read.state.sight, read.state.alone], [defaults.sight, null], bad);
    assert.equal(read.notices.length, 1, bad);
  }
});

test('a link names its lab, and leaves out what is as that lab opens', async () => {
  const time = openingOf(openings, 'time');
  const { hash } = await encode({ ...time, unit: 3 }, known);
  assert.equal(hash, '#v=1&lab=time&u=3');
  const { state } = await open(hash);
  assert.deepEqual([state.lab, state.model.cell, state.unit], ['time', 'rnn', 3]);
  const model = { ...time.model, cell: 'lstm' };
  const lstm = await encode({ ...time, model }, known);
  assert.equal(lstm.hash, '#v=1&lab=time&cell=lstm');
});

test('a lab that does not exist is named and opens as the first, and a pane of another lab is not shown', async () => {
  const { state, notices } = await open('#v=1&lab=poetry');
  assert.equal(state.lab, labs[0]?.id);
  assert.match(notices.join(), /lab = “poetry”/);
  assert.equal((await open('#v=1&lab=cell&panel=road')).state.panel, 'road');
  assert.equal((await open('#v=1&lab=time&panel=road')).state.panel, openings.time?.panel);
});

test('a matrix under study that was edited by hand is in the link, and a broken one is said', async () => {
  const edited = [
    [0.8, 2],
    [0, -1 / 3],
  ];
  const grad = { ...defaults.model.grad, base: 'edited', edited, rho: null };
  const { hash } = await encode({ ...defaults, model: { ...defaults.model, grad } }, known);
  assert.deepEqual((await open(hash)).state.model.grad.edited, edited);
  const broken = await open('#v=1&gW=nonsense');
  assert.deepEqual(broken.state.model.grad, defaults.model.grad);
  assert.equal(broken.notices.length, 1);
});

test('what a trained model reads and what is forced on it come back from a link', async () => {
  const attn = {
    ...defaults.model.attn,
    text: 'hello & = 100 % 😀',
    forced: [
      { at: 7, symbol: '4' },
      { at: 8, symbol: '$' },
    ],
    rows: [{ at: 2, weights: [0, 0.25, 0.75] }],
  };
  const state = { ...defaults, model: { ...defaults.model, attn } };
  const { state: back } = await open(await link(state));
  assert.deepEqual(back.model.attn, attn);
  const empty = { ...state, model: { ...state.model, attn: { ...attn, text: '' } } };
  assert.equal((await open(await link(empty))).state.model.attn.text, '');
  assert.deepEqual((await open('#force=7~xx 0 %20&rows=zz')).state.model.attn.forced, []);
});
