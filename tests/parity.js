/**
 * The same bits everywhere: one hash over the answers to all golden documents, pinned in `parity.txt`. The native engine
 * computes it in `rust/parity.rs`, the WebAssembly in Node and in real browsers.
 */
import { readFileSync } from 'node:fs';

const FILES = ['attention', 'cells', 'edges', 'jacobians', 'lengths', 'losses', 'truncation'];
const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x00000100000001b3n;

/** @param {string} path */
function read(path) {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

/** The hash that all engines must come to. */
export const pinned = read('parity.txt').trim();

/** Every golden document, as text, in the order in which the answers are hashed. */
export const documents = FILES.flatMap((name) => {
  /** @type {{cases: {document: unknown}[]}} */
  const { cases } = JSON.parse(read(`golden/${name}.json`));
  return cases.map(({ document }) => JSON.stringify(document));
});

/**
 * FNV-1a, 64 bits, over the texts one after another.
 * @param {string[]} answers
 */
export function hash(answers) {
  let sum = OFFSET;
  for (const answer of answers) {
    for (const byte of Buffer.from(answer)) {
      sum = BigInt.asUintN(64, (sum ^ BigInt(byte)) * PRIME);
    }
  }
  return sum.toString(16).padStart(16, '0');
}
