/** The inspector: what is known about the one thing that is pinned or pointed at. */
import { words } from '../words.js';
import { button, el, say, svg } from './element.js';

/** @typedef {import('../types.d.ts').Inspection} Inspection */
/** @typedef {import('../types.d.ts').Link} Link */
/** @typedef {import('../types.d.ts').Position} Position */
/** @typedef {import('../types.d.ts').Check} Check */
/** @typedef {import('./focus.js').Focus} Focus */

const WIDTH = 300;
const HEIGHT = 48;
const EDGE = 4;

/**
 * Where the values over time go in a picture of WIDTH x HEIGHT pixels.
 * @param {number[]} values
 */
export function sparkline(values) {
  const known = values.filter(Number.isFinite);
  const low = Math.min(0, ...known);
  const high = Math.max(0, ...known);
  const span = high - low || 1;
  const across = (WIDTH - 2 * EDGE) / Math.max(1, values.length - 1);
  return values.map((value, at) => ({
    x: EDGE + at * across,
    y: Number.isFinite(value) ? EDGE + ((high - value) / span) * (HEIGHT - 2 * EDGE) : null,
  }));
}

/**
 * @param {number[]} values
 * @param {number} now step from 1
 */
function drawHistory(values, now) {
  const points = sparkline(values);
  const line = points.flatMap(({ x, y }) =>
    y === null ? [] : [`${x.toFixed(1)},${y.toFixed(1)}`],
  );
  const zero = sparkline([0, ...values])[0]?.y ?? HEIGHT / 2;
  const dots = points.flatMap(({ x, y }, at) =>
    y === null
      ? []
      : [
          svg('circle', {
            cx: x,
            cy: y,
            r: at + 1 === now ? 4 : 2,
            class: at + 1 === now ? 'now' : '',
          }),
        ],
  );
  return svg(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      class: 'history',
      role: 'img',
      'aria-label': words.historyWords(values.length),
    },
    svg('line', { x1: 0, x2: WIDTH, y1: zero, y2: zero, class: 'zero' }),
    svg('polyline', { points: line.join(' ') }),
    ...dots,
  );
}

/**
 * @param {{
 *   focus: Focus,
 *   stand: (position: Position) => void,
 *   check: (reference: string) => Check | null,
 *   announce: (text: string) => void,
 * }} page
 */
export function createInspector({ focus, stand, check, announce }) {
  const title = el('h2', {}, words.details);
  const about = el('p', { class: 'about' });
  const rows = el('dl', { class: 'rows' });
  const history = el('div', { class: 'history-box' });
  const links = el('div', { class: 'links' });
  const checked = el('p', { class: 'checked', hidden: true });
  const unpin = button({ class: 'small', id: 'unpin' }, words.unpin, () => focus.pin(null));
  const compare = button({ class: 'small', id: 'check' }, words.check, () => {
    const reference = focus.reference;
    const said = (reference && check(reference)?.words) || words.nothingToCompare;
    say(checked, said);
    checked.hidden = false;
    announce(said);
  });
  const element = el(
    'section',
    { class: 'inspector', 'aria-label': words.details },
    el('div', { class: 'panel-head' }, title, unpin),
    about,
    rows,
    history,
    links,
    compare,
    checked,
  );

  /** @param {Link} link */
  function linkButton({ label, reference, position }) {
    return button({ class: 'link' }, label, () => {
      if (position) stand(position);
      focus.pin(reference ?? null);
    });
  }
  /** @param {string} heading @param {Link[]} list */
  const linkList = (heading, list) =>
    list.length === 0 ? [] : [el('div', {}, el('h3', {}, heading), ...list.map(linkButton))];

  /** @type {string | null} what the comparison on screen is about */
  let comparedWith = null;

  return {
    element,
    /**
     * @param {Inspection} what
     * @param {{reference: string | null, t: number}} at
     */
    update(what, { reference, t }) {
      say(title, what.title === '' ? words.details : what.title);
      say(about, what.words);
      about.hidden = what.words === '';
      rows.replaceChildren(
        ...what.rows.flatMap((row) => [el('dt', {}, row.label), el('dd', {}, row.value)]),
      );
      const values = what.history;
      history.replaceChildren(
        ...(values && values.length > 1
          ? [el('h3', {}, words.history), drawHistory(values, t)]
          : []),
      );
      links.replaceChildren(
        ...linkList(words.comesFrom, what.comesFrom),
        ...linkList(words.goesTo, what.goesTo),
      );
      unpin.hidden = focus.pinned === null;
      compare.hidden = reference === null || !/^p\.|\.u\d+$/.test(reference);
      if (reference !== comparedWith) checked.hidden = true;
      comparedWith = reference;
    },
  };
}
