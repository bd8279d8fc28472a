import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cell } from '../../www/labs/cell.js';
import { decode, encode } from '../../www/link.js';
import { MOST_TEXT, pack, unpack } from '../../www/pack.js';
import { set } from '../../www/settings.js';
import { chance, defaults, schema } from './fixtures.js';

/** @typedef {import('../../www/types.d.ts').State} State */
/** @typedef {import('../../www/types.d.ts').Model} Model */

const time = { ...cell, id: 'time', lower: [] };
const openings = {
  cell: defaults,
  time: { ...defaults, lab: 'time', model: { ...defaults.model, cell: 'rnn' } },
};
const known = { schema, labs: [cell, time], openings };

/** @param {string} hash */
const open = (hash) => decode(hash, known);
/** @param {State} state */
const link = async (state) => (await encode(state, known)).hash;

/**
 * A state like those a person reaches.
 * @param {() => number} random
 * @returns {State}
 */
function anyState(random) {
  const pick = (/** @type {readonly string[]} */ among) =>
    among[Math.floor(random() * among.length)] ?? '';
  let { model } = defaults;
  for (const setting of schema) {
    if (random() < 0.5 || setting.key.startsWith('seq.')) continue;
    const value =
      setting.kind === 'choice'
        ? pick(
            (setting.choices ?? []).map((each) => each.value).filter((each) => each !== 'edited'),
          )
        : setting.kind === 'integer'
          ? Math.floor(random() * 60) + 2
          : setting.kind === 'number'
            ? (random() - 0.5) * 10
            : random() < 0.3
              ? null
              : Array.from({ length: 3 }, () => (random() - 0.5) * 1e-3);
    model = set(model, setting.key, value);
  }
  const kind = pick(['storybook', 'numbers', 'text', 'made']);
  if (kind === 'numbers') {
    const columns = 1 + Math.floor(random() * 4);
    const rows = Array.from({ length: 1 + Math.floor(random() * 20) }, () =>
      Array.from({ length: columns }, () => random() * 10 ** Math.floor(random() * 40 - 20)),
    );
    model = { ...model, seq: { kind, rows } };
  }
  if (kind === 'text') {
    const signs = ['a', ' ', '&', '=', '%', '#', '+', '👩‍👩‍👧', 'ש', '<', '\n', '\u0000', 'é', ','];
    const text = Array.from({ length: 1 + Math.floor(random() * 30) }, () => pick(signs)).join('');
    model = { ...model, seq: { kind, text } };
  }
  if (kind === 'made') {
    model = { ...model, seq: { kind, steps: 1 + Math.floor(random() * 500) } };
  }
  if (random() < 0.5) {
    const names = ['p.bias_ih_l0.r1.c1', 'p.head.weight.r1.c64', 'p.weight_hh_l0.r256.c2'];
    const edits = names.filter(() => random() < 0.5).map((name) => [name, (random() - 0.5) * 1e-7]);
    model = { ...model, edits: Object.fromEntries(edits) };
  }
  if (random() < 0.5) {
    const from = 1 + Math.floor(random() * 400);
    const hold = { gate: pick(['f', 'i', 'o', 'z']), value: random() - 0.5, from, to: from + 100 };
    model = { ...model, holds: [hold, { gate: 'r', value: 0, from: 1, to: 500 }] };
  }
  return {
    ...defaults,
    model,
    panel: /** @type {State['panel']} */ (pick(['numbers', 'weights', 'cards', 'road'])),
    pair: random() < 0.5,
    position: {
      t: 1 + Math.floor(random() * 500),
      op: pick(['u', 'dcprev', 'h']),
      dir: random() < 0.5 ? 'f' : 'b',
    },
    unit: 1 + Math.floor(random() * 64),
    level: /** @type {State['level']} */ (pick(['symbols', 'vectors', 'numbers'])),
    notation: /** @type {State['notation']} */ (pick(['lesson', 'pytorch'])),
    table: random() < 0.5,
  };
}

test('any state comes back from its link, bit for bit, and its link is the same again', async () => {
  const random = chance(20261121);
  for (let round = 0; round < 300; round += 1) {
    const state = anyState(random);
    const hash = await link(state);
    const { state: back, notices } = await open(hash);
    assert.deepEqual(back, state, hash);
    assert.deepEqual(notices, [], hash);
    assert.equal(await link(back), hash);
  }
});

test('a link cut anywhere still opens a state whose own link works', async () => {
  const random = chance(5);
  for (let round = 0; round < 30; round += 1) {
    const hash = await link(anyState(random));
    for (let end = 0; end < hash.length; end += 7) {
      const { state } = await open(hash.slice(0, end));
      assert.deepEqual((await open(await link(state))).state, state);
    }
  }
});

test('a link with any letter changed still opens', async () => {
  const random = chance(77);
  for (let round = 0; round < 300; round += 1) {
    const letters = [...(await link(anyState(random)))];
    letters[Math.floor(random() * letters.length)] = String.fromCharCode(32 + random() * 300);
    const { state } = await open(letters.join(''));
    assert.deepEqual((await open(await link(state))).state, state);
  }
});

test('the opening state has the shortest link, and no link opens it', async () => {
  assert.equal(await link(defaults), '#v=1');
  for (const hash of ['', '#', '#v=1']) {
    assert.deepEqual(await open(hash), { state: defaults, unknown: [], notices: [] });
  }
});

test('keys have one order, defaults are left out, decimals are the shortest', async () => {
  const model = {
    ...defaults.model,
    cell: 'gru',
    fBias: 0.1,
    seed: 8,
    choices: { reset: 'after' },
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
  ['fb', '1e9', 20],
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
  assert.equal(hash, '#v=1');
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
    assert.equal(hash, '#v=1');
    assert.equal(leftOut.length, 1);
  }
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
  const { hash } = await encode({ ...openings.time, unit: 3 }, known);
  assert.equal(hash, '#v=1&lab=time&u=3');
  const { state } = await open(hash);
  assert.deepEqual([state.lab, state.model.cell, state.unit], ['time', 'rnn', 3]);
  const lstm = await encode({ ...openings.time, model: defaults.model }, known);
  assert.equal(lstm.hash, '#v=1&lab=time&cell=lstm');
});

test('a lab that does not exist opens as the first, and a pane of another lab is not shown', async () => {
  assert.equal((await open('#v=1&lab=poetry')).state.lab, 'cell');
  assert.equal((await open('#v=1&lab=cell&panel=road')).state.panel, 'road');
  assert.equal((await open('#v=1&lab=time&panel=road')).state.panel, defaults.panel);
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
