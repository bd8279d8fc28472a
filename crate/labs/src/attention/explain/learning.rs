//! What is said and shown of a model while it is trained in the page.

use serde::Serialize;

use unrolled::run::train::Recipe;
use view::draw::panel::chart::{Axis, Form, Places, Point, Series, count};
use view::draw::panel::{Chart, Hue, Look, Part, Row};
use view::explain::number;

/// A piece of training: what a few updates came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Piece {
    /// How many updates there have been in all.
    pub updates: usize,
    /// The mean loss of the last batch a symbol, in nats.
    pub loss: f64,
    /// The share of some held-out texts that is answered exactly now.
    pub exact: f64,
}

/// The course of a training: piece after piece.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// What is being trained.
    pub name: String,
    /// How many updates there will be.
    pub of: usize,
    /// What was found after each piece.
    pub pieces: Vec<Piece>,
}

impl Curve {
    /// Where it has come to, in words.
    #[must_use]
    pub fn words(&self) -> String {
        let Some(last) = self.pieces.last() else {
            return "Nothing has been trained in this page yet. Press Train it from scratch, under Training in the controls.".to_owned();
        };
        format!(
            "{}: {} of {} updates, loss {}, {:.0} % of 20 held-out texts right",
            self.name.replace('_', " "),
            number::count(last.updates),
            number::count(self.of),
            number::text(last.loss),
            100.0 * last.exact
        )
    }

    /// Takes a piece; one that leads no further than the last begins anew.
    pub fn take(&mut self, name: &str, of: usize, piece: Piece) {
        let goes_on = self.name == name
            && self
                .pieces
                .last()
                .is_some_and(|last| last.updates < piece.updates);
        if !goes_on {
            *self = Self {
                name: name.to_owned(),
                of,
                pieces: vec![],
            };
        }
        self.pieces.push(piece);
    }
}

/// What can be trained, for the page.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Learnable {
    /// The name of its recipe.
    pub name: String,
    /// What it is, in words.
    pub title: String,
    /// How many updates it takes.
    pub updates: usize,
    /// The same in words.
    pub amount: String,
    /// Whether trained weights of it are shipped.
    pub ships: bool,
    /// Whether there are weights that were trained in the page.
    pub learned: bool,
    /// Whether these answer.
    pub used: bool,
}

impl Learnable {
    /// What can be done where there are no weights of it.
    #[must_use]
    pub fn words(&self) -> String {
        format!(
            "Trained weights for this choice are not shipped. Press “Train it from scratch”: {}, {}. The map follows while it learns.",
            self.title, self.amount
        )
    }
}

/// What can be trained under a name; nothing where there is no recipe of it. Of what was trained in the page: whether it
/// is there, and whether it answers.
#[must_use]
pub fn learnable(name: &str, [learned, used]: [bool; 2], ships: bool) -> Option<Learnable> {
    let recipe = Recipe::of(name)?;
    Some(Learnable {
        name: name.to_owned(),
        title: title(&recipe),
        updates: recipe.updates,
        amount: format!("{} updates", number::count(recipe.updates)),
        ships,
        learned,
        used,
    })
}

fn title(recipe: &Recipe) -> String {
    let parameters = number::count(recipe.parameters());
    let name = recipe.name.replace('_', " ").replace('-', ", ");
    let name = name
        .strip_prefix("self")
        .map_or_else(|| name.clone(), |rest| format!("self-attention{rest}"));
    format!("{name}: {parameters} parameters from fresh weights")
}

/// Of weights that were trained in the page.
#[must_use]
pub fn trained_here(updates: usize, seed: u64) -> String {
    let times = number::count(updates);
    format!("Trained in this page: {times} updates, seed {seed}.")
}

impl Curve {
    /// The course of a training: its loss, and how much of what it never saw it answers.
    #[must_use]
    pub fn panel(&self) -> Row {
        let loss = Axis::holding(self.pieces.iter().map(|piece| piece.loss));
        let exact = Axis::linear(0.0, 1.0).most(3).printed(percent);
        let parts = [
            self.chart(
                "loss a symbol, nats",
                ("loss", |it| it.loss),
                (Hue::Gradient, loss),
            ),
            self.chart(
                "held-out texts answered exactly",
                ("exact", |it| it.exact),
                (Hue::Role("update"), exact),
            ),
        ];
        Row {
            caption: format!(
                "Training {}: the loss of each batch a symbol, in nats, and the share of 20 held-out texts answered exactly.",
                self.name
            ),
            parts: parts.map(Part::of).into(),
            foot: self.words(),
        }
    }

    fn chart(
        &self,
        title: &str,
        (name, of): (&str, fn(&Piece) -> f64),
        (hue, y): (Hue, Axis),
    ) -> Chart {
        let updates = self.pieces.iter().map(|piece| piece.updates);
        let places = Places::counted("after", updates, |n| format!("{n} updates"));
        let point = |piece: &Piece| {
            Some(Point {
                reference: format!("learned.t{}", piece.updates),
                words: format!(
                    "after {} updates: {name} {}",
                    piece.updates,
                    (y.print)(of(piece))
                ),
                is_hollow: false,
            })
        };
        Chart {
            caption: title.to_owned(),
            title: title.to_owned(),
            series: vec![Series {
                name: name.to_owned(),
                title: name.to_owned(),
                form: Form::line(self.pieces.iter().map(of)),
                look: Look::line(hue, 2.0),
                points: self.pieces.iter().map(point).collect(),
                ..Series::default()
            }],
            at: self.pieces.len().checked_sub(1),
            ..Chart::over(
                places,
                Axis::counts("updates", 0.0, count(self.of.max(1))),
                y,
            )
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_trained_is_named_with_its_size_and_updates() {
        let own = learnable("self-causal", [false; 2], true).unwrap();
        assert_eq!(
            own.title,
            "self-attention, causal: 4640 parameters from fresh weights"
        );
        let pair = learnable("dates-scaled_dot", [false; 2], true).unwrap();
        assert_eq!(
            pair.title,
            "dates, scaled dot: 47,869 parameters from fresh weights"
        );
        assert_eq!(own.amount, "600 updates");
        assert_eq!(pair.amount, "3000 updates");
        assert!(learnable("poems", [false; 2], true).is_none());
    }
}
