/** Settings and single keys. */

export const settingsWords = {
  title: 'Settings',
  intro: 'Kept on this device. They are not part of links or of undo.',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  motion: 'Motion',
  motions: { system: 'As the system', reduce: 'Less', full: 'Full' },
  speech: 'Spoken steps',
  verbosities: { short: 'Short', normal: 'Normal', full: 'Full' },
  speechHint: 'What a screen reader hears at each step.',
  letters: 'Single-letter keys',
  lettersChoices: { on: 'On', off: 'Off' },
  lettersHint: 'They work in the picture and the steps only, never where you type.',
  /** What each command that has a letter does. */
  commands: /** @type {Record<string, string>} */ ({
    turn: 'Forward, backward',
    level: 'Symbols, vectors, numbers',
    table: 'Picture, tables',
    goTo: 'Go to a step or operation',
    toggleControls: 'Hide or show the controls',
    toggleSide: 'Hide or show the equation',
    zoomIn: 'Look closer at the cell',
    zoomOut: 'Look less close',
    zoomFit: 'See all of the picture',
    dive: 'Go into the step',
    cut: 'Cut after the step, or mend the cut',
    help: 'Help',
  }),
  keyFor: (/** @type {string} */ what) => `Key for: ${what}`,
  keyTaken: (/** @type {string} */ key, /** @type {string} */ what) =>
    `“${key}” already means: ${what}.`,
  keyNot: 'One letter, digit or sign.',
  back: 'Settings as they were at first',
  backDone: 'Settings are as they were at first.',

  resetTitle: 'Start over',
  resetIntro: 'A changed control has its own arrow back. Undo works for all of these.',
  resetLab: 'Reset this lab',
  resetAll: 'Reset everything',
};
