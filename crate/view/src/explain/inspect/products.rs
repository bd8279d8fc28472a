//! The six largest terms of a dot product: which weights made a number.

use serde::Serialize;
use unrolled::ir::order::sorted;

use super::Inspector;
use crate::explain::equation::{Equation, Right};
use crate::explain::evaluate::evaluate;
use crate::explain::names::entry_reference;
use crate::explain::number;
use unrolled::ir::{Expr, ParamView};

/// One term of a dot product.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProductTerm {
    /// What is multiplied, with its numbers.
    pub label: String,
    /// What it comes to.
    pub value: f64,
    /// That over the largest, with its sign; for a bar.
    pub share: f64,
    /// The weight.
    pub reference: String,
}

/// The most terms that are listed.
const MOST_TERMS: usize = 6;

impl Inspector<'_> {
    /// The largest terms of the products with which an equation at a step (from 0) makes a unit (from 1);
    /// `None` where it multiplies no matrix.
    pub(super) fn products(
        &self,
        equation: &Equation,
        t: usize,
        unit: usize,
    ) -> Option<Vec<ProductTerm>> {
        let Right::Formula(formula) = &equation.right else {
            return None;
        };
        let summands: Vec<&Expr> = match formula {
            Expr::Sum(summands) => summands.iter().map(|(_, summand)| summand).collect(),
            other => vec![other],
        };
        let terms: Vec<ProductTerm> = summands
            .into_iter()
            .flat_map(|summand| self.terms(summand, t, unit - 1))
            .collect();
        let mut terms = sorted(terms, |a, b| b.value.abs().total_cmp(&a.value.abs()));
        terms.truncate(MOST_TERMS);
        let largest = terms.first()?.value.abs();
        for term in &mut terms {
            let share = term.value / largest;
            term.share = if share.is_finite() { share } else { 0.0 };
        }
        Some(terms)
    }

    fn terms(&self, summand: &Expr, t: usize, unit: usize) -> Vec<ProductTerm> {
        let (view, inner, transposed) = match summand {
            Expr::Product(view, inner) => (*view, inner, false),
            Expr::TransposedProduct(view, inner) => (*view, inner, true),
            _ => return vec![],
        };
        let trace = self.subject.run.trace();
        let operand = evaluate(inner, self.program, trace, t, self.subject.batch);
        let name = self.operand_name(inner);
        let term = |(k, &value): (usize, &f64)| {
            let (row, column) = if transposed { (k, unit) } else { (unit, k) };
            let weight = self.weight_at(view, row, column)?;
            let printed = |x: f64| number::fixed(x, 3).text();
            Some(ProductTerm {
                label: format!("{name} {}: {} × {}", k + 1, printed(weight), printed(value)),
                value: weight * value,
                share: 0.0,
                reference: entry_reference(self.program, view, row, column),
            })
        };
        operand.iter().enumerate().filter_map(term).collect()
    }

    fn weight_at(&self, view: ParamView, row: usize, column: usize) -> Option<f64> {
        let spec = &self.program.params[view.param.0];
        let place = spec.place(view.first_row + row + 1, column + 1)?;
        self.subject.run.trace().params().get(place).copied()
    }

    /// What a matrix multiplies, short: `x`, `old h`, `gradient of a f`.
    fn operand_name(&self, inner: &Expr) -> String {
        let letter = |node| {
            let symbol = self.program.symbol(node);
            symbol.map_or_else(|| "part".to_owned(), |symbol| symbol.key.replace('_', " "))
        };
        match inner {
            Expr::Value(node) if self.program.carry_of(*node).is_some() => {
                format!("old {}", letter(*node))
            }
            Expr::Value(node) => letter(*node),
            Expr::Grad(node) => format!("gradient of {}", letter(*node)),
            _ => "part".to_owned(),
        }
    }
}
