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

/** The engine as a package the page and Node can load. Cargo decides what is out of date. */
export async function buildWasm() {
  say('Building the engine (Rust to WebAssembly)');
  // RUSTFLAGS in the environment would replace the flags of .cargo/config.toml, SIMD among them.
  const env = { RUSTFLAGS: undefined, CARGO_ENCODED_RUSTFLAGS: undefined };
  const engine = ['--package', 'unrolled-web', '--lib', '--target', TARGET];
  await run('cargo', ['build', '--quiet', '--release', ...engine, '--config', remapping()], {
    env,
  });
  const built = `target/${TARGET}/release/web.wasm`;
  await run('cargo', ['run', '--quiet', '--package', 'wasm-build', '--', built, 'www/wasm']);
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
