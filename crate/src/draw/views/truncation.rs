//! What truncation costs and saves: the error of the gradient for every window there is, the cosine, and the memory kept.

use super::column::count;
use super::{Frame, focus};
use crate::draw::metrics;
use crate::draw::painter::{Align, Face, Ink, Painter, Rect, Type, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::theme::Palette;
use crate::explain::number;
use crate::explain::truncated::{Truncated, percent};
use crate::run::truncated::Against;

/// The picture; nothing where there are no recurrent weights.
#[must_use]
pub fn truncation(input: Option<&Truncated>, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    if let Some(truncated) = input {
        let view = View {
            truncated,
            frame,
            palette,
        };
        view.paint(&mut scene);
    }
    focus::paint(&mut scene, focused, palette);
    scene
}

struct View<'v> {
    truncated: &'v Truncated,
    frame: &'v Frame,
    palette: &'static Palette,
}

impl View<'_> {
    fn small(&self) -> Type {
        Type::sans(self.frame.rem(12.0))
    }

    fn paint(&self, scene: &mut Scene) {
        let edge = 14.0;
        let wide = self.frame.width - 2.0 * edge;
        let has_chart = !self.truncated.windows.is_empty() && self.truncated.steps > 1;
        let beside = has_chart && wide >= 480.0;
        let text = if beside { wide * 0.46 } else { wide };
        let foot = self.said(scene, Rect::new(edge, 0.0, text, self.frame.height));
        let chart = if beside {
            let left = edge + text + 16.0;
            Rect::new(left, 4.0, wide - text - 16.0, self.frame.height - 8.0)
        } else {
            Rect::new(edge, foot, wide, self.frame.height - foot - 4.0)
        };
        if has_chart && chart.height > 50.0 {
            self.windows(scene, chart);
        }
    }

    /// The numbers in lines; answers where they end.
    fn said(&self, scene: &mut Scene, area: Rect) -> f32 {
        let found = self.truncated;
        let line = self.frame.rem(17.0);
        let cosine = number::fixed(found.chosen.cosine, 3).text();
        let error = format!(
            "error of dL/dW_hh {}, cosine {cosine}",
            percent(found.chosen.error)
        );
        let lines = [
            (found.limit.clone(), Face::Strong),
            (error, Face::Sans),
            (found.words.clone(), Face::Sans),
            (found.memory(), Face::Sans),
        ];
        let mut y = line;
        scene.plain();
        for (text, face) in lines {
            let style = self.small().face(face);
            let text = metrics::fit(&text, style, area.width);
            scene.text(&text, at(area.x, y), style, self.palette.ink);
            y += line;
        }
        // Memory as a bar: what is kept of all steps.
        let high = 8.0;
        let bar = Rect::new(area.x, y - line + 7.0, area.width.min(260.0), high);
        scene.rect(
            bar,
            Ink::fill(self.palette.panel).outlined(self.palette.line, 1.0),
        );
        let share = count(found.kept) / count(found.steps.max(1));
        let kept = Rect::new(bar.x, bar.y, bar.width * share, high);
        scene.rect(
            kept,
            Ink::fill(self.palette.page.towards(self.palette.ink, 0.6)),
        );
        y - line + 7.0 + high + 8.0
    }

    /// The error of each window as a bar, the one in force outlined.
    fn windows(&self, scene: &mut Scene, area: Rect) {
        let windows = &self.truncated.windows;
        let line = self.frame.rem(14.0);
        let errors = windows.iter().map(|found| found.error);
        let most = errors.filter(|e| e.is_finite()).fold(0.0, f64::max);
        let chart = Rect::new(
            area.x,
            area.y + line + 2.0,
            area.width,
            area.height - 2.0 * line - 8.0,
        );
        let pitch = chart.width / count(windows.len());
        scene.plain();
        let style = Type::sans(self.frame.rem(11.0));
        let head = metrics::fit("error of dL/dW_hh for each window K", style, area.width);
        scene.text(
            &head,
            at(area.x, area.y + 11.0),
            style,
            self.palette.secondary,
        );
        let base = chart.bottom();
        let axis = [at(chart.x, base), at(chart.right(), base)];
        scene.path(&axis, false, Ink::line(self.palette.line, 1.0));
        for (place, found) in windows.iter().enumerate() {
            let x = chart.x + (count(place) + 0.5) * pitch;
            let slot = Rect::new(x - pitch / 2.0, chart.y, pitch, area.bottom() - chart.y);
            self.window(scene, (place + 1, found), most, slot, base);
        }
    }

    fn window(
        &self,
        scene: &mut Scene,
        (k, found): (usize, &Against),
        most: f64,
        slot: Rect,
        base: f32,
    ) {
        let chosen = self.truncated.window.unwrap_or(self.truncated.steps) == k;
        let cosine = number::fixed(found.cosine, 3).text();
        let error = percent(found.error);
        let words = format!("window of {k}: error {error}, cosine {cosine}");
        scene.mark(Some(format!("window.{k}")), words, Kind::Cell);
        let room = base - slot.y - self.frame.rem(13.0);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a share of a length on screen"
        )]
        let share = (found.error / most.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0) as f32;
        let rise = (share * room).max(if found.error > 0.0 { 1.0 } else { 0.0 });
        let wide = (slot.width * 0.6).min(34.0);
        let x = slot.centre().x;
        let bar = Rect::new(x - wide / 2.0, base - rise, wide, rise);
        let hue = self.palette.gradient;
        let fill = self
            .palette
            .page
            .towards(hue, if chosen { 1.0 } else { 0.45 });
        scene.rect(bar, Ink::fill(fill));
        let face = if chosen { Face::Strong } else { Face::Sans };
        let style = Type::sans(self.frame.rem(11.0))
            .align(Align::Middle)
            .face(face);
        if metrics::measure(&error, style).width <= slot.width - 2.0 {
            scene.text(&error, at(x, base - rise - 3.0), style, self.palette.ink);
        }
        let every = if slot.width < 18.0 { 5 } else { 1 };
        if chosen || k == 1 || k.is_multiple_of(every) {
            let color = if chosen {
                self.palette.accent
            } else {
                self.palette.secondary
            };
            scene.text(
                &k.to_string(),
                at(x, base + self.frame.rem(13.0)),
                style,
                color,
            );
        }
        scene.area(slot);
    }
}
