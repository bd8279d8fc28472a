//! What self-attention and a recurrent network cost over the length of a text: two areas that cross.

use super::{px, real, small};
use crate::draw::painter::{Align, Ink, Painter, Point, Rect, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::views::{Frame, focus};
use crate::explain::number;
use crate::explain::reading::{Versus, Work};

/// The picture.
#[must_use]
pub fn versus(picture: &Versus, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let (head, foot, left) = (frame.rem(34.0), frame.rem(18.0), frame.rem(60.0));
    let area = Rect::new(
        left,
        head,
        (frame.width - left - 12.0).max(10.0),
        (frame.height - head - foot).max(10.0),
    );
    let most = picture
        .all
        .iter()
        .map(|work| work.attention.max(work.recurrent))
        .max();
    let chart = Chart {
        area,
        longest: real(picture.all.len()),
        most: most.unwrap_or(1) as f64,
    };
    let (attention, recurrent) = (palette.hue("update"), palette.hue("hidden"));
    small(
        &mut scene,
        &picture.words(),
        at(8.0, frame.rem(13.0)),
        Align::Start,
        frame,
    );
    for (of, color) in [
        ((|work| work.attention) as fn(&Work) -> usize, attention),
        (|work| work.recurrent, recurrent),
    ] {
        let line: Vec<Point> = picture
            .all
            .iter()
            .map(|work| chart.at(work.length, of(work)))
            .collect();
        let mut filled = vec![at(line[0].x, area.bottom())];
        filled.extend(&line);
        filled.push(at(area.right(), area.bottom()));
        scene.plain();
        scene.path(&filled, true, Ink::fill(color.faded(0.25)));
        scene.path(&line, false, Ink::line(color, 2.0));
    }
    scene.rect(area, Ink::line(palette.line, 1.0));
    marks(&mut scene, picture, &chart, frame);
    focus::paint(&mut scene, focused, palette);
    scene
}

struct Chart {
    area: Rect,
    longest: f32,
    most: f64,
}

impl Chart {
    fn at(&self, length: usize, work: usize) -> Point {
        let (x, share) = (real(length) / self.longest, px(work as f64 / self.most));
        at(
            self.area.x + self.area.width * x,
            self.area.bottom() - self.area.height * share,
        )
    }
}

/// The length that is read and the one where both are equal, with both numbers; names at the right.
fn marks(scene: &mut Scene, picture: &Versus, chart: &Chart, frame: &Frame) {
    let palette = frame.theme.palette();
    let area = chart.area;
    let named = [(picture.own, "this text"), (picture.equal, "equal")];
    for (length, word) in named {
        let Some(work) = picture.all.get(length.saturating_sub(1)) else {
            continue;
        };
        let x = chart.at(length, 0).x;
        let words = format!(
            "{length} symbols: recurrent {} multiplications over {length} hops, attention {} over 1",
            number::count(work.recurrent),
            number::count(work.attention)
        );
        scene.mark(Some(format!("versus.t{length}")), words, Kind::Cell);
        scene.area(Rect::new(x - 8.0, area.y, 16.0, area.height));
        let line = [at(x, area.y), at(x, area.bottom())];
        scene.path(
            &line,
            false,
            Ink::line(palette.secondary, 1.0).dashed(&[4.0, 3.0]),
        );
        for value in [work.attention, work.recurrent] {
            scene.circle(chart.at(length, value), 4.0, Ink::fill(palette.ink));
        }
        let label = format!("T = {length}, {word}");
        small(
            scene,
            &label,
            at(x, area.bottom() + frame.rem(13.0)),
            Align::Middle,
            frame,
        );
    }
    let last = picture.all.len();
    let top = picture.all.get(last.saturating_sub(1));
    // One name above its curve where it rises, the other under its line at the end.
    let rising = 4 * last / 5;
    let work = picture.all.get(rising.saturating_sub(1));
    let place = chart.at(rising, work.map_or(0, |work| work.attention));
    let above = at(place.x - 8.0, place.y - 2.0);
    small(scene, "T\u{b2}\u{b7}d attention", above, Align::End, frame);
    let place = chart.at(last, top.map_or(0, |work| work.recurrent));
    let below = at(place.x - 6.0, place.y + frame.rem(22.0));
    small(scene, "T\u{b7}H\u{b2} recurrent", below, Align::End, frame);
    let high = number::count(top.map_or(0, |work| work.attention));
    small(
        scene,
        &high,
        at(area.x - 4.0, area.y + frame.rem(10.0)),
        Align::End,
        frame,
    );
    small(
        scene,
        "0",
        at(area.x - 4.0, area.bottom()),
        Align::End,
        frame,
    );
}
