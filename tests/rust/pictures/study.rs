//! The pictures of the Gradients lab at every size: no text too small to read, none outside its frame.

use labs::gradients::draw::study::{chain, factors, plane};
use labs::gradients::explain::study;
use labs::gradients::explain::study::pictures;
use labs::gradients::recurrent::{BaseKind, Compare, Study};
use labs::gradients::run::study::Examined;
use view::draw::scene::{Shape, text_box};
use view::draw::views::Frame;
use view::draw::{Scene, Theme};

use crate::study::examined;

fn scenes(examined: &Examined, k: usize, frame: &Frame) -> Vec<(&'static str, Scene)> {
    let picture = pictures::chain(examined, k);
    let bracket = chain::Chain {
        picture: &picture,
        has_bracket: true,
        come: None,
        pulse: None,
    };
    let points = pictures::plane(examined);
    let reach = points.as_ref().map_or(1.0, |points| points.reach);
    vec![
        ("chain", chain::chain(&bracket, frame, Some("k.1"))),
        ("decay", study::decay(examined, k).scene(frame, Some("k.1"))),
        (
            "plane",
            plane::plane(points.as_ref(), reach, frame, Some("eig.1")),
        ),
        (
            "factors",
            factors::factors(
                &pictures::factors(examined, k, factors::room(frame)),
                frame,
                None,
            ),
        ),
        (
            "matrix",
            study::matrix(examined)
                .expect("one matrix")
                .scene(frame, Some("W.r1.c1")),
        ),
        ("forward", study::forward(examined, k).scene(frame, None)),
    ]
}

#[test]
fn every_text_can_be_read_and_stands_in_its_frame() {
    let studies = [
        Study::default(),
        Study {
            rho: Some(1e6),
            steps: 60.0,
            ..Study::default()
        },
        Study {
            base: BaseKind::Nonnormal,
            hidden_size: 2.0,
            ..Study::default()
        },
        Study {
            rho: Some(1.2),
            steps: 500.0,
            hidden_size: 2.0,
            activation: "tanh".to_owned(),
            input_scale: 1.0,
            compare: Compare::Both,
            ..Study::default()
        },
    ];
    for study in studies {
        let examined = examined(study);
        for (width, height) in [
            (718.0, 200.0),
            (433.0, 280.0),
            (372.0, 209.0),
            (640.0, 180.0),
        ] {
            for k in [1, examined.steps() / 2, examined.steps()] {
                let frame = Frame {
                    width,
                    height,
                    theme: Theme::Light,
                    font_size: 16.0,
                };
                for (name, scene) in scenes(&examined, k, &frame) {
                    for (_, shape) in &scene.shapes {
                        let Shape::Text(text, place, style, _) = shape else {
                            continue;
                        };
                        let seen = text_box(text, *place, *style);
                        let at = format!("{name} {width} x {height}, k {k}: “{text}” {seen:?}");
                        assert!(
                            style.size >= 11.0 || text.chars().all(|c| !c.is_ascii_alphanumeric()),
                            "{at}"
                        );
                        assert!(seen.x >= -4.0 && seen.right() <= width + 6.0, "{at}");
                    }
                }
            }
        }
    }
}
