/** How to look closer, said beside the buttons that do it until a person has done so once. */
import { timeWords as words } from '../../words/time.js';
import { el, hide, say } from '../element.js';

/** @import {Storage} from '../../state/storage.js' */

/** Under this name it is kept that a person knows. */
const PLACE = 'zoomed';

/** @param {Storage} storage */
export function createZoomHint(storage) {
  const element = el('span', { class: 'zoom-hint', hidden: true });
  let known = storage.read(PLACE) !== null;
  say(element, matchMedia('(pointer: coarse)').matches ? words.pinchHint : words.zoomHint);
  return {
    element,
    /** A person has looked closer. */
    learn() {
      if (!known) storage.write(PLACE, '1');
      known = true;
    },
    /** @param {boolean} far whether single steps cannot be told */
    update(far) {
      hide(element, known || !far);
    },
  };
}
