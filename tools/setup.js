/**
 * Makes a fresh clone ready: Rust, its wasm target, the npm packages. Says nothing when all is there.
 */
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, Problem, root, run, say, script } from './process.js';

const RUST = /channel = "(.+)"/.exec(read('rust-toolchain.toml') ?? '')?.[1] ?? 'stable';
const GET_RUST = 'Install Rust with rustup, from https://rustup.rs, then try again.';

/** @param {string} path */
function read(path) {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  if (!fits) {
    throw new Problem(
      `Node ${process.versions.node} does not fit. Install Node 20 (20.19 or later) or 22 and newer.`,
    );
  }
}

/** What the toolchain lacks, as options of `rustup toolchain install`. */
function missingFromRust() {
  const version = ask('rustc', ['--version']);
  if (version === null) return ['everything'];
  const missing = [];
  const library = ask('rustc', ['--print', 'target-libdir', '--target', 'wasm32-unknown-unknown']);
  if (library === null || !existsSync(library)) missing.push('wasm32-unknown-unknown');
  if (ask('cargo', ['clippy', '--version']) === null) missing.push('clippy');
  if (ask('cargo', ['fmt', '--version']) === null) missing.push('rustfmt');
  return missing;
}

/** Rust links with the system's C compiler; without one the first build ends in a page of errors. */
function checkLinker() {
  if (process.platform === 'win32' || ask('cc', ['--version']) !== null) return;
  const how = process.platform === 'darwin' ? 'xcode-select --install' : 'sudo apt-get install gcc';
  throw new Problem(`Rust needs a C compiler to link with (cc). Install one: ${how}`);
}

async function prepareRust() {
  const missing = missingFromRust();
  if (missing.length === 0) {
    checkRustVersion();
    return;
  }
  if (ask('rustup', ['--version']) === null) {
    throw new Problem(
      missing[0] === 'everything'
        ? `Rust is not installed. ${GET_RUST}`
        : `this Rust lacks ${missing.join(', ')} and there is no rustup to add it. ${GET_RUST}`,
    );
  }
  const whole = missing[0] === 'everything';
  say(whole ? `Installing Rust ${RUST}` : `Adding to Rust ${RUST}: ${missing.join(', ')}`);
  const parts = [
    '--target',
    'wasm32-unknown-unknown',
    '--component',
    'clippy',
    '--component',
    'rustfmt',
  ];
  await run(
    'rustup',
    ['toolchain', 'install', RUST, '--profile', 'minimal', '--no-self-update', ...parts],
    {
      remedy: 'Check the network connection, then try again.',
    },
  );
  checkRustVersion();
}

/** A Rust from elsewhere does not read rust-toolchain.toml. */
function checkRustVersion() {
  const version = ask('rustc', ['--version']) ?? '';
  const [, major = 0, minor = 0] = (/rustc (\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  const [wantMajor = 1, wantMinor = 0] = RUST.split('.').map(Number);
  if (major < wantMajor || (major === wantMajor && minor < wantMinor)) {
    throw new Problem(`Rust ${RUST} or later is needed, found ${version || 'none'}. ${GET_RUST}`);
  }
}

async function preparePackages() {
  const installed = 'node_modules/.installed-lock.json';
  const lock = read('package-lock.json');
  if (lock === read(installed)) return;
  say('Installing npm packages');
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    remedy: 'Check the network connection, then try again.',
  });
  copyFileSync(join(root, 'package-lock.json'), join(root, installed));
}

script(async () => {
  checkNode();
  checkLinker();
  await prepareRust();
  await preparePackages();
});
