/**
 * Builds the page: the engine to `www/wasm/`, then everything to `dist/`.
 */
import { join } from 'node:path';
import { writeDeclarations } from './declarations.js';
import { cargoHome, isMain, root, run, say, script } from './process.js';

const TARGET = 'wasm32-unknown-unknown';

/**
 * Added to the flags of .cargo/config.toml: messages name a crate's files without the home folder they lie in, so
 * every machine builds the same bytes.
 */
function remapping() {
  const flag = `--remap-path-prefix=${join(cargoHome, 'registry', 'src')}=crates`;
  return `target.${TARGET}.rustflags=[${JSON.stringify(flag)}]`;
}

/**
 * The engine as packages the page and Node can load: the whole one, and, last, the one of the first screen, which leaves
 * out what that does not show and is optimised for size. Cargo decides what is out of date; what is not ours is compiled
 * once for both.
 */
export const MODULES = [
  { name: 'unrolled', features: [] },
  { name: 'first', features: ['--no-default-features', '--config', 'tools/first.toml'] },
];

/** Where cargo leaves what it has built, with the names of all functions. */
export const COMPILED = join(root, 'target', TARGET, 'release', 'web.wasm');

/** @param {typeof MODULES[number]} module */
export async function buildModule({ name, features }) {
  // RUSTFLAGS in the environment would replace the flags of .cargo/config.toml, SIMD among them.
  const env = { RUSTFLAGS: undefined, CARGO_ENCODED_RUSTFLAGS: undefined };
  const engine = ['--package', 'unrolled-web', '--lib', '--target', TARGET, ...features];
  await run('cargo', ['build', '--quiet', '--release', ...engine, '--config', remapping()], {
    env,
  });
  const pack = ['run', '--quiet', '--package', 'wasm-build', '--'];
  await run('cargo', [...pack, COMPILED, 'www/wasm', name]);
}

export async function buildWasm() {
  say('Building the engine (Rust to WebAssembly)');
  for (const module of MODULES) await buildModule(module);
  await writeDeclarations();
}

/** The page as static files. */
export async function buildPage() {
  say('Bundling the page');
  const { build } = await import('vite');
  await build({ root, logLevel: 'warn' });
}

if (isMain(import.meta.url)) {
  script(async () => {
    await buildWasm();
    await buildPage();
    say('Built dist/: static files, for any host and any path');
  });
}
