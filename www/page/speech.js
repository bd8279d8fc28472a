/**
 * What a screen reader hears of a change: the step one has come to, or what a study or an answer has become.
 *
 * Invariant: what was before a change is a number that was spoken, or shown when the page opened, at the same place.
 */
import { labOf } from '../labs/labs.js';
import { samePlace } from '../state/cursor.js';
import { attentionWords } from '../words/attention.js';

/** @import {State} from '../types.d.ts' */
/** @import {Page} from './panels.js' */

/** @param {Page & {keyboard: {held: boolean}}} page */
export function createSpeech({
  store,
  session,
  questions,
  screen,
  live,
  player,
  preferences,
  keyboard,
}) {
  /** The number of a study that was heard last. @type {{k: number, number: string} | null} */
  let last = null;

  function note() {
    const number = questions.number();
    last = number === null ? null : { k: store.state.k, number };
  }

  /** What is said after a change of what is studied. */
  function change() {
    const was = last?.k === store.state.k ? last.number : null;
    note();
    return questions.sentence('normal', was);
  }

  /** What is said of another model, where that is not the step itself. @param {State} state @param {State} before */
  function ofModel(state, before) {
    const { translates, cursor } = labOf(state.lab);
    if (state.lab !== before.lab || state.model === before.model) return null;
    if (questions.number() !== null) return change;
    const answered = session.summary.translation?.answered;
    const stays = samePlace(cursor.of(before), cursor.of(state));
    return translates && stays && answered
      ? attentionWords.answered(answered.answer, answered.verdict)
      : null;
  }

  return {
    note,
    /** @param {State} state @param {State} before */
    tell(state, before) {
      const said = ofModel(state, before);
      if (said !== null) {
        live.speakWhenSettled(said);
        return;
      }
      note();
      const { cursor } = labOf(state.lab);
      const [from, to] = [cursor.of(before), cursor.of(state)];
      const stays = state.lab === before.lab && samePlace(from, to);
      if (stays && before.unit === state.unit) return;
      if (player.hurried && from.t === to.t) return;
      const { verbosity } = preferences.chosen;
      const own = verbosity === 'normal' ? '' : questions.sentence(verbosity);
      const text = own || screen.sentence;
      if (keyboard.held) live.speakWhenSettled(text);
      else live.speak(text);
    },
  };
}
