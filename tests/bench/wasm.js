/**
 * What is in a compiled engine, by package: the sizes of its functions, which its name section says whose they are.
 *
 * A function of a library that works on a type of ours counts as the library's: so a serializer counts as serde_json's,
 * whatever it writes. Brotli's share of a package is what its functions take when they are packed by themselves.
 */
import { brotliCompressSync } from 'node:zlib';

/** The numbers of the sections. */
const CUSTOM = 0;
const IMPORT = 2;
const CODE = 10;
const DATA = 11;
/** What is imported: the kind of a function, and the part of the name section that names functions. */
const FUNCTION = 0;
const FUNCTION_NAMES = 1;

/** What stands in a name and is no package's. */
const NO_PACKAGE = new Set(['mut', 'dyn', 'as', 'f32', 'f64']);

/** @param {Buffer} bytes */
function reader(bytes, at = 0) {
  const here = {
    at,
    byte: () => bytes[here.at++] ?? 0,
    number() {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const next = here.byte();
        value += (next & 127) * 2 ** shift;
        if (next < 128) return value;
      }
    },
    take() {
      const length = here.number();
      here.at += length;
      return bytes.subarray(here.at - length, here.at);
    },
    text: () => here.take().toString(),
    /** @template T @param {() => T} read @returns {T[]} */
    list: (read) => Array.from({ length: here.number() }, read),
    get ended() {
      return here.at >= bytes.length;
    },
  };
  return here;
}

/** How many functions come from outside: they are counted before those that are here. @param {Buffer} section */
function importedFunctions(section) {
  const read = reader(section);
  const kinds = read.list(() => {
    read.text();
    read.text();
    const kind = read.byte();
    if (kind !== FUNCTION) throw new Error('only functions are imported');
    read.number();
    return kind;
  });
  return kinds.length;
}

/** The names of functions by their number. @param {Buffer} section */
function functionNames(section) {
  const read = reader(section);
  read.text();
  while (!read.ended) {
    const part = read.byte();
    const inside = reader(read.take());
    if (part !== FUNCTION_NAMES) continue;
    return new Map(inside.list(() => /** @type {const} */ ([inside.number(), inside.text()])));
  }
  return new Map();
}

/** The package that a mangled name begins with. @param {string} name */
function packageOf(name) {
  const legacy = /^_ZN(\d+)(.*)/.exec(name);
  const [, length = '', rest = ''] = legacy ?? [];
  const first = rest.slice(0, Number(length));
  // `<impl Trait for Type>`: whoever comes first in it.
  const own = first.replace(/\$(\w+)\$/g, ' ').match(/[a-z]\w+/g) ?? [];
  const crate = /Cs\w{10,13}_\d+(\w+?)(?=\d|N|E|$)/.exec(name)?.[1];
  return own.find((word) => !NO_PACKAGE.has(word)) ?? crate ?? 'exports';
}

/** @param {Buffer} program with its name section @returns {{name: string, bytes: number, brotli: number}[]} largest first */
export function byPackage(program) {
  const read = reader(program, 8);
  let imported = 0;
  /** @type {Map<number, string>} */
  let names = new Map();
  /** @type {Buffer[]} */
  let bodies = [];
  /** @type {Map<string, Buffer[]>} */
  const packages = new Map();
  while (!read.ended) {
    const kind = read.byte();
    const section = read.take();
    if (kind === IMPORT) imported = importedFunctions(section);
    else if (kind === DATA) packages.set('texts and tables', [section]);
    else if (kind === CODE) {
      const inside = reader(section);
      bodies = inside.list(inside.take);
    } else if (kind === CUSTOM && reader(section).text() === 'name') names = functionNames(section);
  }
  bodies.forEach((body, at) => {
    const owner = packageOf(names.get(at + imported) ?? '');
    packages.set(owner, [...(packages.get(owner) ?? []), body]);
  });
  return [...packages]
    .map(([name, parts]) => {
      const all = Buffer.concat(parts);
      return { name, bytes: all.length, brotli: brotliCompressSync(all).length };
    })
    .sort((a, b) => b.brotli - a.brotli);
}
