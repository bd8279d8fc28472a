/**
 * Proves the tests: makes every deliberate mistake of tests/mutants/list.js in a copy of the engine, one at a
 * time, and sees whether the oracles notice. A mistake that nobody notices ends this with an error.
 *
 *     npm run mutants            all of them
 *     npm run mutants -- reset   those whose name contains "reset"
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { mutants } from '../tests/mutants/list.js';
import { Problem, root, say, script } from './process.js';

/** @typedef {import('../tests/mutants/list.js').Mutant} Mutant */
/** @typedef {{code: number | null, output: string}} Ended */

/** What the engine and its oracles are built from. */
const SOURCES = [
  '.cargo',
  'Cargo.toml',
  'Cargo.lock',
  'rust-toolchain.toml',
  'crate',
  'tests/golden',
  'tests/rust',
  'tests/snapshots',
  'tools/wasm-build',
];

/** Which tests judge, the quickest first; the first round that fails ends it. */
const ROUNDS = [
  ['golden::', 'appendix_a::'],
  ['hand_bptt::the_engine', 'bad_documents::', 'properties::'],
  ['finite_differences::'],
];

const SCRATCH = join(root, 'target', 'mutants');
const MINUTES_TO_BUILD = 15;
const SECONDS_TO_TEST = 120;

/**
 * Runs a program quietly, within a time.
 * @param {string} program
 * @param {string[]} args
 * @param {string} cwd
 * @param {number} seconds
 * @returns {Promise<Ended>}
 */
function quiet(program, args, cwd, seconds) {
  const env = {
    ...process.env,
    CARGO_TARGET_DIR: join(SCRATCH, 'target'),
    CARGO_INCREMENTAL: '1',
    CARGO_PROFILE_DEV_DEBUG: '0',
    RUST_BACKTRACE: '0',
  };
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (part) => (output += part));
    child.stderr.on('data', (part) => (output += part));
    const clock = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
    child.on('error', () => reject(new Problem(`cannot start \`${program}\``)));
    child.on('close', (code) => {
      clearTimeout(clock);
      resolve({ code, output });
    });
  });
}

/** A copy of the engine in which mistakes are made. */
class Copy {
  /** @param {number} number */
  constructor(number) {
    this.folder = join(SCRATCH, `${number}`);
    mkdirSync(this.folder, { recursive: true });
    for (const source of SOURCES) {
      rmSync(join(this.folder, source), { recursive: true, force: true });
      try {
        cpSync(join(root, source), join(this.folder, source), {
          recursive: true,
          preserveTimestamps: true,
        });
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
      }
    }
  }

  /** Builds the tests and gives the path of their program, or what the compiler said. */
  async build() {
    const args = ['test', '--test', 'engine', '--no-run', '--message-format=json', '--quiet'];
    const { code, output } = await quiet('cargo', args, this.folder, MINUTES_TO_BUILD * 60);
    const program = output.match(/"executable":"([^"]+engine-[^"]+)"/);
    return code === 0 && program ? { program: JSON.parse(`"${program[1]}"`) } : { said: output };
  }

  /**
   * The name of a test that fails, or null when all pass.
   * @param {string} program
   */
  async judge(program) {
    for (const round of ROUNDS) {
      const args = [...round, '--skip', 'native_program', '--test-threads', '1'];
      const { code, output } = await quiet(
        program,
        args,
        join(this.folder, 'crate'),
        SECONDS_TO_TEST,
      );
      if (code === null) return 'a test that does not end or crashes';
      if (/running 0 tests/.test(output))
        throw new Problem(`no test is called ${round.join(' or ')}`);
      if (code !== 0) return output.match(/^test (\S+) \.\.\. FAILED/m)?.[1] ?? `exit ${code}`;
    }
    return null;
  }

  /**
   * Makes one mistake, judges it and takes it back.
   * @param {Mutant} mutant
   */
  async outcome(mutant) {
    const file = join(this.folder, mutant.file);
    const right = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      right.replace(mutant.find, () => mutant.replace),
    );
    try {
      const { program, said } = await this.build();
      if (!program) return { error: `does not compile:\n${firstError(said ?? '')}` };
      return { killer: await this.judge(program) };
    } finally {
      writeFileSync(file, right);
    }
  }
}

/** @param {string} said the compiler's messages as JSON lines */
function firstError(said) {
  const rendered = said.match(/"rendered":"(error(?:[^"\\]|\\.)*)"/);
  return rendered ? JSON.parse(`"${rendered[1]}"`) : said.slice(-2000);
}

/** @param {Mutant} mutant */
function misfit(mutant) {
  const places = readFileSync(join(root, mutant.file), 'utf8').split(mutant.find).length - 1;
  return places === 1
    ? null
    : `"${mutant.name}": its text stands ${places} times in ${mutant.file}, not once`;
}

function check() {
  const wrong = mutants.map(misfit).filter((line) => line !== null);
  if (new Set(mutants.map((mutant) => mutant.name)).size < mutants.length)
    wrong.push('two mutants have one name');
  if (mutants.length < 30) wrong.push(`only ${mutants.length} mutants: 30 are the least`);
  if (wrong.length > 0) throw new Problem(wrong.join('\n'));
}

/**
 * One worker: takes mutants from the list until it is empty.
 * @param {Copy} copy
 * @param {Mutant[]} waiting
 * @param {string[]} failures
 */
async function work(copy, waiting, failures) {
  const clean = await copy.build();
  if (!clean.program)
    throw new Problem(
      `the engine without a mistake does not build\n${firstError(clean.said ?? '')}`,
    );
  const killer = await copy.judge(clean.program);
  if (killer) throw new Problem(`the engine without a mistake already fails ${killer}`);
  for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
    const { killer, error } = await copy.outcome(mutant);
    if (killer) console.log(`  killed    ${mutant.name}  (${killer})`);
    else {
      console.log(
        `  ${error ? 'INVALID ' : 'SURVIVED'}  ${mutant.name}${error ? `: ${error}` : ''}`,
      );
      failures.push(mutant.name);
    }
  }
}

script(async () => {
  check();
  const wanted = process.argv.slice(2).join(' ').toLowerCase();
  const waiting = mutants.filter((mutant) => mutant.name.toLowerCase().includes(wanted));
  const count = waiting.length;
  if (count === 0) throw new Problem(`no mutant is called "${wanted}"`);
  const copies = Math.min(2, availableParallelism(), count);
  say(
    `${count} deliberate mistakes, ${copies} at a time; the first takes longest, everything is built once`,
  );
  /** @type {string[]} */
  const failures = [];
  await Promise.all(
    Array.from({ length: copies }, (_, number) => work(new Copy(number), waiting, failures)),
  );
  if (failures.length > 0)
    throw new Problem(`${failures.length} of ${count} were not caught: ${failures.join('; ')}`);
  say(`all ${count} were caught`);
});
