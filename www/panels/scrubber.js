/**
 * A row of places to stand on: clicked, dragged, or walked with the keys. One slider for assistive technology.
 */
import { html, render } from 'lit-html';
import { make, put } from './element.js';

/** From this many places on they are one bar: what is marked stands out, the rest is length. */
const DENSE = 60;
/** The numbers along a bar: the closest of these distances that leaves room. */
const DISTANCES = [10, 20, 50, 100, 200];
const MOST_NUMBERS = 7;

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
 * @property {boolean} [reversed] the first place is at the right
 * @property {boolean} [fromEnd] what lies behind is what has a higher index: time, when going backward
 * @property {string} says
 */

/** @param {number} at from 0 @param {number} count */
const share = (at, count) => `${((at + 0.5) / count) * 100}%`;

/** What stands on a bar of many places. @param {Place[]} places */
function barOf(places) {
  const count = places.length;
  const apart = DISTANCES.find((distance) => count / distance <= MOST_NUMBERS) ?? count;
  const numbers = places.map((_, at) => at + 1).filter((number) => number % apart === 0);
  const number = (/** @type {number} */ at) =>
    html`<span class=${at === count ? 'number-mark last' : 'number-mark'} data-place=${at}>${at}</span>`;
  const marks = places.flatMap(({ kind }, at) =>
    kind === '' ? [] : [html`<span class=${`mark ${kind}`} data-place=${at + 1}></span>`],
  );
  return html`<span class="bar"></span>${marks}${numbers.map(number)}<span class="thumb"></span>`;
}

/** Single places. @param {Scale} scale */
const ticksOf = ({ places, index, fromEnd = false }) =>
  places.map(({ kind, title, text }, at) => {
    const behind = (fromEnd ? at > index : at < index) ? 'done' : '';
    return html`<span class=${`tick ${kind} ${behind} ${at === index ? 'now' : ''}`} title=${title}>
      <span>${text}</span>
    </span>`;
  });

/** Where a key leads. @param {string} key @param {Scale} scale @returns {number | undefined} */
const leadsTo = (key, { index, places }) =>
  /** @type {Record<string, number>} */ ({
    ArrowRight: index + 1,
    ArrowUp: index + 1,
    ArrowLeft: index - 1,
    ArrowDown: index - 1,
    PageUp: index + 10,
    PageDown: index - 10,
    Home: 0,
    End: places.length - 1,
  })[key];

/**
 * @param {{label: string, kind: string, move: (index: number) => void}} options
 */
export function createScrubber({ label, kind, move }) {
  const track = make(html`<div class="track"></div>`);
  const element =
    make(html`<div class=${`scrubber ${kind}`} role="slider" tabindex="0" aria-label=${label}
    aria-valuemin="1" @pointerdown=${press} @pointermove=${drag} @keydown=${walk}>${track}</div>`);
  /** @type {Scale} */
  let scale = { places: [], index: 0, says: '' };
  /** @type {number | null} the place that is pointed at somewhere on the page */
  let lit = null;

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

  /** @param {PointerEvent} event */
  function press(event) {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    point(event);
  }
  /** @param {PointerEvent} event */
  function drag(event) {
    if (element.hasPointerCapture(event.pointerId)) point(event);
  }
  /** @param {KeyboardEvent} event */
  function walk(event) {
    const next = leadsTo(event.key, scale);
    const held = event.shiftKey || event.ctrlKey || event.metaKey || event.altKey;
    if (next === undefined || held) return;
    event.preventDefault();
    event.stopPropagation();
    to(next);
  }

  /** @param {number | null} index */
  function light(index) {
    lit = index;
    [...track.children].forEach((tick, at) => {
      if (tick.classList.contains('lit') !== (at === index))
        tick.classList.toggle('lit', at === index);
    });
  }

  /** The content security policy allows no style in a template. */
  function place() {
    const count = scale.places.length;
    track.style.setProperty('--at', share(scale.index, count));
    for (const mark of /** @type {NodeListOf<HTMLElement>} */ (
      track.querySelectorAll('[data-place]')
    )) {
      mark.style.left = share(Number(mark.dataset.place) - 1, count);
    }
  }

  return {
    element,
    light,
    /** @param {Scale} next */
    update(next) {
      scale = next;
      const count = next.places.length;
      const dense = count >= DENSE;
      render(dense ? barOf(next.places) : ticksOf(next), track);
      if (dense) place();
      light(lit);
      element.classList.toggle('dense', dense);
      element.classList.toggle('reversed', next.reversed ?? false);
      put(element, {
        ariaValueMax: String(count),
        ariaValueNow: String(next.index + 1),
        ariaValueText: next.says,
      });
    },
  };
}
