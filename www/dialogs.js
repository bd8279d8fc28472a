/** The dialogs, each given what it may do: help, settings, export, a person's presets, commands, runs as JSON. */
import { createExports } from './exports.js';
import { lab } from './opening.js';
import { createCopyRun, createPasteRun } from './ui/dialogs/dialogs.js';
import { createExport, createTaker } from './ui/dialogs/export.js';
import { createHelp } from './ui/dialogs/help.js';
import { createPalette } from './ui/dialogs/palette.js';
import { createMyPresets } from './ui/dialogs/presets.js';
import { createSettings } from './ui/dialogs/settings.js';
import { paletteWords } from './words/palette.js';

/** Views that are there only while two cells are side by side. */
const PAIRED = new Set(['other', 'pair']);

/**
 * @param {import('./panels.js').Page & {
 *   reveal: (element: HTMLElement) => void,
 *   presets: import('./presets.js').Presets,
 *   link: () => Promise<string>,
 * }} page `link`: the address of what is on screen
 */
export function createDialogs(page) {
  const { app, store, session, commands, preferences, focus, live, presets, link } = page;
  const exports = createExports({
    store,
    session,
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
    views: lab.views.map(({ name, short }) => ({ name, title: short })),
    isThere: (view) => store.state.pair || !PAIRED.has(view),
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
      ...lab.presets.map((preset) => ({
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
