/** The keys of the whole page: from a key press to a command. */
import { commandFor, placeOf } from './ui/keys.js';

/**
 * @param {{
 *   store: import('./store.js').Store,
 *   commands: import('./commands.js').Commands,
 *   panels: import('./panels.js').Panels,
 *   preferences: import('./preferences.js').PreferencesHere,
 *   player: ReturnType<typeof import('./player.js').createPlayer>,
 *   focus: import('./ui/focus.js').Focus,
 * }} page
 */
export function createKeyboard({ store, commands, panels, preferences, player, focus }) {
  const { go, chooseUnit, travel, nextLevel } = commands;
  const { stage, transport, overlays, region, regions } = panels;
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
    toggleControls: () => region.toggle(),
    toggleSide: panels.toggleSide,
    zoomIn: () => stage.zoom('larger'),
    zoomOut: () => stage.zoom('smaller'),
    zoomFit: () => stage.zoom('fit'),
    nextRegion: () => regions.step(1),
    previousRegion: () => regions.step(-1),
    enter: stage.enter,
    leave: stage.leave,
    select: stage.select,
    menu: stage.menu,
    left: () => stage.walk('left'),
    right: () => stage.walk('right'),
    up: () => stage.walk('up'),
    down: () => stage.walk('down'),
    firstMark: () => stage.walk('first'),
    lastMark: () => stage.walk('last'),
    dismiss() {
      if (stage.dismiss()) return;
      focus.pin(null);
      region.dismiss();
    },
  };

  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const place = placeOf(document.activeElement, {
      stage: stage.element,
      transport: transport.element,
      inside: stage.inside,
    });
    const name = commandFor(event, place, preferences.letters);
    if (name === null || (name === 'enter' && document.activeElement !== stage.canvases)) return;
    held = event.repeat;
    actions[name]?.();
    if (name !== 'dismiss') event.preventDefault();
  });
  stage.canvases.addEventListener('blur', ({ relatedTarget }) => stage.leave(relatedTarget));

  return {
    /** Whether a key is held down and repeats. */
    get held() {
      return held;
    },
  };
}
