//! The complex plane with the eigenvalues, the unit circle and the ring of ρ; beside it the singular values as bars.

use super::{px, real, small};
use crate::gradients::explain::study::Spot;
use crate::gradients::explain::study::pictures::PlanePicture;
use view::draw::painter::{Align, Face, Ink, Painter, Point, Rect, Type, at};
use view::draw::scene::{Grip, Inverse, Kind, Scene};
use view::draw::theme::Palette;
use view::draw::views::column::share;
use view::draw::views::{Frame, focus};
use view::explain::number;

/// Corners of a circle that is a wire to be hit.
const CORNERS: u8 = 48;
/// At most so many bars; more are thinner than a line.
const BARS: usize = 64;

/// Where the plane lies in the picture.
#[derive(Clone, Copy)]
struct Place {
    /// Where 0 is.
    origin: Point,
    /// CSS px for 1.
    unit: f64,
}

/// The picture; `reach` is how far the plane goes on each side.
#[must_use]
pub fn plane(
    input: Option<&PlanePicture>,
    reach: f64,
    frame: &Frame,
    focused: Option<&str>,
) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let Some(input) = input else {
        let style = Type::sans(frame.rem(14.0)).align(Align::Middle);
        let words = "This cell has several recurrent matrices.";
        let place = at(frame.width / 2.0, frame.height / 2.0);
        scene.text(words, place, style, palette.secondary);
        return scene;
    };
    let view = View::new(input, reach, frame, palette);
    view.paint(&mut scene, focused);
    focus::paint(&mut scene, focused.filter(|name| *name != "rho"), palette);
    scene.grip(Grip {
        part: view.area,
        inverse: Inverse::Plane {
            origin: view.place.origin,
            unit: view.place.unit,
        },
    });
    scene
}

struct View<'p> {
    input: &'p PlanePicture,
    frame: &'p Frame,
    palette: &'static Palette,
    /// The box of the plane.
    area: Rect,
    place: Place,
    /// How far the bars reach.
    most: f64,
}

impl<'p> View<'p> {
    fn new(
        input: &'p PlanePicture,
        reach: f64,
        frame: &'p Frame,
        palette: &'static Palette,
    ) -> Self {
        let beside = (frame.width * 0.27).clamp(84.0, 130.0);
        let caption = frame.rem(20.0);
        let (width, height) = (frame.width - beside - 8.0, frame.height - caption - 4.0);
        let side = width.min(height).max(20.0);
        let area = Rect::new(
            (width - side) / 2.0 + 4.0,
            (height - side) / 2.0 + 2.0,
            side,
            side,
        );
        let place = Place {
            origin: area.centre(),
            unit: 0.5 * f64::from(side) / reach,
        };
        Self {
            input,
            frame,
            palette,
            area,
            place,
            most: input
                .singular
                .first()
                .map_or(reach, |largest| reach.max(largest * 1.05)),
        }
    }

    fn at(&self, re: f64, im: f64) -> Point {
        let Place { origin, unit } = self.place;
        at(origin.x + px(re * unit), origin.y - px(im * unit))
    }

    fn paint(&self, scene: &mut Scene, focused: Option<&str>) {
        self.axes(scene);
        self.unit_circle(scene);
        self.ring(scene, focused == Some("rho"));
        self.eigenvalues(scene);
        self.bars(scene);
        self.captions(scene);
    }

    fn axes(&self, scene: &mut Scene) {
        let (area, ink) = (self.area, Ink::line(self.palette.line.faded(0.45), 1.0));
        let origin = self.place.origin;
        scene.plain();
        scene.path(
            &[at(area.x, origin.y), at(area.right(), origin.y)],
            false,
            ink,
        );
        scene.path(
            &[at(origin.x, area.y), at(origin.x, area.bottom())],
            false,
            ink,
        );
        let names = self.palette.secondary;
        small(
            scene,
            "Re",
            (area.right() - 2.0, origin.y - 5.0),
            Align::End,
            names,
            self.frame,
        );
        small(
            scene,
            "Im",
            (origin.x + 5.0, area.y + 10.0),
            Align::Start,
            names,
            self.frame,
        );
    }

    fn unit_circle(&self, scene: &mut Scene) {
        let radius = px(self.place.unit).max(1.5);
        let ink = Ink::line(self.palette.ink, 1.25);
        scene.circle(self.place.origin, radius, ink);
        let diagonal = radius * 0.7072;
        let (x, y) = (
            self.place.origin.x + diagonal + 3.0,
            self.place.origin.y + diagonal + 11.0,
        );
        small(
            scene,
            "1",
            (x, y),
            Align::Start,
            self.palette.ink,
            self.frame,
        );
    }

    /// The ring of ρ: dragging it scales the matrix.
    fn ring(&self, scene: &mut Scene, is_lit: bool) {
        let palette = self.palette;
        let half = self.area.width / 2.0;
        // Beyond the picture it is as far as can be dragged.
        let radius = px(self.input.radius * self.place.unit).min(4.0 * half);
        let step = std::f32::consts::TAU / f32::from(CORNERS);
        let corner = |n: u8| {
            let (sin, cos) = (
                libm::sinf(f32::from(n) * step),
                libm::cosf(f32::from(n) * step),
            );
            at(
                self.place.origin.x + radius * cos,
                self.place.origin.y + radius * sin,
            )
        };
        let words = format!(
            "ring of \u{3c1} {}: drag it to scale the matrix",
            number::text(self.input.radius)
        );
        let corners: Vec<Point> = (0..=CORNERS).map(corner).collect();
        scene.mark(Some(Spot::Radius.to_string()), words, Kind::Wire(corners));
        if radius <= half * 1.02 {
            let width = if is_lit { 4.0 } else { 2.0 };
            let ink = Ink::line(palette.accent, width).dashed(&[6.0, 4.0]);
            scene.circle(self.place.origin, radius.max(1.0), ink);
        }
    }

    fn eigenvalues(&self, scene: &mut Scene) {
        let arm = if self.input.eigenvalues.len() > 24 {
            3.5
        } else {
            5.0
        };
        for (place, (re, im, words)) in self.input.eigenvalues.iter().enumerate() {
            let centre = self.at(*re, *im);
            if !self
                .area
                .grown(6.0)
                .holds(Rect::around(centre, 1.0, 1.0), 0.0)
            {
                continue;
            }
            scene.mark(
                Some(Spot::Eigenvalue(place + 1).to_string()),
                words,
                Kind::Cell,
            );
            for (dx, dy) in [(arm, arm), (arm, -arm)] {
                let line = [
                    at(centre.x - dx, centre.y - dy),
                    at(centre.x + dx, centre.y + dy),
                ];
                scene.path(&line, false, Ink::line(self.palette.page, 4.5));
                scene.path(&line, false, Ink::line(self.palette.gradient, 2.25));
            }
        }
    }

    /// Singular values, the largest on top, with a line at 1.
    fn bars(&self, scene: &mut Scene) {
        let palette = self.palette;
        let x = self.frame.width - (self.frame.width * 0.27).clamp(84.0, 130.0) + 2.0;
        let width = self.frame.width - x - 8.0;
        let top = self.area.y + self.frame.rem(16.0);
        let height = self.area.bottom() - top;
        let (right, color) = (self.frame.width - 6.0, palette.secondary);
        small(
            scene,
            "singular values",
            (right, top - 5.0),
            Align::End,
            color,
            self.frame,
        );
        let values = &self.input.singular[..self.input.singular.len().min(BARS)];
        let largest = self.most;
        let each = (height / real(values.len().max(1))).min(20.0);
        let thick = (each * 0.7).max(1.0);
        for (place, value) in values.iter().enumerate() {
            let words = format!("singular value {}: {}", place + 1, number::text(*value));
            scene.mark(
                Some(Spot::Singular(place + 1).to_string()),
                words,
                Kind::Cell,
            );
            let long = (share(*value, largest) * width).max(1.0);
            let bar = Rect::new(x, top + real(place) * each, long, thick);
            scene.rect(bar, Ink::fill(palette.accent.faded(0.55)));
        }
        scene.plain();
        let one = x + share(1.0, largest) * width;
        let ends = [at(one, top - 2.0), at(one, top + real(values.len()) * each)];
        scene.path(&ends, false, Ink::line(palette.ink, 1.25));
        small(
            scene,
            "1",
            (one + 3.0, (ends[1].y + 2.0).min(self.area.bottom())),
            Align::Start,
            palette.ink,
            self.frame,
        );
    }

    fn captions(&self, scene: &mut Scene) {
        let y = self.frame.height - self.frame.rem(7.0);
        let style = Type::sans(self.frame.rem(12.0)).face(Face::Strong);
        scene.plain();
        let [radius, norm] = &self.input.captions;
        scene.text(radius, at(10.0, y), style, self.palette.accent);
        let x = 10.0 + scene.measure(radius, style).width + 16.0;
        scene.text(norm, at(x, y), style, self.palette.ink);
    }
}
