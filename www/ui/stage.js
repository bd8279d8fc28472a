/**
 * The stage: the lab's canvases, painted by the engine, with pointer and keyboard leading to the one focus reference.
 *
 * Invariant: the canvases are pictures only; everything on them is also reachable by keys (Enter, arrows) and as
 * tables (V).
 */
import { fitCanvas, rootFontSize, timed } from '../frame.js';
import { words } from '../words.js';
import { button, el, say, setAll } from './element.js';

/** @typedef {import('../types.d.ts').ViewName} ViewName */
/** @typedef {import('../types.d.ts').State} State */
/** @typedef {import('../types.d.ts').Hit} Hit */
/** @typedef {import('../types.d.ts').Walk} Walk */
/** @typedef {import('../types.d.ts').Theme} Theme */
/** @typedef {import('../types.d.ts').Lab} Lab */
/** @typedef {import('../types.d.ts').Position} Position */
/** @typedef {import('./focus.js').Focus} Focus */
/** @typedef {import('./live.js').Live} Live */

/**
 * Where a mark leads when it is clicked: an operation to itself, a step of the whole sequence to that step.
 * @param {string} reference
 * @param {ViewName} view
 * @param {Position} from
 * @returns {Position | null}
 */
export function placeOf(reference, view, from) {
  const op = /^op\.(\w+)\.t(\d+)\.([fb])$/.exec(reference);
  if (op) return { t: Number(op[2]), op: op[1] ?? '', dir: op[3] === 'b' ? 'b' : 'f' };
  const step = view === 'sequence' ? /\.t(\d+)/.exec(reference)?.[1] : undefined;
  return step === undefined || step === '0' ? null : { ...from, t: Number(step) };
}

/**
 * @param {{
 *   views: ViewName[],
 *   ask: <T>(question: (lab: Lab) => T) => T | null,
 *   focus: Focus,
 *   live: Live,
 *   stand: (position: Position) => void,
 *   standing: () => Position,
 *   chooseUnit: (unit: number) => void,
 *   setTable: (table: boolean) => void,
 *   request: () => void,
 *   grid: () => import('./table.js').Grid,
 * }} page
 */
export function createStage({
  views,
  ask,
  focus,
  live,
  stand,
  standing,
  chooseUnit,
  setTable,
  request,
  grid,
}) {
  const tip = el('div', { class: 'tip', role: 'tooltip', hidden: true });
  let inside = false;
  /** @type {Hit | null} what the keys stand on */
  let standingOn = null;
  /** @type {ViewName} the view the keys walk in */
  let walking = views.includes('cell') ? 'cell' : (views[0] ?? 'cell');
  let dirty = true;

  const panes = views.map((name) => {
    const canvas = el('canvas', { 'aria-hidden': 'true' });
    const title = el('span', { class: 'view-title' });
    const note = el('span', { class: 'view-note' });
    const element = el(
      'figure',
      { class: `view view-${name}` },
      el('figcaption', {}, title, note),
      el('div', { class: 'canvas-box' }, canvas),
    );
    const size = fitCanvas(canvas, () => {
      dirty = true;
      request();
    });
    return { name, canvas, title, note, element, size };
  });

  const swap = button({ class: 'small swap', id: 'swap' }, words.asTable, () =>
    setTable(canvases.hidden === false),
  );
  const canvases = el(
    'div',
    {
      class: 'canvases',
      id: 'stage',
      role: 'application',
      tabindex: 0,
      'aria-describedby': 'sentence',
    },
    ...panes.map(({ element }) => element),
  );
  const grids = views.map(() => grid());
  const tables = el(
    'div',
    { class: 'tables', hidden: true, tabindex: -1 },
    ...grids.map((each) => each.element),
  );
  const element = el(
    'main',
    { class: 'stage', 'aria-label': words.stage },
    swap,
    canvases,
    tables,
    tip,
  );

  /** @param {{name: ViewName}} pane @param {{offsetX: number, offsetY: number}} at */
  const hitAt = ({ name }, { offsetX, offsetY }) => ask((lab) => lab.hit(name, offsetX, offsetY));

  /** @param {HTMLCanvasElement} canvas @param {Hit} hit */
  function showTip(canvas, hit) {
    const box = element.getBoundingClientRect();
    const { left, top } = canvas.getBoundingClientRect();
    say(tip, hit.words);
    tip.hidden = false;
    const x = left - box.left + hit.x + hit.width / 2 - tip.offsetWidth / 2;
    const above = top - box.top + hit.y - tip.offsetHeight - 8;
    const y = above < 4 ? top - box.top + hit.y + hit.height + 8 : above;
    tip.style.left = `${Math.max(4, Math.min(x, box.width - tip.offsetWidth - 4))}px`;
    tip.style.top = `${Math.max(4, y)}px`;
  }
  function hideTip() {
    tip.hidden = true;
  }

  /** @param {Hit} hit @param {ViewName} name */
  function select(hit, name) {
    const place = hit.position ?? placeOf(hit.reference, name, standing());
    if (place) stand(place);
    const unit = /\.u(\d+)$/.exec(hit.reference)?.[1];
    if (unit !== undefined) chooseUnit(Number(unit));
    focus.pin(hit.reference);
  }

  for (const pane of panes) {
    const { canvas } = pane;
    /** @type {PointerEvent | null} */
    let latest = null;
    canvas.addEventListener('pointermove', (event) => {
      if (latest === null) {
        requestAnimationFrame(() => {
          const hit = latest && hitAt(pane, latest);
          latest = null;
          focus.hover(hit?.reference ?? null);
          canvas.classList.toggle('pointing', hit !== null);
          if (hit) showTip(canvas, hit);
          else hideTip();
        });
      }
      latest = event;
    });
    canvas.addEventListener('pointerleave', () => {
      latest = null;
      focus.hover(null);
      hideTip();
    });
    canvas.addEventListener('click', (event) => {
      walking = pane.name;
      const hit = hitAt(pane, event);
      if (hit) select(hit, pane.name);
      else focus.pin(null);
      canvases.focus({ preventScroll: true });
    });
  }

  /** @param {Hit} hit @param {ViewName} name */
  function arrive(hit, name) {
    walking = name;
    standingOn = hit;
    focus.pin(hit.reference);
    live.speak(hit.words);
    const pane = panes.find((each) => each.name === name);
    if (pane) showTip(pane.canvas, hit);
  }

  /** @param {ViewName} name @param {string | null} from @param {Walk} way */
  const neighbour = (name, from, way) => ask((lab) => lab.neighbour(name, from, way));

  const shown = () => panes.filter(({ size }) => size.width > 0 && size.height > 0);

  /**
   * One step with the arrow keys; up and down lead from view to view.
   * @param {Walk} way
   */
  function walk(way) {
    const hit = neighbour(walking, focus.pinned, way);
    if (hit) return arrive(hit, walking);
    const names = shown().map(({ name }) => name);
    const next =
      names[names.indexOf(walking) + ({ up: -1, down: 1 }[/** @type {string} */ (way)] ?? 0)];
    const other =
      next && next !== walking ? neighbour(next, null, way === 'up' ? 'last' : 'first') : null;
    if (next && other) return arrive(other, next);
    return live.speak(words.nothingThere);
  }

  return {
    element,
    canvases,
    get inside() {
      return inside;
    },
    enter() {
      inside = true;
      canvases.classList.add('inside');
      const start = neighbour(walking, focus.pinned, 'first');
      if (start) arrive(start, walking);
      live.speak(`${words.inside} ${start?.words ?? ''}`);
    },
    leave() {
      if (!inside) return;
      inside = false;
      canvases.classList.remove('inside');
      hideTip();
      live.speak(words.outside);
    },
    walk,
    hideTip,
    /** @param {string | null} reference */
    light(reference) {
      if (!tables.hidden) for (const each of grids) each.light(reference);
    },
    /** Goes to what the keys stand on. */
    select() {
      if (standingOn !== null) select(standingOn, walking);
    },
    /** Everything must be painted anew. */
    invalidate() {
      dirty = true;
    },
    /**
     * @param {State} state
     * @param {{titles: {title: string, note: string}[], label: string}} said
     */
    update(state, { titles, label }) {
      panes.forEach(({ title, note }, at) => {
        say(title, titles[at]?.title ?? '');
        say(note, titles[at]?.note ?? '');
      });
      setAll(canvases, { 'aria-label': label });
      if (canvases.hidden !== state.table) {
        const focused = element.contains(document.activeElement);
        canvases.hidden = state.table;
        tables.hidden = !state.table;
        hideTip();
        // What had the focus is gone; the keys go on working on what stands in its place.
        if (focused && document.activeElement !== swap) {
          (state.table ? tables : canvases).focus({ preventScroll: true });
        }
      }
      say(swap, state.table ? words.asPicture : words.asTable);
      swap.title = state.table ? words.pictureKey : words.tableKey;
      if (state.table) {
        views.forEach((name, at) => {
          const table = ask((lab) => lab.table(name, state.position));
          if (table) grids[at]?.update(table);
        });
      }
    },
    /**
     * @param {State} state
     * @param {Theme} theme
     */
    paint({ position, unit, table, notation }, theme) {
      if (!dirty || table) return;
      dirty = false;
      const fontSize = rootFontSize();
      timed('unrolled:paint', () => {
        for (const { name, canvas, size } of shown()) {
          const context = canvas.getContext('2d');
          const { width, height, ratio } = size;
          if (context === null) continue;
          ask((lab) =>
            lab.paint(
              name,
              context,
              { width, height, ratio, theme, fontSize, notation },
              position,
              focus.reference,
              unit,
            ),
          );
        }
      });
    },
  };
}
