/**
 * All the tests, in stages: `npm test`. Groups can be asked for by name:
 * `npm test -- rust shell`.
 * The first failure ends the run.
 */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildPage, buildWasm } from './build.js';
import { testInBrowsers } from './e2e.js';
import { Problem, root, run, runPackage, say, script } from './process.js';

/** @typedef {{of: string[], heading: string, work: () => Promise<void>}} Stage `of`: the groups that need it */

/** The packages that run anywhere; each sees only those before it. */
const PACKAGES = ['unrolled', 'unrolled-document', 'unrolled-view', 'unrolled-labs'].flatMap(
  (name) => ['--package', name],
);
/** The one that only a browser runs. */
const WEB = ['--package', 'unrolled-web', '--lib', '--target', 'wasm32-unknown-unknown'];

async function format() {
  await run('cargo', ['fmt', '--all', '--check'], { remedy: 'Run `cargo fmt --all`.' });
  await runPackage('biome', ['check', '--error-on-warnings', '.'], {
    remedy: 'Run `npx biome check --write`.',
  });
}

async function lint() {
  for (const packages of [[...PACKAGES, '--all-targets'], WEB, [...WEB, '--no-default-features']]) {
    await run('cargo', ['clippy', '--quiet', ...packages, '--', '-D', 'warnings']);
  }
  // The engine alone, without the words that links are stored in.
  await run('cargo', ['clippy', '--quiet', '--package', 'unrolled', '--', '-D', 'warnings']);
  await run('cargo', ['clippy', '--quiet', '--package', 'wasm-build', '--', '-D', 'warnings']);
}

/** The documentation, private parts too: a link to something renamed is an error. */
async function docs() {
  const args = ['--quiet', ...PACKAGES];
  await run('cargo', ['doc', '--no-deps', '--lib', '--document-private-items', ...args], {
    env: { RUSTDOCFLAGS: '-D warnings' },
  });
}

async function types() {
  await runPackage('tsc', []);
  await runPackage('tsc', ['--project', 'tests/tsconfig.json']);
}

async function rust() {
  await run('cargo', ['test', '--quiet', ...PACKAGES, '--all-targets']);
  await run('cargo', ['test', '--quiet', ...PACKAGES, '--doc']);
}

async function shell() {
  const folder = join(root, 'tests', 'shell');
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.js'));
  await run('node', ['--test', ...files.map((name) => join('tests', 'shell', name))]);
}

/** @type {Stage[]} */
const STAGES = [
  { of: ['check'], heading: 'Format: rustfmt, biome', work: format },
  { of: ['check'], heading: 'Lints: clippy, each package sees only those before it', work: lint },
  { of: ['check'], heading: 'Documentation: no broken link', work: docs },
  { of: ['check', 'shell', 'e2e'], heading: 'Engine for the browser', work: buildWasm },
  { of: ['check'], heading: 'Types: strict tsc', work: types },
  { of: ['rust'], heading: 'Engine, native', work: rust },
  { of: ['shell'], heading: 'Shell and WebAssembly in Node', work: shell },
  { of: ['e2e'], heading: 'Page', work: buildPage },
  { of: ['e2e'], heading: 'Page in real browsers', work: testInBrowsers },
];

/** @param {number} since */
function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/** @param {string[]} wanted */
function chosen(wanted) {
  const groups = new Set(STAGES.flatMap((stage) => stage.of));
  const unknown = wanted.find((name) => !groups.has(name));
  if (unknown !== undefined) {
    throw new Problem(
      `there are no tests called ${unknown}. There are: ${[...groups].join(', ')}.`,
    );
  }
  const all = wanted.length === 0;
  return STAGES.filter((stage) => all || stage.of.some((name) => wanted.includes(name)));
}

script(async () => {
  const start = performance.now();
  for (const { heading, work } of chosen(process.argv.slice(2))) {
    const begun = performance.now();
    console.log(`\n=== ${heading}`);
    await work();
    console.log(`=== ${heading}: passed in ${seconds(begun)}`);
  }
  say(`All passed in ${seconds(start)}`);
});
