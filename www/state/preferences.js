/** What belongs to the person and not to the link: theme, motion, how much is spoken, keys. Kept on this device. */
import { LETTERS } from '../page/keys.js';

/** @import {Storage} from './storage.js' */
/** @import {Theme} from '../types.d.ts' */

const CHOICES = /** @type {const} */ ({
  theme: ['system', 'light', 'dark'],
  motion: ['system', 'reduce', 'full'],
  verbosity: ['normal', 'short', 'full'],
  letters: ['on', 'off'],
});

/** @typedef {typeof CHOICES} Choices */
/** @typedef {{[K in keyof Choices]: Choices[K][number]}} Preferences */
/** @typedef {Record<string, string>} Keys the letter of each command; commands that are not here keep their own */

const NAMES = /** @type {(keyof Choices)[]} */ (Object.keys(CHOICES));
const COMMANDS = new Set(Object.values(LETTERS));

/**
 * @template {keyof Choices} K
 * @param {Storage} storage
 * @param {K} name
 * @returns {Preferences[K]}
 */
function read(storage, name) {
  const among = CHOICES[name];
  const kept = storage.read(name);
  return /** @type {Preferences[K]} */ (among.find((value) => value === kept) ?? among[0]);
}

/**
 * What was kept, as far as it means anything.
 * @param {string | null} text
 * @returns {Keys}
 */
export function readKeys(text) {
  /** @type {unknown} */
  let kept = null;
  try {
    kept = JSON.parse(text ?? 'null');
  } catch {
    return {};
  }
  if (kept === null || typeof kept !== 'object') return {};
  const valid = Object.entries(kept).filter(
    ([command, key]) => COMMANDS.has(command) && isLetter(key),
  );
  return Object.fromEntries(valid);
}

/**
 * Whether something can be a single key: one visible character.
 * @param {unknown} key
 * @returns {key is string}
 */
export const isLetter = (key) => typeof key === 'string' && /^[^\s\p{C}]$/u.test(key);

/**
 * Which command each letter means.
 * @param {Keys} keys
 * @returns {Record<string, string>}
 */
export function lettersOf(keys) {
  const usual = Object.entries(LETTERS).filter(([, command]) => !Object.hasOwn(keys, command));
  const own = Object.entries(keys).map(([command, key]) => [key.toLowerCase(), command]);
  return Object.fromEntries([...usual, ...own]);
}

/** @param {Storage} storage */
export function createPreferences(storage) {
  /** @type {() => void} */
  let changed = () => undefined;
  /** @type {Preferences} */
  const chosen = {
    theme: read(storage, 'theme'),
    motion: read(storage, 'motion'),
    verbosity: read(storage, 'verbosity'),
    letters: read(storage, 'letters'),
  };
  let keys = readKeys(storage.read('keys'));
  let printing = false;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const forced = matchMedia('(forced-colors: active)');

  function apply() {
    const { dataset } = document.documentElement;
    dataset.theme = shade();
    dataset.motion = reduced() ? 'reduce' : 'full';
  }
  function applyAnew() {
    apply();
    changed();
  }
  /** Light or dark; paper is light. */
  function shade() {
    if (printing) return 'light';
    if (chosen.theme !== 'system' && !forced.matches) return chosen.theme;
    return dark.matches ? 'dark' : 'light';
  }
  function reduced() {
    return chosen.motion === 'system' ? still.matches : chosen.motion === 'reduce';
  }
  for (const query of [dark, still, forced]) query.addEventListener('change', applyAnew);
  apply();

  return {
    /** From when on there is something to show anew. @param {() => void} then */
    whenChanged(then) {
      changed = then;
    },
    /** What pictures are painted in. @returns {Theme} */
    get theme() {
      if (!forced.matches || printing) return shade();
      return dark.matches ? 'contrastDark' : 'contrastLight';
    },
    get chosen() {
      return chosen;
    },
    /** Which command each single key means; none when they are switched off. */
    get letters() {
      return chosen.letters === 'off' ? {} : lettersOf(keys);
    },
    /** The keys that are not the usual ones. */
    get keys() {
      return keys;
    },
    /** @param {Keys} next */
    setKeys(next) {
      keys = next;
      storage.write('keys', JSON.stringify(keys));
      applyAnew();
    },
    /** Pictures on paper are light. @param {boolean} now */
    print(now) {
      printing = now;
      applyAnew();
    },
    /**
     * @template {keyof Choices} K
     * @param {K} name
     * @param {Preferences[K]} value
     */
    choose(name, value) {
      chosen[name] = value;
      storage.write(name, value);
      applyAnew();
    },
    /** Everything as it was at first. */
    reset() {
      for (const name of NAMES) {
        Object.assign(chosen, { [name]: CHOICES[name][0] });
        storage.write(name, CHOICES[name][0]);
      }
      keys = {};
      storage.write('keys', '{}');
      applyAnew();
    },
  };
}

/** @typedef {ReturnType<typeof createPreferences>} PreferencesHere */
