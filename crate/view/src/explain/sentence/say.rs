//! Nodes and formulas as they are said.

use super::{Speaker, short};
use crate::explain::WIRED;
use unrolled::ir::{Expr, Function, NodeId, Op};

impl Speaker<'_> {
    /// The letter of a node as it is said.
    pub(super) fn letter(&self, node: NodeId) -> String {
        let Some(symbol) = self.program.symbol(node) else {
            return "it".to_owned();
        };
        match symbol.lesson.sup {
            Some(sup) => format!("{} {sup}", symbol.lesson.base),
            None if symbol.lesson.accent.is_some() => symbol.words.to_owned(),
            None => symbol.lesson.base.to_owned(),
        }
    }

    /// A node as it is said where it is read: its letter, or its words where it is a named part.
    pub(super) fn name(&self, node: NodeId) -> String {
        match (self.program.symbol(node), &self.program.node(node).op) {
            (_, Op::Carry) => format!("old {}", self.letter(node)),
            (Some(symbol), _) if symbol.pytorch.is_none() => symbol.words.to_owned(),
            (None, Op::OneMinus(a)) => format!("one minus {}", self.name(*a)),
            _ => self.letter(node),
        }
    }

    pub(super) fn say(&self, expr: &Expr) -> String {
        match expr {
            Expr::Value(node) => self.name(*node),
            Expr::Grad(node) => format!("gradient of {}", self.name(*node)),
            Expr::Future(_) => "what comes from the future".to_owned(),
            Expr::Wired(_) => format!("what comes from the {WIRED} of the network"),
            Expr::Sum(summands) => self.say_sum(summands),
            Expr::Odot(factors) => self.say_product(factors),
            Expr::Square(inner) => format!("{} squared", self.say(inner)),
            Expr::Number(number) => short(*number),
            Expr::Call(Function::Step, inner) => format!("1 where {} is above 0", self.say(inner)),
            Expr::Call(Function::Softmax, _) => "the prediction".to_owned(),
            Expr::Call(_, inner) | Expr::Product(_, inner) => self.say(inner),
            Expr::TransposedProduct(_, inner) => {
                format!("weights transposed times {}", self.say(inner))
            }
            Expr::Zero(_) => "zero".to_owned(),
            Expr::OneHot(_) => "one-hot of the target".to_owned(),
            _ => "the rest".to_owned(),
        }
    }

    /// Factors that are sums are set off by commas.
    pub(super) fn say_product(&self, factors: &[Expr]) -> String {
        let counts = |factor: &&Expr| !matches!(factor, Expr::Grad(loss) if self.program.loss == Some(*loss));
        let factors = factors.iter().filter(counts).map(|factor| {
            let said = self.say(factor);
            let is_sum = said.contains(" minus ") || said.contains(" plus ");
            if is_sum { format!(", {said},") } else { said }
        });
        let said = factors.collect::<Vec<_>>().join(" times ");
        said.replace(" ,", ",").trim_matches([',', ' ']).to_owned()
    }

    pub(super) fn say_sum(&self, summands: &[(bool, Expr)]) -> String {
        let mut out = String::new();
        for (place, (added, summand)) in summands.iter().enumerate() {
            let sign = match (place, added) {
                (0, true) => "",
                (0, false) => "minus ",
                (_, true) => " plus ",
                (_, false) => " minus ",
            };
            out.push_str(sign);
            match summand {
                Expr::Number(number) if *number == 1.0 => out.push_str("one"),
                other => out.push_str(&self.say(other)),
            }
        }
        out
    }
}
