/** The list of commands. */

export const paletteWords = {
  title: 'Find a command',
  hint: 'Type part of a name. Arrows choose, Enter does it, Escape closes.',
  field: 'Command',
  none: 'Nothing is called that.',
  found: (/** @type {number} */ count, /** @type {number} */ shown) => {
    if (count > shown) return `The first ${shown} of ${count} commands`;
    return count === 1 ? '1 command' : `${count} commands`;
  },
  preset: (/** @type {string} */ name) => `Preset: ${name}`,
  option: (/** @type {string} */ group, /** @type {string} */ name) => `${group}: ${name}`,
  goTo: (/** @type {string} */ field) => `${field}: type a value`,
};
