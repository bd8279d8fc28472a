/** The presets among the controls. */
import { presetWords as said } from '../../words/presets.js';
import { button, el } from '../element.js';

/** @import {Presets} from '../../state/presets.js' */
/** @import {Preset} from '../../types.d.ts' */

/**
 * @param {{presets: Presets, all: () => Preset[], manage: () => void}} page `all`: those of the lab on screen
 */
export function createPresetGroup({ presets, all, manage }) {
  const mine = button({ class: 'pill', id: 'my-presets' }, `${said.mine} …`, manage);
  const pills = el('div', { class: 'pills' }, mine);
  const element = el('div', { class: 'control' }, el('p', { class: 'hint' }, said.hint), pills);
  /** @param {Preset} preset */
  const opener = (preset) =>
    button({ class: 'pill', title: preset.look, 'data-preset': preset.id }, preset.name, () =>
      presets.open(preset),
    );
  /** @type {Preset[] | null} */
  let shown = null;
  return {
    element,
    update() {
      const now = all();
      if (now === shown) return;
      shown = now;
      pills.replaceChildren(...now.map(opener), mine);
    },
  };
}
