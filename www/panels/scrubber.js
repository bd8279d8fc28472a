/**
 * A row of places to stand on: clicked, dragged, or walked with the keys. One slider for assistive technology.
 */
import { el, setAll } from './element.js';

/** From this many places on they are one bar: what is marked stands out, the rest is length. */
const DENSE = 60;
/** The numbers along a bar: the closest of these distances that leaves room. */
const DISTANCES = [10, 20, 50, 100, 200];
const MOST_NUMBERS = 7;

/** @param {number} at from 0 @param {number} count */
const share = (at, count) => `${((at + 0.5) / count) * 100}%`;

/** @param {string} name @param {string} left @param {string} [text] */
function onBar(name, left, text = '') {
  const mark = el('span', { class: name }, text);
  mark.style.left = left;
  return mark;
}

/** What stands on a bar of many places. @param {Place[]} places */
function barOf(places) {
  const count = places.length;
  const apart = DISTANCES.find((distance) => count / distance <= MOST_NUMBERS) ?? count;
  const numbers = places.flatMap((_, at) =>
    (at + 1) % apart === 0
      ? [
          onBar(
            at + 1 === count ? 'number-mark last' : 'number-mark',
            share(at, count),
            String(at + 1),
          ),
        ]
      : [],
  );
  const marks = places.flatMap(({ kind }, at) =>
    kind === '' ? [] : [onBar(`mark ${kind}`, share(at, count))],
  );
  return [el('span', { class: 'bar' }), ...marks, ...numbers, el('span', { class: 'thumb' })];
}

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
  /** @type {number | null} the place that is pointed at somewhere on the page */
  let lit = null;
  /** @param {number | null} index */
  function light(index) {
    lit = index;
    [...track.children].forEach((tick, at) => {
      if (tick.classList.contains('lit') !== (at === index))
        tick.classList.toggle('lit', at === index);
    });
  }
  /** Ticks are made anew only when the places are others. */
  function drawTicks() {
    const { places } = scale;
    const key = places.map(({ text, kind: of, title }) => `${text}|${of}|${title}`).join('\n');
    if (key === drawn) return;
    drawn = key;
    const dense = places.length >= DENSE;
    element.classList.toggle('dense', dense);
    track.replaceChildren(
      ...(!dense
        ? places.map((place) =>
            el(
              'span',
              { class: `tick ${place.kind}`, title: place.title },
              el('span', {}, place.text),
            ),
          )
        : barOf(places)),
    );
  }

  return {
    element,
    light,
    /** @param {Scale} next */
    update(next) {
      scale = next;
      drawTicks();
      light(lit);
      const count = next.places.length;
      setAll(element, {
        'aria-valuemax': count,
        'aria-valuenow': next.index + 1,
        'aria-valuetext': next.says,
      });
      element.classList.toggle('reversed', next.reversed);
      if (count >= DENSE) {
        track.style.setProperty('--at', share(next.index, count));
        return;
      }
      [...track.children].forEach((tick, at) => {
        tick.classList.toggle('done', next.fromEnd ? at > next.index : at < next.index);
        tick.classList.toggle('now', at === next.index);
      });
    },
  };
}
