/** Long work: how far it has come, and what can be done about it. */

export const workWords = {
  progress: (/** @type {string} */ title) => `${title}: found so far`,
  count: (/** @type {number} */ found, /** @type {number} */ of, /** @type {string} */ unit) =>
    `${found.toLocaleString('en')} of ${of.toLocaleString('en')} ${unit}`,
  stopped: 'stopped',
  units: { starts: 'seeds', clip: 'seeds', alone: 'steps', lengths: 'texts' },
  pause: 'Pause',
  goOn: 'Continue',
  begin: 'Measure now',
  stop: 'Stop',
};
