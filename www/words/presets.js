/** Presets: each opens a state and says what to look at. */

export const presetWords = {
  title: 'Presets',
  hint: 'Each opens a state and says what to look at.',
  mine: 'My presets',
  mineHint: 'Kept on this device. Export them to take them along.',
  none: 'None yet.',
  name: 'Name',
  saveThis: 'Save this screen',
  nameFirst: 'Give it a name first.',
  saved: (/** @type {string} */ name) => `Saved as ${name}.`,
  remove: (/** @type {string} */ name) => `Delete ${name}`,
  removed: (/** @type {string} */ name) => `Deleted ${name}.`,
  putBack: 'Put it back',
  label: (/** @type {string} */ name) => `preset ${name}`,
  yours: 'Yours, as you left it.',
  exportAll: 'Copy all as JSON',
  exported: 'Presets copied.',
  importTitle: 'Add presets from JSON',
  importThem: 'Add them',
  imported: (/** @type {number} */ count) =>
    count === 1 ? '1 preset added.' : `${count} presets added.`,
  importBad: 'This is not a list of presets: each needs a name and a link.',

  /** @type {Record<string, {name: string, look: string}>} */
  time: {
    echo: {
      name: 'Echo',
      look: 'Each step is to give back what the step before it read. At step 4 the gradient from the loss here and the one from the future nearly cancel: what is left is far shorter than either.',
    },
    adding: {
      name: 'Adding',
      look: 'The LSTM adds up the marked values and is judged at the end only. All gradient comes from the last step, along the memory.',
    },
    spike: {
      name: 'Spike',
      look: 'One large input at step 3. Walk back and watch the cards: which steps add to the gradient of the recurrent weights?',
    },
    pulse: {
      name: 'Pulse',
      look: 'The answer at step 6 needs what step 1 read. With a window shorter than 6 the gradient that reaches it is exactly 0: choose another window below.',
    },
    start: {
      name: 'Other start',
      look: 'The state starts at (1, 1, 1). The wedge below shows how far each step still is from a start at zero.',
    },
    long: {
      name: '200 steps',
      look: 'The same weights, 200 layers deep. Zoom in with the wheel or with plus, press Z to go into the step, Escape to come back.',
    },
  },
  /** @type {Record<string, {name: string, look: string}>} */
  cell: {
    latch: {
      name: 'Latch',
      look: 'Unit 1 keeps the last marked value. Step 4 is marked: its forget gate closes, so the old value goes, and its input gate opens for the new one.',
    },
    adder: {
      name: 'Adder',
      look: 'Unit 2 adds up the marked values: forget and input gate are both open, so it keeps what it had and writes the new one on top.',
    },
    fader: {
      name: 'Fader',
      look: 'Unit 3 forgets the same share at every step: its forget gate does not look at what comes in. Press Shift + Right: what it read early counts less and less.',
    },
    shut: {
      name: 'Output shut',
      look: 'The output gate is held at 0 at steps 2 to 5. Unit 2 shows 0, and its memory still holds the sum: kept is not shown.',
    },
    noPlus: {
      name: 'Sum lost',
      look: 'The memory is the candidate alone: at step 6 unit 2 holds the last thing it read, and the sum is gone. Break it mends this.',
    },
    resets: {
      name: 'Two GRUs',
      look: 'Unit 3 at the marked step 4. Switch Reset gate between before and after and watch the candidate: same weights, another number.',
    },
    byHandRnn: {
      name: 'By hand: RNN',
      look: 'Two units and weights of one decimal. Work out both entries of a with a pencil, then squash them and compare.',
    },
    byHandLstm: {
      name: 'By hand: LSTM',
      look: 'One unit, one step: four sums, four squashings, one keep, one write. Check every line with a pencil.',
    },
    saturated: {
      name: 'Saturated gate',
      look: 'A forget bias of 6 holds the gate near 1. Backward, its slope f (1 − f) is near 0, so almost no gradient reaches what the gate is made of.',
    },
    explode: {
      name: 'Explode',
      look: 'One unit without tanh multiplies its state by 1.2 at each of 500 steps, in float32. The red line says where the numbers end; go there.',
    },
  },
};
