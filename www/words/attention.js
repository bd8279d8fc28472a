/** The words of the Attention lab. */

export const attentionWords = {
  answer: 'Read and written',
  heat: 'Where the decoder looks: a row for each output, a column for each symbol read',
  heatShort: 'Attention',
  bridge: 'Without attention: one fixed context for every output',
  heatAlone: 'Where each symbol looks: a row for each that asks, a column for each that is asked',
  byHand: 'By hand: a query, states, scores, weights, context',
  vectors: 'In the plane',
  vectorsLong: 'In the plane: the query, the states as strong as their weights, their mix',
  lookAlone: (/** @type {number} */ t) =>
    `Self-attention at symbol ${t}: X, Q, K, V, scores, weights`,
  lookAt: (/** @type {number} */ t) => `The decoder at output ${t}`,
  versus: 'Against recurrence',
  versusLong: 'Work and hops of attention and of a recurrent network of the same width',
  curve: 'Training',
  curveLong: 'Training: loss of each batch, and share of held-out texts right',
  nothingToCompare: (
    /** @type {{against: string, beside: string | null}} */ { against, beside },
  ) =>
    against === 'text' && beside === null
      ? 'Nothing to compare with yet. Hold a text first: the button is under the text field'
      : 'Nothing to compare with yet: those weights are not here',
  difference: (/** @type {{against: string, beside: string | null}} */ { against, beside }) => {
    if (against === 'score')
      return 'Difference: where it looks more (+) or less (−) than with the other score';
    if (against === 'free')
      return 'Difference: where it looks more (+) or less (−) than with nothing forced';
    return `Difference: where it looks more (+) or less (−) than in “${beside}”`;
  },
  holdText: 'Hold this text to compare',
  heldText: (/** @type {string} */ text) => `“${text}” is held: read another one`,
  heldLabel: 'text held to compare',
  mattered: 'What mattered',
  matteredLong: 'What mattered (may disagree): gradient of ln p at each symbol read',
  ribbons: 'Ribbons',
  ribbonsLong: 'The same as ribbons: width = weight',
  lengths: 'Lengths',
  lengthsLong: 'Exact match against length: held-out texts of each length answered exactly',
  showLengths: 'Right at which lengths?',
  look: 'Step',
  stageLabel: (/** @type {string} */ answer) =>
    `Attention of the answer ${answer}. Enter to explore, V for tables.`,
  stageByHand: 'Attention by hand. Enter to explore, V for tables.',
  answered: (/** @type {string} */ answer, /** @type {string} */ verdict) =>
    `Answer: ${answer}. ${verdict}`,
  waiting: 'The trained weights are on their way.',
  untrained: 'Trained weights for this choice are not shipped. They can be trained here.',
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
  written: 'Answer',
  other: 'The other model',
  /** What is looked at: a symbol that was read, or a state set by hand. */
  position: 'Position',
  state: 'State',
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
  /** @type {Record<string, {name: string, look: string}>} */
  presets: {
    month: {
      name: 'Month in letters',
      look: 'Year digits look at year digits. The digits of the month look at the letters that tell march from the other months.',
    },
    dayFirst: {
      name: 'Day first',
      look: 'The model was taught that the day stands first where only digits are written. Look where it finds the month.',
    },
    diagonal: {
      name: 'Turned round',
      look: 'Reversing shows as the other diagonal. Press Step and see the look move back by one symbol for each output.',
    },
    bottleneck: {
      name: 'Bottleneck',
      look: 'The same width and training, but one fixed context: the text no longer fits through it. Make it shorter until the answer is right.',
    },
    words: {
      name: 'Word by word',
      look: 'Weights added up inside words: the month looks at march, the day at 12th, the year at 1999.',
    },
    gold: {
      name: 'Teacher forcing',
      look: 'Before each output the decoder is given the right symbol, as in training; framed are those it had not guessed. Choose own guess and compare how much is struck.',
    },
    mattered: {
      name: 'Looked at, mattered',
      look: 'Left where the decoder looked, right what would move its answer. Find a row in which the two do not agree.',
    },
    cliff: {
      name: 'Past the end',
      look: 'Trained on up to 24 symbols, asked for 28. Press Measure now and see how far it still holds.',
    },
    fog: {
      name: 'Fog',
      look: 'At temperature 5 every row is spread over the text. Turn it down and watch the looks condense.',
    },
    alone: {
      name: 'Self-attention',
      look: 'One layer, one head, 4,640 parameters, trained here: every symbol looks at its mirror place. Step from X over Q, K and V to the read-out.',
    },
    hand: {
      name: 'By hand',
      look: 'Three states, one query, every number on screen. Work out the scores on paper, step, and compare. Then change a number.',
    },
    causal: {
      name: 'Causal mask',
      look: 'No symbol may look ahead, so the first half cannot know what the second half will be. The second half still finds its places.',
    },
    unplaced: {
      name: 'No positions',
      look: 'Without positions order is invisible: every symbol looks in the same way wherever it stands. Train it so: it does not help.',
    },
    moved: {
      name: 'Moved look',
      look: 'All weight of the first digit of the day stands on the 2 instead of the 1. The map is a cause: the day changes.',
    },
  },
  nowForced: 'What is forced',
  ownRow: (/** @type {number} */ at) => `output ${at} with a row set by hand`,
  letGo: (/** @type {string} */ what) => `${what}: let go`,
  dragged: 'weight dragged',
  release: 'Nothing forced',
  released: 'nothing forced',
};

/** The cells of a translation. */
export const insideWords = {
  hint: 'Each opens in the Cell lab with its trained weights and what it reads here. Undo brings your own model back.',
  name: (
    /** @type {'decoder' | 'forwards' | 'backwards'} */ which,
    /** @type {number} */ output,
    /** @type {string} */ sign,
  ) =>
    ({
      decoder: `Decoder at output ${output}`,
      forwards: `Encoder at “${sign}”, forwards`,
      backwards: `Encoder at “${sign}”, backwards`,
    })[which],
};
