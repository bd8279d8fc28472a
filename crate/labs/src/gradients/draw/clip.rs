//! A gradient before and after clipping as arrows in the plane that holds both, the one before on the horizontal axis,
//! with the circle of the threshold.
//!
//! Invariant: one scale for both, so that lengths can be compared.

use crate::gradients::explain::clipping::{Clipping, THRESHOLD};
use unrolled::run::clip::Clip;
use view::draw::label::SMALLEST;
use view::draw::metrics::fit;
use view::draw::painter::{Align, Face, Ink, Painter, Point, Rect, Rgba, Type, at};
use view::draw::panel::Diagram;
use view::draw::scene::{Grip, Inverse, Kind, Scene};
use view::draw::theme::Palette;
use view::draw::views::arrow::head;
use view::draw::views::column::share;
use view::draw::views::{Frame, focus};
use view::explain::inspect::{InspectedRow, Inspection};
use view::explain::number;

/// Both gradients.
#[derive(Clone, Debug)]
pub struct Arrows(pub Clipping);

impl Diagram for Arrows {
    fn scene(&self, frame: &Frame, focused: Option<&str>) -> Scene {
        let palette = frame.theme.palette();
        let mut scene = Scene::new(frame.size(), palette.page);
        let view = View {
            clipping: &self.0,
            frame,
            palette,
        };
        let part = Rect::new(0.0, HEAD, frame.width, frame.height - HEAD);
        view.arrows(&mut scene, part);
        focus::paint(&mut scene, focused, palette);
        scene
    }

    fn inspect(&self, reference: &str) -> Option<Inspection> {
        let number = InspectedRow::number;
        let clipped = &self.0.clipped;
        let (title, rows) = match reference {
            THRESHOLD => ("threshold", vec![number("τ", self.0.threshold)]),
            "g.before" => (
                "before clipping",
                vec![number("length", clipped.norm_before)],
            ),
            "g.after" => {
                let degrees = clipped.degrees;
                let turned = degrees.map(|degrees| number("degrees off", degrees));
                let length = number("length", clipped.norm_after);
                let rows = std::iter::once(length).chain(turned).collect();
                ("after clipping", rows)
            }
            _ => return None,
        };
        let words = self.0.sentence();
        Some(Inspection::of_numbers(reference, title, words, rows))
    }
}

/// Over the arrows: what they are, CSS px.
const HEAD: f32 = 22.0;

struct View<'c> {
    clipping: &'c Clipping,
    frame: &'c Frame,
    palette: &'static Palette,
}

impl View<'_> {
    fn small(&self) -> Type {
        Type::sans(self.frame.rem(11.0).max(SMALLEST))
    }

    /// Both arrows, the one before lying on the horizontal axis, with the circle of the threshold.
    fn arrows(&self, scene: &mut Scene, part: Rect) {
        let Clipping {
            clipped, threshold, ..
        } = self.clipping;
        let title = fit("as arrows, in the plane of both", self.small(), part.width);
        scene.plain();
        scene.text(
            &title,
            at(part.x, 15.0),
            self.small(),
            self.palette.secondary,
        );
        let before = clipped.norm_before;
        let (along, across) = clipped.in_plane();
        let limit = reach([before, *threshold].into_iter());
        let origin = at(part.x + 12.0, part.bottom() - 16.0);
        // The steeper the arrow that is left, the shorter both.
        let steep = share(across, limit).abs().max(0.6);
        let room = (part.width - 56.0)
            .min((part.height - 34.0) / steep)
            .max(20.0);
        let place = |x: f64, y: f64| {
            at(
                origin.x + share(x, limit) * room,
                origin.y - share(y, limit) * room,
            )
        };
        if self.clipping.how != Clip::Value {
            scene.grip(Grip {
                part,
                inverse: Inverse::Radius {
                    origin,
                    unit: f64::from(room) / limit,
                },
            });
            self.circle(scene, origin, share(*threshold, limit) * room, part);
        }
        let soft = self.palette.gradient.faded(0.45);
        let words = format!("before: length {}", number::text(before));
        scene.mark(
            Some("g.before".to_owned()),
            words,
            Kind::Wire(vec![origin, place(before, 0.0)]),
        );
        arrow(scene, origin, place(before, 0.0), soft, 3.0);
        let style = self.small().halo(self.palette.page);
        let end = place(before, 0.0);
        scene.text(
            &number::text(before),
            at(end.x + 5.0, end.y + 4.0),
            style,
            self.palette.secondary,
        );
        let tip = place(along, across);
        let words = format!(
            "after: length {}, {}",
            number::text(clipped.norm_after),
            self.clipping.direction_line()
        );
        scene.mark(
            Some("g.after".to_owned()),
            words,
            Kind::Wire(vec![origin, tip]),
        );
        arrow(scene, origin, tip, self.palette.gradient, 3.0);
        if self.clipping.cuts() {
            let style = style.face(Face::Strong);
            let text = number::text(clipped.norm_after);
            let place = at(tip.x, tip.y - 9.0);
            over(scene, part, &text, (place, style), self.palette.gradient);
        }
    }

    /// The part of the circle that lies in the picture.
    fn circle(&self, scene: &mut Scene, origin: Point, radius: f32, part: Rect) {
        let tau = number::text(self.clipping.threshold);
        let highest = ((origin.y - part.y) / radius).clamp(-1.0, 1.0);
        let lowest = ((origin.y - part.bottom()) / radius).clamp(-1.0, 1.0);
        let (from, to) = (libm::asinf(lowest), libm::asinf(highest));
        let points: Vec<Point> = (0..=32_u16)
            .map(|step| {
                let angle = from + (to - from) * f32::from(step) / 32.0;
                at(
                    origin.x + radius * libm::cosf(angle),
                    origin.y - radius * libm::sinf(angle),
                )
            })
            .collect();
        scene.mark(
            Some(THRESHOLD.to_owned()),
            format!("the threshold, {tau}"),
            Kind::Wire(points.clone()),
        );
        scene.path(
            &points,
            false,
            Ink::line(self.palette.accent, 1.5).dashed(&[6.0, 4.0]),
        );
        let style = self.small().halo(self.palette.page);
        let foot = at(origin.x + radius, origin.y + self.frame.rem(14.0));
        let named = format!("τ {tau}");
        over(scene, part, &named, (foot, style), self.palette.accent);
    }
}

/// A line with a head; what has no length is a dot.
fn arrow(scene: &mut Scene, from: Point, to: Point, color: Rgba, width: f32) {
    if (to.x - from.x).abs().max((to.y - from.y).abs()) < 1.0 {
        scene.circle(from, width, Ink::fill(color));
        return;
    }
    let neck = head(scene, (from, to), 3.0 * width, 1.5 * width, color);
    scene.path(&[from, neck], false, Ink::line(color, width));
}

/// Text with its middle at a place, or as near as its part of the picture allows.
fn over(scene: &mut Scene, part: Rect, text: &str, (place, style): (Point, Type), color: Rgba) {
    let half = scene.measure(text, style).width / 2.0;
    let least = part.x + half;
    let x = place.x.min(part.right() - half).max(least);
    scene.text(text, at(x, place.y), style.align(Align::Middle), color);
}

/// The largest size among these that is a number; 1 where there is none.
fn reach(values: impl Iterator<Item = f64>) -> f64 {
    let largest = values
        .map(f64::abs)
        .filter(|size| size.is_finite())
        .fold(0.0, f64::max);
    if largest > 0.0 { largest } else { 1.0 }
}
