/** What stands over the pictures about the model on screen: what the engine has to say of it, where numbers end. */
import { effect } from '@preact/signals-core';
import { isOfModel } from '../state/screen.js';
import { words } from '../words/words.js';

/** @import {Page} from './panels.js' */

/** @param {Page} page */
export function showWarnings({ screen, store, commands, notices }) {
  effect(() => {
    const said = screen.outline?.notices ?? [];
    if (said.length === 0) notices.drop('model');
    else notices.show({ id: 'model', text: said.join(' '), kind: 'note' });
  });
  effect(() => {
    const overflow = isOfModel(screen.lab) ? screen.summary.overflow : null;
    if (overflow === null) {
      notices.drop('overflow');
      return;
    }
    const { text, position } = overflow;
    const act = () => position && commands.stand(position);
    const there = { label: words.goThere, act, stays: true };
    const undo = { label: words.undoLast, act: () => commands.travel('undo') };
    const actions = [...(position ? [there] : []), ...(store.canUndo ? [undo] : [])];
    notices.show({ id: 'overflow', text, kind: 'error', actions });
  });
}
