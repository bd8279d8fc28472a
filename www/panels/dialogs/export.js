/** Export: what can be taken away, copied or saved. */
import { exportWords as said } from '../../words/export.js';
import { button, el, freshId } from '../element.js';
import { createDialog } from './dialog.js';

/** @import {Exports, Kind} from '../../page/exports.js' */
/** @import {ViewName} from '../../types.d.ts' */

/** @type {Kind[]} */
const OF_A_PICTURE = ['png', 'svg', 'csv'];
/** @type {Kind[]} */
const OF_THE_RUN = ['json', 'latex', 'matrices', 'link'];

/** @param {Blob} blob @param {string} name */
function save(blob, name) {
  const url = URL.createObjectURL(blob);
  el('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/**
 * @param {{
 *   exports: Exports,
 *   announce: (text: string) => void,
 *   alarm: (text: string) => void,
 * }} page
 */
export function createTaker({ exports, announce, alarm }) {
  /** @param {Kind} kind @param {ViewName | null} view */
  const nameOf = (kind, view) => exports.fileName(kind, OF_A_PICTURE.includes(kind) ? view : null);

  /** @param {Kind} kind @param {ViewName} view */
  async function copy(kind, view) {
    const { name } = said.kinds[kind];
    const made = await exports.make(kind, view);
    try {
      if (kind === 'png')
        await navigator.clipboard.write([new ClipboardItem({ [made.type]: made })]);
      else await navigator.clipboard.writeText(await made.text());
      announce(said.copied(name));
    } catch {
      const file = nameOf(kind, view);
      save(made, file);
      announce(said.savedInstead(file));
    }
  }

  /** @param {Kind} kind @param {ViewName} view */
  async function keep(kind, view) {
    const file = nameOf(kind, view);
    save(await exports.make(kind, view), file);
    announce(said.saved(file));
  }

  /** @param {(kind: Kind, view: ViewName) => Promise<void>} how */
  const orSay = (how) => (/** @type {Kind} */ kind, /** @type {ViewName} */ view) =>
    how(kind, view).catch(() => alarm(said.failed(said.kinds[kind].name)));

  return { copy: orSay(copy), save: orSay(keep) };
}

/** @typedef {ReturnType<typeof createTaker>} Taker */

/**
 * @param {{
 *   taker: Taker,
 *   views: () => {name: ViewName, title: string}[],
 *   main: () => ViewName,
 * }} page `views`: those that can be on screen now; `main`: the one that is meant if nothing else is said
 */
export function createExport({ taker, views, main }) {
  const name = freshId('picture');
  const options = el('div', { class: 'options' });
  const inputs = () => [...options.querySelectorAll('input')];
  const chosen = () => /** @type {ViewName} */ (inputs().find(({ checked }) => checked)?.value);

  /** @param {Kind} kind */
  function row(kind) {
    const { name: what, what: about } = said.kinds[kind];
    return el(
      'li',
      { class: 'export-row' },
      el('span', { class: 'export-name' }, el('strong', {}, what), ` ${about}`),
      button(
        { class: 'small', 'aria-label': said.copyIt(what), id: `export-copy-${kind}` },
        said.copy,
        () => taker.copy(kind, chosen()),
      ),
      button(
        { class: 'small', 'aria-label': said.saveIt(what), id: `export-save-${kind}` },
        said.save,
        () => taker.save(kind, chosen()),
      ),
    );
  }
  const dialog = createDialog(
    said.title,
    el('p', { class: 'hint' }, said.intro),
    el('fieldset', { class: 'control' }, el('legend', {}, said.which), options),
    el('h3', {}, said.pictureTitle),
    el('ul', { class: 'export-rows' }, ...OF_A_PICTURE.map(row)),
    el('h3', {}, said.runTitle),
    el('ul', { class: 'export-rows' }, ...OF_THE_RUN.map(row)),
  );
  return {
    dialog,
    /** @param {ViewName} [view] */
    open(view) {
      const wanted = view ?? chosen();
      const there = views();
      const checked = there.find((each) => each.name === wanted)?.name ?? main();
      options.replaceChildren(
        ...there.map(({ name: value, title }) =>
          el(
            'label',
            { class: 'option' },
            el('input', { type: 'radio', name, value, checked: value === checked }),
            el('span', {}, title),
          ),
        ),
      );
      dialog.showModal();
    },
  };
}
