//! How the state of one step depends on the state before it, ∂s_t/∂s_{t-1}. The state s is all of it: h, or h stacked
//! on c.
//!
//! Invariant: every slope comes from the rule of the backward pass, applied to a gradient of 1 at each unit.
//! Until a matrix stands on the way units never mix, so their gradients are kept as one diagonal.

use nalgebra::DMatrix;

use super::Run;
use crate::ir::rules::{elementwise, linear};
use crate::ir::{Carry, Linear, NodeId, Op, ParamView, Scalar, Term};

/// What the seeded units pass back to a node: row i is the gradient of unit i.
#[derive(Clone, Debug)]
enum Reach<S> {
    Nothing,
    /// Unit i reaches row i alone.
    Diagonal(Vec<S>),
    /// Any unit may reach any row; rows of the node's own length, one after another.
    Full(Vec<S>),
}

impl<S: Scalar> Reach<S> {
    /// As rows of `width`, so that anything can be added.
    fn rows(&mut self, units: usize, width: usize) -> &mut [S] {
        if !matches!(self, Self::Full(_)) {
            let mut full = vec![S::zero(); units * width];
            if let Self::Diagonal(diagonal) = self {
                for (unit, &slope) in diagonal.iter().enumerate() {
                    full[unit * width + unit] = slope;
                }
            }
            *self = Self::Full(full);
        }
        match self {
            Self::Full(rows) => rows,
            _ => unreachable!("made full above"),
        }
    }

    fn add_diagonal(&mut self, slopes: Vec<S>) {
        let units = slopes.len();
        match self {
            Self::Nothing => *self = Self::Diagonal(slopes),
            Self::Diagonal(own) => linear::add(&slopes, own),
            Self::Full(rows) => {
                let own = rows.iter_mut().step_by(units + 1);
                own.zip(slopes).for_each(|(own, slope)| *own += slope);
            }
        }
    }

    fn add(&mut self, units: usize, other: &Self) {
        match other {
            Self::Nothing => {}
            Self::Diagonal(slopes) => self.add_diagonal(slopes.clone()),
            Self::Full(rows) => linear::add(rows, self.rows(units, rows.len() / units)),
        }
    }
}

/// One way back through one step, from one of its states.
struct Sweep<'a, S> {
    run: &'a Run<S>,
    /// The step and the sequence.
    at: (usize, usize),
    /// How many units are seeded.
    units: usize,
    /// For each node, whether the state before the step reaches it.
    depends: &'a [bool],
    reach: Vec<Reach<S>>,
}

impl<S: Scalar> Sweep<'_, S> {
    fn from(&mut self, state: NodeId) {
        self.reach.fill(Reach::Nothing);
        self.reach[state.0] = Reach::Diagonal(vec![S::one(); self.units]);
        for id in self.run.program.ids().rev() {
            let op = &self.run.program.node(id).op;
            if *op == Op::Carry || !self.depends[id.0] {
                continue;
            }
            let reach = std::mem::replace(&mut self.reach[id.0], Reach::Nothing);
            match (op, &reach) {
                (_, Reach::Nothing) => {}
                (Op::Linear(sum), _) => self.through_sum(sum, &reach),
                // What is held does not depend on its operands.
                _ if self.run.trace.held(id, self.at.0).is_some() => {}
                _ => self.through_op(id, op, &reach),
            }
        }
    }

    fn through_sum(&mut self, sum: &Linear, reach: &Reach<S>) {
        for term in &sum.terms {
            match *term {
                term if !self.depends[term.operand().0] => {}
                Term::Plain(operand) => self.reach[operand.0].add(self.units, reach),
                Term::Product(weight, operand) => self.through_product(weight, operand, reach),
            }
        }
    }

    fn through_product(&mut self, weight: ParamView, operand: NodeId, reach: &Reach<S>) {
        let spec = &self.run.program.params[weight.param.0];
        let cols = spec.cols;
        let matrix =
            &self.run.trace.params[spec.offset + weight.first_row * cols..][..weight.rows * cols];
        let into = self.reach[operand.0].rows(self.units, cols);
        let into = into.chunks_exact_mut(cols);
        match reach {
            Reach::Nothing => {}
            Reach::Diagonal(slopes) => {
                for ((into, row), &slope) in into.zip(matrix.chunks_exact(cols)).zip(slopes) {
                    linear::add_scaled(row, slope, into);
                }
            }
            Reach::Full(rows) => {
                let mut packed = vec![S::zero(); matrix.len()];
                linear::pack_transposed(matrix, cols, &mut packed);
                for (into, row) in into.zip(rows.chunks_exact(weight.rows)) {
                    linear::multiply_packed(&packed, row, into);
                }
            }
        }
    }

    fn through_op(&mut self, id: NodeId, op: &Op, reach: &Reach<S>) {
        let operands = op.operands();
        let (t, b) = self.at;
        let value = |node: NodeId| self.run.trace.value(node, t, b);
        for (place, &operand) in operands.iter().enumerate() {
            if !self.depends[operand.0] {
                continue;
            }
            let other = operands[(place + 1) % operands.len()];
            let (other, own, result) = (value(other), value(operand), value(id));
            match reach {
                Reach::Nothing => {}
                Reach::Diagonal(slopes) => {
                    let mut passed = vec![S::zero(); slopes.len()];
                    elementwise::backward(op, slopes, other, own, result, &mut passed);
                    self.reach[operand.0].add_diagonal(passed);
                }
                Reach::Full(rows) => {
                    let width = own.len();
                    let into = self.reach[operand.0].rows(self.units, width);
                    let rows = rows.chunks_exact(width);
                    for (row, into) in rows.zip(into.chunks_exact_mut(width)) {
                        elementwise::backward(op, row, other, own, result, into);
                    }
                }
            }
        }
    }
}

impl<S: Scalar> Run<S> {
    /// How many numbers the whole state holds: H, or 2 H where there is a memory beside h.
    #[must_use]
    pub fn state_size(&self) -> usize {
        let rows = |carry: &Carry| self.program.node(carry.next).rows;
        self.program.carries.iter().map(rows).sum()
    }

    /// ∂s_t/∂s_{t-1} of one sequence, from the values of the last forward pass; the step counts from 0. Rows are
    /// what is reached, columns what is changed. Where a step is not real the state stays, so this is the identity there.
    #[must_use]
    pub fn step_jacobian(&self, t: usize, b: usize) -> DMatrix<S> {
        let size = self.state_size();
        if !self.trace.is_real(t, b) {
            return DMatrix::identity(size, size);
        }
        let depends = self.depends_on_state();
        let mut jacobian = DMatrix::zeros(size, size);
        let mut first_row = 0;
        for carry in &self.program.carries {
            let units = self.program.node(carry.next).rows;
            let mut sweep = Sweep {
                run: self,
                at: (t, b),
                units,
                depends: &depends,
                reach: vec![Reach::Nothing; self.program.nodes.len()],
            };
            sweep.from(carry.next);
            let mut first_col = 0;
            for from in &self.program.carries {
                let width = self.program.node(from.previous).rows;
                let mut block = jacobian.view_mut((first_row, first_col), (units, width));
                match &sweep.reach[from.previous.0] {
                    Reach::Nothing => {}
                    Reach::Diagonal(slopes) => {
                        for (unit, &slope) in slopes.iter().enumerate() {
                            block[(unit, unit)] = slope;
                        }
                    }
                    Reach::Full(rows) => {
                        for (place, &slope) in rows.iter().enumerate() {
                            block[(place / width, place % width)] = slope;
                        }
                    }
                }
                first_col += width;
            }
            first_row += units;
        }
        jacobian
    }

    /// ∂s_t/∂s_{t-1} of one sequence at every step.
    #[must_use]
    pub fn step_jacobians(&self, b: usize) -> Vec<DMatrix<S>> {
        (0..self.trace.steps())
            .map(|t| self.step_jacobian(t, b))
            .collect()
    }

    /// For each node, whether the state before the step reaches it.
    fn depends_on_state(&self) -> Vec<bool> {
        let mut depends = vec![false; self.program.nodes.len()];
        for id in self.program.ids() {
            let op = &self.program.node(id).op;
            depends[id.0] = *op == Op::Carry || op.operands().iter().any(|from| depends[from.0]);
        }
        depends
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CellSpec;
    use crate::run::fixture::run;
    use crate::run::product::products;
    use crate::run::{Held, Roads, Seed};

    fn worst(a: &DMatrix<f64>, b: &DMatrix<f64>) -> f64 {
        (a - b).amax() / b.amax().max(1.0)
    }

    /// The whole backward pass, unit by unit, is the product of all steps.
    #[test]
    fn the_product_over_all_steps_is_what_pulling_back_finds() {
        for spec in CellSpec::all() {
            let mut run = run(&spec);
            let steps = run.step_jacobians(0);
            let product = products(&steps).last().unwrap().matrix();
            let carries = run.program().carries.clone();
            let mut pulled = DMatrix::zeros(product.nrows(), product.ncols());
            for row in 0..product.nrows() {
                let seed = Seed {
                    node: carries[row / 5].next,
                    t: 5,
                    b: 0,
                    unit: row % 5,
                    weight: 1.0,
                };
                run.pull_back(&[seed], Roads::All);
                for (place, from) in carries.iter().enumerate() {
                    for (col, &slope) in run.trace().grad(from.previous, 0, 0).iter().enumerate() {
                        pulled[(row, place * 5 + col)] = slope;
                    }
                }
            }
            let off = worst(&product, &pulled);
            assert!(off < 1e-15, "{}: {off:e}", spec.name());
        }
    }

    /// Central differences of one step, for every unit of the state before.
    #[test]
    fn a_step_is_the_slope_of_the_state() {
        for spec in CellSpec::all() {
            let usual = run(&spec);
            let found = usual.step_jacobian(0, 0);
            let carries = usual.program().carries.clone();
            let mut slopes = DMatrix::zeros(found.nrows(), found.ncols());
            for col in 0..found.ncols() {
                let after = |by: f64| {
                    let mut moved = usual.clone();
                    let start = carries[col / 5].previous;
                    moved.trace_mut().value_mut(start, 0, 0)[col % 5] += by;
                    moved.forward();
                    carries
                        .iter()
                        .flat_map(|carry| moved.trace().value(carry.next, 0, 0).to_vec())
                        .collect::<Vec<_>>()
                };
                let (up, down) = (after(1e-6), after(-1e-6));
                for (row, (up, down)) in up.iter().zip(&down).enumerate() {
                    slopes[(row, col)] = (up - down) / 2e-6;
                }
            }
            let off = worst(&found, &slopes);
            assert!(off < 1e-8, "{}: {off:e}", spec.name());
        }
    }

    #[test]
    fn a_gate_that_is_held_passes_nothing_back_at_its_steps() {
        let mut run = run(&CellSpec::of("lstm").unwrap());
        let f = run.program().find("f").unwrap();
        run.trace_mut().hold(Held {
            node: f,
            unit: None,
            value: 0.25,
            steps: 2..3,
        });
        run.forward();
        let i = run.program().find("i").unwrap();
        run.trace_mut().hold(Held {
            node: i,
            unit: None,
            value: 0.0,
            steps: 2..3,
        });
        run.forward();
        let held = run.step_jacobian(2, 0);
        for row in 0..5 {
            for col in 0..5 {
                let want = if row == col { 0.25 } else { 0.0 };
                assert_eq!(held[(5 + row, 5 + col)], want, "c from c");
                assert_eq!(held[(5 + row, col)], 0.0, "c from h, with i at 0");
            }
        }
        assert_ne!(run.step_jacobian(1, 0)[(5, 0)], 0.0);
    }

    #[test]
    fn padding_passes_the_state_on_as_it_is() {
        let mut run = run(&CellSpec::of("gru").unwrap());
        run.trace_mut().set_length(0, 4);
        run.forward();
        assert_eq!(run.step_jacobian(4, 0), DMatrix::identity(5, 5));
        assert_ne!(run.step_jacobian(3, 0), DMatrix::identity(5, 5));
    }
}
