//! Steps with room for a box: the shared weights, the state, gates, input and loss, and what of the gradient arrives.

use std::rc::Rc;

use super::limits::gap;
use super::{Detail, View};
use crate::draw::label::Label;
use crate::draw::metrics;
use crate::draw::painter::{Align, Face, Ink, Painter, Rect, Type, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::theme::{Scale, rounded_limit};
use crate::draw::views::Frame;
use crate::draw::views::cell::cell;
use crate::draw::views::column::{Column, Strength, count, share};
use crate::draw::views::matrix::{Entries, Grid};
use crate::explain::behind::Matrix;
use crate::explain::number;
use crate::explain::unrolled::Step;

/// The room of the memory's wire in a box, CSS px.
pub(super) const MEMORY: f32 = 26.0;

/// The rows of the picture, CSS px from the top.
pub(super) struct Rows {
    /// Where losses stand.
    loss: f32,
    /// The box of a step.
    pub(super) top: f32,
    pub(super) foot: f32,
    /// Where inputs stand.
    input: f32,
    /// Where lengths of gradients stand.
    norms: f32,
    /// Where the start still shows.
    pub(super) start: f32,
}

impl Rows {
    pub(super) fn new(view: &View<'_>) -> Self {
        let line = view.frame.rem(15.0);
        let mut foot = view.frame.height - 4.0;
        let start = foot;
        if view.steps.from_zero.is_some() {
            foot -= line + 16.0;
        }
        let norms = foot;
        if view.shows_norms() {
            foot -= (1.0 + count(view.steps.lanes())) * line + 2.0;
        }
        Self {
            loss: line + 2.0,
            top: 2.0 * line + 22.0,
            foot: foot - line - 14.0,
            input: foot - 4.0,
            norms,
            start,
        }
    }
}

impl View<'_> {
    pub(super) fn boxes(&self, scene: &mut Scene, focused: Option<&str>) {
        let rows = Rows::new(self);
        for t in self.lane.visible() {
            self.step_box(scene, t, &rows, focused);
        }
        self.between(scene, &rows);
        let between = gap(self.lane.pitch) / 2.0;
        self.limits(scene, (rows.top - 20.0, rows.foot), between);
        self.start_wedge(scene, &rows);
    }

    /// Whether what arrives at each state stands under the boxes.
    pub(super) fn shows_norms(&self) -> bool {
        self.steps.backward && self.input.show.norms
    }

    /// The box of a step.
    pub(super) fn body(&self, t: usize, rows: &Rows) -> Rect {
        let gap = gap(self.lane.pitch);
        let left = self.lane.left(t) + gap;
        Rect::new(
            left,
            rows.top,
            self.lane.pitch - gap - 2.0,
            rows.foot - rows.top,
        )
    }

    fn step_box(&self, scene: &mut Scene, t: usize, rows: &Rows, focused: Option<&str>) {
        let step = self.steps.step(t);
        let body = self.body(t, rows);
        let here = t == self.steps.t;
        scene.mark(Some(format!("t{t}")), self.words(t), Kind::Frame);
        let edge = if here {
            self.palette.accent
        } else {
            self.inked(self.palette.line, 0.8)
        };
        let fill = Ink::fill(self.palette.page);
        scene.rect(body, fill.outlined(edge, if here { 2.0 } else { 1.0 }));
        if here && self.lane.detail() == Detail::Cell && self.inside(scene, body, focused) {
            // The inside has its own numbers.
        } else {
            self.contents(scene, t, &step, body);
        }
        self.loss_of(scene, t, &step, body, rows);
        self.input_of(scene, t, &step, body, rows);
        if self.shows_norms() {
            self.arriving_at(scene, t, body, rows);
        }
    }

    /// The inside of the cursor's step; false where there is too little room.
    fn inside(&self, scene: &mut Scene, body: Rect, focused: Option<&str>) -> bool {
        let Some(input) = &self.input.cell else {
            return false;
        };
        let area = body.grown(-2.0);
        let frame = Frame {
            width: area.width,
            height: area.height,
            ..*self.frame
        };
        scene.lay(cell(input, &frame, focused), at(area.x, area.y));
        true
    }

    fn contents(&self, scene: &mut Scene, t: usize, step: &Step<'_>, body: Rect) {
        let here = t == self.steps.t;
        let face = if here { Face::Strong } else { Face::Sans };
        let color = if here {
            self.palette.accent
        } else {
            self.palette.secondary
        };
        scene.plain();
        let name = if body.width >= 64.0 {
            format!("step {t}")
        } else {
            t.to_string()
        };
        let line = self.frame.rem(15.0);
        scene.text(
            &name,
            at(body.x + 5.0, body.y + line - 2.0),
            self.small().face(face),
            color,
        );
        let over = line + 3.0 + count(self.steps.lanes() - 1) * MEMORY;
        let inner = Rect::new(
            body.x + 5.0,
            body.y + over,
            body.width - 10.0,
            body.height - over - 5.0,
        );
        let wide = (inner.width * 0.5).clamp(26.0, 46.0).min(inner.width);
        let high = (count(self.steps.units()) * 34.0).min(inner.height);
        let state = Rect::new(
            inner.right() - wide,
            inner.centre().y - high / 2.0,
            wide,
            high,
        );
        self.state_of(scene, t, step, state);
        let left = Rect::new(inner.x, inner.y, inner.width - wide - 6.0, inner.height);
        if left.width >= 16.0 {
            self.left_part(scene, step, left);
        }
    }

    fn state_of(&self, scene: &mut Scene, t: usize, step: &Step<'_>, area: Rect) {
        let reference = self.steps.reference(t, 0, false);
        let column = Column {
            values: step.state,
            rows: self.steps.units(),
            shown: (0, self.steps.units()),
            unit: Some(self.steps.unit() - 1),
            reference: reference.as_deref(),
            words: &format!("hidden state, step {t}"),
            hue: self.palette.ink,
            scale: Scale::Signed(1.0),
            strength: Strength {
                ink: if step.state.is_some() { 1.0 } else { 0.25 },
                now: t == self.steps.t,
            },
        };
        column.paint(scene, area, self.palette);
    }

    /// The shared weights, and under them the gates of the selected unit as bars.
    fn left_part(&self, scene: &mut Scene, step: &Step<'_>, area: Rect) {
        let gates = if self.input.show.gates {
            step.gates.as_slice()
        } else {
            &[]
        };
        let line = self.frame.rem(13.0);
        let bars = if gates.is_empty() {
            0.0
        } else {
            count(gates.len()) * line + 4.0
        };
        let above = Rect::new(area.x, area.y, area.width, area.height - bars);
        if let Some(matrix) = self
            .steps
            .weights
            .as_ref()
            .filter(|_| self.input.show.weights)
        {
            self.shared(scene, matrix, above);
        }
        let mut y = area.bottom() - bars + 4.0;
        for &(letter, role, value) in gates {
            let hue = self.palette.hue(role);
            scene.plain();
            scene.text(letter, at(area.x, y + 9.0), self.small(), hue);
            let track = Rect::new(area.x + 11.0, y + 1.0, (area.width - 11.0).max(4.0), 8.0);
            scene.rect(track, Ink::fill(self.palette.panel).outlined(hue, 0.75));
            if let Some(value) = value {
                let open = share(value, 1.0).max(0.0);
                let bar = Rect::new(track.x, track.y, track.width * open, track.height);
                scene.rect(bar, Ink::fill(self.palette.value(value, Scale::Share)));
            }
            y += line;
        }
    }

    /// The matrix every step multiplies the old state by: the same in every box.
    fn shared(&self, scene: &mut Scene, matrix: &Matrix, area: Rect) {
        let line = self.frame.rem(15.0);
        let letter = Label::of(matrix.prefix, &matrix.label);
        let hue = self.palette.hue(matrix.role);
        let (rows, cols) = (count(matrix.rows), count(matrix.cols));
        let room = Rect::new(
            area.x,
            area.y + line + 2.0,
            area.width,
            area.height - line - 2.0,
        );
        let side = (room.width / cols).min(room.height / rows).min(30.0);
        if side >= 5.0 {
            let wide = (room.width / cols).min(side * 1.7);
            let place = Rect::around(room.centre(), wide * cols, side * rows);
            let grid = Grid {
                rows: matrix.rows,
                cols: matrix.cols,
                entries: &matrix.entries,
                named: Rc::new(Entries(matrix.clone())),
                scale: Scale::Signed(rounded_limit(&matrix.entries)),
                hue,
                lit: (None, None),
                lens: None,
                now: false,
            };
            grid.paint(scene, place, self.palette);
            scene.mark(
                Some(matrix.reference.clone()),
                matrix.words.clone(),
                Kind::Cell,
            );
            let name = at(place.x, place.y - 5.0);
            letter.paint(scene, name, Type::sans(13.0), hue);
        } else {
            scene.mark(
                Some(matrix.reference.clone()),
                matrix.words.clone(),
                Kind::Cell,
            );
            letter.paint(scene, at(area.x, area.y + line), Type::sans(13.0), hue);
        }
    }

    fn loss_of(&self, scene: &mut Scene, t: usize, step: &Step<'_>, body: Rect, rows: &Rows) {
        scene.plain();
        let x = body.centre().x;
        if !step.judged {
            return;
        }
        let color = self.palette.gradient;
        let style = self.small().align(Align::Middle);
        let text = match step.loss {
            Some(loss) => format!("ℓ {}", number::text(loss)),
            None => "ℓ –".to_owned(),
        };
        scene.mark(
            Some(format!("loss.t{t}")),
            format!("loss of step {t}: {text}"),
            Kind::Cell,
        );
        scene.text(&text, at(x, rows.loss), style.face(Face::Strong), color);
        let high = self.greatest_loss();
        if let Some(loss) = step.loss.filter(|loss| loss.is_finite() && high > 0.0) {
            let room = body.width.min(80.0);
            let bar = Rect::new(
                x - room / 2.0,
                rows.loss + 4.0,
                (room * share(loss, high)).max(1.0),
                6.0,
            );
            scene.rect(bar, Ink::fill(self.inked(color, 0.8)));
        }
        // Down to the state: what the loss here sends.
        let (from, to) = (at(x, rows.loss + 13.0), at(x, body.y));
        scene.plain();
        let sent = self.steps.arriving(t, 0);
        if let Some(here) = sent.filter(|_| self.input.show.bands) {
            let ink = if here.passed { 1.0 } else { 0.4 };
            self.level_band(scene, (from, to), here.local, ink);
        } else {
            let ink = Ink::line(self.inked(self.palette.line, 0.8), 1.0);
            scene.path(&[from, to], false, ink);
        }
    }

    fn input_of(&self, scene: &mut Scene, t: usize, step: &Step<'_>, body: Rect, rows: &Rows) {
        let hue = self.palette.hue("data");
        let x = body.centre().x;
        let style = self.small().align(Align::Middle);
        let text = metrics::fit(&format!("x {}", step.label), style, self.lane.pitch - 8.0);
        let marked = if step.marked { ", marked" } else { "" };
        let words = format!("input of step {t}: {}{marked}", step.label);
        scene.mark(Some(format!("x.t{t}")), words, Kind::Cell);
        scene.text(&text, at(x, rows.input), style, hue);
        if step.marked {
            let half = metrics::measure(&text, style).width / 2.0;
            let dot = Rect::new(x + half + 4.0, rows.input - 7.0, 6.0, 6.0);
            scene.rect(dot, Ink::fill(hue));
        }
        scene.plain();
        let wire = [at(x, rows.input - 12.0), at(x, body.bottom())];
        scene.path(&wire, false, Ink::line(self.inked(hue, 0.7), 1.5));
    }

    /// The lengths of what arrives: the sum, and under it the two streams that make it.
    fn arriving_at(&self, scene: &mut Scene, t: usize, body: Rect, rows: &Rows) {
        let Some(here) = self.steps.arriving(t, 0) else {
            return;
        };
        let line = self.frame.rem(15.0);
        let ink = if here.passed { 1.0 } else { 0.55 };
        let hue = self.inked(self.palette.gradient, ink);
        let style = self.small().align(Align::Middle);
        let [local, future, total] = [here.local, here.future, here.total].map(number::text);
        let words = format!(
            "gradient at the state of step {t}: {total}; from its loss {local}, from the future {future}"
        );
        scene.mark(self.steps.reference(t, 0, true), words, Kind::Cell);
        let x = body.centre().x;
        self.memory_norms(scene, t, (x, rows.norms - 3.0));
        let foot = rows.norms - count(self.steps.lanes() - 1) * line;
        let wide = body.width + 8.0;
        let named = format!("‖dL/dh‖ {total}");
        let strong = style.face(Face::Strong);
        let widest = metrics::measure("‖dL/dh‖ 0.0000", strong).width;
        let said = if widest <= wide - 4.0 { named } else { total };
        scene.text(&said, at(x, foot - line - 4.0), strong, hue);
        let both = format!("here {local}, future {future}");
        let short = format!("{local} + {future}");
        let fits = |text: &String| metrics::measure(text, style).width <= wide - 4.0;
        if let Some(text) = [both, short].into_iter().find(fits) {
            let grey = if here.passed {
                self.palette.secondary
            } else {
                self.inked(self.palette.secondary, 0.75)
            };
            scene.text(&text, at(x, foot - 3.0), style, grey);
        }
    }
}
