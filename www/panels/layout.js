/** How one comes from region to region: the tabs of a phone's sheet, links that skip, F6. */
import { signal } from '@preact/signals-core';
import { html } from 'lit-html';
import { words } from '../words/words.js';

/** @import {Sheet} from '../types.d.ts' */

/**
 * The tabs of the lower sheet on a phone.
 * @param {HTMLElement} app
 * @param {() => void} changed
 */
export function createTabs(app, changed) {
  const all = /** @type {Sheet[]} */ (['equation', 'controls', 'values', 'words']);
  const now = signal(/** @type {Sheet} */ ('equation'));
  app.dataset.tab = now.value;
  /** @param {Sheet} tab */
  function open(tab) {
    app.dataset.tab = tab;
    now.value = tab;
    changed();
  }
  return {
    open,
    draw: () =>
      all.map(
        (
          tab,
        ) => html`<button type="button" class="tab" aria-pressed=${tab === now.value} data-for=${tab}
          @click=${() => open(tab)}>${words.sheet[tab]}</button>`,
      ),
  };
}

const SKIPS = [
  { id: 'stage', label: words.skipStage },
  { id: 'transport', label: words.skipTransport },
  { id: 'sequence-text', label: words.skipSequence },
];

/**
 * Links that jump past what comes before.
 * @param {(element: HTMLElement) => void} reveal opens what an element is in
 */
export function skipLinks(reveal) {
  /** @param {string} id */
  function skip(id) {
    const place = document.getElementById(id);
    if (place === null) return;
    reveal(place);
    place.focus();
  }
  return html`<nav class="skips" aria-label=${words.skip} data-unlisted="true">
    ${SKIPS.map(({ id, label }) => html`<button type="button" class="skip" @click=${() => skip(id)}>${label}</button>`)}
  </nav>`;
}

/**
 * F6: the next region, round and round.
 * @param {HTMLElement[]} regions
 * @param {1 | -1} way
 */
export function stepRegion(regions, way) {
  const shown = regions.filter((region) => region.getClientRects().length > 0);
  const at = shown.findIndex((region) => region.contains(document.activeElement));
  shown[(at + way + shown.length) % shown.length]?.focus();
}
