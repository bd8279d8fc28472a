//! What truncation costs and saves: the error of the gradient for every window there is, the cosine, and the memory kept.

use super::column::{count, share};
use super::{Frame, focus};
use crate::draw::metrics;
use crate::draw::painter::{Align, Face, Ink, Painter, Rect, Type, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::theme::Palette;
use crate::explain::number::percent;
use crate::explain::truncated::{Part, Truncated, cosine};
use unrolled::run::truncated::Against;

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
        let has_chart = !self.truncated.parts[0].windows.is_empty() && self.truncated.steps > 1;
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
        let line_of = |part: &Part| {
            let error = percent(part.chosen.error);
            let cosine = cosine(&part.chosen);
            (
                format!("{}: off by {error}, cosine {cosine}", part.name),
                Face::Sans,
            )
        };
        let mut lines = vec![(found.limit.clone(), Face::Strong)];
        lines.extend(found.parts.iter().map(line_of));
        lines.push((found.words.clone(), Face::Sans));
        lines.push((found.memory(), Face::Sans));
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

    /// The errors of each window as bars, the one in force in full ink.
    fn windows(&self, scene: &mut Scene, area: Rect) {
        let parts = &self.truncated.parts;
        let line = self.frame.rem(14.0);
        let errors = parts.iter().flat_map(|part| &part.windows);
        let errors = errors.map(|found| found.error).filter(|e| e.is_finite());
        let most = errors.fold(0.0, f64::max);
        let chart = Rect::new(
            area.x,
            area.y + line + 2.0,
            area.width,
            area.height - 2.0 * line - 8.0,
        );
        let all = parts[0].windows.len();
        let pitch = chart.width / count(all);
        scene.plain();
        let style = Type::sans(self.frame.rem(11.0));
        let [filled, hollow] = [parts[0].name, parts[1].name];
        let head = format!("error by window K: {filled}, hollow: {hollow}");
        let head = metrics::fit(&head, style, area.width);
        let place = at(area.x, area.y + 11.0);
        scene.text(&head, place, style, self.palette.secondary);
        let base = chart.bottom();
        let axis = [at(chart.x, base), at(chart.right(), base)];
        scene.path(&axis, false, Ink::line(self.palette.line, 1.0));
        for k in 1..=all {
            let x = chart.x + (count(k) - 0.5) * pitch;
            let slot = Rect::new(x - pitch / 2.0, chart.y, pitch, area.bottom() - chart.y);
            self.window(scene, k, most, slot, base);
        }
    }

    fn window(&self, scene: &mut Scene, k: usize, most: f64, slot: Rect, base: f32) {
        let chosen = self.truncated.window.unwrap_or(self.truncated.steps) == k;
        let said = |part: &Part| {
            let found = &part.windows[k - 1];
            let cosine = cosine(found);
            format!(
                "{} off by {}, cosine {cosine}",
                part.name,
                percent(found.error)
            )
        };
        let all: Vec<String> = self.truncated.parts.iter().map(said).collect();
        let words = format!("window of {k}: {}; press to choose it", all.join("; "));
        scene.mark(Some(format!("window.{k}")), words, Kind::Cell);
        let half = slot.width * 0.46;
        for (place, part) in self.truncated.parts.iter().enumerate() {
            let left = slot.centre().x - half + count(place) * half;
            let room = Rect::new(left, slot.y, half, base - slot.y);
            self.bar(
                scene,
                (place == 0, chosen),
                &part.windows[k - 1],
                most,
                room,
            );
        }
        let face = if chosen { Face::Strong } else { Face::Sans };
        let style = Type::sans(self.frame.rem(11.0))
            .align(Align::Middle)
            .face(face);
        let every = if slot.width < 18.0 { 5 } else { 1 };
        if chosen || k == 1 || k.is_multiple_of(every) {
            let color = if chosen {
                self.palette.accent
            } else {
                self.palette.secondary
            };
            let place = at(slot.centre().x, base + self.frame.rem(13.0));
            scene.text(&k.to_string(), place, style, color);
        }
        scene.area(slot);
    }

    fn bar(
        &self,
        scene: &mut Scene,
        (filled, chosen): (bool, bool),
        found: &Against,
        most: f64,
        room: Rect,
    ) {
        let high = room.height - self.frame.rem(13.0);
        let rise = (share(found.error, most) * high).max(if found.error > 0.0 { 1.0 } else { 0.0 });
        let wide = (room.width * 0.8).min(24.0);
        let x = room.centre().x;
        let bar = Rect::new(x - wide / 2.0, room.bottom() - rise, wide, rise);
        let strength = if chosen { 1.0 } else { 0.45 };
        let hue = self.palette.page.towards(self.palette.gradient, strength);
        if filled {
            scene.rect(bar, Ink::fill(hue));
        } else if rise > 0.0 {
            let wide = if chosen { 2.0 } else { 1.25 };
            scene.rect(bar, Ink::fill(self.palette.page).outlined(hue, wide));
        }
        let face = if chosen { Face::Strong } else { Face::Sans };
        let style = Type::sans(self.frame.rem(11.0))
            .align(Align::Middle)
            .face(face);
        let text = percent(found.error);
        if metrics::measure(&text, style).width <= room.width {
            scene.text(&text, at(x, bar.y - 3.0), style, self.palette.ink);
        }
    }
}
