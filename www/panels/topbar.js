/** The top bar: name, labs, model chip, undo and redo, link, export, help, menu. */
import { words } from '../words/words.js';
import { button, el, say, setAll } from './element.js';
import { icon } from './icons.js';

/**
 * @typedef {object} Actions
 * @property {() => void} undo
 * @property {() => void} redo
 * @property {() => void} share
 * @property {() => void} exportIt
 * @property {() => void} help
 * @property {() => void} settings
 * @property {() => void} find
 * @property {() => void} presets
 * @property {() => void} copyRun
 * @property {() => void} pasteRun
 * @property {(id: string) => void} openLab
 * @property {() => void} resetLab
 * @property {() => void} resetAll
 * @property {() => void} showModel
 * @property {() => void} toggleSide
 * @property {(() => void) | null} provoke
 */

/**
 * A button that is an icon; its name is said and shown when it is pointed at.
 * @param {{id: string, name: string, key?: string, face: Node | string, act: () => void, wide?: boolean}} what
 */
function iconButton({ id, name, key, face, act, wide = false }) {
  return button(
    {
      class: wide ? 'icon-button wide-only' : 'icon-button',
      id,
      'aria-label': name,
      title: key === undefined ? name : `${name} (${key})`,
    },
    face,
    act,
  );
}

/** @param {Actions} actions */
function createMenu(actions) {
  /** @param {string} id @param {string} label @param {() => void} act */
  const item = (id, label, act) =>
    button({ class: 'menu-item', id }, label, () => {
      element.hidePopover();
      act();
    });
  const rule = () => el('hr');
  const element = el(
    'div',
    { class: 'menu', id: 'menu', popover: 'auto', role: 'group', 'aria-label': words.menu },
    item('menu-find', words.find, actions.find),
    item('menu-presets', words.myPresets, actions.presets),
    rule(),
    item('menu-share', words.share, actions.share),
    item('menu-export', words.exportIt, actions.exportIt),
    item('menu-copy-run', words.copyRun, actions.copyRun),
    item('menu-paste-run', words.pasteRun, actions.pasteRun),
    rule(),
    item('menu-settings', words.settings, actions.settings),
    item('menu-help', words.help, actions.help),
    rule(),
    item('menu-reset-lab', words.resetLab, actions.resetLab),
    item('menu-reset', words.reset, actions.resetAll),
    actions.provoke && item('menu-provoke', words.provoke, actions.provoke),
  );
  return element;
}

/**
 * The ways to the labs: a tab for each, and on a phone a list to choose from.
 * @param {{id: string, title: string, key: string}[]} labs
 * @param {(id: string) => void} open
 */
function createWays(labs, open) {
  const tabs = labs.map(({ id, title, key }) =>
    el(
      'a',
      { href: `#v=1&lab=${id}`, class: 'lab-tab', 'data-lab': id, title: `${title} (${key})` },
      title,
    ),
  );
  const list = el(
    'select',
    { class: 'lab-list', 'aria-label': words.labs },
    ...labs.map(({ id, title }) => el('option', { value: id }, title)),
  );
  list.addEventListener('change', () => open(list.value));
  const element = el('nav', { class: 'labs', 'aria-label': words.labs }, ...tabs, list);
  element.addEventListener('click', (event) => {
    const { target, ctrlKey, metaKey, shiftKey } = event;
    const id = target instanceof Element ? target.closest('a')?.getAttribute('data-lab') : null;
    // With a key held the browser opens it somewhere else.
    if (!id || ctrlKey || metaKey || shiftKey) return;
    event.preventDefault();
    open(id);
  });
  return {
    element,
    /** @param {string} lab */
    update(lab) {
      for (const tab of tabs) {
        setAll(tab, { 'aria-current': tab.getAttribute('data-lab') === lab ? 'page' : null });
      }
      if (list.value !== lab) list.value = lab;
    },
  };
}

/**
 * @param {{labs: {id: string, title: string, key: string}[], actions: Actions}} what
 */
export function createTopBar({ labs, actions }) {
  const chip = button({ class: 'chip', id: 'chip' }, '', actions.showModel);
  const undo = iconButton({
    id: 'undo',
    name: words.undo,
    key: 'Ctrl + Z',
    face: icon('undo'),
    act: actions.undo,
  });
  const redo = iconButton({
    id: 'redo',
    name: words.redo,
    key: 'Ctrl + Shift + Z',
    face: icon('redo'),
    act: actions.redo,
  });
  const side = iconButton({
    id: 'toggle-side',
    name: words.collapseSide,
    key: ']',
    face: icon('panelRight'),
    act: actions.toggleSide,
    wide: true,
  });
  const ways = createWays(labs, actions.openLab);
  const offline = el('span', { class: 'offline', hidden: navigator.onLine }, words.offline);
  const toldOnline = () => {
    offline.hidden = navigator.onLine;
  };
  addEventListener('online', toldOnline);
  addEventListener('offline', toldOnline);

  const element = el(
    'header',
    { class: 'bar' },
    el('h1', {}, words.name),
    ways.element,
    chip,
    offline,
    el('span', { class: 'spring' }),
    undo,
    redo,
    button(
      { class: 'text-button wide-only', id: 'share', 'aria-label': words.share },
      [icon('link'), words.shareShort],
      actions.share,
    ),
    button(
      { class: 'text-button wide-only', id: 'export' },
      [icon('save'), words.exportIt],
      actions.exportIt,
    ),
    iconButton({
      id: 'find',
      name: words.find,
      key: 'Ctrl + K',
      face: icon('search'),
      act: actions.find,
      wide: true,
    }),
    side,
    iconButton({ id: 'help', name: words.help, key: '?', face: '?', act: actions.help }),
    button(
      {
        class: 'icon-button',
        id: 'menu-button',
        'aria-label': words.menu,
        title: words.menu,
        popovertarget: 'menu',
      },
      icon('menu'),
      () => undefined,
    ),
    createMenu(actions),
  );
  return {
    element,
    /** @param {boolean} open whether equation and details are there */
    sideIs(open) {
      const name = open ? words.collapseSide : words.expandSide;
      setAll(side, { 'aria-label': name, title: `${name} (])`, 'aria-expanded': String(open) });
    },
    /**
     * @param {string} lab the one on screen
     * @param {string} model
     * @param {{canUndo: boolean, canRedo: boolean}} history
     */
    update(lab, model, { canUndo, canRedo }) {
      ways.update(lab);
      say(chip, model);
      setAll(chip, { 'aria-label': words.modelChip(model), title: words.modelChip(model) });
      // Not disabled: who presses undo to the end stays on it.
      setAll(undo, { 'aria-disabled': canUndo ? null : 'true' });
      setAll(redo, { 'aria-disabled': canRedo ? null : 'true' });
    },
  };
}
