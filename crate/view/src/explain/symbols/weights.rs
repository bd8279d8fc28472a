//! Weights in letters or as numbers, and what is added to their gradients.

use super::{Writer, marks::entry};
use crate::explain::equation::stacked_pair;
use crate::explain::names::{self, Notation, Side};
use crate::explain::tree::{Math, Name, Sign};
use unrolled::ir::{Expr, ParamView};

/// Matrices up to this size are written as numbers, where one stands alone in its equation.
const LARGEST_MATRIX: (usize, usize) = (4, 6);

impl Writer<'_> {
    pub(super) fn weights_gradient(&self, views: &[ParamView]) -> Math {
        let letter = Writer {
            columns: None,
            ..*self
        };
        let name = match *views {
            [upper, lower] => letter.stacked_weight(upper, lower),
            [view] if self.program.params[view.param.0].is_bias => letter.bias(view),
            [view] => letter.weight(view),
            _ => Math::Row(vec![]),
        };
        if self.notation == Notation::Pytorch {
            return Math::Partial(Box::new(name)).tagged(Some("gradient"), None);
        }
        let nabla = Name {
            base: "∇".to_owned(),
            accent: None,
            sup: None,
            sub: None,
            spoken: "gradient of".to_owned(),
        };
        Math::Row(vec![Math::Name(nabla), name]).tagged(Some("gradient"), None)
    }

    pub(super) fn weight(&self, view: ParamView) -> Math {
        let name = names::weight(
            self.program,
            view,
            names::side(self.program, view),
            self.notation,
        );
        self.matrix(&[view], name)
    }

    pub(super) fn stacked_weight(&self, upper: ParamView, lower: ParamView) -> Math {
        let name = names::weight(self.program, upper, Side::Both, self.notation);
        self.matrix(&[upper, lower], name)
    }

    /// A weight block, or several side by side, as numbers where they are few.
    pub(super) fn matrix(&self, views: &[ParamView], name: Math) -> Math {
        let Some(at) = self.columns.filter(|_| self.matrices) else {
            return name;
        };
        let columns = |view: &ParamView| self.program.params[view.param.0].cols;
        let rows = views[0].rows;
        let width: usize = views.iter().map(columns).sum();
        if rows > LARGEST_MATRIX.0 || width > LARGEST_MATRIX.1 {
            return name;
        }
        let entries = (0..rows).map(|row| {
            let of = |view: &ParamView| {
                let spec = &self.program.params[view.param.0];
                let start = spec.offset + (view.first_row + row) * spec.cols;
                let view = *view;
                let numbers = at.trace.params()[start..start + spec.cols].iter();
                numbers.enumerate().map(move |(column, &w)| {
                    let name = names::entry_reference(self.program, view, row, column);
                    entry(w, Some(name))
                })
            };
            views.iter().flat_map(of).collect()
        });
        let reference = names::block_reference(self.program, views[0]);
        Math::Matrix(entries.collect())
            .tagged(names::gate_role(self.program, views[0]), Some(reference))
    }

    pub(super) fn bias(&self, view: ParamView) -> Math {
        let name = names::weight(self.program, view, self.side_of_bias(view), self.notation);
        let reference = names::block_reference(self.program, view);
        let entries = |row| Some(names::entry_reference(self.program, view, row, 0));
        self.put_named(name, || self.at(&Expr::Bias(view)), entries)
            .tagged(names::gate_role(self.program, view), Some(reference))
    }

    pub(super) fn side_of_bias(&self, view: ParamView) -> Side {
        match self.notation {
            Notation::Lesson => names::bias_side(self.program, view),
            Notation::Pytorch => names::side(self.program, view),
        }
    }

    /// `W [x; h]` where the lesson prints two products of one gate as one.
    pub(super) fn stacked_pair(&self, all: &[(bool, Expr)], rest: &[(bool, Expr)]) -> Option<Math> {
        let products = all
            .iter()
            .filter(|(_, summand)| matches!(summand, Expr::Product(..)));
        let fits = self.notation == Notation::Lesson && products.count() == 2;
        let [(upper, x), (lower, h)] = stacked_pair(self.program, rest).filter(|_| fits)?;
        Some(Math::Row(vec![
            self.stacked_weight(upper, lower),
            Math::Sign(Sign::Beside),
            self.stack(&[x, h]),
        ]))
    }
}
