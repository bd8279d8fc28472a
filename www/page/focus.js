/**
 * The one focus reference all panels share: what is pinned, else what is pointed at.
 */

/**
 * Whether something on screen is what the focus means: itself, a unit of it, or the whole it is a unit of.
 * @param {string} own
 * @param {string | null} reference
 */
export const means = (own, reference) =>
  reference !== null &&
  (own === reference || reference.startsWith(`${own}.u`) || own.startsWith(`${reference}.u`));

/** @param {() => void} changed */
export function createFocus(changed) {
  /** @type {string | null} */
  let hovered = null;
  /** @type {string | null} */
  let pinned = null;
  return {
    get reference() {
      return hovered ?? pinned;
    },
    get pinned() {
      return pinned;
    },
    /** @param {string | null} reference */
    hover(reference) {
      if (reference === hovered) return;
      hovered = reference;
      changed();
    },
    /** @param {string | null} reference */
    pin(reference) {
      if (reference === pinned) return;
      pinned = reference;
      changed();
    },
  };
}

/** @typedef {ReturnType<typeof createFocus>} Focus */
