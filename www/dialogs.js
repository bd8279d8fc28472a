/** The dialogs, each given what it may do: help, settings, export, a person's presets, commands, runs as JSON. */
import { createExports } from './exports.js';
import { labOf, mainView } from './labs/labs.js';
import { createCopyRun, createPasteRun } from './ui/dialogs/dialogs.js';
import { createExport, createTaker } from './ui/dialogs/export.js';
import { createHelp } from './ui/dialogs/help.js';
import { createPalette } from './ui/dialogs/palette.js';
import { createMyPresets } from './ui/dialogs/presets.js';
import { createSettings } from './ui/dialogs/settings.js';
import { paletteWords } from './words/palette.js';

/** @import {Page} from './panels.js' */
/** @import {Presets} from './presets.js' */
/** @import {State} from './types.d.ts' */

/**
 * The views that can be taken away: those on screen, and those that stand where one of them does.
 * @param {State} state
 */
function viewsOf(state) {
  const { views, shown, lower = [] } = labOf(state.lab);
  const there = shown(state);
  const all = there.includes(state.panel) ? [...there, ...lower] : there;
  return views
    .filter(({ name }) => all.includes(name))
    .map(({ name, short }) => ({ name, title: short }));
}

/**
 * @param {Page & {
 *   reveal: (element: HTMLElement) => void,
 *   presets: Presets,
 *   link: () => Promise<string>,
 * }} page `link`: the address of what is on screen
 */
export function createDialogs(page) {
  const { app, store, session, commands, preferences, focus, live, presets, link } = page;
  const exports = createExports({
    store,
    session,
    questions: page.questions,
    preferences,
    focus,
    link,
    repaint: page.repaint,
  });
  const taker = createTaker({ exports, announce: commands.announce, alarm: live.alarm });
  const help = createHelp({ letters: () => preferences.letters });
  const settings = createSettings({
    preferences,
    announce: commands.announce,
    resetLab: commands.resetLab,
    resetAll: commands.resetAll,
  });
  const exporting = createExport({
    taker,
    views: () => viewsOf(store.state),
    main: () => mainView(labOf(store.state.lab)),
  });
  const myPresets = createMyPresets({
    presets,
    copy: commands.copy,
    announce: commands.announce,
  });
  const copyRun = createCopyRun({
    read: () => session.ask((it) => it.document()) ?? '',
    copy: commands.copy,
  });
  const pasteRun = createPasteRun({ adopt: commands.adopt });
  const palette = createPalette({
    app,
    reveal: page.reveal,
    first: () => [
      ...labOf(store.state.lab).presets.map((preset) => ({
        name: paletteWords.preset(preset.name),
        act: () => presets.open(preset),
      })),
      ...presets.own.map((preset) => ({
        name: paletteWords.preset(preset.name),
        act: () => presets.openOwn(preset),
      })),
    ],
  });
  const all = { help, settings, exporting, myPresets, copyRun, pasteRun, palette };
  app.append(...Object.values(all).map(({ dialog }) => dialog));
  return { ...all, taker };
}

/** @typedef {ReturnType<typeof createDialogs>} Dialogs */
