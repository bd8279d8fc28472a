//! What the fills and widths mean, always in sight.

use super::{Picture, family, scale};
use crate::draw::painter::{Align, Ink, Painter, Rect, Type, at};
use crate::draw::scene::Scene;
use crate::draw::theme::{Palette, Scale};
use crate::explain::number;
use crate::explain::range::Family;

/// The length of a colour ramp, CSS px.
const RAMP: f32 = 36.0;

impl Picture<'_> {
    pub(super) fn legend(&self, scene: &mut Scene) {
        scene.plain();
        let sizes = self.layout.sizes;
        let baseline = self.frame.height - 8.0;
        let mut x = sizes.edge
            + if sizes.single {
                0.0
            } else {
                sizes.cell.0 + sizes.margin
            };
        let limit = self.frame.width - sizes.edge - sizes.cell.0 - sizes.margin;
        for (name, scale) in self.scales() {
            let (low, high) = scale.ends();
            let (low, high) = (short(low), short(high));
            let style = Type::sans(11.0);
            let widths = [name, &low, &high].map(|text| scene.measure(text, style).width);
            let whole: f32 = widths.iter().sum::<f32>() + RAMP + 16.0;
            if x + whole > limit {
                break;
            }
            let color = self.palette.secondary;
            scene.text(name, at(x, baseline), style, color);
            x += widths[0] + 6.0;
            scene.text(&low, at(x, baseline), style, color);
            x += widths[1] + 4.0;
            ramp(
                scene,
                Rect::new(x, baseline - 8.0, RAMP, 8.0),
                scale,
                self.palette,
            );
            x += RAMP + 4.0;
            scene.text(&high, at(x, baseline), style, color);
            x += widths[2] + 18.0;
        }
        if self.graph.backward {
            let style = Type::sans(11.0).align(Align::End);
            let place = at(self.frame.width - sizes.edge - sizes.cell.0 - 8.0, baseline);
            if x + 170.0 < place.x {
                scene.text(
                    "ribbon width: log of the norm",
                    place,
                    style,
                    self.palette.gradient,
                );
            }
        }
    }

    /// The scales in this picture, by name.
    fn scales(&self) -> Vec<(&'static str, Scale)> {
        let all = [
            ("gates", Family::Gate),
            ("states", Family::State),
            ("memory", Family::Memory),
            ("sums", Family::Sums),
        ];
        let nodes = &self.graph.nodes;
        let mut scales: Vec<_> = all
            .into_iter()
            .filter_map(|(name, wanted)| {
                let node = nodes.iter().find(|node| family(node) == wanted)?;
                Some((name, scale(self.graph, node)))
            })
            .collect();
        if self.graph.backward {
            scales.insert(0, ("gradient", Scale::Signed(self.graph.ranges.grads)));
            scales.truncate(3);
        }
        scales
    }
}

/// A ramp through a scale.
pub(crate) fn ramp(scene: &mut Scene, area: Rect, scale: Scale, palette: &Palette) {
    let (low, high) = scale.ends();
    let pixels: Vec<u8> = (0_u8..24)
        .map(|step| low + (high - low) * (f64::from(step) + 0.5) / 24.0)
        .map(|value| palette.value(value, scale))
        .flat_map(|color| [color.r, color.g, color.b, color.a])
        .collect();
    scene.image(area, 24, 1, &pixels);
    scene.rect(area, Ink::line(palette.line, 0.75));
}

fn short(value: f64) -> String {
    let text = number::significant(value, 1).text();
    if value == 0.0 { "0".to_owned() } else { text }
}
