/**
 * What a person who listens has heard last of a study, so that a change is said together with what was before it.
 *
 * Invariant: what was is a number that was spoken, or shown when the page opened, at the same place.
 */

/** @import {AskedHere} from '../engine/questions.js' */

/**
 * @param {{
 *   questions: Pick<AskedHere, 'number' | 'sentence'>,
 *   place: () => number,
 * }} page `place`: where the cursor of the study stands
 */
export function createHeard({ questions, place }) {
  /** @type {{place: number, number: string} | null} */
  let last = null;

  function note() {
    const number = questions.number();
    last = number === null ? null : { place: place(), number };
  }

  return {
    note,
    /** What is said after a change. */
    change() {
      const was = last?.place === place() ? last.number : null;
      note();
      return questions.sentence('normal', was);
    },
  };
}
