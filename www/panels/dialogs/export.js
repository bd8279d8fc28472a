/** Export: what can be taken away, copied or saved. */
import { html } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { labOf, mainView } from '../../labs/labs.js';
import { saveFile } from '../../page/save_file.js';
import { exportWords as said } from '../../words/export.js';
import { createDialog } from './dialog.js';

/** @import {Exports, Kind} from '../../page/exports.js' */
/** @import {Page} from '../../page/panels.js' */
/** @import {State, View, ViewName} from '../../types.d.ts' */

/** @type {Kind[]} */
const OF_A_PICTURE = ['png', 'svg', 'csv'];
/** @type {Kind[]} */
const OF_THE_RUN = ['json', 'latex', 'matrices', 'link'];

/** @param {Page} page @param {Exports} exports */
export function createTaker({ commands: { announce }, live: { alarm } }, exports) {
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
      saveFile(made, file);
      announce(said.savedInstead(file));
    }
  }

  /** @param {Kind} kind @param {ViewName} view */
  async function keep(kind, view) {
    const file = nameOf(kind, view);
    saveFile(await exports.make(kind, view), file);
    announce(said.saved(file));
  }

  /** @param {(kind: Kind, view: ViewName) => Promise<void>} how */
  const orSay = (how) => (/** @type {Kind} */ kind, /** @type {ViewName} */ view) =>
    how(kind, view).catch(() => alarm(said.failed(said.kinds[kind].name)));

  return { copy: orSay(copy), save: orSay(keep) };
}

/** @typedef {ReturnType<typeof createTaker>} Taker */

/** The views that can be taken away: those on screen, and those that stand where one of them does. @param {State} state */
function viewsOf(state) {
  const { views, shown, lower = [] } = labOf(state.lab);
  const there = shown(state);
  const all = there.includes(state.panel) ? [...there, ...lower] : there;
  return views.filter(({ name }) => all.includes(name));
}

/** @param {Page} page @param {Taker} taker */
export function createExport({ store }, taker) {
  /** The view that is meant if nothing else is said. */
  const main = () => mainView(labOf(store.state.lab));
  let chosen = main();

  /** @param {Kind} kind @param {'copy' | 'save'} how @param {string} label */
  const way = (kind, how, label) => html`<button type="button" class="small" aria-label=${label}
    id=${`export-${how}-${kind}`} @click=${() => taker[how](kind, chosen)}>${said[how]}</button>`;

  /** @param {Kind} kind */
  function row(kind) {
    const { name, what } = said.kinds[kind];
    return html`<li class="export-row">
      <span class="export-name"><strong>${name}</strong> ${what}</span>
      ${way(kind, 'copy', said.copyIt(name))} ${way(kind, 'save', said.saveIt(name))}
    </li>`;
  }

  /** @param {View} view */
  const option = ({ name, short }) => html`<label class="option">
    <input type="radio" name="picture" value=${name} .checked=${live(name === chosen)} @change=${() => {
      chosen = name;
    }} />
    <span>${short}</span>
  </label>`;

  const { dialog, open } = createDialog({
    title: said.title,
    draw: () => html`<p class="hint">${said.intro}</p>
      <fieldset class="control">
        <legend>${said.which}</legend>
        <div class="options">${viewsOf(store.state).map(option)}</div>
      </fieldset>
      <h3>${said.pictureTitle}</h3>
      <ul class="export-rows">${OF_A_PICTURE.map(row)}</ul>
      <h3>${said.runTitle}</h3>
      <ul class="export-rows">${OF_THE_RUN.map(row)}</ul>`,
  });
  return {
    dialog,
    /** @param {ViewName} [view] */
    open(view = chosen) {
      chosen = viewsOf(store.state).find(({ name }) => name === view)?.name ?? main();
      open();
    },
  };
}
