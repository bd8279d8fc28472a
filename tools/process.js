/**
 * Running other programs and talking to whoever runs ours: short lines, one clear error.
 *
 * Imports only what every Node since 16 has, so that the set-up can report a Node that is too old.
 */
import { spawn, spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

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
  const cargo = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'bin');
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
 * Runs a program with its output shown; a failure is a Problem.
 * @param {string} program
 * @param {string[]} args
 * @param {{remedy?: string, env?: Record<string, string | undefined>}} [options]
 * @returns {Promise<void>}
 */
export function run(program, args, { remedy, env } = {}) {
  const line = [program, ...args].join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...environment(), ...env },
      shell: process.platform === 'win32',
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', () => reject(new Problem(`cannot start \`${program}\`. ${remedy ?? ''}`.trim())));
    child.on('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Problem(`\`${line}\` failed (${signal ?? `exit ${code}`}). ${remedy ?? ''}`.trim()));
    });
  });
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
