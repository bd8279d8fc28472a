/** The place of the pictures: each lab has a stage of its own, made when the lab is opened first. */
import { html } from 'lit-html';
import { labOf } from '../../labs/labs.js';
import { words } from '../../words/words.js';
import { make } from '../element.js';

/** @import {LabDeclaration, Stage} from '../../types.d.ts' */

/**
 * @param {{make: (lab: LabDeclaration) => Stage, current: () => string}} page `current`: the lab on screen
 */
export function createStages({ make: makeStage, current }) {
  const element = make(html`<main class="stage" aria-label=${words.stage}></main>`);
  /** @type {Map<LabDeclaration, Stage>} */
  const made = new Map();
  /** @type {Stage | null} */
  let standing = null;

  /** @param {LabDeclaration} lab */
  function stageOf(lab) {
    const known = made.get(lab);
    if (known) return known;
    const stage = makeStage(lab);
    made.set(lab, stage);
    element.append(stage.element);
    return stage;
  }

  return {
    element,
    /** That of the lab on screen. */
    get now() {
      const stage = stageOf(labOf(current()));
      if (stage !== standing) {
        standing?.stand(false);
        stage.stand(true);
        standing = stage;
      }
      return stage;
    },
  };
}

/** @typedef {ReturnType<typeof createStages>} Stages */
