/** The first screen. */

export const startScreenWords = {
  label: 'A gradient on its way back through twenty steps',
  slider: 'How strongly the state feeds back into itself',
  radius: 'Spectral radius ρ',
  /** @param {number} rho */
  choose: (rho) => rho.toFixed(1),
  changed: (/** @type {number} */ rho) => `Spectral radius ρ ${rho}`,
  says: (/** @type {string} */ rho, /** @type {string} */ number, /** @type {string} */ verdict) =>
    `${rho}: ${number} ${verdict}`,
  watch: 'Play again',
  cards: 'Where to go from here',
  cell: {
    title: 'Step through a cell',
    text: 'One update, one operation at a time, forward and backward.',
    go: 'Step it',
  },
  gradients: {
    title: 'Watch gradients',
    text: 'Why long chains vanish or explode, and what gates do about it.',
    go: 'Open the gradient lab',
  },
  attention: {
    title: 'Paste a sequence',
    text: 'See where a trained model looks while it writes its answer.',
    go: 'Type your own',
  },
  answered: (/** @type {string} */ text, /** @type {string | undefined} */ answer = '…') =>
    `${text} → ${answer}`,
  byHand: (/** @type {string | undefined} */ answer = '…') => `Set by hand: c = ${answer}`,
  openedCell: (/** @type {string} */ cell) => `Cell ${cell}`,
};
