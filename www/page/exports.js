/**
 * What can be taken away from the page: pictures, numbers, the run, formulas, the link.
 *
 * Invariant: everything is made from the state on screen at that moment; nothing of it is kept.
 */

import { labOf } from '../labs/labs.js';
import { exportWords as said } from '../words/export.js';
import { rootFontSize } from './frame.js';

/** @import {Page} from './panels.js' */
/** @import {El, State, ViewName} from '../types.d.ts' */

/** @typedef {keyof typeof said.kinds} Kind */

/** Pixels of a PNG for each pixel of the screen. */
const SCALE = 2;
/** The size of a picture that is not on screen, in px. */
const UNSEEN = { width: 960, height: 480 };
/** The caption under a PNG, in px. */
const CAPTION = { line: 18, font: 12, pad: 12 };

/** @type {Record<Kind, {type: string, ending: string}>} */
const FILES = {
  png: { type: 'image/png', ending: 'png' },
  svg: { type: 'image/svg+xml', ending: 'svg' },
  csv: { type: 'text/csv', ending: 'csv' },
  json: { type: 'application/json', ending: 'json' },
  latex: { type: 'text/plain', ending: 'tex' },
  matrices: { type: 'text/plain', ending: 'tex' },
  link: { type: 'text/plain', ending: 'txt' },
};

/** Weights whose numbers depend on a seed. */
const SEEDED = new Set(['orth', 'gauss', 'uniform']);

/**
 * A file's name says which lab, which model, which weights and seed, and what is in it.
 * @param {State} state
 * @param {Kind} kind
 * @param {ViewName | null} view
 */
export function fileName({ lab, ...state }, kind, view) {
  const { model } = state;
  const drawn = SEEDED.has(model.weights) || model.seq.kind === 'made';
  const seed = drawn ? `seed${model.seed}` : null;
  const { t, op, dir } = labOf(lab).cursor.of({ lab, ...state });
  const parts = ['unrolled', lab, model.cell, model.weights, seed, view, `${t}.${op}.${dir}`];
  return `${parts.filter((part) => part !== null).join('-')}.${FILES[kind].ending}`;
}

/** The text of a formula, without its layout. @param {El} tree @returns {string} */
const plain = ({ text = '', children = [] }) => text + children.map(plain).join('');

/**
 * Cuts a line to the width it has.
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} width
 */
function fit(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  const letters = [...text];
  while (letters.length > 0 && context.measureText(`${letters.join('')}…`).width > width) {
    letters.pop();
  }
  return `${letters.join('')}…`;
}

/** @param {Page & {link: () => Promise<string>}} page `link` is the address of what is on screen */
export function createExports({ store, session, questions, preferences, focus, link, repaint }) {
  const { ask } = session;

  /** Paints a view beside the screen, as large as it is there. @param {ViewName} view */
  function paint(view) {
    const there = document.querySelector(`.view-${view} canvas`)?.getBoundingClientRect();
    const seen = there !== undefined && there.width > 0 && there.height > 0;
    const { width, height } = seen ? there : UNSEEN;
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * SCALE);
    canvas.height = Math.round((height + captionHeight()) * SCALE);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error(said.failed(said.kinds.png.name));
    const { theme } = preferences;
    const frame = { width, height, ratio: SCALE, theme, fontSize: rootFontSize() };
    questions.paint(view, context, frame, focus.reference);
    repaint();
    return { canvas, context, width, height };
  }

  const captionHeight = () => 3 * CAPTION.line + 2 * CAPTION.pad;

  /** @param {ViewName} view */
  async function png(view) {
    const address = await link();
    const { canvas, context, width, height } = paint(view);
    const style = getComputedStyle(document.documentElement);
    context.setTransform(SCALE, 0, 0, SCALE, 0, 0);
    context.fillStyle = style.backgroundColor;
    context.fillRect(0, height, width, captionHeight());
    context.fillStyle = style.color;
    context.font = `${CAPTION.font}px ${style.fontFamily}`;
    context.textBaseline = 'top';
    const written = questions.formula();
    const lines = [
      written ? `${written.title}: ${plain(written.tree)}` : '',
      session.summary.chip,
      address,
    ];
    lines.forEach((line, at) => {
      const room = width - 2 * CAPTION.pad;
      context.fillText(
        fit(context, line, room),
        CAPTION.pad,
        height + CAPTION.pad + at * CAPTION.line,
      );
    });
    return new Promise((done, fail) => {
      canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('no picture'))), 'image/png');
    });
  }

  /** @param {ViewName} view */
  function svg(view) {
    paint(view);
    return ask((lab) => lab.svg(view)) ?? '';
  }

  async function json() {
    const run = JSON.parse(ask((lab) => lab.document()) ?? 'null');
    return JSON.stringify({ link: await link(), state: store.state, run }, null, 2);
  }

  /**
   * @param {Kind} kind
   * @param {ViewName} view
   * @returns {Promise<Blob>}
   */
  async function make(kind, view) {
    if (kind === 'png') return png(view);
    const text = await write(kind, view);
    return new Blob([text], { type: FILES[kind].type });
  }

  /** @param {Exclude<Kind, 'png'>} kind @param {ViewName} view @returns {Promise<string>} */
  async function write(kind, view) {
    switch (kind) {
      case 'svg':
        return svg(view);
      case 'csv':
        return questions.csv(view);
      case 'json':
        return json();
      case 'latex':
        return questions.formula()?.latex ?? '';
      case 'matrices':
        return questions.formula('vectors')?.latex ?? '';
      case 'link':
        return link();
    }
  }

  return {
    make,
    /** @param {Kind} kind @param {ViewName | null} view */
    fileName: (kind, view) => fileName(store.state, kind, view),
  };
}

/** @typedef {ReturnType<typeof createExports>} Exports */
