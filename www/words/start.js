/** Before the engine is there, and instead of it: what the page says and shows then. */

export const startWords = {
  title: 'Starting',
  noScriptEngine:
    'This browser has no WebAssembly, or it is switched off. Unrolled computes everything with it. Here is one update worked by hand instead.',
  noCanvas:
    'This browser cannot draw on a canvas, which every picture here needs. Here is one update worked by hand instead.',
  workedTitle: 'One step of an LSTM with one unit',
  workedIntro:
    'Input x = 1, old hidden state h = 0.5, old memory c = 0.8. Each line is one operation; σ(a) = 1 / (1 + exp(−a)).',
  workedHead: ['What', 'Formula', 'Numbers', 'Result'],
  worked: [
    ['forget gate', 'f = σ(w x + u h + b)', 'σ(0.5 × 1 + 0.4 × 0.5 + 0.1)', '0.690'],
    ['input gate', 'i = σ(w x + u h + b)', 'σ(0.6 × 1 − 0.2 × 0.5 + 0)', '0.622'],
    ['candidate', 'c̃ = tanh(w x + u h + b)', 'tanh(0.9 × 1 + 0.3 × 0.5 − 0.1)', '0.740'],
    ['output gate', 'o = σ(w x + u h + b)', 'σ(0.3 × 1 + 0.7 × 0.5 + 0.2)', '0.701'],
    ['new memory', 'c = f c + i c̃', '0.690 × 0.8 + 0.622 × 0.740', '1.012'],
    ['new hidden state', 'h = o tanh(c)', '0.701 × tanh(1.012)', '0.537'],
  ],
  formulasTitle: 'The three updates',
  formulas: [
    ['RNN', 'h = tanh(Wx x + Wh h + b)'],
    ['GRU', 'z = σ(…), r = σ(…), h̃ = tanh(Wx x + Wh (r ⊙ h) + b), h = (1 − z) ⊙ h + z ⊙ h̃'],
    ['LSTM', 'f, i, o = σ(…), c̃ = tanh(…), c = f ⊙ c + i ⊙ c̃, h = o ⊙ tanh(c)'],
  ],
};
