/**
 * Which command a key means. Single letters count only where stepping is meant (the stage and the transport), arrows and
 * Space also where nothing has the focus, as on a page just opened; none of them where text is typed.
 */

/** @typedef {'typing' | 'widget' | 'button' | 'steps' | 'inside' | 'nothing' | 'page'} Place what has the focus: a text field; something with arrow keys of its own; a button of stage or transport; those themselves; inside the picture; nothing; anything else */
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

/** What steps sideways: neither a button nor a page that scrolls down has a use for these keys. */
const SIDEWAYS = /^Arrow(Left|Right)$/;

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
  const steps = SIDEWAYS.test(key) || place === 'steps' || place === 'inside';
  const stepping = steps || (place === 'nothing' && key === ' ' && !shiftKey);
  const name = shiftKey ? `Shift+${key}` : key;
  const step = stepping && Object.hasOwn(STEPPING, name) ? (STEPPING[name] ?? null) : null;
  if (place === 'nothing') return step;
  const letter = key.toLowerCase();
  // Who has switched single letters off does not want single digits either.
  if (/^\d$/.test(key) && Object.keys(letters).length > 0) return `lab${key}`;
  if (Object.hasOwn(letters, letter)) return letters[letter] ?? null;
  return place === 'widget' ? null : step;
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
const WIDGETS = 'select, a[href], summary, input, [role="slider"], math, math *';

/**
 * @param {Element | null} target
 * @param {{stage: Element, transport: Element, inside: boolean}} where
 * @returns {Place}
 */
export function placeOf(target, { stage, transport, inside }) {
  if (target === null || target === document.body) return 'nothing';
  if (isTyping(target)) return 'typing';
  if (!stage.contains(target) && !transport.contains(target)) return 'page';
  if (inside && stage.contains(target)) return 'inside';
  if (target instanceof HTMLButtonElement) return 'button';
  return target.closest(WIDGETS) ? 'widget' : 'steps';
}
