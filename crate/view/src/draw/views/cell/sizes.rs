//! The lengths of the picture: decided by the width of the frame and by how many rows of columns lie above each other.

use crate::draw::metrics;
use crate::draw::painter::{Face, Type};
use crate::draw::views::Frame;
use crate::explain::graph::Kind;

/// Lengths that the width of the frame decides, CSS px.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// From the frame to the first thing.
    pub(super) edge: f32,
    /// A value cell.
    pub(super) cell: (f32, f32),
    /// A value cell of what is not as long as the state.
    pub(super) other: f32,
    /// The squashing curve in a gate.
    pub(super) curve: f32,
    /// Inside a gate.
    pub(super) pad: f32,
    /// The circle of an operator.
    pub(super) radius: f32,
    /// Above a column, for its name.
    pub(super) label: f32,
    /// Names.
    pub(super) letters: f32,
    /// Between the columns at the edges and the rest.
    pub(super) margin: f32,
    /// Between two wires of the bus.
    pub(super) track: f32,
    /// Between rows of columns, at the least.
    pub(super) gap: f32,
    /// The road of a cell memory, from wall to wall.
    pub(super) pipe: f32,
    /// Whether a vector shows only the selected unit.
    pub(super) single: bool,
}

impl Sizes {
    pub(super) fn of(frame: &Frame, rows: usize, stories: f32) -> Self {
        let high = if rows > 4 { 18.0 } else { 22.0 };
        let wide = Self {
            edge: 14.0,
            cell: (44.0, high),
            other: 22.0,
            curve: 34.0,
            pad: 6.0,
            radius: 15.0,
            label: 20.0,
            letters: 16.0,
            margin: 24.0,
            track: 18.0,
            gap: 12.0,
            pipe: 14.0,
            single: false,
        };
        match frame.width {
            width if width >= 720.0 && stories < 1.5 && rows <= 4 => Self {
                cell: (56.0, 28.0),
                other: 28.0,
                curve: 48.0,
                pad: 8.0,
                letters: 18.0,
                label: 24.0,
                ..wide
            },
            width if width >= 720.0 => wide,
            width if width >= 520.0 => Self {
                edge: 10.0,
                cell: (40.0, high.min(20.0)),
                other: 20.0,
                curve: 26.0,
                pad: 4.0,
                radius: 13.0,
                margin: 18.0,
                pipe: 12.0,
                ..wide
            },
            _ => Self {
                edge: 6.0,
                cell: (38.0, 18.0),
                other: 18.0,
                curve: 20.0,
                pad: 3.0,
                radius: 10.5,
                label: 17.0,
                letters: 14.0,
                margin: 12.0,
                track: 12.0,
                gap: 12.0,
                pipe: 10.0,
                single: true,
            },
        }
    }
}

impl Sizes {
    /// The same with its rows closer together, so that cells of a low picture still hold numbers.
    pub(super) fn tight(self) -> Self {
        Self {
            gap: 4.0,
            track: self.track.min(13.0),
            label: self.label.min(17.0),
            letters: self.letters.min(14.0),
            ..self
        }
    }
}

/// Beside a column, for the strip of its gradient, CSS px.
pub(super) const STRIP: f32 = 7.0;

/// What an operator has written on it.
pub(super) fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Tanh => "tanh",
        Kind::Sigmoid => "σ",
        Kind::Relu => "ReLU",
        Kind::Complement => "1−",
        Kind::Identity => "id",
        _ => "",
    }
}

/// Half the width of an operator: a word may need more than the circle.
pub(super) fn reach(kind: Kind, radius: f32) -> f32 {
    let style = Type::sans(11.0).face(Face::Math);
    radius.max(metrics::measure(word(kind), style).width / 2.0 + 4.0)
}

/// The room for the legend under the picture.
pub(super) const LEGEND: f32 = 20.0;
