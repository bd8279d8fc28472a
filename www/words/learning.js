/** Training in the page. */

export const learningWords = {
  title: 'Training',
  unit: 'updates',
  offer: (/** @type {string} */ title, /** @type {string} */ updates) =>
    `Train it here: ${title}, ${updates}. The map follows while it learns.`,
  notShipped: 'Weights for this choice are not shipped.',
  begin: 'Train it from scratch',
  again: 'Train it again',
  use: 'Use these weights',
  back: 'Use the shipped weights',
  used: 'The weights trained in this page answer.',
  shipped: 'The shipped weights answer.',
};
