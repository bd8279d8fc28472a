/** The icons of the bars: strokes on a 20 px square, in the colour of the text beside them. */
import { html, svg } from 'lit-html';

/** @type {Record<string, string[]>} */
const STROKES = {
  first: ['M5 4v12', 'M15 4l-7 6 7 6'],
  previousStep: ['M10 4l-6 6 6 6', 'M16 4l-6 6 6 6'],
  previous: ['M12 4l-6 6 6 6'],
  next: ['M8 4l6 6-6 6'],
  nextStep: ['M4 4l6 6-6 6', 'M10 4l6 6-6 6'],
  last: ['M5 4l7 6-7 6', 'M15 4v12'],
  undo: ['M7 4L3 8l4 4', 'M3 8h8a5 5 0 010 9H8'],
  redo: ['M13 4l4 4-4 4', 'M17 8H9a5 5 0 000 9h3'],
  link: ['M8 12l4-4', 'M9 6l2-2a3.5 3.5 0 015 5l-2 2', 'M11 14l-2 2a3.5 3.5 0 01-5-5l2-2'],
  menu: ['M3 5h14', 'M3 10h14', 'M3 15h14'],
  close: ['M5 5l10 10', 'M15 5L5 15'],
  cell: ['M4 4h12v12H4z', 'M1 10h3', 'M16 10h3', 'M10 7v6', 'M7 10h6'],
  sequence: ['M2 7h4v6H2z', 'M8 7h4v6H8z', 'M14 7h4v6h-4z'],
  sizes: ['M3 17V3h14', 'M7 13l3-4 3 2 4-6'],
  weights: ['M3 3h14v14H3z', 'M3 8h14', 'M3 12.500h14', 'M8 3v14', 'M12.500 3v14'],
  head: ['M3 10h8', 'M8 6l4 4-4 4', 'M15 4v12'],
  panel: ['M3 4h14v12H3z', 'M8 4v12'],
  panelRight: ['M3 4h14v12H3z', 'M12 4v12'],
  pin: ['M7 3h6l-1 6 3 3H5l3-3z', 'M10 12v6'],
  save: ['M10 3v9', 'M6 9l4 4 4-4', 'M3 16h14'],
  search: ['M8.500 3a5.500 5.500 0 100 11 5.500 5.500 0 000-11z', 'M12.500 12.500L17 17'],
  reset: ['M4 4v4h4', 'M4 8a7 7 0 11-.500 5'],
  presets: ['M4 3h12v14l-6-4-6 4z'],
  broken: ['M3 10h4l2-4 2 8 2-4h4'],
  backward: ['M17 10H4', 'M9 5l-5 5 5 5', 'M14 6v8'],
  show: [
    'M2 10c3-5 13-5 16 0-3 5-13 5-16 0z',
    'M10 7.500a2.500 2.500 0 100 5 2.500 2.500 0 000-5z',
  ],
  start: ['M4 4v12', 'M4 10h12', 'M12 6l4 4-4 4'],
  info: ['M10 9v5', 'M10 6h.01', 'M10 2.500a7.500 7.500 0 100 15 7.500 7.500 0 000-15z'],
  plus: ['M10 4v12', 'M4 10h12'],
  minus: ['M4 10h12'],
  clip: ['M3 7h14', 'M6 17V7', 'M10 17V3', 'M14 17v-6'],
  larger: ['M12 3h5v5', 'M17 3l-6 6', 'M8 17H3v-5', 'M3 17l6-6'],
  table: ['M3 4h14v12H3z', 'M3 8h14', 'M8 4v12'],
};

/** @type {Record<string, string>} */
const SHAPES = {
  more: 'M4 8.300a1.700 1.700 0 110 3.400 1.700 1.700 0 010-3.400zM10 8.300a1.700 1.700 0 110 3.400 1.700 1.700 0 010-3.400zM16 8.300a1.700 1.700 0 110 3.400 1.700 1.700 0 010-3.400z',
  play: 'M6 3.500v13l11-6.500z',
  pause: 'M5 4h3.500v12H5zM11.500 4H15v12h-3.500z',
};

/** @param {string} name */
export function icon(name) {
  const shape = SHAPES[name];
  const paths = shape
    ? svg`<path d=${shape} fill="currentColor" />`
    : (STROKES[name] ?? []).map((d) => svg`<path d=${d} />`);
  return html`<svg viewBox="0 0 20 20" class=${shape ? 'icon' : 'icon stroked'} aria-hidden="true">${paths}</svg>`;
}
