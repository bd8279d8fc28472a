/** The keys of the whole page: from a key press to a command. */
import { labs } from '../labs/labs.js';
import { commandFor, placeOf } from './keys.js';

/** @import {Page, Panels} from './panels.js' */

/** @param {Page & {panels: Panels}} page */
export function createKeyboard({ store, commands, panels, preferences, player, focus }) {
  const { go, chooseUnit, travel, nextLevel } = commands;
  const { stages, transport, overlays, controls } = panels;
  let held = false;

  /** @type {Record<string, () => void>} */
  const actions = {
    play: player.toggle,
    next: () => go('next'),
    previous: () => go('previous'),
    nextStep: () => go('nextStep'),
    previousStep: () => go('previousStep'),
    first: () => go('first'),
    last: () => go('last'),
    turn: () => go('turn'),
    previousUnit: () => chooseUnit(store.state.unit - 1),
    nextUnit: () => chooseUnit(store.state.unit + 1),
    level: nextLevel,
    table: () => store.point({ table: !store.state.table }),
    goTo: transport.focusStep,
    help: overlays.help,
    palette: overlays.find,
    undo: () => travel('undo'),
    redo: () => travel('redo'),
    toggleControls: () => controls.toggle(),
    toggleSide: panels.toggleSide,
    zoomIn: () => stages.now.zoom?.('larger'),
    zoomOut: () => stages.now.zoom?.('smaller'),
    zoomFit: () => stages.now.zoom?.('fit'),
    dive: () => stages.now.dive?.(),
    cut: () => stages.now.cut?.(),
    nextRegion: () => panels.stepRegion(1),
    previousRegion: () => panels.stepRegion(-1),
    enter: () => stages.now.enter?.(),
    leave: () => stages.now.leave?.(),
    select: () => stages.now.select?.(),
    menu: () => stages.now.menu?.(),
    left: () => stages.now.walk?.('left'),
    right: () => stages.now.walk?.('right'),
    up: () => stages.now.walk?.('up'),
    down: () => stages.now.walk?.('down'),
    firstMark: () => stages.now.walk?.('first'),
    lastMark: () => stages.now.walk?.('last'),
    dismiss() {
      if (stages.now.dismiss()) return;
      focus.pin(null);
      controls.dismiss();
    },
    ...Object.fromEntries(labs.map(({ id, key }) => [`lab${key}`, () => commands.open(id)])),
  };

  document.addEventListener('keydown', (event) => {
    // What fills in forms sends presses without a key.
    if (event.key === undefined || event.defaultPrevented || document.querySelector('dialog[open]'))
      return;
    const place = placeOf(document.activeElement, {
      stage: stages.element,
      transport: transport.element,
      inside: stages.now.inside,
    });
    const name = commandFor(event, place, preferences.letters);
    if (name === null || (name === 'enter' && document.activeElement !== stages.now.canvases))
      return;
    held = event.repeat;
    actions[name]?.();
    if (name !== 'dismiss') event.preventDefault();
  });
  stages.element.addEventListener('focusout', ({ target, relatedTarget }) => {
    const { canvases, leave } = stages.now;
    if (target === canvases) leave?.(relatedTarget);
  });

  return {
    /** Whether a key is held down and repeats. */
    get held() {
      return held;
    },
  };
}
