/** The top bar: name, lab, model chip, undo and redo, link, menu. */
import { words } from '../words.js';
import { createChoice } from './choice.js';
import { button, el, say, setAll } from './element.js';
import { icon } from './icons.js';

/** @typedef {import('../types.d.ts').ThemeChoice} ThemeChoice */
/** @typedef {import('../types.d.ts').MotionChoice} MotionChoice */
/** @typedef {import('../types.d.ts').Verbosity} Verbosity */

/**
 * @typedef {object} Actions
 * @property {() => void} undo
 * @property {() => void} redo
 * @property {() => void} share
 * @property {() => void} help
 * @property {() => void} copyRun
 * @property {() => void} pasteRun
 * @property {() => void} reset
 * @property {() => void} showModel
 * @property {(choice: ThemeChoice) => void} setTheme
 * @property {(choice: MotionChoice) => void} setMotion
 * @property {(choice: Verbosity) => void} setVerbosity
 * @property {(() => void) | null} provoke
 */

/**
 * @param {{lab: string, actions: Actions}} what
 */
export function createTopBar({ lab, actions }) {
  const chip = button({ class: 'chip', id: 'chip' }, '', actions.showModel);
  const undo = button(
    {
      class: 'icon-button',
      id: 'undo',
      'aria-label': words.undo,
      title: `${words.undo} (Ctrl + Z)`,
    },
    icon('undo'),
    actions.undo,
  );
  const redo = button(
    {
      class: 'icon-button',
      id: 'redo',
      'aria-label': words.redo,
      title: `${words.redo} (Ctrl + Shift + Z)`,
    },
    icon('redo'),
    actions.redo,
  );
  const theme = createChoice({
    label: words.theme,
    options: words.themes,
    choose: actions.setTheme,
    shown: true,
  });
  const motion = createChoice({
    label: words.motion,
    options: words.motions,
    choose: actions.setMotion,
    shown: true,
  });
  const verbosity = createChoice({
    label: words.speech,
    options: words.verbosities,
    choose: actions.setVerbosity,
    shown: true,
  });

  /** @param {string} id @param {string} label @param {() => void} act */
  const item = (id, label, act) =>
    button({ class: 'menu-item', id }, label, () => {
      menu.hidePopover();
      act();
    });
  const menu = el(
    'div',
    { class: 'menu', id: 'menu', popover: 'auto', role: 'group', 'aria-label': words.menu },
    item('menu-share', words.share, actions.share),
    item('menu-copy-run', words.copyRun, actions.copyRun),
    item('menu-paste-run', words.pasteRun, actions.pasteRun),
    item('menu-reset', words.reset, actions.reset),
    item('menu-help', words.help, actions.help),
    actions.provoke && item('menu-provoke', words.provoke, actions.provoke),
    theme.element,
    motion.element,
    verbosity.element,
  );

  const element = el(
    'header',
    { class: 'bar' },
    el('h1', {}, words.name),
    el('span', { class: 'lab-name' }, lab),
    chip,
    el('span', { class: 'spring' }),
    undo,
    redo,
    button(
      { class: 'text-button wide-only', id: 'share' },
      [icon('link'), words.share],
      actions.share,
    ),
    button(
      {
        class: 'icon-button wide-only',
        id: 'help',
        'aria-label': words.help,
        title: `${words.help} (?)`,
      },
      '?',
      actions.help,
    ),
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
    menu,
  );
  return {
    element,
    theme,
    motion,
    verbosity,
    /**
     * @param {string} model
     * @param {{canUndo: boolean, canRedo: boolean}} history
     */
    update(model, { canUndo, canRedo }) {
      say(chip, model);
      setAll(chip, { 'aria-label': words.modelChip(model), title: words.modelChip(model) });
      undo.disabled = !canUndo;
      redo.disabled = !canRedo;
    },
  };
}
