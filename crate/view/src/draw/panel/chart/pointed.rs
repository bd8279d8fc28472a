//! Places of a chart that are pointed at as a whole: one mark each over its height, with all that stands there in words.

use std::rc::Rc;

use super::{Chart, Drawing, Form};
use crate::draw::painter::{Ink, Painter, Rect, at};
use crate::draw::scene::{Naming, Patch, Scene};

/// What stands at each place, made into words only when it is pointed at.
#[derive(Debug)]
struct Columns {
    headers: Vec<String>,
    references: Vec<String>,
    series: Vec<(String, Vec<Option<f64>>)>,
    print: fn(f64) -> String,
}

impl Naming for Columns {
    fn name(&self, _: usize, col: usize) -> (Option<String>, String) {
        (self.references.get(col).cloned(), self.words(col))
    }

    fn find(&self, reference: &str) -> Option<(usize, usize)> {
        let place = self.references.iter().position(|own| own == reference)?;
        Some((0, place))
    }
}

impl Columns {
    /// "k = 12: measured 0.0687, ρ^k 0.0687"
    fn words(&self, place: usize) -> String {
        let header = self.headers.get(place).cloned().unwrap_or_default();
        let told = self.series.iter().filter_map(|(name, values)| {
            let value = values.get(place).copied().flatten()?;
            Some(format!("{name} {}", (self.print)(value)))
        });
        format!("{header}: {}", told.collect::<Vec<_>>().join(", "))
    }
}

impl Chart {
    fn named_columns(&self) -> Columns {
        let lines = self.series.iter();
        let lines = lines.filter(|own| !matches!(own.form, Form::Band(..)));
        Columns {
            headers: self.places.headers.clone(),
            references: self.places.references.clone(),
            series: lines
                .map(|own| (own.name.clone(), own.form.values().to_vec()))
                .collect(),
            print: self.y.print,
        }
    }

    /// All that stands at a place, in words.
    #[must_use]
    pub fn words_at(&self, place: usize) -> String {
        self.named_columns().words(place)
    }

    /// The place of this name.
    pub(super) fn place_of(&self, reference: &str) -> Option<usize> {
        let mut all = self.places.references.iter();
        all.position(|own| own == reference)
    }
}

impl Drawing<'_> {
    /// Marks for all places that have a name.
    pub(super) fn columns(&self, scene: &mut Scene) {
        let places = &self.chart.places;
        let (false, Some(last)) = (places.references.is_empty(), places.at.len().checked_sub(1))
        else {
            return;
        };
        let (first, last) = (self.at(0, 0.0).x, self.at(last, 0.0).x);
        let half = self.pitch() / 2.0;
        let axes = self.layout.axes;
        scene.grip(self.along());
        scene.patch(Patch {
            area: Rect::new(first - half, axes.y, last - first + 2.0 * half, axes.height),
            size: (1, places.at.len()),
            naming: Rc::new(self.chart.named_columns()),
        });
    }

    /// A line through the place in focus, with a disc on every series; says whether there is one.
    pub(super) fn pointed(&self, scene: &mut Scene, focus: Option<&str>) -> bool {
        let Some(place) = focus.and_then(|name| self.chart.place_of(name)) else {
            return false;
        };
        let (x, axes) = (self.at(place, 0.0).x, self.layout.axes);
        scene.plain();
        let ink = Ink::line(self.palette.accent, 1.0);
        scene.path(&[at(x, axes.y), at(x, axes.bottom())], false, ink);
        for series in &self.chart.series {
            let value = series.form.values().get(place).copied().flatten();
            let is_band = matches!(series.form, Form::Band(..));
            if let Some(middle) = self.seen(place, value).filter(|_| !is_band) {
                let color = series.look.hue.of(self.palette);
                let ink = Ink::fill(color).outlined(self.palette.page, 1.0);
                scene.circle(middle, 3.5, ink);
            }
        }
        true
    }
}
