//! Formulas over a memory, worked out.

use super::Place;
use unrolled::ir::rules::memory;
use unrolled::ir::{Each, Expr, NodeId, Op};

/// The operands' nodes do not matter where numbers are given.
const ANY: NodeId = NodeId(0);

impl Place<'_> {
    /// How many numbers such a formula has; `None` where it fits any column.
    pub(super) fn rows_of_each(&self, each: &Each) -> Option<usize> {
        let rows = |expr: &Expr| self.rows(expr);
        match each {
            Each::Product { memory, column } => Some(rows(memory)? / rows(column)?),
            Each::Blend { weights, memory } => Some(rows(memory)? / rows(weights)?),
            Each::Plus { memory, .. } => rows(memory),
            Each::Sum { like, .. } | Each::Part { like, .. } => Some(self.program.node(*like).rows),
            Each::Stack(upper, lower) => Some(rows(upper)? + rows(lower)?),
            Each::Row(table, _) => Some(self.columns(*table)),
            Each::Seen { mask, .. } => Some(self.program.node(*mask).rows),
            Each::Inner(..) => None,
        }
    }

    pub(super) fn each(&self, each: &Each, rows: usize) -> Vec<f64> {
        let whole = |expr: &Expr| self.column(expr, self.rows(expr).unwrap_or(rows));
        let apply = |op: &Op, a: &[f64], b: &[f64]| {
            let mut out = vec![0.0; rows];
            memory::forward(op, a, b, &mut out);
            out
        };
        match each {
            Each::Product { memory, column } => {
                apply(&Op::DotEach(ANY, ANY), &whole(memory), &whole(column))
            }
            Each::Blend { weights, memory } => {
                apply(&Op::Blend(ANY, ANY), &whole(weights), &whole(memory))
            }
            Each::Plus { memory, column } => {
                apply(&Op::PlusEach(ANY, ANY), &whole(memory), &whole(column))
            }
            Each::Sum { memory, .. } => {
                let mut out = vec![0.0; rows];
                memory::backward(&Op::PlusEach(ANY, ANY), 1, &whole(memory), &[], &mut out);
                out
            }
            Each::Stack(upper, lower) => [whole(upper), whole(lower)].concat(),
            Each::Part { of, first, .. } => whole(of)[*first..first + rows].to_vec(),
            Each::Row(table, index) => {
                let row = memory::row_of(self.trace.value(*index, self.t, self.b));
                self.block(*table)[row * rows..(row + 1) * rows].to_vec()
            }
            Each::Seen {
                of,
                mask,
                is_gradient,
            } => {
                let seen = self.trace.value(*mask, self.t, self.b);
                let hidden = if *is_gradient { 0.0 } else { f64::NEG_INFINITY };
                let numbers = whole(of).into_iter().zip(seen);
                let shown = numbers.map(|(a, seen)| if *seen == 0.0 { hidden } else { a });
                shown.collect()
            }
            Each::Inner(a, b) => {
                let product: f64 = whole(a).iter().zip(whole(b)).map(|(a, b)| a * b).sum();
                vec![product; rows]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::explain::evaluate::evaluate;
    use unrolled::ir::{NodeId, Op, rules};
    use unrolled::model::init::draw_network;
    use unrolled::model::tasks::{END, Pair};
    use unrolled::model::{Attention, CellSpec, SCORES, Score, Seq2Seq};
    use unrolled::run::backward_ops::gradient;
    use unrolled::run::translate::{Places, set_pairs};
    use unrolled::run::{Extent, NetworkRun, Run};

    fn run(score: &'static Score) -> NetworkRun<f64> {
        let model = Seq2Seq {
            cell: CellSpec::of("gru").unwrap(),
            symbols: 7,
            embedding: 3,
            encoder: 2,
            decoder: 4,
            attention: Some(Attention {
                bias: score.bias,
                temperature: 0.7,
                ..Attention::by(score, 3)
            }),
            dropout: false,
        };
        let extent = Extent {
            source: 4,
            target: 3,
            batch: 2,
        };
        let mut run = NetworkRun::new(model.network(4).unwrap(), extent);
        let params = draw_network(&run.network().params, 5);
        run.params_mut().copy_from_slice(&params);
        let pair = |source: &[usize], target: &[usize]| Pair {
            source: source.to_vec(),
            target: target.to_vec(),
        };
        let pairs = [
            pair(&[4, 6, END], &[6, 5, END]),
            pair(&[4, 4, 5, END], &[5, END]),
        ];
        let places = Places::of(run.network());
        set_pairs(&mut run, &places, &pairs);
        run.forward();
        run.backward();
        run
    }

    fn close(got: &[f64], want: &[f64], what: &str) {
        assert_eq!(got.len(), want.len(), "{what}");
        for (got, want) in got.iter().zip(want) {
            assert!(
                got == want || (got - want).abs() < 1e-13,
                "{what}: {got} against {want}"
            );
        }
    }

    /// What a formula of this node comes to, and what the run computed.
    fn check(run: &Run<f64>, node: NodeId, t: usize) {
        let (program, trace) = (run.program(), run.trace());
        let op = &program.node(node).op;
        if op.arrives() {
            return;
        }
        let worked_out = |formula| evaluate(&formula, program, trace, t, 0);
        let what = format!("{op:?} at step {t}");
        let value = worked_out(rules::formula(program.node(node)));
        close(&value, trace.value(node, t, 0), &what);
        if program.reaches_loss()[node.0] && program.loss != Some(node) {
            let grad = worked_out(gradient(program, node, true));
            close(
                &grad,
                trace.grad(node, t, 0),
                &format!("gradient of {what}"),
            );
        }
    }

    #[test]
    fn every_formula_of_a_decoder_that_attends_comes_to_what_was_computed() {
        for score in SCORES {
            let run = run(score);
            let decoder = run.segment(run.network().segment("decoder").unwrap());
            let kinds = decoder.program().ids();
            let kinds = kinds.filter(|id| {
                matches!(decoder.program().node(*id).op, Op::Blend(..) | Op::Mask(..))
            });
            assert_eq!(kinds.count(), 2);
            for t in 0..3 {
                for node in decoder.program().ids() {
                    check(decoder, node, t);
                }
            }
        }
    }
}
