/** The words of the Attention lab. */

export const attentionWords = {
  answer: 'Read and written',
  heat: 'Where the decoder looks: a row for each output, a column for each symbol read',
  heatShort: 'Attention',
  bridge: 'Without attention: one fixed context for every output',
  ribbons: 'Ribbons',
  ribbonsLong: 'The same as ribbons: width = weight',
  look: 'Step',
  lookAt: (/** @type {number} */ t) => `The decoder at output ${t}`,
  stageLabel: (/** @type {string} */ answer) =>
    `Attention of the answer ${answer}. Enter to explore, V for tables.`,
  waiting: 'The trained weights are on their way.',
  stageWaiting: 'Attention. The trained weights are on their way.',
  notHere: (/** @type {string} */ name) =>
    `The trained weights “${name}” could not be loaded. Everything else goes on working.`,
  damaged: (/** @type {string} */ name, /** @type {string} */ why) =>
    `The trained weights “${name}” cannot be used: ${why} Everything else goes on working.`,
  again: 'Try again',
  text: 'Text to read',
  hint: 'Type or paste. It is answered at once, and never leaves this page.',
  textLabel: 'text',
  examples: 'Examples',
  read: 'Read',
  more: 'Other lines',
  leftOut: (/** @type {number} */ count) => `${count} more symbols are left out.`,
  useLast: 'Use the last 40',
  written: 'Answer',
  other: 'The other model',
  places: {
    short: 't',
    label: 'Output',
    value: (/** @type {number} */ at, /** @type {number} */ of, /** @type {string} */ label = '') =>
      `output ${at} of ${of}${label === '' ? '' : `, ${label}`}`,
  },
  forced: (/** @type {number} */ at, /** @type {string} */ symbol) =>
    `output ${at} forced to “${symbol}”`,
  notForced: (/** @type {number} */ at) => `output ${at} no longer forced`,
  force: 'Force this output',
  forceHelp: 'Write another symbol here, whatever the model predicts, and see what follows change.',
  put: 'Look only there',
  putHelp: 'Give all of this row’s weight to the symbol that is selected.',
  putLabel: (/** @type {number} */ at, /** @type {number} */ place) =>
    `output ${at} made to look at source ${place}`,
  release: 'Nothing forced',
  released: 'nothing forced',
};
