/** The dialogs, each given what it may do: help, settings, export, a person's presets, commands, runs as JSON. */

import { labOf, mainView } from '../../labs/labs.js';
import { createExports } from '../../page/exports.js';
import { paletteWords } from '../../words/palette.js';
import { createExport, createTaker } from './export.js';
import { createHelp } from './help.js';
import { createPalette } from './palette.js';
import { createMyPresets } from './presets.js';
import { createCopyRun, createPasteRun } from './run_json.js';
import { createSettings } from './settings.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {Presets} from '../../state/presets.js' */
/** @import {State} from '../../types.d.ts' */

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
