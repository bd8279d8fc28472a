/**
 * Which command a key means. Single keys count only where stepping is meant (the stage and the transport), and never
 * where text is typed.
 */

/** @typedef {'typing' | 'widget' | 'steps' | 'inside' | 'page'} Place what has the focus: a text field; something with arrow keys of its own; stage or transport; inside the picture; anything else */
/** @typedef {{key: string, shiftKey: boolean, ctrlKey: boolean, metaKey: boolean, altKey: boolean}} Press */

/** @type {Readonly<Record<string, string>>} */
const STEPPING = {
  ' ': 'play',
  ArrowRight: 'next',
  ArrowLeft: 'previous',
  'Shift+ArrowRight': 'nextStep',
  'Shift+ArrowLeft': 'previousStep',
  Home: 'first',
  End: 'last',
  ArrowUp: 'previousUnit',
  ArrowDown: 'nextUnit',
  Enter: 'enter',
};

/** Single letters; a person can switch them off or choose others. @type {Readonly<Record<string, string>>} */
export const LETTERS = {
  b: 'turn',
  l: 'level',
  v: 'table',
  g: 'goTo',
  '[': 'toggleControls',
  ']': 'toggleSide',
  '+': 'zoomIn',
  '-': 'zoomOut',
  f: 'zoomFit',
  z: 'dive',
  x: 'cut',
  '?': 'help',
};

/** @type {Readonly<Record<string, string>>} */
const INSIDE = {
  ArrowRight: 'right',
  ArrowLeft: 'left',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'firstMark',
  End: 'lastMark',
  Enter: 'select',
  Escape: 'leave',
};

/** @param {Press} press */
function withControl({ key, shiftKey }) {
  const letter = key.toLowerCase();
  if (letter === 'k') return shiftKey ? null : 'palette';
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' && !shiftKey ? 'redo' : null;
}

/**
 * @param {Press} press
 * @param {Place} place
 * @param {Readonly<Record<string, string>>} [letters] the single keys and what each means
 * @returns {string | null}
 */
export function commandFor(press, place, letters = LETTERS) {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = press;
  if (key === 'F6') return shiftKey ? 'previousRegion' : 'nextRegion';
  if (altKey) return null;
  if (ctrlKey || metaKey) {
    const name = withControl(press);
    return place === 'typing' && name !== 'palette' ? null : name;
  }
  if (key === 'Escape') return place === 'inside' ? 'leave' : 'dismiss';
  if (place === 'typing' || place === 'page') return null;
  if (place === 'inside' && shiftKey && key === 'Enter') return 'menu';
  if (place === 'inside' && !shiftKey && Object.hasOwn(INSIDE, key)) return INSIDE[key] ?? null;
  const letter = key.toLowerCase();
  // Who has switched single letters off does not want single digits either.
  if (/^\d$/.test(key) && Object.keys(letters).length > 0) return `lab${key}`;
  if (Object.hasOwn(letters, letter)) return letters[letter] ?? null;
  if (place === 'widget') return null;
  const name = shiftKey ? `Shift+${key}` : key;
  return Object.hasOwn(STEPPING, name) ? (STEPPING[name] ?? null) : null;
}

const TEXT_TYPES = new Set(['text', 'search', 'number', 'email', 'url', 'tel', 'password']);

/**
 * @param {Element | null} target
 * @returns {boolean}
 */
export function isTyping(target) {
  if (target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLInputElement) return TEXT_TYPES.has(target.type);
  return target instanceof HTMLElement && target.isContentEditable;
}

/** Elements that use Space, Enter and the arrows themselves. */
const WIDGETS = 'button, select, a[href], summary, input, [role="slider"], math, math *';

/**
 * @param {Element | null} target
 * @param {{stage: Element, transport: Element, inside: boolean}} where
 * @returns {Place}
 */
export function placeOf(target, { stage, transport, inside }) {
  if (target === null) return 'page';
  if (isTyping(target)) return 'typing';
  if (!stage.contains(target) && !transport.contains(target)) return 'page';
  if (inside && stage.contains(target)) return 'inside';
  return target.closest(WIDGETS) ? 'widget' : 'steps';
}
