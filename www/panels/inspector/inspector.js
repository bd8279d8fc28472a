/**
 * The inspector: what is known about the one thing that is pinned or pointed at, always in the same order.
 *
 * Invariant: it only shows; a number it lets one change goes the way every given number goes.
 */
import { fitCanvas } from '../../page/frame.js';
import { words } from '../../words/words.js';
import { button, el, hide, say, setAll } from '../element.js';
import { createNumberField } from '../given/number_field.js';
import { icon } from '../icons.js';
import { createProducts } from './products.js';

/** @import {Check, Inspection, Link, Position} from '../../types.d.ts' */
/** @import {Focus} from '../../page/focus.js' */
/** @import {Numbers} from '../given/number.js' */

/** What the loss is judged by has no gradient of its own. */
const TARGET = /^(y|weights)\./;

/**
 * @param {{
 *   focus: Focus,
 *   numbers: Numbers,
 *   stand: (position: Position) => void,
 *   check: (reference: string) => Check | null,
 *   copy: (text: string, done: string) => void,
 *   latex: () => string,
 *   openTable: () => void,
 *   announce: (text: string) => void,
 *   paintHistory: (context: CanvasRenderingContext2D, size: {width: number, height: number, ratio: number}) => void,
 *   repaint: () => void,
 * }} page
 */
export function createInspector(page) {
  const { focus, numbers, announce } = page;
  const title = el('h2', {}, words.details);
  const pin = button({ class: 'icon-button', id: 'pin' }, icon('pin'), () =>
    focus.pin(focus.pinned === about.reference ? null : about.reference),
  );
  const text = el('p', { class: 'about' });
  const rows = el('dl', { class: 'rows' });
  const field = createNumberField({ numbers, announce });
  const setting = el(
    'div',
    { class: 'set-value', role: 'group', 'aria-label': words.setValue },
    el('span', { class: 'set-label' }, words.setValue),
    field.element,
  );
  const links = el('div', { class: 'links' });
  const canvas = el('canvas', { class: 'history', role: 'img' });
  const history = el('div', { class: 'history-box' }, el('h3', {}, words.history), canvas);
  const size = fitCanvas(canvas, page.repaint);
  const products = createProducts({ focus });
  const compared = el('div', { class: 'compared', hidden: true });

  /** @param {string} face @param {string} id @param {() => void} act */
  const action = (face, id, act) => button({ class: 'small', id }, face, act);
  const copyValue = action(words.copyValue, 'copy-value', () =>
    page.copy(about.value, words.copied),
  );
  const savePng = action(words.savePng, 'save-png', () =>
    canvas.toBlob((blob) => blob && download(blob, `${about.title}.png`)),
  );
  const compare = action(words.check, 'check', () => {
    if (about.given !== null) showCheck(page.check(about.given));
  });
  const actions = el(
    'div',
    { class: 'buttons inspector-actions', role: 'group', 'aria-label': words.actions },
    action(words.asTable, 'open-table', page.openTable),
    copyValue,
    action(words.copyAsLatex, 'copy-as-latex', () => page.copy(page.latex(), words.copied)),
    savePng,
    compare,
  );
  const element = el(
    'section',
    { class: 'inspector', 'aria-label': words.details },
    el('div', { class: 'panel-head' }, title, pin),
    text,
    rows,
    setting,
    links,
    history,
    products.element,
    actions,
    compared,
  );

  /** What is shown: its name, and the number that is copied. */
  const about = {
    title: '',
    value: '',
    reference: /** @type {string | null} */ (null),
    given: /** @type {string | null} */ (null),
    links: '',
  };

  /** @param {Check | null} check */
  function showCheck(check) {
    const said = check?.words ?? words.nothingToCompare;
    const line = (/** @type {string} */ name, /** @type {number} */ value) => [
      el('dt', {}, name),
      el('dd', {}, String(value).replace('-', '\u2212')),
    ];
    compared.replaceChildren(
      ...(check
        ? [
            el(
              'dl',
              { class: 'rows aligned' },
              ...line(words.analytic, check.analytic),
              ...line(words.numeric, check.numeric),
            ),
          ]
        : []),
      el('p', {}, said),
    );
    compared.hidden = false;
    compared.scrollIntoView({ block: 'nearest' });
    announce(said);
  }

  /** @param {Link} link */
  function linkButton({ label, reference, position }) {
    const made = button({ class: 'link' }, label, () => {
      if (position) page.stand(position);
      focus.pin(reference ?? null);
    });
    return made;
  }
  /** @param {string} heading @param {Link[]} list */
  const linkList = (heading, list) =>
    list.length === 0 ? [] : [el('div', {}, el('h3', {}, heading), ...list.map(linkButton))];

  /** While only numbers move, the lines stay the elements they are. @param {Inspection} what */
  function updateRows({ rows: lines }) {
    const texts = lines.flatMap(({ label, value }) => [label, value]);
    if (rows.childElementCount === texts.length) {
      [...rows.children].forEach((part, at) => {
        say(part, texts[at] ?? '');
      });
      return;
    }
    rows.replaceChildren(...texts.map((text, at) => el(at % 2 === 0 ? 'dt' : 'dd', {}, text)));
  }

  /** @param {Inspection} what */
  function updateLinks({ comesFrom, goesTo }) {
    const key = JSON.stringify([comesFrom, goesTo]);
    if (key === about.links) return;
    about.links = key;
    links.replaceChildren(
      ...linkList(words.comesFrom, comesFrom),
      ...linkList(words.goesTo, goesTo),
    );
    hide(links, comesFrom.length + goesTo.length === 0);
  }

  return {
    element,
    /**
     * @param {Inspection} what
     * @param {{reference: string | null, hasGradients: boolean}} at
     */
    update(what, { reference, hasGradients }) {
      if (reference !== about.reference) compared.hidden = true;
      Object.assign(about, { title: what.title, value: what.rows[0]?.value ?? '', reference });
      say(title, what.title === '' ? words.details : what.title);
      say(text, what.words);
      hide(text, what.words === '');
      const pinned = reference !== null && reference === focus.pinned;
      const name = pinned ? words.unpin : words.pin;
      setAll(pin, { 'aria-pressed': String(pinned), 'aria-label': words.pin, title: name });
      hide(pin, reference === null);
      updateRows(what);
      hide(setting, !what.given);
      if (what.given) field.update(what.given);
      updateLinks(what);
      const steps = what.history?.length ?? 0;
      hide(history, steps < 2);
      hide(savePng, steps < 2);
      setAll(canvas, { 'aria-label': words.historyWords(steps) });
      products.update(what.products ?? []);
      hide(copyValue, what.rows.length === 0 || reference === null);
      about.given = what.given?.reference ?? null;
      hide(compare, !hasGradients || about.given === null || TARGET.test(about.given));
    },
    paint() {
      const context = history.hidden || size.width === 0 ? null : canvas.getContext('2d');
      if (context !== null) page.paintHistory(context, size);
    },
  };
}

/** How long a file to save is kept, in ms. */
const KEPT = 60_000;

/**
 * @param {Blob} blob
 * @param {string} name
 */
function download(blob, name) {
  const link = el('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT);
}
