/** The README says that a cell is one file and one word: this does it, with the README's own lines. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { root } from '../../tools/process.js';

const copy = join(root, 'target', 'add-a-cell');
const PARTS = ['Cargo.toml', 'Cargo.lock', 'crate', 'tests', 'tools/wasm-build', 'www/models'];

/** @param {string} readme */
function cellOf(readme) {
  const [, code] = readme.match(/## Add a cell.*?```rust\n(.*?)```/s) ?? [];
  assert.ok(code, 'the README shows a cell');
  return code;
}

/** @param {string[]} args */
function cargo(...args) {
  const env = { ...process.env, CARGO_TARGET_DIR: join(root, 'target') };
  return spawnSync('cargo', args, { cwd: copy, env, encoding: 'utf8' });
}

test('the cell of the README works after one file and one word', { timeout: 900_000 }, () => {
  rmSync(copy, { recursive: true, force: true });
  for (const part of PARTS) cpSync(join(root, part), join(copy, part), { recursive: true });
  const cells = join(copy, 'crate/engine/src/model/cells');
  writeFileSync(join(cells, 'mgu.rs'), cellOf(readFileSync(join(root, 'README.md'), 'utf8')));
  const list = readFileSync(join(cells, 'mod.rs'), 'utf8');
  const longer = list.replace('cells! { rnn, gru, lstm }', 'cells! { rnn, gru, lstm, mgu }');
  assert.notEqual(longer, list);
  writeFileSync(join(cells, 'mod.rs'), longer);

  const tests = cargo(
    'test',
    '-p',
    'unrolled',
    '-p',
    'unrolled-view',
    '-p',
    'unrolled-labs',
    '--test',
    'engine',
    '--lib',
    '--',
    'checks',
    'explain::evaluate',
    'model',
  );
  assert.equal(tests.status, 0, `${tests.stdout}\n${tests.stderr}`);
  rmSync(copy, { recursive: true });
});
