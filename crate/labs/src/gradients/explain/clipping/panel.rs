//! What clipping shows: entries as bars, gradients as arrows, lengths under the seeds.

use std::rc::Rc;

use super::Clipping;
use crate::gradients::draw::clip::Arrows;
use unrolled::run::clip::Clip;
use view::draw::panel::chart::{At, Axis, Form, Places, Point, Rule, Series, count};
use view::draw::panel::{Chart, Hue, Look, Panel, Part, Row};
use view::explain::number;

impl Clipping {
    /// Its entries as bars, both gradients as arrows, and its lengths under the seeds; `seed` is the one on screen and `of`
    /// how many there will be.
    #[must_use]
    pub fn panel(&self, seed: f64, of: usize) -> Row {
        let has_seeds = !self.lengths.is_empty();
        let part = |panel: Panel, share, least| Part {
            panel,
            share,
            least,
        };
        let bars = part(
            self.bars().into(),
            0.28,
            if has_seeds { NARROW } else { 0.0 },
        );
        let arrows = Panel::Diagram(Rc::new(Arrows(self.clone())));
        let mut parts = vec![bars, part(arrows, if has_seeds { 0.3 } else { 0.38 }, 0.0)];
        if has_seeds {
            parts.push(part(self.seeds(seed, of).into(), 0.42, 0.0));
        }
        Row {
            caption: self.sentence(),
            parts,
            foot: format!("{}; {}", self.length_line(), self.direction_line()),
        }
    }

    /// The largest entries, before as outlines and after filled, with the threshold where it acts on them.
    fn bars(&self) -> Chart {
        let (gradient, after) = (&self.gradient, &self.clipped.gradient);
        let order = longest_first(gradient);
        let shown = order.len().min(BARS);
        let series = |name: &str, values: &[f64], look, points| Series {
            name: name.to_owned(),
            title: name.to_owned(),
            form: Form::Bars(order.iter().map(|entry| Some(values[*entry])).collect()),
            look,
            points,
            ..Series::default()
        };
        let point = |entry: &usize| {
            let [before, after] = [gradient, after].map(|all| number::text(all[*entry]));
            let number = entry + 1;
            Some(Point {
                reference: format!("g.{number}"),
                words: format!("entry {number}: {before} before, {after} after"),
                is_hollow: false,
            })
        };
        let taus = [self.threshold, -self.threshold];
        let acts = self.how == Clip::Value;
        let signed = gradient.iter().any(|entry| *entry < 0.0);
        let taus = taus
            .into_iter()
            .filter(|tau| acts && (*tau > 0.0 || signed));
        let all = order[..shown].iter().map(|entry| gradient[*entry]);
        let y = Axis::holding(all);
        let counted = shown == gradient.len();
        let x = Axis::counts("", 0.5, count(shown) + 0.5).most(BARS);
        let x = if counted {
            x
        } else {
            x.printed(|_| String::new())
        };
        let at = (1..=order.len()).map(count).collect();
        let headers = order.iter().map(|entry| format!("entry {}", entry + 1));
        let places = Places {
            name: "entry",
            at,
            headers: headers.collect(),
            references: vec![],
        };
        let (filled, hollow) = (Look::line(Hue::Gradient, 1.0), &[3.0, 3.0]);
        Chart {
            title: if counted {
                "entries, before and after".to_owned()
            } else {
                format!("entries, the {shown} largest of {}", gradient.len())
            },
            series: vec![
                series(
                    "before",
                    gradient,
                    filled.dashed(hollow),
                    order.iter().map(point).collect(),
                ),
                series("after", after, filled, vec![]),
            ],
            rules: taus.map(|tau| self.threshold_rule(tau)).collect(),
            ..Chart::over(places, x, y)
        }
    }

    fn threshold_rule(&self, at: f64) -> Rule {
        let tau = number::text(self.threshold);
        Rule {
            at: At::Y(at),
            handle: Some((THRESHOLD, format!("the threshold, {tau}"))),
            words: format!("τ {tau}"),
            look: Look::line(Hue::Accent, 1.5).dashed(&[6.0, 4.0]),
        }
    }

    /// How long the gradient is under each seed, with the threshold across.
    fn seeds(&self, seed: f64, of: usize) -> Chart {
        let lengths = &self.lengths;
        let point = |(at, length): (usize, &f64)| {
            let number = at + 1;
            Some(Point {
                reference: format!("seed.{number}"),
                words: format!("seed {number}: length {}", number::text(*length)),
                is_hollow: *length <= self.threshold,
            })
        };
        let here = (0..lengths.len()).find(|at| (count(at + 1) - seed).abs() < 0.5);
        let all = lengths.iter().copied().chain([self.threshold]);
        let y = Axis::log10_holding(all);
        let name = "length under this seed";
        Chart {
            title: format!(
                "its length under {} seeds: {} above τ",
                lengths.len(),
                self.longer()
            ),
            series: vec![Series {
                name: "length".to_owned(),
                title: name.to_owned(),
                form: Form::Dots(lengths.iter().copied().map(Some).collect()),
                look: Look::line(Hue::Gradient, 1.5),
                points: lengths.iter().enumerate().map(point).collect(),
                ..Series::default()
            }],
            rules: vec![self.threshold_rule(self.threshold)],
            at: here,
            ..Chart::over(
                Places::counted("seed", 1..=lengths.len(), |seed| format!("seed {seed}")),
                Axis::counts("seed", 0.0, count(of) + 1.0),
                y,
            )
        }
    }
}

/// At most so many entries have a bar.
const BARS: usize = 16;
/// Narrower frames show the arrows and the seeds, and no bars, CSS px.
const NARROW: f32 = 460.0;
/// The name of the threshold, which is dragged.
pub const THRESHOLD: &str = "clip.tau";

/// Which entries are largest.
fn longest_first(gradient: &[f64]) -> Vec<usize> {
    let size = |entry: &usize| gradient[*entry].abs();
    if gradient.len() <= BARS {
        return (0..gradient.len()).collect();
    }
    unrolled::ir::order::sorted((0..gradient.len()).collect(), |a, b| {
        size(b).total_cmp(&size(a))
    })
}
