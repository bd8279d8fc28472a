/**
 * Deliberate mistakes in the engine, each of which the oracles must notice: `npm run mutants`.
 *
 * `find` must stand exactly once in its file; when the engine's text changes, so must this list.
 *
 * @typedef {{name: string, file: string, find: string, replace: string}} Mutant
 */

const GRU = 'crate/engine/src/model/cells/gru.rs';
const LSTM = 'crate/engine/src/model/cells/lstm.rs';
const RNN = 'crate/engine/src/model/cells/rnn.rs';
const ENCODER_DECODER = 'crate/engine/src/model/encoder_decoder/mod.rs';
const PAIRS = 'crate/document/src/seq2seq/pairs.rs';
const SEQ2SEQ = 'crate/document/src/seq2seq/mod.rs';
const NETWORK = 'crate/engine/src/model/network/mod.rs';
const ELEMENTWISE = 'crate/engine/src/ir/rules/elementwise.rs';
const LINEAR = 'crate/engine/src/ir/rules/linear.rs';
const LOSS = 'crate/engine/src/ir/rules/loss.rs';
const SCALAR = 'crate/engine/src/ir/scalar.rs';
const LAYOUT = 'crate/engine/src/run/layout.rs';
const PLAN = 'crate/engine/src/run/plan.rs';
const FORWARD = 'crate/engine/src/run/forward.rs';
const REACH = 'crate/engine/src/model/reach.rs';
const BACKWARD = 'crate/engine/src/run/backward.rs';
const JACOBIAN = 'crate/engine/src/run/jacobian.rs';
const CONTRIBUTION = 'crate/engine/src/run/contribution.rs';
const MEMORY = 'crate/engine/src/ir/rules/memory.rs';
const WIRED = 'crate/engine/src/run/network.rs';
const WINDOWS = 'crate/engine/src/run/windows.rs';
const TRACE = 'crate/engine/src/run/trace.rs';
const PRODUCT = 'crate/engine/src/run/product.rs';
const LOAD = 'crate/engine/src/run/batch.rs';
const BATCH = 'crate/engine/src/data/batch.rs';
const STACKED = 'crate/engine/src/model/network/stacked.rs';
const JUDGE = 'crate/document/src/judge.rs';
const PREPARE = 'crate/document/src/prepare.rs';
const ANSWER = 'crate/document/src/answer.rs';

/** @type {Mutant[]} */
export const mutants = [
  {
    name: 'GRU: reset on the wrong side of the product',
    file: GRU,
    find: 's.chosen(&RESET) == "after"',
    replace: 's.chosen(&RESET) != "after"',
  },
  {
    name: 'GRU: z swapped with 1 - z',
    file: GRU,
    find: 's.chosen(&UPDATE) == "keep"',
    replace: 's.chosen(&UPDATE) != "keep"',
  },
  {
    name: 'GRU: r and z blocks swapped',
    file: GRU,
    find: 'let [r, z, n] = s.gates();',
    replace: 'let [z, r, n] = s.gates();',
  },
  {
    name: 'GRU: recurrent candidate bias forgotten, reset after',
    file: GRU,
    find: '(n.u * h + &n.b_hh)',
    replace: '(n.u * h)',
  },
  {
    name: 'GRU: recurrent candidate bias added outside as well, reset after',
    file: GRU,
    find: '(n.w * x + reset + &n.b_ih)',
    replace: '(n.w * x + reset + &n.b)',
  },
  {
    name: 'GRU: candidate sees the old state without the reset',
    file: GRU,
    find: '(n.w * x + n.u * reset + &n.b)',
    replace: '(n.w * x + n.u * h + &n.b)',
  },
  {
    name: 'GRU: what is kept is not weighed by 1 - z',
    file: GRU,
    find: 'z_t.one_minus().odot(h)',
    replace: 'z_t.odot(h)',
  },
  {
    name: 'GRU: candidate squashed by the logistic function',
    file: GRU,
    find: '.tanh().named(N)',
    replace: '.sigmoid().named(N)',
  },
  {
    name: 'LSTM: f and i swapped',
    file: LSTM,
    find: 'let [i, f, g, o] = s.gates();',
    replace: 'let [f, i, g, o] = s.gates();',
  },
  {
    name: 'LSTM: g and o swapped',
    file: LSTM,
    find: 'let [i, f, g, o] = s.gates();',
    replace: 'let [i, f, o, g] = s.gates();',
  },
  {
    name: 'LSTM: memory shown without its tanh',
    file: LSTM,
    find: 'o_t.odot(m)',
    replace: 'o_t.odot(c_t)',
  },
  {
    name: 'LSTM: candidate squashed by the logistic function',
    file: LSTM,
    find: 'a_g.tanh()',
    replace: 'a_g.sigmoid()',
  },
  {
    name: 'LSTM: bias of the forget gate forgotten',
    file: LSTM,
    find: '(f.w * x + f.u * h + &f.b)',
    replace: '(f.w * x + f.u * h)',
  },
  {
    name: 'LSTM: written through the forget gate',
    file: LSTM,
    find: 'writing.odot(g_t)',
    replace: 'keeping.odot(g_t)',
  },
  {
    name: 'LSTM: old memory kept without its gate',
    file: LSTM,
    find: '(keep + write).named(C)',
    replace: '(c + write).named(C)',
  },
  {
    name: 'LSTM: the next step reads the memory as hidden state',
    file: LSTM,
    find: 's.next(h, h_t);',
    replace: 's.next(h, c_t);',
  },
  {
    name: 'RNN: ReLU taken for the identity',
    file: RNN,
    find: '"relu" => a.relu(),',
    replace: '"relu" => a.identity(),',
  },
  {
    name: 'RNN: bias forgotten',
    file: RNN,
    find: '(p + q + &gate.b)',
    replace: '(p + q)',
  },
  {
    name: 'head: bias forgotten',
    file: NETWORK,
    find: '(weight * state + &bias)',
    replace: '(weight * state)',
  },
  {
    name: 'loss: mean squared error with the half of the squared error',
    file: NETWORK,
    find: 'builder.squared_error(output, target, Scale::Mean(output.rows()))',
    replace: 'builder.squared_error(output, target, Scale::Half)',
  },
  {
    name: 'slope of tanh: 1 - y for 1 - y y',
    file: ELEMENTWISE,
    find: 'u * (one - t * t)',
    replace: 'u * (one - t)',
  },
  {
    name: 'slope of the logistic function: s for s (1 - s)',
    file: ELEMENTWISE,
    find: 'u * s * (one - s)',
    replace: 'u * s',
  },
  {
    name: 'slope of 1 - a: the sign lost',
    file: ELEMENTWISE,
    find: 'into, |u, _| -u)',
    replace: 'into, |u, _| u)',
  },
  {
    name: 'slope of ReLU: dead units pass gradient',
    file: ELEMENTWISE,
    find: '{ u } else { S::zero() }',
    replace: '{ u } else { u }',
  },
  {
    name: 'slope of ReLU: one at the kink',
    file: ELEMENTWISE,
    find: '|u, a| if a > S::zero()',
    replace: '|u, a| if a >= S::zero()',
  },
  {
    name: 'element-wise gradient not accumulated',
    file: ELEMENTWISE,
    find: '*into += f(u, w);',
    replace: '*into = f(u, w);',
  },
  {
    name: 'gradient of a summand not accumulated',
    file: LINEAR,
    find: '*into += u;',
    replace: '*into = u;',
  },
  {
    name: 'product: only the first panel',
    file: LINEAR,
    find: 'out.chunks_mut(S::PANEL).zip(panels)',
    replace: 'out.chunks_mut(S::PANEL).zip(panels).take(1)',
  },
  {
    name: 'product: the last of four rows of an outer product forgotten',
    file: SCALAR,
    find: 'in sums.iter_mut().zip(column) {',
    replace: 'in sums.iter_mut().zip(column).take(3) {',
  },
  {
    name: 'product: the entries beside the lanes read from the first column',
    file: SCALAR,
    find: 'column[start + place] * factor',
    replace: 'column[place] * factor',
  },
  {
    name: 'softmax not shifted by the largest logit',
    file: LOSS,
    find: '*out = (logit - top).exponential();',
    replace: '*out = logit.exponential(); let _ = top;',
  },
  {
    name: 'cross-entropy not shifted by the largest logit',
    file: LOSS,
    find: 'let top = largest(logits);\n    let total',
    replace: 'let top = S::zero();\n    let total',
  },
  {
    name: 'cross-entropy gradient: the target class forgotten',
    file: LOSS,
    find: 'if k == class { S::one() }',
    replace: 'if k == class { S::zero() }',
  },
  {
    name: 'cross-entropy: the class beside the target',
    file: LOSS,
    find: 'log_sum_exp(output) - output[class_of(target)]',
    replace: 'log_sum_exp(output) - output[(class_of(target) + 1) % output.len()]',
  },
  {
    name: 'squared error gradient halved',
    file: LOSS,
    find: '* S::of(2.0)',
    replace: '* S::of(1.0)',
  },
  {
    name: 'mean squared error not divided by the outputs',
    file: LOSS,
    find: 'Self::Mean(outputs) => 1.0 / outputs as f64,',
    replace: 'Self::Mean(_) => 1.0,',
  },
  {
    name: 'layout: a state and its next value in one place',
    file: LAYOUT,
    find: 'shift: 1,',
    replace: 'shift: 0,',
  },
  {
    name: 'plan: products of different operands merged',
    file: PLAN,
    find: 'if same == operand =>',
    replace: 'if same == operand || true =>',
  },
  {
    name: 'plan: what reads the state hoisted before the loop',
    file: PLAN,
    find: 'fixed[id.0] = *op != Op::Carry && op',
    replace: 'fixed[id.0] = op',
  },
  {
    name: 'forward: last step dropped',
    file: FORWARD,
    find: 'for t in steps {',
    replace: 'for t in steps.start..steps.end - 1 {',
  },
  {
    name: 'forward: weights packed without being transposed',
    file: LINEAR,
    find: 'm[(first + row) * cols + k]',
    replace: 'm[k * rows + first + row]',
  },
  {
    name: "forward: the first gate's bias for every gate",
    file: FORWARD,
    find: 'let at = program.params[view.param.0].offset + view.first_row;',
    replace: 'let at = program.params[view.param.0].offset;',
  },
  {
    name: 'lengths: one step too many before the state is kept',
    file: FORWARD,
    find: 'if self.trace.is_real(t, b) {',
    replace: 'if self.trace.is_real(t.saturating_sub(1), b) {',
  },
  {
    name: 'lengths: values of the padding left standing',
    file: FORWARD,
    find: 'if !is_state &&',
    replace: 'if false && !is_state &&',
  },
  {
    name: 'attention: what is hidden is seen',
    file: MEMORY,
    find: '*out = if seen == S::zero() {',
    replace: '*out = if seen != seen {',
  },
  {
    name: 'attention: a query gets the gradient of the first key only',
    file: MEMORY,
    find: 'for (&u, m) in upstream.iter().zip(other.chunks_exact(into.len())) {',
    replace: 'for (&u, m) in upstream.iter().zip(other.chunks_exact(into.len())).take(1) {',
  },
  {
    name: 'attention: a temperature near 0 loses the best score',
    file: MEMORY,
    find: '*out = (score - best) / S::of(temperature);',
    replace: '*out = score / S::of(temperature);',
  },
  {
    name: 'attention: what weighs nothing takes part in sums',
    file: MEMORY,
    find: 'if factor == S::zero() {',
    replace: 'if false {',
  },
  {
    name: 'attention: what has no share takes part in the gradient of the softmax',
    file: LOSS,
    find: 'filter(|(_, (_, p))| **p != S::zero())',
    replace: 'filter(|_| true)',
  },
  {
    name: 'attention: what nothing depends on passes a gradient through tanh',
    file: ELEMENTWISE,
    find: 'if u == S::zero() { u }',
    replace: 'if false { u }',
  },
  {
    name: 'encoder and decoder: a layer reads the one below without turning it round',
    file: ENCODER_DECODER,
    find: 'reverse: from.reverse != reverse,',
    replace: 'reverse: false,',
  },
  {
    name: 'encoder and decoder: the memory begins with the state',
    file: ENCODER_DECODER,
    find: '(from.place, from.states[state])',
    replace: '(from.place, from.states[0])',
  },
  {
    name: 'encoder and decoder: the decoder sees past the end of a source',
    file: PAIRS,
    find: '[..length].fill(1.0)',
    replace: '.fill(1.0)',
  },
  {
    name: 'encoder and decoder: fed with the first symbol for ever',
    file: SEQ2SEQ,
    find: 'let last = written.last().map_or(',
    replace: 'let last = written.first().map_or(',
  },
  {
    name: 'networks: the second direction is not turned round',
    file: WIRED,
    find: 'let from = if reverse { length - 1 - t } else { t };',
    replace: 'let from = if reverse && false { length - 1 - t } else { t };',
  },
  {
    name: 'networks: a shared parameter gets the gradient of its last segment only',
    file: WIRED,
    find: '*sum += grad;',
    replace: '*sum = grad;',
  },
  {
    name: 'Jacobians: multiplied in the wrong order',
    file: PRODUCT,
    find: 'let plain = multiply(&self.plain, step);',
    replace: 'let plain = multiply(step, &self.plain);',
  },
  {
    name: 'Jacobians: a held gate passes gradients on',
    file: JACOBIAN,
    find: '_ if self.run.trace.held(id, self.at.0).is_some() => {}',
    replace: '_ if false => {}',
  },
  {
    name: 'Jacobians: a step of the padding computed all the same',
    file: JACOBIAN,
    find: 'if !self.trace.is_real(t, b) {',
    replace: 'if !self.trace.is_real(t.saturating_sub(1), b) {',
  },
  {
    name: 'backward: first step dropped',
    file: BACKWARD,
    find: 'run.steps_back(0..run.trace.steps(),',
    replace: 'run.steps_back(1..run.trace.steps(),',
  },
  {
    name: 'backward: gradient of the head missing',
    file: BACKWARD,
    find: 'self.retreat(Phase::After, &all);',
    replace: '',
  },
  {
    name: 'backward: gradient of the input missing',
    file: BACKWARD,
    find: 'self.retreat(Phase::Before, &all);',
    replace: '',
  },
  {
    name: 'backward: weight gradients of the loop missing',
    file: BACKWARD,
    find: 'self.weigh(self.plan.defer);',
    replace: 'self.weigh(!self.plan.defer);',
  },
  {
    name: 'backward: the mean forgotten in the gradient',
    file: BACKWARD,
    find: 'trace.grads[region.start(column)] = weight;',
    replace:
      'trace.grads[region.start(column)] = if weight == S::zero() { weight } else { S::one() };',
  },
  {
    name: "backward: a product's own factor for the other one",
    file: BACKWARD,
    find: 'operands[(place + 1) % operands.len()]',
    replace: 'operands[place]',
  },
  {
    name: 'backward: recurrent weight gradient with h_t for h_(t-1)',
    file: BACKWARD,
    find: '&trace.values[operand.start(columns.start)..operand.column(last).end]',
    replace:
      '{ let by = if spec.name.contains("_hh") { trace.layout().batch() } else { 0 }; &trace.values[operand.start(columns.start + by)..operand.column(last + by).end] }',
  },
  {
    name: 'backward: bias gradient from one step only',
    file: BACKWARD,
    find: 'for column in columns.clone() {\n                    linear::add(',
    replace: 'for column in columns.clone().take(1) {\n                    linear::add(',
  },
  {
    name: "backward: every gate's bias gradient in the first gate's place",
    file: BACKWARD,
    find: 'let at = program.params[view.param.0].offset + view.first_row;',
    replace: 'let at = program.params[view.param.0].offset;',
  },
  {
    name: 'chunked: detached one step too early',
    file: REACH,
    find: 'self.cuts.binary_search(&step)',
    replace: 'self.cuts.binary_search(&(step + 1))',
  },
  {
    name: 'chunked: the loss before the cut lost with the cut',
    file: BACKWARD,
    find: 'self.give_states_before(t, &kept);',
    replace: 'let _ = &kept;',
  },
  {
    name: 'chunked: nothing detached',
    file: BACKWARD,
    find: 'self.step_back_unless(t, t > 0 && is_cut(t));',
    replace: 'self.step_back_unless(t, t > 0 && is_cut(t) && false);',
  },
  {
    name: 'sliding: window one step too long',
    file: REACH,
    find: 'whole.saturating_sub(window)',
    replace: 'whole.saturating_sub(window + 1)',
  },
  {
    name: 'sliding: the state that enters the window not detached',
    file: WINDOWS,
    find: 'if first > 0 {\n            self.take_states_before(first);\n        }\n        std::mem::swap',
    replace: 'std::mem::swap',
  },
  {
    name: 'sliding: the initial state detached',
    file: WINDOWS,
    find: 'if first > 0 {\n            self.take_states_before(first);\n        }\n        std::mem::swap',
    replace: 'self.take_states_before(first);\n        std::mem::swap',
  },
  {
    name: 'overlapping: the state that enters a window not detached',
    file: BACKWARD,
    find: 'if first > 0 {\n            self.take_states_before(first);\n        }\n        self.retreat',
    replace: 'self.retreat',
  },
  {
    name: 'overlapping: every loss goes back from its own step',
    file: REACH,
    find: 'end.next_multiple_of(self.every.unwrap_or(1))',
    replace: 'end.next_multiple_of(self.every.unwrap_or(1)).min(end)',
  },
  {
    name: 'overlapping: a loss goes back in every window that reaches it',
    file: WINDOWS,
    find: 'window.losses.contains(&t)',
    replace: 'window.steps.contains(&t)',
  },
  {
    name: 'masks: the gradient of a state that stayed lost',
    file: TRACE,
    find: 'self.grads[into] += part;',
    replace: 'let _ = (into, part);',
  },
  {
    name: 'masks: the gradient of a state that stayed goes through the cell too',
    file: TRACE,
    find: 'let part = std::mem::replace(&mut self.grads[from], S::zero());',
    replace: 'let part = self.grads[from];',
  },
  {
    name: 'masks: not turned round for a direction that goes back',
    file: LOAD,
    find: 'if reversed { steps - 1 - t } else { t }',
    replace: 'if reversed && false { steps - 1 - t } else { t }',
  },
  {
    name: 'last states: weighed in the gradient only',
    file: FORWARD,
    find: 'sum + weight * value)',
    replace: 'sum + weight * value * S::zero())',
  },
  {
    name: 'last states: weighed where the padding ends',
    file: TRACE,
    find: 'self.place(*state, self.last_real(b), b)',
    replace: 'self.place(*state, self.steps() - 1, b)',
  },
  {
    name: 'layers: the halves of a state in the wrong order',
    file: STACKED,
    find: 'forwards.over(backwards).named(X)',
    replace: 'backwards.over(forwards).named(X)',
  },
  {
    name: 'layers: a direction that goes back reads the layer below forwards',
    file: STACKED,
    find: 'reverse: self.is_reversed(from) != own,',
    replace: 'reverse: self.is_reversed(from),',
  },
  {
    name: 'per step: only the first sequence',
    file: CONTRIBUTION,
    find: 'for b in 0..self.trace().batch() {',
    replace: 'for b in 0..1 {',
  },
  {
    name: 'per step: the last sequence for the sum',
    file: CONTRIBUTION,
    find: 'sum[(view.first_row + row, col)] += grad * value;',
    replace: 'sum[(view.first_row + row, col)] = grad * value;',
  },
  {
    name: 'mean: divided by the steps, not by the pairs that count',
    file: BATCH,
    find: '1.0 / number(count(&self.counted))',
    replace: '1.0 / number(self.counted.len())',
  },
  {
    name: 'mean over sequences: every pair weighs the same',
    file: BATCH,
    find: '1.0 / (number(sequences) * number(count(row)))',
    replace: '1.0 / number(sequences.max(1) * row.len())',
  },
  {
    name: 'mean squared error: only a mean when asked to be',
    file: JUDGE,
    find: 'ReduceName::Sum if loss.kind == LossName::MeanSquaredError',
    replace: 'ReduceName::Sum if false && loss.kind == LossName::MeanSquaredError',
  },
  {
    name: 'lengths: losses of the padding counted',
    file: BATCH,
    find: '*counted &= real;',
    replace: '{ let _ = (&counted, real); }',
  },
  {
    name: 'targets that do not count counted',
    file: JUDGE,
    find: 'class == loss.ignore_index.unwrap_or(IGNORED) as f64',
    replace: 'class > loss.ignore_index.unwrap_or(IGNORED) as f64 && class < 0.0',
  },
  {
    name: 'loss at the last step: one step early',
    file: JUDGE,
    find: '(place, batch.last_real(place), format!',
    replace: '(place, batch.last_real(place).saturating_sub(1), format!',
  },
  {
    name: 'loss at the last step: the last of all, not of the sequence',
    file: JUDGE,
    find: '(place, batch.last_real(place), format!',
    replace: '(place, size.steps - 1, format!',
  },
  {
    name: 'holds: not kept by the way forward',
    file: FORWARD,
    find: 'self.trace.keep_held(*node, columns);',
    replace: 'let _ = (node, columns);',
  },
  {
    name: 'holds: the gradient passes through a held gate',
    file: BACKWARD,
    find: 'trace.held(*node, column / trace.batch()).is_none()',
    replace: 'trace.held(*node, column / trace.batch()).is_none() || column > 0',
  },
  {
    name: 'lengths: ignored',
    file: LOAD,
    find: 'trace.set_length(b, batch.length(b));',
    replace: 'trace.set_length(b, steps.max(batch.length(b)));',
  },
  {
    name: 'documents: chunked and sliding swapped',
    file: PREPARE,
    find: '(TruncateMode::Chunked, None) => Ok(Truncation::Chunked(steps))',
    replace: '(TruncateMode::Chunked, None) => Ok(Truncation::Sliding(steps))',
  },
  {
    name: 'answer: gradient of h by h_(t-1)',
    file: ANSWER,
    find: 'cell.grads(carry.next)',
    replace: 'cell.grads(carry.previous)',
  },
  {
    name: 'answer: gradient of the initial state from step 1',
    file: ANSWER,
    find: 'row(run.trace().grad(carry.previous, 0, b))',
    replace: 'row(run.trace().grad(carry.next, 0, b))',
  },
];
