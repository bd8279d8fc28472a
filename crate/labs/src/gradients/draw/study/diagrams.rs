//! The pictures that are drawn by hand, as panels of a study.

use std::rc::Rc;

use super::{chain, factors, plane};
use crate::gradients::explain::study;
use crate::gradients::explain::study::{StudyTable, pictures};
use crate::gradients::run::study::Examined;
use view::draw::Scene;
use view::draw::panel::Diagram;
use view::draw::views::Frame;
use view::explain::inspect::Inspection;
use view::explain::sheet::Sheet;

/// The chain, and how far its motion has come.
#[derive(Debug)]
pub struct Chain {
    /// What it is of.
    pub examined: Rc<Examined>,
    /// Factors in the product.
    pub k: usize,
    /// Whether the bracket of the product and the big number stand with it.
    pub has_bracket: bool,
    /// 0 to 1; 1 where nothing moves.
    pub progress: f32,
}

/// The complex plane.
#[derive(Debug)]
pub struct Plane {
    /// What it is of.
    pub examined: Rc<Examined>,
    /// How far it goes on each side.
    pub reach: f64,
}

/// The factors and their product.
#[derive(Debug)]
pub struct Factors {
    /// What they are of.
    pub examined: Rc<Examined>,
    /// Factors in the product.
    pub k: usize,
}

impl Diagram for Chain {
    fn scene(&self, frame: &Frame, focus: Option<&str>) -> Scene {
        let (pulse, come) = chain::way(self.progress, self.examined.steps());
        let input = chain::Chain {
            picture: &pictures::chain(&self.examined, self.k),
            has_bracket: self.has_bracket,
            come,
            pulse,
        };
        chain::chain(&input, frame, focus)
    }

    fn sheet(&self) -> Sheet {
        study::sheet(&self.examined, StudyTable::Chain)
    }

    fn inspect(&self, reference: &str) -> Option<Inspection> {
        study::known(&self.examined, reference)
    }
}

impl Diagram for Plane {
    fn scene(&self, frame: &Frame, focus: Option<&str>) -> Scene {
        let picture = pictures::plane(&self.examined);
        plane::plane(picture.as_ref(), self.reach, frame, focus)
    }

    fn sheet(&self) -> Sheet {
        study::sheet(&self.examined, StudyTable::Plane)
    }

    fn inspect(&self, reference: &str) -> Option<Inspection> {
        study::known(&self.examined, reference)
    }
}

impl Diagram for Factors {
    fn scene(&self, frame: &Frame, focus: Option<&str>) -> Scene {
        let picture = pictures::factors(&self.examined, self.k, factors::room(frame));
        factors::factors(&picture, frame, focus)
    }

    fn sheet(&self) -> Sheet {
        study::sheet(&self.examined, StudyTable::Factors)
    }

    fn inspect(&self, reference: &str) -> Option<Inspection> {
        study::known(&self.examined, reference)
    }
}
