//! One number of a formula over a memory, written out: a score as its products, a context as what it is mixed of.

use super::Row;
use super::num::{Num, largest_first};
use unrolled::ir::{Each, Expr};

/// So many numbers are all written out, as on paper.
pub(super) const FEW: usize = 4;

impl Row<'_> {
    pub(super) fn each(&self, each: &Each) -> Num {
        let at = |unit: usize, expr: &Expr| Row { unit, ..*self }.leaf(expr);
        let count = |expr: &Expr| self.values(expr).len().max(1);
        match each {
            Each::Product { memory, column } => {
                let width = count(column);
                let position = self.unit.min(count(memory) / width - 1);
                self.products((0..width).map(|k| [at(position * width + k, memory), at(k, column)]))
            }
            Each::Blend { weights, memory } => {
                let positions = count(weights);
                let width = count(memory) / positions;
                let unit = self.unit.min(width - 1);
                self.products(
                    (0..positions).map(|j| [at(j, weights), at(j * width + unit, memory)]),
                )
            }
            Each::Plus { memory, column } => Num::Sum(vec![
                (true, at(self.unit, memory)),
                (true, at(self.unit % count(column), column)),
            ]),
            _ => self.leaf(&Expr::Each(Box::new(each.clone()))),
        }
    }

    /// Products in their order where they are few, or the largest first.
    fn products(&self, pairs: impl Iterator<Item = [Num; 2]>) -> Num {
        let products: Vec<Num> = pairs.map(|factors| Num::Product(factors.into())).collect();
        if products.len() <= FEW {
            return Num::Sum(
                products
                    .into_iter()
                    .map(|product| (true, product))
                    .collect(),
            );
        }
        let sized = products
            .into_iter()
            .map(|product| (product.exact(), product));
        Num::Sum(largest_first(sized.collect(), self.kept))
    }
}
