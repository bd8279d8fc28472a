/**
 * Builds the page: the engine to `www/wasm/`, then everything to `dist/`.
 */
import { isMain, root, run, say, script } from './process.js';

const TARGET = 'wasm32-unknown-unknown';

/** The engine as a package the page and Node can load. Cargo decides what is out of date. */
export async function buildWasm() {
  say('Building the engine (Rust to WebAssembly)');
  // RUSTFLAGS in the environment would replace the flags of .cargo/config.toml, SIMD among them.
  const env = { RUSTFLAGS: undefined, CARGO_ENCODED_RUSTFLAGS: undefined };
  await run(
    'cargo',
    [
      'build',
      '--quiet',
      '--package',
      'unrolled',
      '--lib',
      '--release',
      '--features',
      'web',
      '--target',
      TARGET,
    ],
    { env },
  );
  await run('cargo', [
    'run',
    '--quiet',
    '--package',
    'wasm-build',
    '--',
    `target/${TARGET}/release/unrolled.wasm`,
    'www/wasm',
  ]);
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
