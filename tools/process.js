/**
 * Running other programs and talking to whoever runs ours: short lines, one clear error.
 *
 * Imports only what every Node since 16 has, so that the set-up can report a Node that is too old.
 */
import { spawn, spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where rustup and cargo keep their things. */
export const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo');

/** A problem with a remedy: printed as one line, without a stack trace. */
export class Problem extends Error {}

/**
 * Says what is being done.
 * @param {string} line
 */
export function say(line) {
  console.log(`\u2022 ${line}`);
}

/** A rustup installed in this very shell session is not on the PATH yet. */
function environment() {
  const cargo = join(cargoHome, 'bin');
  return { ...process.env, PATH: `${process.env.PATH ?? ''}${delimiter}${cargo}` };
}

/**
 * What a program prints, or null when it is missing or fails.
 * @param {string} program
 * @param {string[]} args
 */
export function ask(program, args) {
  const answer = spawnSync(program, args, {
    cwd: root,
    env: environment(),
    encoding: 'utf8',
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return answer.status === 0 ? answer.stdout.trim() : null;
}

/**
 * Runs a program; a failure is a Problem. Its output is shown, with `quiet` only when it fails.
 * @param {string} program
 * @param {string[]} args
 * @param {{remedy?: string, env?: Record<string, string | undefined>, quiet?: boolean}} [options]
 * @returns {Promise<void>}
 */
export function run(program, args, { remedy = '', env, quiet = false } = {}) {
  const line = [basename(program), ...args].join(' ');
  const output = quiet ? 'pipe' : 'inherit';
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...environment(), ...env },
      shell: process.platform === 'win32',
      stdio: ['ignore', output, output],
    });
    /** @type {Buffer[]} */
    const kept = [];
    child.stdout?.on('data', (part) => kept.push(part));
    child.stderr?.on('data', (part) => kept.push(part));
    child.on('error', () => reject(new Problem(`cannot start \`${program}\`. ${remedy}`.trim())));
    child.on('close', (code, signal) => {
      if (code === 0) {
        resolve();
        return;
      }
      const last = Buffer.concat(kept).toString().trim().split('\n').slice(-8).join('\n');
      const why = `\`${line}\` failed (${signal ?? `exit ${code}`}). ${remedy}`.trim();
      reject(new Problem(last === '' ? why : `${why}\n${last}`));
    });
  });
}

/**
 * Runs a program that an npm package brought.
 * @param {string} name
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runPackage(name, args, options) {
  return run(join(root, 'node_modules', '.bin', name), args, options);
}

/**
 * Runs a script's main function; a Problem ends it with one line, anything else is a bug and keeps its stack.
 * @param {() => Promise<void>} main
 */
export function script(main) {
  main().catch((error) => {
    console.error(error instanceof Problem ? `\nerror: ${error.message}` : error);
    process.exitCode = 1;
  });
}

/**
 * Whether this module is the program that was started.
 * @param {string} url the module's `import.meta.url`
 */
export function isMain(url) {
  return process.argv[1] === fileURLToPath(url);
}
