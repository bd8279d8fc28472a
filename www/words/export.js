/** Export: what can be taken away from the page, and how. */

export const exportWords = {
  title: 'Export',
  intro: 'Copy puts it on the clipboard; Save makes a file.',
  which: 'Picture',
  pictureTitle: 'This picture',
  runTitle: 'The whole run',
  copy: 'Copy',
  save: 'Save',
  copyIt: (/** @type {string} */ what) => `Copy ${what}`,
  saveIt: (/** @type {string} */ what) => `Save ${what}`,
  copied: (/** @type {string} */ what) => `${what} copied.`,
  saved: (/** @type {string} */ file) => `Saved as ${file}.`,
  savedInstead: (/** @type {string} */ file) =>
    `The browser did not allow copying; saved as ${file}.`,
  failed: (/** @type {string} */ what) => `${what} could not be made.`,
  viewMenu: (/** @type {string} */ view) => `${view}: copy or save`,
  kinds: {
    png: { name: 'PNG', what: 'the picture at twice its size, with formula, model and link below' },
    svg: { name: 'SVG', what: 'the same picture as lines and text' },
    csv: { name: 'CSV', what: 'its numbers in full, one row each, with a header' },
    json: { name: 'JSON', what: 'the run and everything that is set' },
    latex: { name: 'LaTeX', what: 'the formula on screen' },
    matrices: { name: 'LaTeX with numbers', what: 'the formula with its numbers as columns' },
    link: { name: 'Link', what: 'opens exactly this screen' },
  },
};
