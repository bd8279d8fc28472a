//! What a lab is stepped through: the moments of a network, or counts.
//!
//! Invariant: a position that is resolved is one that the list of moments holds.

use unrolled::run::cursor::{Direction, Move, Position};
use view::explain::formula::Link;
use view::explain::listing::Listing;
use view::explain::{Explained, Notation, Verbosity, moment};
#[cfg(feature = "whole")]
use view::explain::{Formula, Level};

/// What is stepped through.
#[derive(Clone, Copy)]
pub enum Stepped<'a> {
    /// A network: its clock, its formulas and sentences.
    Network(&'a dyn Explained),
    /// Counts from 1.
    Counts(&'a dyn Counted),
}

/// Something that is looked at for one count after another.
pub trait Counted {
    /// The last count.
    fn most(&self) -> usize;

    /// The formula at a count.
    #[cfg(feature = "whole")]
    fn formula(&self, count: usize, level: Level, notation: Notation) -> Formula;

    /// A count as a sentence; `was` is its number before something changed, as it was printed.
    fn sentence(&self, count: usize, verbosity: Verbosity, was: Option<&str>) -> String;
}

/// The only operation of what is counted.
const COUNT: &str = "k";

/// The position of a count.
#[must_use]
pub fn counted(count: usize) -> Position {
    Position {
        t: count,
        op: COUNT.to_owned(),
        dir: Direction::Forward,
    }
}

impl<'a> Stepped<'a> {
    /// The network, where it is one.
    #[must_use]
    pub fn network(self) -> Option<&'a dyn Explained> {
        match self {
            // The first screen steps through none.
            Self::Network(model) if cfg!(feature = "whole") => Some(model),
            _ => None,
        }
    }

    fn most(self) -> usize {
        match self {
            Self::Network(_) => 1,
            Self::Counts(counts) => counts.most().max(1),
        }
    }

    /// The moments round a position.
    #[must_use]
    pub fn timeline(self, position: &Position) -> Listing {
        if let Some(model) = self.network() {
            return moment::listed(model, &model.resolve(position));
        }
        Listing {
            steps: self.most(),
            forward: vec![],
            backward: vec![],
            loss_at: vec![],
        }
    }

    /// The nearest position that occurs.
    #[must_use]
    pub fn resolve(self, position: &Position) -> Position {
        match self.network() {
            Some(model) => model.resolve(position),
            None => counted(position.t.clamp(1, self.most())),
        }
    }

    /// The position that a key or button leads to.
    #[must_use]
    pub fn moved(self, position: &Position, how: Move) -> Position {
        let from = self.resolve(position);
        if let Some(model) = self.network() {
            return model.moved(&from, how);
        }
        let to = match how {
            Move::First => 1,
            Move::Previous | Move::PreviousStep => from.t - 1,
            Move::Next | Move::NextStep => from.t + 1,
            Move::Last => self.most(),
            Move::Turn => from.t,
        };
        self.resolve(&counted(to))
    }

    /// The formula of a moment.
    #[cfg(feature = "whole")]
    #[must_use]
    pub fn formula(
        self,
        (position, unit): (&Position, usize),
        level: Level,
        notation: Notation,
    ) -> Option<Formula> {
        match self {
            Self::Counts(counts) => Some(counts.formula(self.resolve(position).t, level, notation)),
            Self::Network(model) => {
                moment::formula(model, &model.cursor(position, unit), level, notation)
            }
        }
    }

    /// The formulas of all ops of a step and direction, in letters.
    #[must_use]
    pub fn chain(self, position: &Position, notation: Notation) -> Vec<Link> {
        let network = self.network();
        network.map_or(vec![], |model| {
            moment::chain(model, &model.cursor(position, 1), notation)
        })
    }

    /// A moment as a sentence; `was` is its number before something changed, as it was printed.
    #[must_use]
    pub fn sentence(
        self,
        (position, unit): (&Position, usize),
        verbosity: Verbosity,
        was: Option<&str>,
    ) -> String {
        match self {
            Self::Counts(counts) => counts.sentence(self.resolve(position).t, verbosity, was),
            Self::Network(_) => self.network().map_or(String::new(), |model| {
                moment::sentence(model, &model.cursor(position, unit), verbosity)
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Three;

    impl Counted for Three {
        fn most(&self) -> usize {
            3
        }

        #[cfg(feature = "whole")]
        fn formula(&self, _: usize, _: Level, _: Notation) -> Formula {
            unimplemented!("not asked for here")
        }

        fn sentence(&self, count: usize, _: Verbosity, was: Option<&str>) -> String {
            format!("{count} after {}", was.unwrap_or("nothing"))
        }
    }

    #[test]
    fn counts_are_walked_from_one_to_the_last_and_no_further() {
        let three = Stepped::Counts(&Three);
        let to = |from, how| three.moved(&counted(from), how).t;
        assert_eq!([to(1, Move::Next), to(3, Move::NextStep)], [2, 3]);
        assert_eq!([to(1, Move::Previous), to(9, Move::PreviousStep)], [1, 2]);
        assert_eq!([to(2, Move::First), to(2, Move::Last)], [1, 3]);
        assert_eq!(three.resolve(&counted(0)), counted(1));
        assert_eq!(three.timeline(&counted(1)).steps, 3);
        let said = three.sentence((&counted(7), 1), Verbosity::Short, Some("two"));
        assert_eq!(said, "3 after two");
    }
}
