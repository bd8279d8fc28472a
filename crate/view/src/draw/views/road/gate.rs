//! The gates on the road: a row for each unit between the steps, and what the gate of this step would leave
//! if it stayed as it is.

use super::super::column::count;
use super::super::matrix::value_cell;
use super::super::plot::{Axes, Chart, Line, chart, number as real};
use super::{VALVES, View};
use crate::draw::Scene;
use crate::draw::label::Label;
use crate::draw::painter::{Align, Face, Ink, Painter, Rect, Rgba, Type, at};
use crate::draw::scene::Kind;
use crate::draw::theme::Scale;
use crate::explain::number;
use crate::explain::road::{Decay, HORIZON, KeepGate, Valves};

impl View<'_> {
    /// The gates, a row for each unit, each between the two steps it stands between.
    pub(super) fn valves(
        &self,
        scene: &mut Scene,
        gate: &KeepGate,
        axes: &Axes,
        rows: Rect,
        edge: f32,
    ) {
        let hue = self.palette.hue(gate.role);
        let height = rows.height / count(gate.lanes.len());
        let letter = Label {
            prefix: gate.prefix,
            base: gate.label.base.clone(),
            accent: gate.label.accent,
            sup: None,
            sub: Some("t".to_owned()),
        };
        for (number, own) in gate.lanes.iter().enumerate() {
            let row = Rect::new(rows.x, rows.y + count(number) * height, rows.width, height);
            self.row(scene, gate, own, axes, row);
            let selected = own.unit == self.selected();
            let is_high = height >= 13.0;
            if is_high || selected {
                let face = if selected { Face::Strong } else { Face::Sans };
                let style = self.small().face(face).align(Align::End);
                let (x, y) = (row.x - 6.0, row.centre().y + 4.0);
                let color = if selected {
                    self.palette.ink
                } else {
                    self.palette.secondary
                };
                scene.plain();
                scene.text(&format!("unit {}", own.unit), at(x, y), style, color);
            }
        }
        scene.plain();
        let style = Type::sans(14.0).align(Align::End);
        let x = (rows.x - 52.0).max(edge + letter.width(scene, 14.0));
        letter.paint(scene, at(x, rows.centre().y + 5.0), style, hue);
    }

    pub(super) fn row(
        &self,
        scene: &mut Scene,
        gate: &KeepGate,
        own: &Valves,
        axes: &Axes,
        row: Rect,
    ) {
        let hue = self.palette.hue(gate.role);
        let step = axes.area.width / count(self.road.steps.max(2) - 1);
        let legible = step >= VALVES.1 && row.height >= 13.0;
        for (index, &value) in own.values.iter().enumerate().skip(1) {
            let middle = axes.at(real(index) + 0.5, 0.0).x;
            let words = format!(
                "{}, step {}, unit {}: {}",
                gate.words,
                index + 1,
                own.unit,
                number::text(value)
            );
            scene.mark(own.references[index].clone(), words, Kind::Cell);
            let width = if legible { step.min(46.0) - 2.0 } else { step };
            let cell = Rect::new(middle - width / 2.0, row.y + 0.5, width, row.height - 1.0);
            if legible {
                value_cell(scene, cell, value, Scale::Share, self.palette);
            } else {
                scene.rect(cell, Ink::fill(self.palette.value(value, Scale::Share)));
            }
            if legible && own.unit == self.selected() {
                scene.rect(cell, Ink::line(hue, 1.5));
            }
        }
        if !legible {
            scene.plain();
            let width = if own.unit == self.selected() {
                1.5
            } else {
                0.75
            };
            scene.rect(row, Ink::line(hue, width));
        }
    }

    pub(super) fn selected(&self) -> usize {
        let lane = self.road.lanes.iter().find(|lane| lane.selected);
        lane.map_or(1, |lane| lane.unit)
    }

    pub(super) fn gate_letter(&self, sub: usize) -> Label {
        let gate = self.road.gate.as_ref();
        Label {
            prefix: gate.map_or("", |gate| gate.prefix),
            base: gate.map_or_else(String::new, |gate| gate.label.base.clone()),
            accent: None,
            sup: None,
            sub: Some(sub.to_string()),
        }
    }

    pub(super) fn gate_hue(&self) -> Rgba {
        let gate = self.road.gate.as_ref();
        gate.map_or(self.palette.ink, |gate| self.palette.hue(gate.role))
    }

    /// The curve of a constant gate, with what it comes to.
    pub(super) fn decay(&self, scene: &mut Scene, decay: &Decay, area: Rect) {
        let hue = self.gate_hue();
        scene.plain();
        let letter = self.gate_letter(self.road.t);
        letter.paint(scene, at(area.x, area.y + 12.0), Type::sans(14.0), hue);
        let after = area.x + letter.width(scene, 14.0) + 6.0;
        let style = self.small();
        let text = format!("= {}, if it stayed", number::fixed(decay.factor, 3).text());
        scene.text(
            &text,
            at(after, area.y + 11.0),
            style,
            self.palette.secondary,
        );
        let points: Vec<(f64, f64)> = (0..).map(real).zip(decay.curve.iter().copied()).collect();
        let high = decay.curve.iter().copied().fold(1.0, f64::max);
        let low = decay.curve.iter().copied().fold(0.0, f64::min);
        let line = Line {
            points: &points,
            color: hue,
            width: 2.0,
        };
        let input = Chart {
            x: 0.0..real(HORIZON),
            y: low..high * 1.04,
            labels: (5, 3),
            print: (|k| format!("{k:.0}"), number::text),
            gutters: (30.0, 16.0),
            lines: &[line],
        };
        let plot = Rect::new(area.x, area.y + 16.0, area.width, area.height - 16.0 - 32.0);
        let axes = chart(scene, plot, &input, self.frame);
        for (k, &value) in decay.curve.iter().enumerate() {
            scene.mark(
                None,
                format!("after {k} steps: {}", number::text(value)),
                Kind::Cell,
            );
            scene.circle(axes.at(real(k), value), 1.5, Ink::fill(hue));
        }
        scene.plain();
        let lines = [
            format!("after 20 steps: {}", number::text(decay.curve[HORIZON])),
            format!("{}: {}", decay.half_life.0, decay.half_life.1),
        ];
        for (number, text) in (0..).zip(lines) {
            let y = plot.bottom() + 13.0 + 14.0 * count(number);
            scene.text(&text, at(area.x + 2.0, y), style, self.palette.ink);
        }
    }

    /// The same as a line of text, where there is no room for a chart.
    pub(super) fn decay_line(&self, scene: &mut Scene, decay: &Decay, edge: f32) {
        let y = self.frame.height - 5.0;
        scene.plain();
        let letter = self.gate_letter(self.road.t);
        letter.paint(scene, at(edge, y), Type::sans(14.0), self.gate_hue());
        let x = edge + letter.width(scene, 14.0) + 5.0;
        let text = format!(
            "= {}: after 20 steps {}, {} {}",
            number::fixed(decay.factor, 3).text(),
            number::text(decay.curve[HORIZON]),
            decay.half_life.0,
            decay.half_life.1
        );
        scene.text(&text, at(x, y), self.small(), self.palette.ink);
    }
}
