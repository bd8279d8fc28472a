/** Where something that floats stands: beside what it is about, and always on the page. */

/** @typedef {{left: number, top: number, width: number, height: number}} Box in px of the page */

/** Space to what it is about, and to the edge of the page, in px. */
const GAP = 6;
/** A finger covers this much around the point it touches, in px. */
const FINGER = 32;

/**
 * @param {HTMLElement} element
 * @param {Box} box
 * @param {{above?: boolean, finger?: {x: number, y: number} | null}} [options] `above`: rather above than below;
 *   `finger`: where one touches, which must stay free
 */
export function float(element, box, { above = false, finger = null } = {}) {
  const { offsetWidth: width, offsetHeight: height } = element;
  const right = document.documentElement.clientWidth - width - GAP;
  const bottom = document.documentElement.clientHeight - height - GAP;
  const middle = finger === null ? box.left + box.width / 2 : finger.x;
  const upper = finger === null ? box.top : Math.min(box.top, finger.y - FINGER);
  const lower =
    finger === null ? box.top + box.height : Math.max(box.top + box.height, finger.y + FINGER);
  const over = upper - height - GAP;
  const under = lower + GAP;
  const fits = above || finger !== null ? over >= GAP : under > bottom;
  element.style.left = `${Math.max(GAP, Math.min(middle - width / 2, right))}px`;
  element.style.top = `${Math.max(GAP, Math.min(fits ? over : under, bottom))}px`;
}
