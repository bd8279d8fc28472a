/** The presets of the lab among the controls. */
import { html } from 'lit-html';
import { presetWords as said } from '../../words/presets.js';

/** @import {Presets} from '../../state/presets.js' */
/** @import {Preset} from '../../types.d.ts' */

/**
 * @param {Preset[]} all
 * @param {{presets: Presets, manage: () => void}} page
 */
export const presetGroup = (all, { presets, manage }) => html`<div class="control">
  <p class="hint">${said.hint}</p>
  <div class="pills">
    ${all.map(
      (
        preset,
      ) => html`<button type="button" class="pill" title=${preset.look} data-preset=${preset.id}
        @click=${() => presets.open(preset)}>${preset.name}</button>`,
    )}
    <button type="button" class="pill" id="my-presets" @click=${manage}>${said.mine} …</button>
  </div>
</div>`;
