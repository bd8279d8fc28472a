/**
 * A row of places to stand on: clicked, dragged, or walked with the keys. One slider for assistive technology.
 */
import { el, setAll } from './element.js';

/** More places than this are drawn as a bar without marks of its own. */
const MOST_TICKS = 60;

/**
 * @typedef {object} Place
 * @property {string} text what stands on the mark; may be empty
 * @property {string} title
 * @property {string} kind a class: the role whose colour it has
 */
/**
 * @typedef {object} Scale
 * @property {Place[]} places
 * @property {number} index from 0
 * @property {boolean} reversed the first place is at the right
 * @property {boolean} [fromEnd] what lies behind is what has a higher index: time, when going backward
 * @property {string} says
 */

/**
 * @param {{label: string, kind: string, move: (index: number) => void}} options
 */
export function createScrubber({ label, kind, move }) {
  const track = el('div', { class: 'track' });
  const element = el(
    'div',
    {
      class: `scrubber ${kind}`,
      role: 'slider',
      tabindex: 0,
      'aria-label': label,
      'aria-valuemin': 1,
    },
    track,
  );
  /** @type {Scale} */
  let scale = { places: [], index: 0, reversed: false, says: '' };

  /** @param {number} index */
  function to(index) {
    const inside = Math.max(0, Math.min(scale.places.length - 1, index));
    if (inside !== scale.index) move(inside);
  }

  /** @param {PointerEvent} event */
  function point({ clientX }) {
    const { left, width } = track.getBoundingClientRect();
    const count = scale.places.length;
    const at = Math.floor(((clientX - left) / width) * count);
    to(scale.reversed ? count - 1 - at : at);
  }

  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    point(event);
  });
  element.addEventListener('pointermove', (event) => {
    if (element.hasPointerCapture(event.pointerId)) point(event);
  });
  element.addEventListener('keydown', (event) => {
    const ways = /** @type {Record<string, number>} */ ({
      ArrowRight: scale.index + 1,
      ArrowUp: scale.index + 1,
      ArrowLeft: scale.index - 1,
      ArrowDown: scale.index - 1,
      PageUp: scale.index + 10,
      PageDown: scale.index - 10,
      Home: 0,
      End: scale.places.length - 1,
    });
    const next = ways[event.key];
    if (next === undefined || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey)
      return;
    event.preventDefault();
    event.stopPropagation();
    to(next);
  });

  /** @type {string} */
  let drawn = '';
  /** Ticks are made anew only when the places are others. */
  function drawTicks() {
    const { places } = scale;
    const key = places.map(({ text, kind: of, title }) => `${text}|${of}|${title}`).join('\n');
    if (key === drawn) return;
    drawn = key;
    const few = places.length <= MOST_TICKS;
    track.replaceChildren(
      ...(few
        ? places.map((place) =>
            el(
              'span',
              { class: `tick ${place.kind}`, title: place.title },
              el('span', {}, place.text),
            ),
          )
        : [el('span', { class: 'bar' }), el('span', { class: 'thumb' })]),
    );
  }

  return {
    element,
    /** @param {Scale} next */
    update(next) {
      scale = next;
      drawTicks();
      const count = next.places.length;
      setAll(element, {
        'aria-valuemax': count,
        'aria-valuenow': next.index + 1,
        'aria-valuetext': next.says,
      });
      element.classList.toggle('reversed', next.reversed);
      if (count > MOST_TICKS) {
        track.style.setProperty('--at', `${(next.index / (count - 1)) * 100}%`);
        return;
      }
      [...track.children].forEach((tick, at) => {
        tick.classList.toggle('done', next.fromEnd ? at > next.index : at < next.index);
        tick.classList.toggle('now', at === next.index);
      });
    },
  };
}
