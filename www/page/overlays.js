/**
 * What opens above the page. The dialogs are a file of their own, fetched with the whole engine when the first picture
 * stands; what is on the first screen already (presets among the controls, the menus of the views) is made here.
 */

import { labOf, owned } from '../labs/labs.js';
import { viewMenu } from '../panels/stage/view_menu.js';
import { decode, encode } from '../state/link.js';
import { openingOf } from '../state/openings.js';
import { createPresets } from '../state/presets.js';
import { words } from '../words/words.js';
import { createLater } from './lazy.js';

/** @import {Dialogs} from '../panels/dialogs/dialogs.js' */
/** @import {Page} from './panels.js' */
/** @import {ViewName} from '../types.d.ts' */

/** @param {Page & {reveal: (element: HTMLElement) => void}} page */
export function createOverlays(page) {
  const { store, commands, live, notices, storage, known, worker, grow } = page;
  const hash = async () => (await encode(store.state, known)).hash;
  const link = async () => `${location.href.split('#')[0]}${await hash()}`;

  const presets = createPresets({
    store,
    storage,
    opening: () => openingOf(known.openings, store.state.lab),
    owned: (model, wanted) => owned(labOf(store.state.lab), model, wanted),
    read: async (text) => (await decode(text, known)).state,
    write: hash,
    opened(name, look) {
      const undo = { label: words.undo, act: () => commands.travel('undo') };
      notices.show({ id: 'preset', title: name, text: look, kind: 'look', actions: [undo] });
      // After the step it leads to, which would be spoken over it.
      requestAnimationFrame(() => live.speak(`${name}. ${look}`));
    },
  });
  const later = createLater({
    async load() {
      const [{ createDialogs }] = await Promise.all([
        import('../panels/dialogs/dialogs.js'),
        grow(),
      ]);
      return createDialogs({ ...page, presets, link });
    },
    missing(again) {
      const actions = [{ label: words.reload, act: again, stays: true }];
      notices.show({ id: 'later', text: words.notFetched, kind: 'error', actions });
      live.alarm(words.notFetched);
    },
  });
  /** @param {(dialogs: Dialogs) => void} open */
  const opens = (open) => () =>
    later.open((dialogs) => {
      open(dialogs);
      notices.drop('later');
    });
  const manage = opens(({ myPresets }) => myPresets.open());

  return {
    presets,
    manage,
    /** What stands in the title bar of a view. @param {string} lab @param {ViewName} name @param {string} title */
    viewMenu: (lab, name, title) =>
      viewMenu({
        take: (how, kind, view) => later.use(({ taker }) => taker[how](kind, view)),
        lab,
        name,
        title,
      }),
    help: opens(({ help }) => help.open()),
    settings: opens(({ settings }) => settings.open()),
    exportIt: opens(({ exporting }) => exporting.open()),
    find: opens(({ palette }) => palette.open()),
    copyRun: opens(({ copyRun }) => copyRun.open()),
    pasteRun: opens(({ pasteRun }) => pasteRun.open()),
    /** Fetches what is wanted now. */
    fetchRest() {
      notices.show({ id: 'later', text: words.coming, kind: 'note' });
      live.speak(words.coming);
      later.use(() => notices.drop('later'));
    },
    /**
     * Fetches the dialogs, the whole engine and the worker before they are wanted; from then on nothing is fetched any more.
     * @param {() => Promise<void>} models waits for those that the whole engine asks for
     */
    fetchAhead(models) {
      later.ahead(async (came) => {
        await worker.ahead();
        await new Promise(requestAnimationFrame);
        await models();
        document.documentElement.dataset.whole = String(came);
      });
    },
  };
}
