//! A model of several segments that has run: what formula, sentence, table and picture are asked about.
//!
//! Invariant: a position without a segment is one of its walk, one with a segment is on its clock.

use super::NetworkRun;
use super::clock::{Clock, Cursor, Walk};
use super::cursor::{Move, Position};
use crate::model::CellSpec;

/// A network that has run, and the way through it.
pub trait ModelRun {
    /// Every number.
    fn network(&self) -> &NetworkRun<f64>;

    /// All moments.
    fn clock(&self) -> &Clock;

    /// Those that are stepped through by default.
    fn walk(&self) -> &Walk;

    /// How many positions there are to look at.
    fn positions(&self) -> usize;

    /// The symbols that were written, one a step of the walk; nothing where none are.
    fn symbols(&self) -> &[usize];

    /// Its recurrent cell, where it has one.
    fn cell(&self) -> Option<&CellSpec>;

    /// The nearest position there is.
    fn resolve(&self, position: &Position) -> Position {
        let on_clock = self.clock().resolve(position);
        on_clock.unwrap_or_else(|| self.walk().resolve(position))
    }

    /// The position a key or button leads to.
    fn moved(&self, from: &Position, how: Move) -> Position {
        let on_clock = self.clock().step(from, how);
        on_clock.unwrap_or_else(|| self.walk().step(from, how))
    }

    /// The nearest place, where a unit is looked at: a position of what is looked at on the walk.
    fn cursor(&self, position: &Position, unit: usize) -> Cursor {
        let position = self.resolve(position);
        let (segment, position, most) = match self.clock().within(&position) {
            Some((segment, own)) if !self.is_stop(&position) => (segment, own, None),
            _ => {
                let stop = self.walk().stop(&position.op);
                let segment = stop.map_or(0, |stop| stop.segment);
                (segment, position, Some(self.positions()))
            }
        };
        Cursor {
            segment,
            position,
            unit: unit.clamp(1, most.map_or(usize::MAX, |most| most.max(1))),
            batch: 0,
            on_walk: most.is_some(),
        }
    }

    /// Whether the op of a position is one of the walk.
    fn is_stop(&self, position: &Position) -> bool {
        self.walk().stop(&position.op).is_some()
    }

    /// The numbers of a node at a step from 1, in the segments of the walk; nothing where there is no such node.
    fn values(&self, key: &str, t: usize) -> Option<&[f64]> {
        let network = self.network();
        let end = (self.walk().stops().iter()).find_map(|stop| {
            let node = network.segment(stop.segment).program().find(key)?;
            Some((stop.segment, node))
        });
        let (segment, node) = end?;
        let trace = network.segment(segment).trace();
        Some(trace.value(node, t.checked_sub(1)?, 0))
    }
}
