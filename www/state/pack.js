/**
 * Matrices as short text for a link: shape and values as float64, deflated, base64url.
 *
 * Invariant: `unpack(await pack(m))` is `m` bit for bit, and `unpack` of anything else is null; it never holds more
 * than `MOST_BYTES` of what a hostile text inflates to.
 */

/** The longest packed text a link carries. */
export const MOST_TEXT = 4096;
/** The most a packed text may inflate to: T = 500 steps of 64 numbers and their shape. */
const MOST_BYTES = (2 + 500 * 64) * 8;

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {CompressionStream | DecompressionStream} through
 * @returns {Promise<Uint8Array<ArrayBuffer> | null>} null when broken or too long
 */
async function pipe(bytes, through) {
  const reader = new Blob([bytes]).stream().pipeThrough(through).getReader();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > MOST_BYTES) {
        await reader.cancel();
        return null;
      }
      parts.push(value);
    }
  } catch {
    return null;
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** @param {Uint8Array} bytes */
function toBase64Url(bytes) {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer> | null}
 */
function fromBase64Url(text) {
  if (!/^[\w-]*$/.test(text)) return null;
  try {
    const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

/**
 * @param {readonly (readonly number[])[]} rows of one length
 * @returns {Promise<string | null>} null when it is too long for a link
 */
export async function pack(rows) {
  const columns = rows[0]?.length ?? 0;
  const view = new DataView(new ArrayBuffer((2 + rows.length * columns) * 8));
  [rows.length, columns, ...rows.flat()].forEach((value, at) => {
    view.setFloat64(at * 8, value, true);
  });
  if (view.byteLength > MOST_BYTES) return null;
  const bytes = await pipe(new Uint8Array(view.buffer), new CompressionStream('deflate-raw'));
  const text = bytes && toBase64Url(bytes);
  return text !== null && text.length <= MOST_TEXT ? text : null;
}

/**
 * @param {string} text
 * @returns {Promise<number[][] | null>}
 */
export async function unpack(text) {
  const packed = text.length > MOST_TEXT ? null : fromBase64Url(text);
  const bytes = packed && (await pipe(packed, new DecompressionStream('deflate-raw')));
  if (!bytes || bytes.length < 16 || bytes.length % 8 !== 0) return null;
  const view = new DataView(bytes.buffer);
  /** @type {number[]} */
  const all = [];
  for (let at = 0; at < bytes.length; at += 8) all.push(view.getFloat64(at, true));
  const [height = 0, width = 0, ...values] = all;
  const fits = Number.isInteger(height) && Number.isInteger(width) && height > 0 && width > 0;
  if (!fits || height * width !== values.length) return null;
  if (!values.every(Number.isFinite)) return null;
  return Array.from({ length: height }, (_, row) => values.slice(row * width, (row + 1) * width));
}
