//! The sign of each gate, so that it is known without its hue: valve, inlet, shutter, pen, bead, valve on
//! feedback.

use crate::draw::painter::{Ink, Painter, Point, Rgba, at};
use crate::draw::scene::Scene;

/// Draws the sign of a role around a centre, `size` high; roles without a sign draw nothing.
pub(super) fn paint(scene: &mut Scene, role: &str, centre: Point, size: f32, color: Rgba) {
    let unit = size / 12.0;
    let p = |x: f32, y: f32| at(centre.x + x * unit, centre.y + y * unit);
    let line = Ink::line(color, 1.25);
    let fill = Ink::fill(color);
    match role {
        "forget" => {
            scene.path(&[p(-7.0, 0.0), p(7.0, 0.0)], false, line);
            valve(scene, &p, fill);
        }
        "reset" => {
            scene.path(
                &[p(-7.0, 0.0), p(7.0, 0.0), p(7.0, -5.0), p(-5.0, -5.0)],
                false,
                line,
            );
            scene.path(&[p(-7.0, -5.0), p(-4.0, -7.0), p(-4.0, -3.0)], true, fill);
            valve(scene, &p, fill);
        }
        "input" => {
            scene.path(&[p(0.0, -6.0), p(0.0, 2.0)], false, line);
            scene.path(&[p(0.0, 4.5), p(-3.0, 0.0), p(3.0, 0.0)], true, fill);
            scene.path(&[p(-6.0, 5.5), p(6.0, 5.5)], false, line);
        }
        "output" => {
            for y in [-4.5, -1.5, 1.5, 4.5] {
                scene.path(&[p(-6.0, y), p(6.0, y)], false, line);
            }
        }
        "candidate" => {
            scene.path(
                &[
                    p(-5.5, 5.5),
                    p(-4.5, 2.0),
                    p(3.0, -5.5),
                    p(5.5, -3.0),
                    p(-2.0, 4.5),
                ],
                true,
                line,
            );
            scene.path(&[p(-5.5, 5.5), p(-4.8, 3.0), p(-3.0, 4.8)], true, fill);
        }
        "update" => {
            scene.path(&[p(-7.0, 0.0), p(7.0, 0.0)], false, line);
            scene.circle(p(1.5, 0.0), 3.0 * unit, fill);
        }
        _ => {}
    }
}

fn valve(scene: &mut Scene, p: &impl Fn(f32, f32) -> Point, fill: Ink) {
    let bow = [
        p(-4.5, -3.5),
        p(0.0, 0.0),
        p(4.5, -3.5),
        p(4.5, 3.5),
        p(0.0, 0.0),
        p(-4.5, 3.5),
    ];
    scene.path(&bow, true, fill);
}
