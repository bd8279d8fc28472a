/** What belongs to the person and not to the link: theme, motion, how much is spoken. Kept on this device. */

/** @typedef {import('./types.d.ts').Theme} Theme */

const CHOICES = /** @type {const} */ ({
  theme: ['system', 'light', 'dark'],
  motion: ['system', 'reduce', 'full'],
  verbosity: ['normal', 'short', 'full'],
});

/** @typedef {typeof CHOICES} Choices */
/** @typedef {{[K in keyof Choices]: Choices[K][number]}} Preferences */

/** @param {keyof Choices} name */
const place = (name) => `unrolled.${name}.v1`;

/**
 * @template {keyof Choices} K
 * @param {K} name
 * @returns {Preferences[K]}
 */
function read(name) {
  const among = CHOICES[name];
  try {
    const kept = localStorage.getItem(place(name));
    return /** @type {Preferences[K]} */ (among.find((value) => value === kept) ?? among[0]);
  } catch {
    return /** @type {Preferences[K]} */ (among[0]);
  }
}

/** @param {() => void} changed */
export function createPreferences(changed) {
  /** @type {Preferences} */
  const chosen = { theme: read('theme'), motion: read('motion'), verbosity: read('verbosity') };
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const still = matchMedia('(prefers-reduced-motion: reduce)');

  function apply() {
    const { dataset } = document.documentElement;
    dataset.theme = theme();
    dataset.motion = reduced() ? 'reduce' : 'full';
  }
  function applyAnew() {
    apply();
    changed();
  }
  /** @returns {Theme} */
  function theme() {
    if (chosen.theme !== 'system') return chosen.theme;
    return dark.matches ? 'dark' : 'light';
  }
  function reduced() {
    return chosen.motion === 'system' ? still.matches : chosen.motion === 'reduce';
  }
  dark.addEventListener('change', applyAnew);
  still.addEventListener('change', applyAnew);
  apply();

  return {
    get theme() {
      return theme();
    },
    get chosen() {
      return chosen;
    },
    /**
     * @template {keyof Choices} K
     * @param {K} name
     * @param {Preferences[K]} value
     */
    choose(name, value) {
      chosen[name] = value;
      try {
        localStorage.setItem(place(name), value);
      } catch {
        // Without storage the choice holds for this visit.
      }
      applyAnew();
    },
  };
}
