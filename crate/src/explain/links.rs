//! What a weight lights in the picture of a step: its wire, the gate it feeds, the row it makes.
//!
//! Invariant: every reference given back is one the picture uses.

use serde::Serialize;

use super::graph::{Graph, Kind};
use super::names;
use super::reference::{Part, Reference};
use crate::ir::{Linear, Program, Term};

/// Rows of a parameter that a sum reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Block {
    /// As it is pointed at.
    pub reference: String,
    /// PyTorch's name of the whole parameter.
    pub param: String,
    /// Its first row, from 0.
    pub first: usize,
    /// How many rows.
    pub rows: usize,
}

/// All parameters a sum reads.
pub(super) fn blocks(program: &Program, sum: &Linear) -> Vec<Block> {
    let weights = sum.terms.iter().filter_map(|term| match term {
        Term::Product(view, _) => Some(*view),
        Term::Plain(_) => None,
    });
    weights
        .chain(sum.biases.iter().copied())
        .map(|view| Block {
            reference: names::block_reference(program, view),
            param: program.params[view.param.0].name.clone(),
            first: view.first_row,
            rows: view.rows,
        })
        .collect()
}

impl Graph {
    /// Everything in the picture that belongs to what is focused, that itself included.
    #[must_use]
    pub fn lit(&self, focused: &str) -> Vec<String> {
        let mut lit = vec![focused.to_owned()];
        let Ok(Reference::Param { name, part }) = focused.parse() else {
            return lit;
        };
        for (index, node) in self.nodes.iter().enumerate() {
            for block in node.blocks.iter().filter(|block| block.param == name) {
                let row = match &part {
                    Part::Whole => None,
                    Part::Block(_) if block.reference == focused => None,
                    Part::Entry(row, _)
                        if (block.first + 1..=block.first + block.rows).contains(row) =>
                    {
                        Some(row - block.first)
                    }
                    _ => continue,
                };
                lit.push(block.reference.clone());
                lit.extend(self.row_of(index, row));
            }
        }
        lit
    }

    /// A sum and what it is squashed to, or one unit of both.
    fn row_of(&self, sum: usize, unit: Option<usize>) -> Vec<String> {
        let squashes = |index: &usize| {
            let squash = matches!(
                self.nodes[*index].kind,
                Kind::Sigmoid | Kind::Tanh | Kind::Relu | Kind::Identity
            );
            let reads = |wire: &super::graph::Wire| wire.from == sum && wire.to == *index;
            squash && self.wires.iter().any(reads)
        };
        std::iter::once(sum)
            .chain((0..self.nodes.len()).filter(squashes))
            .filter_map(|index| self.nodes[index].reference.clone())
            .map(|reference| match unit {
                Some(unit) => format!("{reference}.u{unit}"),
                None => reference,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::graph::graph;
    use super::super::{Notation, Reads, Subject};
    use crate::model::Setup;
    use crate::run::Run;
    use crate::run::cursor::Timeline;

    #[test]
    fn a_weight_lights_its_block_its_row_of_the_sum_and_of_the_gate() {
        let scenario = Setup::default().scenario().unwrap();
        let mut run = Run::of(&scenario);
        run.forward();
        let timeline = Timeline::new(run.program(), run.judged_steps());
        let subject = Subject {
            run: &run,
            timeline: &timeline,
            cell: &scenario.spec.cell,
            batch: 0,
            unit: 2,
            jobs: None,
            reads: Reads::Numbers,
            kept: None,
        };
        let graph = graph(&subject, &"4.c.f".parse().unwrap(), Notation::Lesson);
        // PyTorch's blocks are i, f, g, o of three rows each: row 5 is the forget gate's second.
        let lit = graph.lit("p.weight_hh_l0.r5.c2");
        for wanted in ["p.weight_hh_l0.f", "a_f.t4.u2", "f.t4.u2"] {
            assert!(lit.iter().any(|own| own == wanted), "{wanted} in {lit:?}");
        }
        assert!(
            !lit.iter()
                .any(|own| own.starts_with("i.") || own.starts_with("a_i."))
        );
        assert!(
            graph
                .lit("p.weight_hh_l0.f")
                .iter()
                .any(|own| own == "f.t4")
        );
        assert_eq!(graph.lit("h.t4.u1"), ["h.t4.u1"]);
    }
}
