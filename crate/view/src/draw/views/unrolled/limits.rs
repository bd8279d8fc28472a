//! What ends the way back, where it does: scissors between two steps, the curtain at the edge of a window.

use super::View;
use crate::draw::metrics;
use crate::draw::painter::{Align, Ink, Painter, Point, Rect, Rgba, at};
use crate::draw::scene::{Kind, Scene};

/// Narrower columns have no open scissors between them: only cuts that are made, CSS px.
const OPEN: f32 = 40.0;

impl View<'_> {
    /// Scissors between the steps in sight and the edge of the window looked at, from one height to another, so far
    /// behind the edge of a column.
    pub(super) fn limits(&self, scene: &mut Scene, rows: (f32, f32), behind: f32) {
        self.curtain(scene, rows, behind);
        for t in self.lane.visible().filter(|t| *t < self.steps.steps) {
            let cut = self.steps.cuts.binary_search(&t).is_ok();
            if cut || self.lane.pitch >= OPEN {
                self.scissors(scene, t, cut, (rows.0, rows.1, behind));
            }
        }
    }

    fn scissors(
        &self,
        scene: &mut Scene,
        t: usize,
        cut: bool,
        (top, foot, behind): (f32, f32, f32),
    ) {
        let x = self.lane.left(t + 1) + behind;
        let next = t + 1;
        let words = if cut {
            format!(
                "cut between steps {t} and {next}: values cross, gradients do not; press to mend"
            )
        } else {
            format!("between steps {t} and {next}: press to cut here")
        };
        scene.mark(Some(format!("cut.t{t}")), words, Kind::Cell);
        let color = if cut {
            self.palette.gradient
        } else {
            self.inked(self.palette.line, 0.7)
        };
        let place = at(x, top + 9.0);
        if cut {
            let line = [at(x, top + 20.0), at(x, foot)];
            scene.path(&line, false, Ink::line(color, 1.5).dashed(&[5.0, 4.0]));
        }
        if self.lane.pitch >= 12.0 {
            blades(scene, place, color, if cut { 2.0 } else { 1.25 });
            scene.area(Rect::around(place, 22.0, 22.0));
        } else {
            scene.area(Rect::new(x - 1.5, top, 3.0, foot - top));
        }
    }

    /// A dotted curtain where the window of the loss looked at begins, and whose window it is.
    fn curtain(&self, scene: &mut Scene, (top, foot): (f32, f32), behind: f32) {
        let (stretch, end) = &self.steps.stretch;
        if self.steps.window.is_none() || stretch.start == 0 {
            return;
        }
        let x = self.lane.left(stretch.start + 1) + behind;
        scene.plain();
        if !(0.0..=self.frame.width).contains(&x) {
            return;
        }
        let hue = self.palette.gradient;
        let line = [at(x, top), at(x, foot)];
        scene.path(&line, false, Ink::line(hue, 1.5).dashed(&[2.0, 3.0]));
        let text = format!("window of loss {end}");
        let style = self.small().align(Align::Start).halo(self.page);
        let wide = metrics::measure(&text, style).width;
        let x = (x + 4.0).min(self.frame.width - wide - 4.0).max(4.0);
        // Beside boxes it stands under them, where nothing else does.
        let y = if behind > 0.0 {
            foot + 11.0
        } else {
            foot - 4.0
        };
        scene.text(&text, at(x, y), style, hue);
    }
}

/// Open scissors that point down.
fn blades(scene: &mut Scene, place: Point, color: Rgba, width: f32) {
    let ink = Ink::line(color, width);
    for side in [-1.0_f32, 1.0] {
        scene.circle(at(place.x + side * 4.0, place.y - 5.0), 2.5, ink);
        let blade = [
            at(place.x + side * 2.5, place.y - 3.0),
            at(place.x - side * 3.5, place.y + 7.0),
        ];
        scene.path(&blade, false, ink);
    }
}

/// Between the boxes of two steps in columns of this width, CSS px.
pub(super) fn gap(pitch: f32) -> f32 {
    (pitch * 0.24).clamp(18.0, 44.0)
}
