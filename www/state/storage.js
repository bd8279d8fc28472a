/**
 * What is kept on this device, and nowhere else.
 *
 * Invariant: what was written is read back for as long as the page is open, whether or not the browser keeps anything.
 */

/** @param {string} name */
const place = (name) => `unrolled.${name}.v1`;

export function createStorage() {
  /** @type {Map<string, string>} what this visit wrote */
  const visit = new Map();
  let lost = false;
  /** @type {() => void} */
  let tell = () => undefined;

  return {
    /** Once, when it turns out that the browser keeps nothing. @param {() => void} then */
    whenLost(then) {
      tell = then;
    },
    /**
     * @param {string} name
     * @returns {string | null}
     */
    read(name) {
      const now = visit.get(name);
      if (now !== undefined) return now;
      try {
        return localStorage.getItem(place(name));
      } catch {
        return null;
      }
    },
    /**
     * @param {string} name
     * @param {string} text
     */
    write(name, text) {
      visit.set(name, text);
      try {
        localStorage.setItem(place(name), text);
      } catch {
        if (!lost) tell();
        lost = true;
      }
    },
  };
}

/** @typedef {ReturnType<typeof createStorage>} Storage */
