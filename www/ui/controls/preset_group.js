/** The presets among the controls. */
import { presetWords as said } from '../../words/presets.js';
import { button, el } from '../element.js';

/** @typedef {import('../../types.d.ts').Preset} Preset */
/** @typedef {import('../../presets.js').Presets} Presets */

/**
 * @param {{presets: Presets, all: Preset[], manage: () => void}} page
 */
export function createPresetGroup({ presets, all, manage }) {
  const buttons = all.map((preset) =>
    button({ class: 'pill', title: preset.look, 'data-preset': preset.id }, preset.name, () =>
      presets.open(preset),
    ),
  );
  return el(
    'div',
    { class: 'control' },
    el('p', { class: 'hint' }, said.hint),
    el(
      'div',
      { class: 'pills' },
      ...buttons,
      button({ class: 'pill', id: 'my-presets' }, `${said.mine} …`, manage),
    ),
  );
}
