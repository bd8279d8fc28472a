//! Charts as data: series over one row of places, on scales that all of them share; rules, regions and notes; a cursor.
//! Axes, ticks and grid come from plotters.
//!
//! Invariant: every number of a chart is in its table and is told where it is pointed at, with its name; no words stand
//! on others or outside the frame, and what has no room is left to the words of the marks.

mod axis;
mod decades;
mod labels;
mod layout;
mod line;
pub(crate) mod mesh;
mod paint;
mod pointed;
mod read;
mod words;

use crate::draw::painter::Type;
use crate::draw::scene::Scene;
use crate::draw::theme::Palette;
use crate::draw::views::Frame;

pub use axis::{Axis, Ends, Scale};

use super::look::{Hue, Look};
use layout::Layout;

/// A chart.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What it shows: the caption of its table.
    pub caption: String,
    /// Words over it.
    pub title: String,
    /// The hue of these words.
    pub hue: Hue,
    /// Across.
    pub x: Axis,
    /// Up.
    pub y: Axis,
    /// Where its series have values.
    pub places: Places,
    /// What it shows, the most important first.
    pub series: Vec<Series>,
    /// Straight lines at one value.
    pub rules: Vec<Rule>,
    /// Parts of the x axis.
    pub regions: Vec<Region>,
    /// What is said in it.
    pub notes: Vec<Note>,
    /// The place the cursor stands at.
    pub at: Option<usize>,
    /// What the whole refers to, where it can be pointed at.
    pub reference: Option<String>,
}

/// The places along x at which every series has a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    /// What they count ("k"): the head of the first column.
    pub name: &'static str,
    /// Where they stand.
    pub at: Vec<f64>,
    /// What each is called ("k = 12").
    pub headers: Vec<String>,
    /// What each refers to, where places are pointed at as a whole.
    pub references: Vec<String>,
}

impl Places {
    /// Places at counts, each with its name.
    #[must_use]
    pub fn counted(
        name: &'static str,
        counts: impl Iterator<Item = usize>,
        header: impl Fn(usize) -> String,
    ) -> Self {
        let (at, headers) = counts.map(|n| (count(n), header(n))).unzip();
        Self {
            name,
            at,
            headers,
            references: vec![],
        }
    }

    /// The same, each to be pointed at as a whole; places are equally far apart then.
    #[must_use]
    pub fn named(self, reference: impl Fn(usize) -> String) -> Self {
        let references = (0..self.at.len()).map(reference).collect();
        Self { references, ..self }
    }
}

/// Values over the places, with their names.
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// What it refers to as a whole, where it can be pointed at.
    pub reference: Option<String>,
    /// Its short name.
    pub name: String,
    /// Its full name: the head of its column; empty where it has none, because it says the same as others.
    pub title: String,
    /// What it is.
    pub about: String,
    /// Its values, and how they are shown; nothing where there is none.
    pub form: Form,
    /// How it looks.
    pub look: Look,
    /// Whether name and number stand at the right.
    pub is_labelled: bool,
    /// Its points, where they are pointed at one by one.
    pub points: Vec<Option<Point>>,
    /// Numbers that are known of it as a whole, where they say more than some of its values.
    pub facts: Vec<(&'static str, f64)>,
}

/// Values of a series, place by place.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// A line through them; it goes on where there is no value, and breaks off where one is no number.
    Line(Vec<Option<f64>>),
    /// The same over a filled area.
    Area(Vec<Option<f64>>),
    /// A disc at each.
    Dots(Vec<Option<f64>>),
    /// A bar from 0 to each.
    Bars(Vec<Option<f64>>),
    /// From the lower to the upper, each with the head of its column.
    Band([Vec<Option<f64>>; 2], [&'static str; 2]),
}

impl Default for Form {
    fn default() -> Self {
        Self::Line(vec![])
    }
}

impl Form {
    /// A line through a value at every place.
    #[must_use]
    pub fn line(values: impl IntoIterator<Item = f64>) -> Self {
        Self::Line(values.into_iter().map(Some).collect())
    }

    /// Its values; of a band the upper ones.
    #[must_use]
    pub fn values(&self) -> &[Option<f64>] {
        match self {
            Self::Line(values)
            | Self::Area(values)
            | Self::Dots(values)
            | Self::Bars(values)
            | Self::Band([_, values], _) => values,
        }
    }
}

/// A point that is pointed at by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// What it refers to.
    pub reference: String,
    /// What it is.
    pub words: String,
    /// Whether its disc or bar is hollow.
    pub is_hollow: bool,
}

/// A straight line at one value.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Where it stands.
    pub at: At,
    /// What stands beside it.
    pub words: String,
    /// What it refers to and what that is, where it can be dragged.
    pub handle: Option<(&'static str, String)>,
    /// How it looks.
    pub look: Look,
}

/// Where a rule stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum At {
    /// At a value of x: upright.
    X(f64),
    /// At a value of y: level.
    Y(f64),
}

/// A part of the x axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// From here.
    pub from: f64,
    /// To here.
    pub to: f64,
    /// What it is.
    pub words: String,
    /// The same in a word or two.
    pub short: String,
}

/// What is said in a chart, at its upper edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The words.
    pub words: String,
    /// Whether they stand at the right.
    pub is_right: bool,
    /// Their hue.
    pub hue: Hue,
}

impl Chart {
    /// A chart over these places without anything in it yet.
    #[must_use]
    pub fn over(places: Places, x: Axis, y: Axis) -> Self {
        Self {
            caption: String::new(),
            title: String::new(),
            hue: Hue::Secondary,
            x,
            y,
            places,
            series: vec![],
            rules: vec![],
            regions: vec![],
            notes: vec![],
            at: None,
            reference: None,
        }
    }

    /// As it is painted into a frame, with what has this name in focus.
    #[must_use]
    pub fn scene(&self, frame: &Frame, focus: Option<&str>) -> Scene {
        let palette = frame.theme.palette();
        let mut scene = Scene::new(frame.size(), palette.page);
        let layout = Layout::of(self, frame);
        let drawing = Drawing {
            chart: self,
            layout,
            frame,
            palette,
        };
        drawing.paint(&mut scene, focus);
        scene
    }
}

/// A chart on its way into a frame.
struct Drawing<'c> {
    chart: &'c Chart,
    layout: Layout,
    frame: &'c Frame,
    palette: &'static Palette,
}

impl Drawing<'_> {
    fn small(&self) -> Type {
        small(self.frame)
    }
}

/// The letters of a chart.
fn small(frame: &Frame) -> Type {
    Type::sans(frame.rem(11.0))
}

/// A count on an axis.
#[must_use]
pub fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
