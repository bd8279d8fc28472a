//! The pictures that are found piece by piece, at every size down to a low window: texts can be read, lie in their frame
//! and stand apart, and what is drawn can be pointed at.

use labs::gradients::explain::alone::left_alone;
use labs::gradients::explain::clipping::Clipping;
use labs::gradients::explain::starts::compared;
use labs::gradients::recurrent::Study;
use labs::gradients::run::alone::{Alone, Following};
use labs::gradients::run::starts::{SEEDS, Starts};
use labs::setup::ClipSetup;
use labs::setup::Setup;
use unrolled::run::clip::Clip;
use view::draw::Theme;
use view::draw::scene::{Kind, Scene, Shape, text_box};

use super::frame;

const SIZES: [(f32, f32); 5] = [
    (718.0, 190.0),
    (640.0, 148.0),
    (583.0, 90.0),
    (390.0, 260.0),
    (1200.0, 600.0),
];

fn study() -> Study {
    Study {
        hidden_size: 4.0,
        input_scale: 1.0,
        activation: "tanh".to_owned(),
        ..Study::default()
    }
}

fn clippings() -> Vec<Clipping> {
    let lengths = || (1..=50).map(|seed| f64::from(seed) * 0.7 - 0.7).collect();
    let long: Vec<f64> = (0..64).map(|entry| f64::from(entry) - 20.0).collect();
    let mut all = Vec::new();
    for how in [Clip::Norm, Clip::NormPyTorch, Clip::Value] {
        for tau in [1e-3, 6.5, 1e6] {
            let setup = ClipSetup {
                how,
                tau,
                ..ClipSetup::default()
            };
            let name = || "gradient".to_owned();
            let example = setup.example().to_vec();
            all.push(Clipping::of(name(), example, &setup, vec![]));
            all.push(Clipping::of(name(), long.clone(), &setup, lengths()));
            let empty = vec![0.0, f64::NAN, 1e300];
            all.push(Clipping::of(name(), empty, &setup, lengths()));
        }
    }
    all
}

fn each(mut test: impl FnMut(&str, &Scene)) {
    let model = Setup::default().scenario().unwrap();
    let mut found = Starts::of(&study());
    for seed in 1..=6 {
        let curves = found.under(seed).unwrap();
        found.take(curves);
    }
    let mut long = Alone::of(&study());
    long.take(Following::of(&study(), &model).unwrap().follow(2000));
    for (width, height) in SIZES {
        let frame = frame(width, height, Theme::Light);
        let size = format!("{width} x {height}");
        for k in [0, 1, 20] {
            let panel = compared(&found, &study(), k).panel(SEEDS);
            let scene = panel.scene(&frame, Some("start.orth"));
            test(&format!("starts {size} k {k}"), &scene);
        }
        let scene = left_alone(&long).panel().scene(&frame, None);
        test(&format!("alone {size}"), &scene);
        for (place, clipping) in clippings().iter().enumerate() {
            let scene = clipping.panel(7.0, SEEDS).scene(&frame, Some("g.1"));
            test(&format!("clip {place} {size}"), &scene);
        }
    }
}

#[test]
fn every_text_can_be_read_and_lies_in_its_frame() {
    each(|name, scene| {
        for (_, shape) in &scene.shapes {
            let Shape::Text(text, place, style, _) = shape else {
                continue;
            };
            let seen = text_box(text, *place, *style);
            let at = format!("{name}: “{text}” {seen:?}");
            assert!(style.size >= 11.0, "{at}");
            assert!(
                seen.x >= -2.0 && seen.right() <= scene.size.width + 4.0,
                "{at}"
            );
            assert!(
                seen.y >= -4.0 && seen.bottom() <= scene.size.height + 4.0,
                "{at}"
            );
        }
    });
}

#[test]
fn the_names_of_starts_stand_apart() {
    each(|name, scene| {
        if !name.starts_with("starts") {
            return;
        }
        let boxes: Vec<_> = (scene.marks.iter())
            .filter(|mark| mark.kind == Kind::Cell)
            .map(|mark| mark.bounds)
            .collect();
        assert!(boxes.len() >= 3, "{name}");
        for pair in boxes.windows(2) {
            assert!(pair[1].y - pair[0].y >= 12.0, "{name}: {pair:?}");
        }
    });
}
