/**
 * Proves the tests: makes every deliberate mistake of tests/mutants/list.js in a copy of the engine, one at a
 * time, and sees whether the oracles notice. A mistake that nobody notices ends this with an error.
 *
 *     npm run mutants            all of them
 *     npm run mutants -- reset   those whose name contains "reset"
 */
import { spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { mutants } from '../tests/mutants/list.js';
import { Problem, root, say, script } from './process.js';

/** @typedef {import('../tests/mutants/list.js').Mutant} Mutant */
/** @typedef {{code: number | null, output: string}} Ended */

/** What is large and takes no part in building the engine and its tests. */
const LEFT_OUT = ['.git', 'dist', 'node_modules', 'target'];

/** The tests that judge, the quickest first; the first one that fails ends it. */
const ORACLES = [
  'golden',
  'attention',
  'seq2seq_documents',
  'networks',
  'stacked',
  'jacobians',
  'appendix_a',
  'hand_bptt',
  'finite_differences',
];

/**
 * In a copy the oracles are tests of the documents, so that a build takes seconds: they need no more.
 * @type {Omit<Mutant, 'name'>[]}
 */
const CUTS = [
  {
    file: 'crate/document/Cargo.toml',
    find: '[lints]',
    replace: '[[test]]\nname = "engine"\npath = "../../tests/rust/main.rs"\n\n[lints]',
  },
  {
    file: 'crate/document/Cargo.toml',
    find: 'half = ',
    replace: 'libm = { version = "0.2.16", default-features = false }\nproptest = "1.12"\nhalf = ',
  },
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
    CARGO_PROFILE_DEV_OPT_LEVEL: '0',
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
    /** @type {string} */
    this.folder = join(SCRATCH, `${number}`);
    rmSync(this.folder, { recursive: true, force: true });
    for (const entry of readdirSync(root).filter((name) => !LEFT_OUT.includes(name))) {
      cpSync(join(root, entry), join(this.folder, entry), {
        recursive: true,
        preserveTimestamps: true,
      });
    }
    for (const cut of CUTS) this.change(cut);
    const modules = ['agree', 'documents', ...ORACLES].map((name) => `mod ${name};\n`);
    writeFileSync(join(this.folder, 'tests/rust/main.rs'), modules.join(''));
  }

  /**
   * Changes one place of a file and gives what was there before.
   * @param {Omit<Mutant, 'name'>} change
   * @returns {string}
   */
  change({ file, find, replace }) {
    const before = readFileSync(join(this.folder, file), 'utf8');
    writeFileSync(
      join(this.folder, file),
      before.replace(find, () => replace),
    );
    return before;
  }

  /** Builds the tests and gives the path of their program, or what the compiler said. */
  async build() {
    const oracles = ['--package', 'unrolled-document', '--test', 'engine'];
    const args = ['test', ...oracles, '--no-run', '--message-format=json', '--quiet'];
    const { code, output } = await quiet('cargo', args, this.folder, MINUTES_TO_BUILD * 60);
    const program = output.match(/"executable":"([^"]+engine-[^"]+)"/);
    return code === 0 && program ? { program: JSON.parse(`"${program[1]}"`) } : { said: output };
  }

  /**
   * The name of a test that fails, or null when all pass.
   * @param {string} program
   */
  async judge(program) {
    for (const oracle of ORACLES) {
      const args = [`${oracle}::`, '--skip', 'by_hand_itself', '--test-threads', '1'];
      const { code, output } = await quiet(program, args, this.folder, SECONDS_TO_TEST);
      if (code === null) return `${oracle}, which does not end or crashes`;
      if (/running 0 tests/.test(output)) throw new Problem(`no test is called ${oracle}`);
      if (code !== 0) return output.match(/^test (\S+) \.\.\. FAILED/m)?.[1] ?? `exit ${code}`;
    }
    return null;
  }

  /**
   * Makes one mistake, judges it and takes it back.
   * @param {Mutant} mutant
   */
  async outcome(mutant) {
    const before = this.change(mutant);
    try {
      const { program, said } = await this.build();
      if (!program) return { error: `does not compile:\n${firstError(said ?? '')}` };
      return { killer: await this.judge(program) };
    } finally {
      writeFileSync(join(this.folder, mutant.file), before);
    }
  }
}

/** @param {string} said the compiler's messages as JSON lines */
function firstError(said) {
  const rendered = said.match(/"rendered":"(error(?:[^"\\]|\\.)*)"/);
  return rendered ? JSON.parse(`"${rendered[1]}"`) : said.slice(-2000);
}

/** @param {Omit<Mutant, 'name'>} change */
function misfit({ file, find }) {
  const places = readFileSync(join(root, file), 'utf8').split(find).length - 1;
  return places === 1 ? null : `${file} holds this text ${places} times, not once: ${find}`;
}

function check() {
  const wrong = [...CUTS, ...mutants].map(misfit).filter((line) => line !== null);
  if (new Set(mutants.map((mutant) => mutant.name)).size < mutants.length) {
    wrong.push('two mistakes have one name');
  }
  if (mutants.length < 30) wrong.push(`only ${mutants.length} mistakes: 30 are the least`);
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
