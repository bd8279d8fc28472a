/** What went wrong, said where it belongs: under a control, under the sequence, or as a notice. */
import { explain, Panic } from '../engine/engine.js';
import { words } from '../words/words.js';

/** @import {Model} from '../types.d.ts' */
/** @import {createControls} from '../panels/controls/controls.js' */
/** @import {Notices} from '../panels/notices.js' */
/** @import {Live} from './live.js' */

/**
 * @param {{
 *   notices: Notices,
 *   live: Live,
 *   panicked: () => void,
 *   controls: () => ReturnType<typeof createControls>,
 * }} page
 */
export function createErrorReport({ notices, live, panicked, controls }) {
  /** @param {unknown} thrown */
  function report(thrown) {
    const { message } = explain(thrown);
    if (!(thrown instanceof Panic)) {
      notices.show({ id: 'engine', text: message, kind: 'error' });
      live.alarm(message);
      return;
    }
    const text = words.panicText;
    notices.show({
      id: 'panic',
      title: words.panicTitle,
      text,
      kind: 'error',
      report: `${message}\n${thrown.stack ?? ''}\n${location.href}\n${navigator.userAgent}`,
    });
    live.alarm(`${words.panicTitle}. ${text}`);
    panicked();
  }

  return {
    report,
    /**
     * A model the engine refused; the last good one is back.
     * @param {unknown} thrown
     * @param {Model} model
     * @param {Model} good
     */
    refused(thrown, model, good) {
      const { sequence, complain, redraw } = controls();
      redraw();
      const { message, path } = explain(thrown);
      const aboutSequence = model.seq !== good.seq && /^(seq|$)/.test(path);
      if (aboutSequence) sequence.refused(good.seq);
      if (thrown instanceof Panic) {
        report(thrown);
        notices.show({ id: 'engine', text: words.panicRejected, kind: 'error' });
      } else if (aboutSequence) sequence.complain(message);
      else if (!complain(path, message)) {
        notices.show({ id: 'engine', text: message, kind: 'error' });
      }
      if (!aboutSequence) live.alarm(message);
    },
  };
}
