/** What opens above the page, each given what it may do: help, settings, export, presets, commands, runs as JSON. */
import { createExports } from './exports.js';
import { decode, encode } from './link.js';
import { lab } from './opening.js';
import { createPresets } from './presets.js';
import { createCopyRun, createPasteRun } from './ui/dialogs/dialogs.js';
import { createExport, createTaker, createViewMenu } from './ui/dialogs/export.js';
import { createHelp } from './ui/dialogs/help.js';
import { createPalette } from './ui/dialogs/palette.js';
import { createMyPresets, createPresetGroup } from './ui/dialogs/presets.js';
import { createSettings } from './ui/dialogs/settings.js';
import { paletteWords } from './words/palette.js';
import { words } from './words.js';

/** @typedef {import('./types.d.ts').State} State */

/** Views that are there only while two cells are side by side. */
const PAIRED = new Set(['other', 'pair']);

/** @param {import('./panels.js').Page & {reveal: (element: HTMLElement) => void}} page */
export function createOverlays(page) {
  const { app, engine, store, session, commands, preferences, focus, live, notices, storage } =
    page;
  const { defaults } = page;
  const known = { schema: engine.schema, defaults };
  const hash = async () => (await encode(store.state, known)).hash;
  const link = async () => `${location.href.split('#')[0]}${await hash()}`;

  const exports = createExports({
    store,
    session,
    preferences,
    focus,
    link,
    repaint: page.repaint,
  });
  const taker = createTaker({ exports, announce: commands.announce, alarm: live.alarm });
  const views = lab.views.map(({ name, short }) => ({ name, title: short }));

  const presets = createPresets({
    store,
    storage,
    defaults,
    read: async (text) => (await decode(text, known)).state,
    write: hash,
    opened(name, look) {
      const undo = { label: words.undo, act: () => commands.travel('undo') };
      notices.show({ id: 'preset', title: name, text: look, kind: 'look', actions: [undo] });
      // After the step it leads to, which would be spoken over it.
      requestAnimationFrame(() => live.speak(`${name}. ${look}`));
    },
  });
  const help = createHelp({ letters: () => preferences.letters });
  const settings = createSettings({
    preferences,
    announce: commands.announce,
    resetLab: commands.resetLab,
    resetAll: commands.resetAll,
  });
  const exporting = createExport({
    taker,
    views,
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
  return {
    elements: [
      help.dialog,
      settings.dialog,
      exporting.dialog,
      myPresets.dialog,
      palette.dialog,
      copyRun.dialog,
      pasteRun.dialog,
    ],
    presetGroup: createPresetGroup({ presets, all: lab.presets, manage: myPresets.open }),
    /** @param {import('./types.d.ts').ViewName} name */
    viewMenu: (name) =>
      createViewMenu({
        taker,
        name,
        title: views.find((view) => view.name === name)?.title ?? name,
      }),
    help: help.open,
    settings: settings.open,
    exportIt: () => exporting.open(),
    presets: myPresets.open,
    find: palette.open,
    copyRun: copyRun.open,
    pasteRun: pasteRun.open,
  };
}
