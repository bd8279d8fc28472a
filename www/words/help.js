/** The help dialog: how to read the picture, notation, conventions, keys. */

export const helpWords = {
  title: 'Help',
  intro:
    'One update of a recurrent network, forward and backward, one operation at a time. Every number on the screen was computed just now from what you set.',

  readTitle: 'How to read the picture',
  read: [
    ['Fill', 'is the value: blue above zero, brown below, violet for gates, which go from 0 to 1.'],
    ['Outline and letter', 'say which gate a number belongs to, never how large it is.'],
    ['Bold outline', 'is the operation you stand on. Pale is not computed yet and shows a dash.'],
    ['A row of cells', 'is one hidden unit. The chosen unit is written out in the equation.'],
    [
      'A number with dots under it',
      'is given, not computed: drag it, type it, or use the arrow keys.',
    ],
    [
      'Backward',
      'starts at the loss and walks to the first step. It shows dL/d…: how much the loss changes when that number does.',
    ],
  ],

  notationTitle: 'Notation',
  notation: [
    [
      'x, h, c',
      'the input of a step, the hidden state, the cell memory; columns of D, H and H numbers',
    ],
    ['W, b', 'weights and biases; the same at every step'],
    ['[x; h]', 'one column on top of the other'],
    ['⊙', 'multiplies number by number'],
    ['σ', 'the logistic function, 1 / (1 + exp(−a)); it gives a gate between 0 and 1'],
    ['c̃, h̃', 'the candidate: what is offered, before a gate decides'],
    ['∂L/∂h', 'how the loss changes with h: a column like h itself'],
    [
      'ℓ',
      'the loss of a step: ½‖o − y‖² for numbers, −ln p of the right class for classes (in nats)',
    ],
  ],

  conventionsTitle: 'Sources differ',
  conventionsIntro: 'A badge beside the formula always says which one is in use.',
  conventionsHead: ['', 'Here at first', 'PyTorch', 'Also'],
  conventions: [
    [
      'GRU, update gate z',
      'z writes the new: h = (1 − z) ⊙ h + z ⊙ h̃',
      'z keeps the old',
      'Keras and ONNX: z keeps the old',
    ],
    [
      'GRU, reset gate r',
      'before the product: W (r ⊙ h)',
      'after it: r ⊙ (W h + b)',
      'ONNX: before, unless linear_before_reset is 1',
    ],
    ['Biases', 'one vector', 'two, which add up', ''],
    ['Candidate', 'c̃ (LSTM), h̃ (GRU)', 'g, n', ''],
    [
      'Gate order of the weights',
      'that of PyTorch',
      'LSTM i f g o; GRU r z n',
      'Keras i f c o; z r h',
    ],
  ],

  keysTitle: 'Keys',
  keysIntro:
    'Single letters work while the picture or the steps have the focus. Press F6 until you are there. Settings can change them or switch them off.',
  keys: [
    ['→ ←', 'next, previous operation'],
    ['Shift + → ←', 'next, previous time step'],
    ['Home End', 'first, last operation'],
    ['Space', 'play, pause'],
    ['↑ ↓', 'previous, next unit'],
    ['Enter', 'explore the picture; Escape leaves'],
    ['Shift + Enter', 'what can be done with what you stand on in the picture'],
    ['Ctrl + arrows', 'in a table: to its edge'],
    ['Ctrl + Z', 'undo; with Shift, do it again'],
    ['Ctrl + K', 'find any command by its name'],
    ['F6', 'next region; with Shift, the one before'],
    ['Escape', 'close, unpin, leave'],
  ],
  fieldKeysTitle: 'On a number or a slider',
  fieldKeys: [
    ['↑ ↓', 'one step; with Shift ten, with Alt a tenth'],
    ['Page Up, Down', 'a tenth of the range'],
    ['Home End', 'least, most (sliders)'],
    ['Delete', 'back to what it was at first (sliders)'],
  ],
};
