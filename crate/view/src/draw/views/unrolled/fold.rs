//! One cell with a loop that unfolds into a chain: every box travels from the one place to its own.

use super::View;
use super::boxes::Rows;
use super::limits::gap;
use crate::draw::label::Label;
use crate::draw::painter::{Align, Face, Ink, Painter, Point, Rect, Type, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::theme::Scale;
use crate::explain::number;

/// The folded cell, CSS px across and down.
const CELL: (f32, f32) = (150.0, 110.0);

impl View<'_> {
    pub(super) fn fold(&self, scene: &mut Scene) {
        let share = ease(self.input.folded);
        let rows = Rows::new(self);
        let (middle, y) = (self.frame.width / 2.0, f32::midpoint(rows.top, rows.foot));
        let place = |t: usize| {
            let own = (self.lane.pitch - gap(self.lane.pitch)).max(3.0);
            let wide = own + (CELL.0 - own) * share;
            let high = CELL.1.min(rows.foot - rows.top);
            let x = self.lane.middle(t) + (middle - self.lane.middle(t)) * share;
            Rect::around(at(x, y), wide, high)
        };
        let visible = self.lane.visible();
        let (first, last) = (place(*visible.start()), place(*visible.end()));
        scene.plain();
        let wire = self.inked(self.palette.ink, 1.0 - share);
        scene.path(
            &[first.centre(), last.centre()],
            false,
            Ink::line(wire, 2.0),
        );
        for t in visible.rev() {
            self.folding(scene, t, place(t));
        }
        if share > 0.0 {
            self.looped(scene, place(self.steps.t), share);
        }
        self.depth(scene);
    }

    fn folding(&self, scene: &mut Scene, t: usize, body: Rect) {
        scene.mark(Some(format!("t{t}")), self.words(t), Kind::Frame);
        let edge = self.inked(self.palette.line, 0.9);
        scene.rect(body, Ink::fill(self.palette.page).outlined(edge, 1.0));
        let Some(state) = self.steps.state(t) else {
            return;
        };
        let pixels: Vec<u8> = state
            .iter()
            .map(|&value| self.palette.value(value, Scale::Signed(1.0)))
            .flat_map(|color| [color.r, color.g, color.b, color.a])
            .collect();
        let wide = (body.width * 0.3).clamp(1.0, 30.0);
        let strip = Rect::new(
            body.right() - wide - body.width * 0.08,
            body.y + 12.0,
            wide,
            body.height - 24.0,
        );
        let rows = u32::try_from(state.len()).unwrap_or(u32::MAX);
        scene.image(strip, 1, rows, &pixels);
    }

    /// The way out of the cell and back into it.
    fn looped(&self, scene: &mut Scene, body: Rect, share: f32) {
        let color = self.inked(self.palette.ink, share);
        let (out, back) = (body.right() + 34.0, body.x - 34.0);
        let (y, over) = (body.centre().y, body.y - 26.0);
        let way: Vec<Point> = vec![
            at(body.right(), y),
            at(out, y),
            at(out, over),
            at(back, over),
            at(back, y),
            at(body.x - 2.0, y),
        ];
        scene.plain();
        scene.path(&way, false, Ink::line(color, 2.5));
        let tip = [
            at(body.x - 1.0, y),
            at(body.x - 10.0, y - 5.0),
            at(body.x - 10.0, y + 5.0),
        ];
        scene.path(&tip, true, Ink::fill(color));
        if share < 1.0 {
            return;
        }
        let letter = |base: &str, sub: &str| Label {
            base: base.to_owned(),
            sub: Some(sub.to_owned()),
            ..Label::default()
        };
        let style = Type::sans(15.0);
        letter("h", "t-1").paint(scene, at(back - 38.0, y + 5.0), style, self.palette.ink);
        letter("h", "t").paint(scene, at(out + 8.0, y + 5.0), style, self.palette.ink);
        let data = self.palette.hue("data");
        let foot = at(body.centre().x, body.bottom() + 26.0);
        scene.path(
            &[at(foot.x, foot.y - 12.0), at(foot.x, body.bottom())],
            false,
            Ink::line(data, 1.5),
        );
        letter("x", "t").paint(scene, at(foot.x - 6.0, foot.y + 2.0), style, data);
        if let Some(matrix) = &self.steps.weights {
            scene.mark(
                Some(matrix.reference.clone()),
                matrix.words.clone(),
                Kind::Cell,
            );
            let name = Label::of(matrix.prefix, &matrix.label);
            let hue = self.palette.hue(matrix.role);
            name.paint(scene, at(body.x + 14.0, y + 5.0), Type::sans(17.0), hue);
        }
    }

    /// How deep the chain is, and how few parameters it has.
    fn depth(&self, scene: &mut Scene) {
        let (steps, params) = (self.steps.steps, self.steps.params);
        let layers = if steps == 1 { "layer" } else { "layers" };
        let said = format!(
            "{} {layers} deep, {} parameters, the same in every step",
            number::count(steps),
            number::count(params)
        );
        let style = Type::sans(self.frame.rem(13.0))
            .face(Face::Strong)
            .align(Align::Middle);
        let place = at(self.frame.width / 2.0, self.frame.rem(20.0));
        let fitted = crate::draw::metrics::fit(&said, style, self.frame.width - 16.0);
        scene.plain();
        scene.text(&fitted, place, style, self.palette.ink);
    }
}

/// Slow at both ends.
fn ease(share: f32) -> f32 {
    let share = share.clamp(0.0, 1.0);
    share * share * (3.0 - 2.0 * share)
}
