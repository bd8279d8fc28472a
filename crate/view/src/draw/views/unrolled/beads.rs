//! Steps with room for a bead: its fill the mean of the state's units, its ring a gate of the selected unit, the
//! gradient beneath.

use super::View;
use crate::draw::metrics;
use crate::draw::painter::{Align, Ink, Painter, Rect, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::theme::Scale;
use crate::draw::views::column::{count, share};
use crate::explain::number;
use crate::explain::unrolled::Step;

/// From the wire of the hidden state to that of the memory, CSS px.
const MEMORY: f32 = 46.0;

impl View<'_> {
    pub(super) fn beads(&self, scene: &mut Scene) {
        let height = self.frame.height;
        let (top, foot) = (self.frame.rem(30.0), self.frame.rem(40.0));
        let y = top + (height - top - foot) * 0.5;
        for lane in 0..self.steps.lanes() {
            // The memory has a wire of its own over that of the hidden state.
            let y = y - count(lane) * MEMORY;
            self.long_band(scene, lane, y);
            self.wire(scene, lane, y);
        }
        for t in self.lane.visible() {
            self.bead(scene, t, y);
            self.bead_loss(scene, t, y, top);
            self.bead_input(scene, t, y, height - foot);
        }
        self.limits(scene, (y + 22.0, height - foot - 16.0), 0.0);
        self.axis(scene, height - 5.0);
        self.bead_names(scene);
    }

    fn wire(&self, scene: &mut Scene, lane: usize, y: f32) {
        let visible = self.lane.visible();
        let left = (self.lane.left(*visible.start())).max(0.0);
        let right = self.lane.middle(*visible.end()).min(self.frame.width);
        scene.plain();
        let color = self.inked(self.palette.ink, 0.6);
        scene.path(&[at(left, y), at(right, y)], false, Ink::line(color, 1.5));
        if lane > 0 {
            let style = self.small().halo(self.page);
            let letter = self.steps.letter(lane);
            scene.text(letter, at(6.0, y - 14.0), style, self.palette.ink);
        }
    }

    fn bead(&self, scene: &mut Scene, t: usize, y: f32) {
        let step = self.steps.step(t);
        let radius = (self.lane.pitch * 0.3).min(15.0);
        let value = step.mean;
        let shown = value.map_or("not computed yet".to_owned(), number::text);
        let ring = self
            .ring(&step)
            .map_or_else(String::new, |(letter, _, open)| {
                let unit = self.steps.unit();
                format!(", {letter} of unit {unit} {}", number::text(open))
            });
        let words = format!("{}, mean of h {shown}{ring}", self.words(t));
        scene.mark(Some(format!("t{t}")), words, Kind::Cell);
        let fill = match value {
            Some(value) => self.palette.value(value, Scale::Signed(1.0)),
            None => self.page,
        };
        let here = t == self.steps.t;
        let (edge, thick) = if here {
            (self.palette.accent, 2.5)
        } else {
            (self.inked(self.palette.ink, 0.7), 1.0)
        };
        let centre = at(self.lane.middle(t), y);
        if let Some((_, role, open)) = self.ring(&step) {
            let thick = 0.5 + 2.5 * share(open, 1.0).max(0.0);
            let ring = Ink::line(self.palette.hue(role), thick);
            scene.circle(centre, radius + 3.0, ring.dashed(self.palette.dash(role)));
        }
        scene.circle(centre, radius, Ink::fill(fill).outlined(edge, thick));
        if value.is_none() && radius > 6.0 {
            let line = [at(centre.x - 3.0, y), at(centre.x + 3.0, y)];
            scene.path(&line, false, Ink::line(self.palette.line, 1.0));
        }
        scene.area(self.column(t, 0.0, self.frame.height));
    }

    fn bead_loss(&self, scene: &mut Scene, t: usize, y: f32, top: f32) {
        let high = self.greatest_loss();
        let Some(loss) = self.steps.loss(t).filter(|loss| loss.is_finite()) else {
            return;
        };
        let share = share(loss, high).max(0.0);
        let lanes = count(self.steps.lanes() - 1);
        let room = (y - lanes * MEMORY - top - 40.0).clamp(6.0, 60.0);
        let wide = (self.lane.pitch * 0.4).min(14.0);
        let x = self.lane.middle(t);
        let rise = (share * room).max(1.0);
        let base = top + room + 14.0;
        let bar = Rect::new(x - wide / 2.0, base - rise, wide, rise);
        scene.plain();
        scene.rect(bar, Ink::fill(self.inked(self.palette.gradient, 0.8)));
        let style = self.small().align(Align::Middle).halo(self.page);
        let text = number::text(loss);
        if metrics::measure(&text, style).width <= self.lane.pitch - 2.0 {
            scene.text(
                &text,
                at(x, base - rise - 3.0),
                style,
                self.palette.secondary,
            );
        }
    }

    fn bead_input(&self, scene: &mut Scene, t: usize, y: f32, foot: f32) {
        let step = self.steps.step(t);
        let x = self.lane.middle(t);
        let style = self.small().align(Align::Middle).halo(self.page);
        let fits = metrics::measure(&step.label, style).width <= self.lane.pitch - 3.0;
        let radius = (self.lane.pitch * 0.3).min(15.0);
        scene.plain();
        let line = [at(x, foot - 12.0), at(x, y + radius + 4.0)];
        let hue = self.palette.hue("data");
        scene.path(&line, false, Ink::line(self.inked(hue, 0.6), 1.0));
        if fits && (10.0..self.frame.width - 10.0).contains(&x) {
            scene.text(&step.label, at(x, foot), style, hue);
        } else if step.marked {
            scene.rect(Rect::new(x - 2.0, foot - 6.0, 4.0, 4.0), Ink::fill(hue));
        }
    }

    fn bead_names(&self, scene: &mut Scene) {
        let style = self.small().halo(self.page);
        scene.plain();
        let units = self.steps.units();
        let mean = match units {
            1 => "h".to_owned(),
            _ => format!("mean of the {units} units of h"),
        };
        let ring = self.ring(&self.steps.step(*self.lane.visible().start()));
        let ring = ring.map_or_else(String::new, |(letter, _, _)| {
            format!("; ring: {letter} of unit {}", self.steps.unit())
        });
        let band = if self.steps.backward && self.input.show.bands {
            "; band: ‖dL/dh‖, log scale"
        } else {
            "; bar: loss"
        };
        let said = format!("bead: {mean}{ring}{band}");
        let said = metrics::fit(&said, style, self.frame.width - 12.0);
        scene.text(&said, at(6.0, 13.0), style, self.palette.secondary);
    }

    /// The gate that is the ring of a bead: letter, role and how far it is open, once computed.
    fn ring(&self, step: &Step<'_>) -> Option<(&'static str, &'static str, f64)> {
        let wanted = |gate: &&(&'static str, &'static str, Option<f64>)| {
            self.input.ring.is_some_and(|ring| ring == gate.0)
        };
        let gates = &step.gates;
        let &(letter, role, open) = gates.iter().find(wanted).or(gates.first())?;
        Some((letter, role, open?))
    }
}
