/** The dialogs: help, settings, export, a person's presets, commands, runs as JSON. */
import { createExports } from '../../page/exports.js';
import { createExport, createTaker } from './export.js';
import { createHelp } from './help.js';
import { createPalette } from './palette.js';
import { createMyPresets } from './presets.js';
import { createCopyRun, createPasteRun } from './run_json.js';
import { createSettings } from './settings.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {Presets} from '../../state/presets.js' */

/**
 * @param {Page & {
 *   reveal: (element: HTMLElement) => void,
 *   presets: Presets,
 *   link: () => Promise<string>,
 * }} page `reveal` brings a field into view; `link`: the address of what is on screen
 */
export function createDialogs(page) {
  const taker = createTaker(page, createExports(page));
  const all = {
    help: createHelp(page),
    settings: createSettings(page),
    exporting: createExport(page, taker),
    myPresets: createMyPresets(page, page.presets),
    copyRun: createCopyRun(page),
    pasteRun: createPasteRun(page),
    palette: createPalette(page, page.presets),
  };
  page.app.append(...Object.values(all).map(({ dialog }) => dialog));
  return { ...all, taker };
}

/** @typedef {ReturnType<typeof createDialogs>} Dialogs */
