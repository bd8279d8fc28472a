/** The inspector: what is known about the one thing that is pinned or pointed at. */
import { fitCanvas } from '../frame.js';
import { words } from '../words.js';
import { button, el, say } from './element.js';

/** @typedef {import('../types.d.ts').Inspection} Inspection */
/** @typedef {import('../types.d.ts').Link} Link */
/** @typedef {import('../types.d.ts').Position} Position */
/** @typedef {import('../types.d.ts').Check} Check */
/** @typedef {import('./focus.js').Focus} Focus */

/**
 * @param {{
 *   focus: Focus,
 *   stand: (position: Position) => void,
 *   check: (reference: string) => Check | null,
 *   announce: (text: string) => void,
 *   paintHistory: (context: CanvasRenderingContext2D, size: {width: number, height: number, ratio: number}) => void,
 *   repaint: () => void,
 * }} page
 */
export function createInspector({ focus, stand, check, announce, paintHistory, repaint }) {
  const title = el('h2', {}, words.details);
  const about = el('p', { class: 'about' });
  const rows = el('dl', { class: 'rows' });
  const canvas = el('canvas', { class: 'history', role: 'img' });
  const history = el('div', { class: 'history-box' }, el('h3', {}, words.history), canvas);
  const size = fitCanvas(canvas, repaint);
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
     * @param {{reference: string | null}} at
     */
    update(what, { reference }) {
      say(title, what.title === '' ? words.details : what.title);
      say(about, what.words);
      about.hidden = what.words === '';
      rows.replaceChildren(
        ...what.rows.flatMap((row) => [el('dt', {}, row.label), el('dd', {}, row.value)]),
      );
      const steps = what.history?.length ?? 0;
      history.hidden = steps < 2;
      canvas.setAttribute('aria-label', words.historyWords(steps));
      links.replaceChildren(
        ...linkList(words.comesFrom, what.comesFrom),
        ...linkList(words.goesTo, what.goesTo),
      );
      unpin.hidden = focus.pinned === null;
      compare.hidden = reference === null || !/^p\.|\.u\d+$/.test(reference);
      if (reference !== comparedWith) checked.hidden = true;
      comparedWith = reference;
    },
    paint() {
      const context = history.hidden || size.width === 0 ? null : canvas.getContext('2d');
      if (context !== null) paintHistory(context, size);
    },
  };
}
