/** A finger drawn sideways over something that scrolls only up and down. */

/** Further than this is a swipe, in px; what strays further up or down is none. */
const FAR = 40;
const STRAY = 32;
/** What has a sideways movement of its own. */
const OWN = '.scrubber, input, select, textarea';

/**
 * @param {HTMLElement} element
 * @param {{left: () => void, right: () => void}} act
 */
export function onSwipe(element, act) {
  /** @type {{id: number, x: number, y: number} | null} */
  let start = null;
  element.addEventListener(
    'pointerdown',
    ({ pointerType, pointerId, clientX, clientY, target }) => {
      const own = target instanceof Element && target.closest(OWN) !== null;
      start = pointerType === 'touch' && !own ? { id: pointerId, x: clientX, y: clientY } : null;
    },
  );
  element.addEventListener('pointerup', ({ pointerId, clientX, clientY }) => {
    if (start?.id !== pointerId) return;
    const across = clientX - start.x;
    const straight = Math.abs(clientY - start.y) < STRAY;
    start = null;
    if (!straight || Math.abs(across) < FAR) return;
    if (across < 0) act.left();
    else act.right();
  });
  element.addEventListener('pointercancel', () => {
    start = null;
  });
}
