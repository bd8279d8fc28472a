/**
 * The README says what a cell, a setting, a panel and a lab take: this does it in a copy of the tree, with the README's
 * own cell, and asks the copy what it declares and answers.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { listOf, typesOf } from '../../tools/declarations.js';
import { root } from '../../tools/process.js';

const copy = join(root, 'target', 'additions');
const PARTS = ['Cargo.toml', 'Cargo.lock', 'crate', 'tests', 'tools/wasm-build', 'www/models'];
const ADDED = join(root, 'tests/shell/additions');

/** @param {string} readme */
function cellOf(readme) {
  const [, code] = readme.match(/## Add a cell.*?```rust\n(.*?)```/s) ?? [];
  assert.ok(code, 'the README shows a cell');
  return code;
}

/** Writes more after a line of the copy. @param {string} path @param {string} line @param {string} more */
function addAfter(path, line, more) {
  const file = join(copy, path);
  const text = readFileSync(file, 'utf8');
  assert.ok(text.includes(line), `${path} holds ${line}`);
  writeFileSync(
    file,
    text.replace(line, () => line + more),
  );
}

/** @param {string[]} args */
function cargo(...args) {
  const env = { ...process.env, CARGO_TARGET_DIR: join(root, 'target') };
  const done = spawnSync('cargo', args, { cwd: copy, env, encoding: 'utf8' });
  assert.equal(done.status, 0, `${done.stdout}\n${done.stderr}`);
  return done.stdout;
}

function addCell() {
  const cells = 'crate/engine/src/model/cells';
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  writeFileSync(join(copy, cells, 'mgu.rs'), cellOf(readme));
  addAfter(`${cells}/mod.rs`, 'cells! { rnn, gru, lstm', ', mgu');
}

function addSetting() {
  const about = 'Field::new("wiring", "Extra", "More.").whole(1.0, 9.0).link("xtr")';
  const line = `\n/// Something more.\nextra: f64 = 3.0, ${about};`;
  addAfter('crate/labs/src/tasks/settings.rs', 'pub struct TaskSettings in "tasks" {', line);
}

function addPanel() {
  const lab = 'crate/labs/src/tasks/mod.rs';
  addAfter(lab, 'views: &[', 'View::new("extra", Place::Lower, "Extra", "Something more"),');
  addAfter(lab, 'match view {', '"extra" => Text(format!("{} more", self.own.extra)).into(),');
}

function addLab() {
  cpSync(join(ADDED, 'norms.rs'), join(copy, 'crate/labs/src/norms.rs'));
  addAfter('crate/labs/src/lib.rs', 'pub mod lab;', '\npub mod norms;');
  addAfter(
    'crate/labs/src/declared.rs',
    'labs! {\n    rooms {',
    '/** Lengths. */ norms: crate::norms::Norms,',
  );
}

/** @typedef {import('../../www/types.d.ts').Setting} Setting */
/** @typedef {import('../../www/types.d.ts').About} About */
/** @typedef {import('../../www/types.d.ts').AboutCell} AboutCell */

/**
 * What the copy declares and answers.
 * @type {{
 *   schema: Setting[], labs: About[], cells: AboutCell[], curves: string[], held: number, beside: string,
 *   norms: string, extra: string,
 * }}
 */
let told;

before(() => {
  rmSync(copy, { recursive: true, force: true });
  for (const part of PARTS) cpSync(join(root, part), join(copy, part), { recursive: true });
  for (const add of [addCell, addSetting, addPanel, addLab]) add();
  mkdirSync(join(copy, 'crate/labs/examples'));
  cpSync(join(ADDED, 'told.rs'), join(copy, 'crate/labs/examples/told.rs'));
  told = JSON.parse(cargo('run', '--quiet', '-p', 'unrolled-labs', '--example', 'told'));
});

after(() => rmSync(copy, { recursive: true, force: true }));

/** @param {string} key */
const settingOf = (key) => told.schema.find((setting) => setting.key === key);

/** @param {string} key */
const choicesOf = (key) => settingOf(key)?.choices?.map(({ label }) => label);

test('the equations, formulas and checks of a new cell follow from its file', () => {
  const packages = ['unrolled', 'unrolled-view', 'unrolled-labs'].flatMap((name) => ['-p', name]);
  const kinds = ['--', 'checks', 'explain::evaluate', 'model'];
  cargo('test', ...packages, '--test', 'engine', '--lib', ...kinds);
});

test('a new cell is in the menu, and its gate can be held', () => {
  assert.deepEqual(choicesOf('cell'), ['RNN', 'GRU', 'LSTM', 'MGU']);
  const { gates } = told.cells.find(({ kind }) => kind === 'mgu') ?? {};
  assert.deepEqual(gates, [{ letter: 'f', name: 'Forget', role: 'forget' }]);
  assert.equal(told.held, 1);
});

test('a new cell stands beside another one, and is a curve in Gradients with its own bias', () => {
  assert.equal(told.beside, 'gru');
  assert.deepEqual(choicesOf('grad.compare'), ['none', 'GRU', 'LSTM', 'MGU', 'GRU and LSTM']);
  assert.ok(told.curves.includes('MGU'), told.curves.join(', '));
  const biased = settingOf('grad.fBias')?.when?.find(({ key }) => key === 'grad.compare');
  assert.ok(biased?.is.includes('mgu'));
});

test('the page is told of a new cell and its gates, for the start cards and the buttons', async () => {
  const { cells } = await import(
    `data:text/javascript,${encodeURIComponent(listOf(told.labs, told.cells))}`
  );
  assert.deepEqual(cells, told.cells);
  assert.equal(cells.at(-1)?.title, 'MGU');
});

test('a new setting is a control, a key in links and a type after one declaration', () => {
  const { kind, link, label } = settingOf('own.tasks.extra') ?? {};
  assert.deepEqual({ kind, link, label }, { kind: 'integer', link: 'xtr', label: 'Extra' });
  assert.match(typesOf(told.schema, told.labs), / {4}extra: number;/);
});

test('a new panel is seen, and reads the setting, after its lines in the lab', () => {
  const views = told.labs.find(({ id }) => id === 'tasks')?.views;
  assert.equal(views?.[0]?.name, 'extra');
  assert.match(told.extra, /3 more/);
});

test('a new lab is a tab with settings, a picture and its table after one file', () => {
  const lab = told.labs.find(({ id }) => id === 'norms');
  assert.deepEqual([lab?.title, lab?.key], ['Norms', '6']);
  assert.match(typesOf(told.schema, told.labs), / {2}norms: \{/);
  assert.match(listOf(told.labs, told.cells), /"The length of the state"/);
  assert.match(told.norms, /length of h/);
});
