/** The controls: a rail of groups that is always there when space is short, and the groups themselves. */
import { computed, effect } from '@preact/signals-core';
import { html, nothing, render } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { words } from '../../words/words.js';
import { make } from '../element.js';
import { icon } from '../icons.js';
import { createBreakIt } from './break_it.js';
import { edits } from './edits.js';
import { forcing } from './forcing.js';
import { inside } from './inside.js';
import { createLearned } from './learned.js';
import { createLearning } from './learning.js';
import { pair } from './pair.js';
import { presetGroup } from './preset_group.js';
import { createReading } from './reading.js';
import { createSequence } from './sequence.js';
import { createSettingControls } from './setting.js';
import { studied } from './studied.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {Presets} from '../../state/presets.js' */
/** @typedef {{id: string, title: string, icon: string, content: unknown[]}} Group */

/** From this width on, in px, the controls have a column of their own. */
const DESKTOP = 1200;

/**
 * A part that is drawn again only when something it has read is another.
 * @param {() => unknown} draw
 */
function part(draw) {
  const drawn = computed(draw);
  return () => (drawn.value === nothing ? nothing : guard([drawn.value], () => drawn.value));
}

/** @param {Record<string, () => unknown>} draws */
const parts = (draws) =>
  Object.fromEntries(Object.entries(draws).map(([id, draw]) => [id, part(draw)]));

/**
 * What stands in each group, above and below the settings of the schema.
 * @param {Page} page
 * @param {{presets: Presets, manage: () => void}} presets
 */
function createGroups(page, presets) {
  const { screen, store, engine } = page;
  const settings = createSettingControls({ schema: engine.schema, store, screen });
  const sequence = createSequence(page);
  const learning = createLearning(page);
  const above = parts({ start: createLearned(page) });
  const below = parts({
    cell: () => pair(page),
    presets: () => presetGroup(screen.lab.presets, presets),
    sequence: sequence.draw,
    break: createBreakIt(page),
    weights: () => edits(page),
    matrix: () => studied(page),
    reading: createReading(page),
    forcing: () => forcing(page),
    learning: learning.draw,
    inside: () => inside(page),
  });
  return {
    settings,
    sequence,
    learning,
    /** The groups of the lab in which something can be chosen now. @returns {Group[]} */
    get shown() {
      return screen.lab.groups
        .map((group) => {
          const { id } = group;
          const content = [above[id]?.() ?? nothing, settings.of(id), below[id]?.() ?? nothing];
          return { ...group, content };
        })
        .filter(({ content }) => content.some((part) => part !== nothing));
    },
  };
}

/**
 * @param {Page} page
 * @param {{presets: Presets, manage: () => void}} presets
 */
export function createControls(page, presets) {
  const groups = createGroups(page, presets);
  const element = make(
    html`<aside class="controls" id="controls" tabindex="-1" aria-label=${words.controls}></aside>`,
  );
  /** The button of the rail that opened the groups. @type {HTMLElement | null} */
  let opener = null;

  const wide = () => window.innerWidth >= DESKTOP;

  /** @param {boolean} [open] */
  function toggle(open) {
    const name = wide() ? 'data-closed' : 'data-open';
    const now = wide() ? !element.hasAttribute(name) : element.hasAttribute(name);
    const next = open ?? !now;
    element.toggleAttribute(name, wide() ? !next : next);
    const panel = element.querySelector('.controls-panel');
    if (next || !panel?.contains(document.activeElement)) return;
    const rail = opener?.isConnected ? opener : element.querySelector('.rail button');
    if (rail instanceof HTMLElement) rail.focus();
  }

  /** @param {string} group */
  function show(group) {
    toggle(true);
    const section = element.querySelector(`#group-${group}`);
    section?.scrollIntoView({ block: 'start' });
    const first = section?.querySelector('input:checked, input, textarea, select, button');
    if (first instanceof HTMLElement) first.focus({ preventScroll: true });
  }

  /** A drawer over the picture closes. */
  function dismiss() {
    if (element.hasAttribute('data-open')) toggle(false);
  }

  /** @param {Group} group */
  const railButton = ({
    id,
    title,
    icon: name,
  }) => html`<button type="button" class="rail-button" title=${title}
    aria-label=${title} data-group=${id}
    @click=${(/** @type {Event & {currentTarget: HTMLElement}} */ { currentTarget }) => {
      opener = currentTarget;
      show(id);
    }}>${icon(name)}</button>`;

  /** @param {Group} group */
  const section = ({ id, title, content }) =>
    html`<section class="group" id=${`group-${id}`} aria-label=${title}><h2>${title}</h2>${content}</section>`;

  effect(() => {
    const { shown } = groups;
    const idOf = (/** @type {Group} */ { id }) => id;
    const named = shown.flatMap(({ id, title }) => [id, title]);
    render(
      html`<div class="rail">${guard(named, () => repeat(shown, idOf, railButton))}</div>
        <div class="controls-panel">
          <div class="panel-head controls-head">
            <span class="spring"></span>
            <button type="button" class="icon-button" id="collapse" aria-label=${words.collapse}
              title=${`${words.collapse} ([)`} @click=${() => toggle(false)}>${icon('panel')}</button>
          </div>
          ${repeat(shown, idOf, section)}
        </div>`,
      element,
    );
  });

  // A drawer over the picture closes when the picture is used.
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Node && !element.contains(target)) dismiss();
  });
  // Nor does it cover what the keys have gone on to; from a dialog they come back.
  element.addEventListener('focusout', ({ relatedTarget: to }) => {
    if (to instanceof Element && !element.contains(to) && !to.closest('dialog')) dismiss();
  });

  return {
    element,
    toggle,
    show,
    dismiss,
    /** Brings one control into view. @param {HTMLElement} control */
    reveal(control) {
      if (!element.querySelector('.controls-panel')?.contains(control)) return;
      toggle(true);
      control.scrollIntoView({ block: 'center' });
    },
    redraw: groups.settings.redraw,
    /** Says what the engine refused under the control it is about. */
    complain: groups.settings.complain,
    sequence: groups.sequence,
    learning: groups.learning,
  };
}
