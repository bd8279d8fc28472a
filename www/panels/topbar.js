/** The top bar: name, labs, model chip, undo and redo, link, export, help, menu. */
import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { words } from '../words/words.js';
import { icon } from './icons.js';
import { fieldValue } from './typed.js';

/** @typedef {{id: string, title: string, key: string}} Tab */
/**
 * @typedef {object} Actions
 * @property {(way: 'undo' | 'redo') => void} travel
 * @property {() => void} share
 * @property {() => void} exportIt
 * @property {() => void} help
 * @property {() => void} settings
 * @property {() => void} find
 * @property {() => void} presets
 * @property {() => void} copyRun
 * @property {() => void} pasteRun
 * @property {(id: string) => void} open a lab
 * @property {() => void} resetLab
 * @property {() => void} resetAll
 * @property {() => void} showModel
 * @property {() => void} toggleSide
 * @property {(() => void) | null} provoke
 */
/**
 * @typedef {object} Shown
 * @property {Tab[]} labs
 * @property {string} lab the one on screen
 * @property {string} chip the model
 * @property {boolean} canUndo
 * @property {boolean} canRedo
 * @property {boolean} side whether equation and details are there
 * @property {boolean} online
 */

/**
 * A button that is an icon; its name is said and shown when it is pointed at.
 * @param {{id: string, name: string, key: string, face: unknown, act: () => void, wide?: boolean, off?: boolean, expanded?: boolean}} what
 */
const iconButton = ({ id, name, key, face, act, wide = false, off = false, expanded }) =>
  html`<button type="button" class=${wide ? 'icon-button wide-only' : 'icon-button'} id=${id} aria-label=${name}
    title=${`${name} (${key})`} aria-disabled=${off ? 'true' : nothing} aria-expanded=${expanded ?? nothing}
    @click=${act}>${face}</button>`;

/** @param {Actions} actions */
function menu(actions) {
  /** @param {string} id @param {string} label @param {() => void} act */
  const item = (id, label, act) =>
    html`<button type="button" class="menu-item" id=${id} @click=${() => {
      document.getElementById('menu')?.hidePopover();
      act();
    }}>${label}</button>`;
  return html`<div class="menu" id="menu" popover="auto" role="group" aria-label=${words.menu}>
    ${item('menu-find', words.find, actions.find)} ${item('menu-presets', words.myPresets, actions.presets)}
    <hr />
    ${item('menu-share', words.share, actions.share)} ${item('menu-export', words.exportIt, actions.exportIt)}
    ${item('menu-copy-run', words.copyRun, actions.copyRun)}
    ${item('menu-paste-run', words.pasteRun, actions.pasteRun)}
    <hr />
    ${item('menu-settings', words.settings, actions.settings)} ${item('menu-help', words.help, actions.help)}
    <hr />
    ${item('menu-reset-lab', words.resetLab, actions.resetLab)} ${item('menu-reset', words.reset, actions.resetAll)}
    ${actions.provoke ? item('menu-provoke', words.provoke, actions.provoke) : nothing}
  </div>`;
}

/** The ways to the labs: a tab for each, and on a phone a list. @param {Shown} shown @param {Actions['open']} open */
function ways({ labs, lab }, open) {
  /** @param {MouseEvent} event @param {string} id */
  function follow(event, id) {
    // With a key held the browser opens it somewhere else.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(id);
  }
  const tab = (
    /** @type {Tab} */ { id, title, key },
  ) => html`<a href=${`#v=1&lab=${id}`} class="lab-tab"
    data-lab=${id} title=${`${title} (${key})`} aria-current=${id === lab ? 'page' : nothing}
    @click=${(/** @type {MouseEvent} */ event) => follow(event, id)}>${title}</a>`;
  const option = (/** @type {Tab} */ { id, title }) =>
    html`<option value=${id} .selected=${live(id === lab)}>${title}</option>`;
  return html`<nav class="labs" aria-label=${words.labs}>
    ${labs.map(tab)}
    <select class="lab-list" aria-label=${words.labs} @change=${fieldValue('value', open)}>${labs.map(option)}</select>
  </nav>`;
}

/** The buttons at the right. @param {Shown} shown @param {Actions} actions */
function buttons({ canUndo, canRedo, side }, actions) {
  const [undo, redo] = [() => actions.travel('undo'), () => actions.travel('redo')];
  const sideName = side ? words.collapseSide : words.expandSide;
  // Undo is not disabled: who presses it to the end stays on it.
  return html`
    ${iconButton({ id: 'undo', name: words.undo, key: 'Ctrl + Z', face: icon('undo'), act: undo, off: !canUndo })}
    ${iconButton({ id: 'redo', name: words.redo, key: 'Ctrl + Shift + Z', face: icon('redo'), act: redo, off: !canRedo })}
    <button type="button" class="text-button wide-only" id="share" aria-label=${words.share} @click=${actions.share}>
      ${icon('link')}${words.shareShort}
    </button>
    <button type="button" class="text-button wide-only" id="export" @click=${actions.exportIt}>
      ${icon('save')}${words.exportIt}
    </button>
    ${iconButton({ id: 'find', name: words.find, key: 'Ctrl + K', face: icon('search'), act: actions.find, wide: true })}
    ${iconButton({
      id: 'toggle-side',
      name: sideName,
      key: ']',
      face: icon('panelRight'),
      act: actions.toggleSide,
      wide: true,
      expanded: side,
    })}
    ${iconButton({ id: 'help', name: words.help, key: '?', face: '?', act: actions.help })}
    <button type="button" class="icon-button" id="menu-button" aria-label=${words.menu} title=${words.menu}
      popovertarget="menu">${icon('menu')}</button>
    ${menu(actions)}`;
}

/** @param {Shown} shown @param {Actions} actions */
export const topBar = (shown, actions) => html`<h1>${words.name}</h1>
  ${ways(shown, actions.open)}
  <button type="button" class="chip" id="chip" aria-label=${words.modelChip(shown.chip)}
    title=${words.modelChip(shown.chip)} @click=${actions.showModel}>${shown.chip}</button>
  <span class="offline" ?hidden=${shown.online}>${words.offline}</span>
  <span class="spring"></span>
  ${buttons(shown, actions)}`;
