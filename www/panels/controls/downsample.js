/** Shorter versions of a text that has too many steps, whatever its numbers are: lines of a table, or characters. */

/** A first line with letters in it names the columns. */
const HEADER = /\p{L}{2}/u;
/** Text whose steps are lines: it has digits, and nothing but what tables are made of. */
const TABLE = /^[\d\s.,;+\-\u2212eE|:"']*$/;

/** Of a longer text only the beginning is looked at. */
const MOST_READ = 200_000;

/** @param {string} text @returns {unknown[] | null} */
function list(text) {
  if (!text.trimStart().startsWith('[')) return null;
  try {
    const found = JSON.parse(text);
    return Array.isArray(found) ? found : null;
  } catch {
    return null;
  }
}

/** @param {string} text */
function split(text) {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const head = HEADER.test(lines[0] ?? '') ? lines.slice(0, 1) : [];
  const body = lines.slice(head.length);
  if (body.length > 1 && body.slice(0, 100).every((line) => TABLE.test(line))) {
    return { head, steps: body, glue: '\n' };
  }
  const numbers = text.trim().split(/[\s,;]+/);
  if (
    lines.length === 1 &&
    numbers.length > 1 &&
    numbers.slice(0, 100).every((each) => TABLE.test(each))
  ) {
    return { head: [], steps: numbers, glue: ' ' };
  }
  const symbols = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text);
  return { head: [], steps: [...symbols].map(({ segment }) => segment), glue: '' };
}

/**
 * @param {string} text
 * @returns {{count: number, first: (most: number) => string, every: (step: number) => string}}
 */
export function partsOf(text) {
  const items = list(text);
  if (items) return parts(items, (some) => JSON.stringify(some));
  const { head, steps, glue } = split(text.slice(0, MOST_READ));
  return parts(steps, (some) => [...head, ...some].join(glue));
}

/**
 * @template T
 * @param {T[]} steps
 * @param {(some: T[]) => string} write
 */
function parts(steps, write) {
  return {
    count: steps.length,
    first: (/** @type {number} */ most) => write(steps.slice(0, most)),
    every: (/** @type {number} */ step) => write(steps.filter((_, at) => at % step === 0)),
  };
}
