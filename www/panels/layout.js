/** The regions of the page and how they open, close and follow one another. */
import { words } from '../words/words.js';
import { button, el, setAll } from './element.js';
import { icon } from './icons.js';

/** @import {LabDeclaration, Sheet} from '../types.d.ts' */

/** From this width on, in px, the controls have a column of their own. */
const DESKTOP = 1200;

/** @typedef {Sheet} Tab */

/** Each group once, as it is first named. @param {{id: string, title: string, icon: string}[]} groups */
const distinct = (groups) => [...new Map(groups.map((group) => [group.id, group])).values()];

/**
 * The controls: a rail of groups that is always there when space is short, and the groups themselves.
 * @param {{labs: LabDeclaration[], of: (group: string) => Node[]}} what
 */
export function createControlsRegion({ labs, of }) {
  const groups = distinct(labs.flatMap((lab) => lab.groups));
  const sections = groups
    .map(({ id, title }) => ({ id, title, nodes: of(id) }))
    .filter(({ nodes }) => nodes.length > 0);
  const panel = el(
    'div',
    { class: 'controls-panel' },
    el(
      'div',
      { class: 'panel-head controls-head' },
      el('span', { class: 'spring' }),
      button(
        {
          class: 'icon-button',
          id: 'collapse',
          'aria-label': words.collapse,
          title: `${words.collapse} ([)`,
        },
        icon('panel'),
        () => toggle(false),
      ),
    ),
    ...sections.map(({ id, title, nodes }) =>
      el(
        'section',
        { class: 'group', id: `group-${id}`, 'aria-label': title },
        el('h2', {}, title),
        ...nodes,
      ),
    ),
  );
  /** @type {HTMLElement | null} the button of the rail that opened the groups */
  let opener = null;
  const rail = el(
    'div',
    { class: 'rail' },
    ...sections.map(({ id, title }) =>
      button(
        { class: 'rail-button', title, 'aria-label': title, 'data-group': id },
        icon(groups.find((group) => group.id === id)?.icon ?? 'cell'),
        ({ currentTarget }) => {
          opener = currentTarget instanceof HTMLElement ? currentTarget : null;
          show(id);
        },
      ),
    ),
  );
  const element = el(
    'aside',
    { class: 'controls', id: 'controls', tabindex: -1, 'aria-label': words.controls },
    rail,
    panel,
  );

  const wide = () => window.innerWidth >= DESKTOP;

  /** @param {boolean} [open] */
  function toggle(open) {
    const name = wide() ? 'data-closed' : 'data-open';
    const now = wide() ? !element.hasAttribute(name) : element.hasAttribute(name);
    const next = open ?? !now;
    setAll(element, { [name]: wide() ? !next : next });
    if (next || !panel.contains(document.activeElement)) return;
    (opener ?? rail.querySelector('button'))?.focus();
  }

  /** @param {string} group */
  function show(group) {
    toggle(true);
    const section = panel.querySelector(`#group-${group}`);
    section?.scrollIntoView({ block: 'start' });
    const first = section?.querySelector('input:checked, input, textarea, select, button');
    if (first instanceof HTMLElement) first.focus({ preventScroll: true });
  }

  /** What each group has: itself, and its button in the rail. */
  const parts = new Map(
    sections.map(({ id }) => {
      const all = [
        panel.querySelector(`#group-${id}`),
        rail.querySelector(`[data-group="${id}"]`),
      ].filter((part) => part instanceof HTMLElement);
      return [id, all];
    }),
  );
  /** @param {string} id */
  const partsOf = (id) => parts.get(id) ?? [];

  /** @type {LabDeclaration | null} */
  let offered = null;
  /** A group in which nothing can be chosen now does not stand there. @param {string} id */
  function showUnlessEmpty(id) {
    const nodes = sections.find((section) => section.id === id)?.nodes ?? [];
    const empty = nodes.every((node) => node instanceof HTMLElement && node.hidden);
    for (const part of partsOf(id)) {
      if (part.hidden !== empty) part.hidden = empty;
    }
  }

  /** Shows the groups of a lab, in its order. @param {LabDeclaration} lab */
  function offer(lab) {
    if (lab === offered) {
      for (const { id } of lab.groups) showUnlessEmpty(id);
      return;
    }
    offered = lab;
    for (const { id } of sections) {
      for (const part of partsOf(id)) part.hidden = true;
    }
    for (const { id } of lab.groups) {
      for (const part of partsOf(id)) part.parentElement?.append(part);
      showUnlessEmpty(id);
    }
  }
  /** Brings one control into view. @param {HTMLElement} element */
  function reveal(element) {
    if (!panel.contains(element)) return;
    toggle(true);
    element.scrollIntoView({ block: 'center' });
  }

  // A drawer over the picture closes when the picture is used.
  document.addEventListener('pointerdown', ({ target }) => {
    const outside = target instanceof Node && !element.contains(target);
    if (outside && element.hasAttribute('data-open')) toggle(false);
  });
  // Nor does it cover what the keys have gone on to; from a dialog they come back.
  element.addEventListener('focusout', ({ relatedTarget: to }) => {
    const gone = to instanceof Element && !element.contains(to) && !to.closest('dialog');
    if (gone && element.hasAttribute('data-open')) toggle(false);
  });
  return {
    element,
    toggle,
    show,
    offer,
    reveal,
    /** Closes the drawer, where there is one. */
    dismiss() {
      if (element.hasAttribute('data-open')) toggle(false);
    },
  };
}

/**
 * The tabs of the lower sheet on a phone.
 * @param {HTMLElement} app
 * @param {() => void} changed
 */
export function createTabs(app, changed) {
  const tabs = /** @type {Tab[]} */ (['equation', 'controls', 'values', 'words']);
  const buttons = tabs.map((tab) =>
    button({ class: 'tab', 'aria-pressed': 'false', 'data-for': tab }, words.sheet[tab], () =>
      open(tab),
    ),
  );
  /** @param {Tab} tab */
  function open(tab) {
    app.dataset.tab = tab;
    changed();
    for (const each of buttons) each.setAttribute('aria-pressed', String(each.dataset.for === tab));
  }
  open('equation');
  return { element: el('nav', { class: 'tabs', 'aria-label': words.views }, ...buttons), open };
}

/**
 * Links that jump past what comes before.
 * @param {(element: HTMLElement) => void} reveal opens what an element is in
 */
export function createSkipLinks(reveal) {
  const links = [
    ['stage', words.skipStage],
    ['transport', words.skipTransport],
    ['sequence-text', words.skipSequence],
  ];
  return el(
    'nav',
    { class: 'skips', 'aria-label': words.skip, 'data-unlisted': true },
    ...links.map(([id, label = '']) =>
      button({ class: 'skip' }, label, () => {
        const place = document.getElementById(id ?? '');
        if (place === null) return;
        reveal(place);
        place.focus();
      }),
    ),
  );
}

/**
 * F6: the next region, round and round.
 * @param {() => HTMLElement[]} regions
 */
export function createRegions(regions) {
  return {
    /** @param {1 | -1} way */
    step(way) {
      const shown = regions().filter((region) => region.getClientRects().length > 0);
      const at = shown.findIndex((region) => region.contains(document.activeElement));
      const next = shown[(at + way + shown.length) % shown.length];
      next?.focus();
    },
  };
}
