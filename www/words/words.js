/**
 * Every word the shell itself puts on the screen, in one place, so that it can be translated; longer texts are in the
 * folder beside it. What the engine says (formulas, sentences, labels of settings) comes from the engine.
 */

/** @param {number} count @param {string} one @param {string} many */
const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;

export const words = {
  name: 'Unrolled',
  promise: 'RNN, LSTM and GRU mathematics, forward and backward, one operation at a time.',

  // Regions and skip links
  skip: 'Skip',
  skipStage: 'Skip to the picture',
  skipTransport: 'Skip to the steps',
  skipSequence: 'Skip to your sequence',
  controls: 'Controls',
  equationAndInspector: 'Equation and details',
  equation: 'Equation',
  details: 'Details',
  stage: 'Picture',
  transport: 'Steps',
  wordsPanel: 'In words',
  views: 'Panels',
  labs: 'Labs',
  sheet: { equation: 'Equation', controls: 'Controls', values: 'Values', words: 'Words' },

  // Top bar
  undo: 'Undo',
  redo: 'Redo',
  share: 'Copy link',
  shareShort: 'Link',
  exportIt: 'Export',
  find: 'Find a command',
  settings: 'Settings',
  myPresets: 'My presets',
  offline: 'offline',
  shared: 'Link copied.',
  sharedUntrained: 'The weights trained in this page stay here: the link opens the shipped ones.',
  sharedWithout: (/** @type {string[]} */ parts) =>
    `Link copied without ${parts.join(' and ')}: too long for a link. Copy the run as JSON instead.`,
  notCopied: (/** @type {string} */ text) =>
    `The browser did not allow copying. Select this and copy it by hand: ${text}`,
  addressRefused:
    'The browser does not let the page write its address, so it may name another state. Copy link has the one on screen.',
  menu: 'Menu',
  help: 'Help',
  modelChip: (/** @type {string} */ chip) => `Model on screen: ${chip}. Show its controls`,
  nothingToUndo: 'Nothing to undo.',
  nothingToRedo: 'Nothing to redo.',
  undid: (/** @type {string} */ label) => `Undone: ${label}.`,
  redid: (/** @type {string} */ label) => `Done again: ${label}.`,
  copyRun: 'Copy the run as JSON',
  pasteRun: 'Paste a run',
  resetLab: 'Reset this lab',
  resetLabLabel: 'reset of the lab',
  resetLabDone: 'The lab is as it opened.',
  reset: 'Reset everything',
  resetLabel: 'reset of everything',
  resetAllDone: 'Everything is as it opened.',

  provoke: 'Stop the engine on purpose',
  messages: 'Messages',
  labTitles: {
    start: 'Start',
    cell: 'Cell',
    time: 'Time',
    attention: 'Attention',
  },
  pageTitle: (/** @type {string} */ lab) => `${lab} · Unrolled`,
  openedLab: (/** @type {string} */ lab) => `opening of ${lab}`,
  groups: {
    cell: 'Cell',
    presets: 'Presets',
    sequence: 'Sequence',
    sizes: 'Sizes',
    weights: 'Weights',
    break: 'Break it',
    head: 'Read-out and loss',
    backward: 'Way back',
    start: 'Start state',
    show: 'Show',
    reading: 'Text',
    translation: 'Model',
    forcing: 'Force',
    inside: 'Step into a cell',
    learning: 'Training',
  },

  // Engine
  starting: 'Starting the engine',
  startingSince: (/** @type {number} */ seconds) => `, ${seconds} s`,
  stillStarting: 'Still starting. A slow connection can take a while.',
  failedTitle: 'The engine did not start',
  failedText:
    'The page needs WebAssembly to compute anything. Try again, or open it in a current browser.',
  failedDetails: 'What it said',
  reload: 'Try again',
  copyReport: 'Copy report',
  reportCopied: 'Report copied.',
  panicTitle: 'The engine stopped on an error and was started again',
  panicText: 'Nothing you made is lost. If it happens again, the report helps to find out why.',
  panicRejected:
    'The last change made the engine stop, so it was taken back. Everything else is as it was.',
  dismiss: 'Close',
  goThere: 'Go there',
  undoLast: 'Undo the last change',
  coming: 'Loading this part of the page…',
  notFetched:
    'This part of the page could not be loaded; everything else goes on working. With a connection, try again or reload the page.',
  notKept:
    'This browser does not let the page keep anything. Settings and your presets hold for this visit.',

  // Settings
  range: (/** @type {string} */ label, /** @type {number} */ min, /** @type {number} */ max) => {
    if (min === -Infinity) return `${label} must be at most ${max}.`;
    return max === Infinity
      ? `${label} must be at least ${min}.`
      : `${label} must be ${min} to ${max}.`;
  },
  notANumber: (/** @type {string} */ label) => `${label} must be a number.`,
  notANumberIn: (/** @type {string} */ label, /** @type {string} */ part) =>
    `${label}: “${part}” is not a number.`,
  notWhole: (/** @type {string} */ label) => `${label} must be a whole number.`,
  notAChoice: (/** @type {string} */ label) => `${label}: choose one of the list.`,
  changed: (/** @type {string} */ label, /** @type {string} */ value) => `${label} ${value}`,
  less: (/** @type {string} */ label) => `${label}: less`,
  more: (/** @type {string} */ label) => `${label}: more`,
  slider: (/** @type {string} */ label) => `${label}, slider`,
  collapse: 'Hide the controls',
  collapseSide: 'Hide equation and details',
  expandSide: 'Show equation and details',
  close: 'Close',

  // Sequence
  sequence: 'Your sequence',
  sequenceHint: 'Numbers, one step a line; CSV, TSV or JSON; or any text.',
  sequenceUse: 'Use it',
  sequenceStory: 'Storybook',
  sequenceExample: 'Try text',
  sequenceExampleText: 'hello world',
  sequenceLabel: 'new sequence',
  sequenceStoryLabel: 'storybook sequence',
  sequenceEmpty: 'There is nothing to read yet. Type or paste a sequence, or load the storybook.',
  sequenceTyping: 'Press Use it, or Ctrl + Enter, to run this.',
  sequenceMadeNow:
    'A made adding problem: the values of the two marked steps add up to the target.',
  sequenceUnwritten: 'Too many steps to list. Type or paste another sequence here.',
  sequenceNothing: 'Empty. Ctrl + Enter runs the example in grey.',
  sequenceFirst: (/** @type {number} */ most) => `Use the first ${most}`,
  sequenceEvery: (/** @type {number} */ step) =>
    `Use every ${step}${step === 2 ? 'nd' : step === 3 ? 'rd' : 'th'} step`,
  sequenceStoryNow: 'This is the storybook sequence: a value and a marker at each step.',
  sequenceTooLong: (/** @type {number} */ count) =>
    `That is ${count} characters. The limit is 10,000,000.`,
  rerun: 'Run this sequence (Ctrl + Enter)',

  // Links
  linkParts: {
    text: 'your text',
    numbers: 'your numbers',
    weights: 'your weights',
    edits: 'the changed weights',
    studied: 'the matrix under study',
    attn: 'the text that is read',
    beside: 'the text that is held',
    rows: 'the rows of attention that are held',
  },
  linkIgnored: (/** @type {string} */ key, /** @type {string} */ text) =>
    `The link's ${key} = “${text}” is not possible and was left as it is.`,
  linkClamped: (
    /** @type {string} */ key,
    /** @type {string} */ text,
    /** @type {number} */ near,
  ) => `The link's ${key} = “${text}” is out of range; the nearest is ${near}.`,
  linkBroken: (/** @type {string} */ part) =>
    `The link is damaged: ${part} could not be read, so the storybook stands in.`,
  linkCut: (/** @type {number} */ most) => `The link's text was cut to ${most} characters.`,
  linkLabel: 'opened link',
  linkNewer: 'This link was made by a newer version; what it does not know here was left out.',
  linkFailed: (/** @type {string} */ why) =>
    `The link asks for something that cannot run (${why}). This is the nearest that can.`,

  // Transport
  moves: {
    first: 'First operation',
    previousStep: 'Previous time step',
    previous: 'Previous operation',
    next: 'Next operation',
    nextStep: 'Next time step',
    last: 'Last operation',
    turn: 'Turn round',
  },
  play: 'Play',
  pause: 'Pause',
  speed: 'Speed',
  times: (/** @type {number} */ speed) => `${speed}×`,
  direction: 'Direction',
  forward: 'Forward',
  backward: 'Backward',
  level: 'Level',
  levels: { symbols: 'Symbols', vectors: 'Vectors', numbers: 'Numbers' },
  notation: 'Notation',
  notations: { lesson: 'Lesson', pytorch: 'PyTorch' },
  step: 'Time step',
  operation: 'Operation',
  operationShort: 'op',
  of: (/** @type {number} */ count) => `/ ${count}`,
  opValue: (
    /** @type {number} */ index,
    /** @type {number} */ count,
    /** @type {string} */ title,
  ) => `Operation ${index} of ${count}, ${title}`,
  /** What the transport walks, where it is time. */
  stepPlaces: {
    short: 't',
    label: 'Time step',
    value: (
      /** @type {number} */ t,
      /** @type {number} */ steps,
      /** @type {string | undefined} */ label,
    ) => `Step ${t} of ${steps}${label ? `, ${label}` : ''}`,
  },
  noSuchStep: (/** @type {number} */ steps) => `Steps go from 1 to ${steps}.`,
  noSuchOp: (/** @type {number} */ count) => `Operations go from 1 to ${count}.`,
  sentenceWhole: 'The whole sentence',
  noHeadHere: 'No loss at this step, so there is no read-out to step through.',
  unit: 'Unit',

  // Stage
  stageLabel: (/** @type {string} */ cell, /** @type {number} */ steps) =>
    `${cell}, ${plural(steps, 'step', 'steps')}. Enter to explore, V for tables`,
  inside: 'Exploring. Arrows move, Enter selects, Escape leaves.',
  outside: 'Left the picture.',
  nothingThere: 'Nothing further that way.',
  viewSequence: 'Whole sequence',
  viewCell: (/** @type {string} */ cell, /** @type {number} */ t, /** @type {string} */ op) =>
    `${cell}, step ${t}: ${op}`,
  viewOfCell: 'The cell',
  viewNumbers: 'Numbers behind this operation',
  opCount: (/** @type {number} */ index, /** @type {number} */ count) =>
    `operation ${index} of ${count}`,
  asTable: 'Tables',
  asPicture: 'Picture',
  rowsOf: (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ count) =>
    `Rows ${from} to ${to} of ${count}`,
  rowsBefore: 'Rows before',
  rowsAfter: 'Rows after',
  tableKey: 'Show the same numbers as tables (V)',
  pictureKey: 'Show the picture (V)',

  // Equation and details
  copyLatex: 'Copy LaTeX',
  copied: 'Copied.',
  chain: 'Operations of this step',
  chainBackward: 'Operations of this step, backward',
  comesFrom: 'Comes from',
  goesTo: 'Goes to',
  history: 'Over time',
  historyWords: (/** @type {number} */ count) =>
    `One value at each of ${plural(count, 'step', 'steps')}`,
  unpin: 'Unpin',
  pin: 'Pin',
  check: 'Compare with finite differences',
  nothingToCompare: 'No single gradient belongs to this: choose one number.',

  // Views
  lowerPane: 'Lower picture',
  /** @type {Partial<Record<import('../types.d.ts').Panel, string>>} */
  panels: {
    numbers: 'Numbers',
    weights: 'Weights',
    cards: 'Cards',
    road: 'Memory road',
    junction: 'Junction',
    truncation: 'Truncation',
    look: 'Step',
    ribbons: 'Ribbons',
    lengths: 'Lengths',
    versus: 'Against recurrence',
    curve: 'Training',
  },
  zoomIn: 'Look closer (+)',
  zoomOut: 'Look less close (-)',
  larger: 'Larger: this view alone (double click the title)',
  viewAlone: (/** @type {string} */ view) => `${view}: this view alone`,
  smaller: 'All views (Escape)',
  oneView: 'This view alone. Escape brings the others back.',
  allViews: 'All views.',
  acted: (/** @type {string} */ what) => `Done: ${what}.`,
  act: (/** @type {string} */ what) => `Set: ${what}`,
  tip: 'What this is',
  whatIsThis: 'What is this?',
  copyAsCsv: 'Copy view as CSV',
  viewWeights: 'Weights',
  viewCards: 'Weight cards',
  viewRoad: 'Memory road',
  viewOther: (/** @type {string} */ cell) => `The same sequence in ${cell}`,
  viewCounterpart: 'The second cell',
  viewPair: 'Parts with the same role, side by side',
  pairShown: 'Shown of the two cells',
  pairViews: { cell: 'This cell', other: 'The other', pair: 'Compared' },

  // Given numbers
  dragged: 'dragged',
  value: 'Value',
  setValue: 'Set value',
  givenNumber: (/** @type {string} */ name, /** @type {number} */ value) =>
    `${name}: ${value}. Up and down change it, Enter types.`,
  done: 'Done',
  actions: 'What can be done with it',
  copyValue: 'Copy value',
  copyAsLatex: 'Copy as LaTeX',
  savePng: 'Chart as PNG',
  products: 'Largest terms',
  analytic: 'Backpropagation',
  numeric: 'Finite differences',

  // Dialogs
  copyRunTitle: 'This run as JSON',
  copyRunIntro: 'The same document runs in the page, in Node and in the native program.',
  pasteRunTitle: 'Paste a run',
  pasteRunIntro: 'A run document (unrolled-run/1). What is on screen can be had back with undo.',
  pasteRunLabel: 'run from JSON',
  pasteRunEmpty: 'Paste a run document first.',
  openRun: 'Open it',
  copy: 'Copy',
  at: (/** @type {string} */ path) => `at ${path}`,
};
