//! One step of the decoder: scores, the weights that softmax makes of them, and the bets on the next symbol.

use super::{px, real, small};
use crate::attention::explain::translation::{Bar, StepPicture};
use view::draw::painter::{Align, Face, Ink, Painter, Rect, Type, at};
use view::draw::scene::{Kind, Scene};
use view::draw::theme::{Palette, Scale};
use view::draw::views::{Frame, focus};
use view::explain::number;

/// The share of the width that the bets have.
const BETS: f32 = 0.28;

/// The picture.
#[must_use]
pub fn step(picture: &StepPicture, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let right = if picture.has_attention {
        frame.width * (1.0 - BETS)
    } else {
        12.0
    };
    if picture.has_attention {
        let half = (frame.height - 4.0) / 2.0;
        let width = right - 24.0;
        let bars = [picture.scores.as_deref(), picture.weights.as_deref()];
        looks(&mut scene, bars, Rect::new(12.0, 2.0, width, half), frame);
    }
    let area = Rect::new(right, 2.0, frame.width - right - 10.0, frame.height - 4.0);
    bets(&mut scene, picture.bets.as_deref(), area, frame);
    focus::paint(&mut scene, focused, palette);
    scene
}

/// Scores in an area, and the weights made of them in one as large below it; gives the lower one.
pub(super) fn looks(
    scene: &mut Scene,
    [scores, weights]: [Option<&[Bar]>; 2],
    upper: Rect,
    frame: &Frame,
) -> Rect {
    let lower = Rect {
        y: upper.bottom(),
        ..upper
    };
    part(scene, "scores e", scores, upper, frame);
    part(scene, "weights \u{3b1}", weights, lower, frame);
    lower
}

/// Upright bars, one a position, over their symbols.
fn part(scene: &mut Scene, title: &str, bars: Option<&[Bar]>, area: Rect, frame: &Frame) {
    let palette = frame.theme.palette();
    let head = frame.rem(14.0);
    let Some(bars) = bars else {
        let words = format!("{title}: not yet");
        return small(
            scene,
            &words,
            at(area.x, area.y + head),
            Align::Start,
            frame,
        );
    };
    let (low, high) = ends(bars);
    let (least, most) = range(bars);
    let words = format!("{title}, {} to {}", number::text(least), number::text(most));
    small(
        scene,
        &words,
        at(area.x, area.y + head - 2.0),
        Align::Start,
        frame,
    );
    let foot = frame.rem(14.0);
    let field = Rect::new(
        area.x,
        area.y + head,
        area.width,
        (area.height - head - foot).max(4.0),
    );
    let width = (field.width / real(bars.len().max(1))).min(frame.rem(34.0));
    let span = (high - low).max(f64::MIN_POSITIVE);
    let zero = field.bottom() - field.height * px((0.0 - low) / span);
    for (place, bar) in bars.iter().enumerate() {
        let x = field.x + real(place) * width;
        scene.mark(Some(bar.reference.clone()), bar.words.clone(), Kind::Cell);
        scene.area(Rect::new(x, area.y + head, width, area.height - head));
        // A score that is masked has no height.
        if bar.value.is_finite() {
            let top = field.bottom() - field.height * px((bar.value - low) / span);
            let (upper, lower) = (top.min(zero), top.max(zero));
            let body = Rect::new(
                x + 1.0,
                upper,
                (width - 2.0).max(1.0),
                (lower - upper).max(1.0),
            );
            scene.rect(body, Ink::fill(fill(palette, bar.value, high, low)));
        }
        let style = Type::sans(frame.rem(11.0)).align(Align::Middle);
        let y = field.bottom() + frame.rem(11.0);
        scene.text(&bar.label, at(x + width / 2.0, y), style, palette.ink);
    }
    scene.plain();
    let line = [
        at(field.x, zero),
        at(field.x + width * real(bars.len()), zero),
    ];
    scene.path(&line, false, Ink::line(palette.line, 1.0));
}

fn fill(palette: &Palette, value: f64, high: f64, low: f64) -> view::draw::painter::Rgba {
    if low >= 0.0 && high <= 1.0 {
        return palette.value(0.3 + 0.7 * value, Scale::Share);
    }
    palette.value(value, Scale::Signed(high.abs().max(low.abs())))
}

/// From the least to the greatest of those that are finite; 0 where none is.
fn range(bars: &[Bar]) -> (f64, f64) {
    let mut seen = (bars.iter())
        .map(|bar| bar.value)
        .filter(|value| value.is_finite());
    let first = seen.next().unwrap_or(0.0);
    seen.fold((first, first), |(least, most), value| {
        (least.min(value), most.max(value))
    })
}

/// The same with 0 inside, where bars begin.
fn ends(bars: &[Bar]) -> (f64, f64) {
    let (least, most) = range(bars);
    (least.min(0.0), most.max(0.0))
}

/// Lying bars, the likeliest symbol first.
pub(super) fn bets(scene: &mut Scene, bars: Option<&[Bar]>, area: Rect, frame: &Frame) {
    let palette = frame.theme.palette();
    let head = frame.rem(14.0);
    let words = if bars.is_some() {
        "prediction"
    } else {
        "prediction: not yet"
    };
    small(
        scene,
        words,
        at(area.x, area.y + head - 2.0),
        Align::Start,
        frame,
    );
    let line = frame.rem(18.0);
    for (place, bar) in bars.into_iter().flatten().enumerate() {
        let y = area.y + head + 4.0 + real(place) * line;
        if y + line > area.bottom() {
            break;
        }
        scene.mark(Some(bar.reference.clone()), bar.words.clone(), Kind::Cell);
        scene.area(Rect::new(area.x, y, area.width, line));
        let style = Type::sans(frame.rem(12.0)).face(Face::Strong);
        let foot = y + line * 0.72;
        scene.text(&bar.label, at(area.x, foot), style, palette.ink);
        let left = area.x + frame.rem(18.0);
        let room = (area.width - frame.rem(64.0)).max(10.0);
        let body = Rect::new(left, y + 3.0, (room * px(bar.value)).max(1.0), line - 6.0);
        scene.rect(
            body,
            Ink::fill(palette.value(0.3 + 0.7 * bar.value, Scale::Share)),
        );
        let style = Type::sans(frame.rem(11.0));
        let text = number::text(bar.value);
        scene.text(
            &text,
            at(body.right() + 4.0, foot),
            style,
            palette.secondary,
        );
    }
}
