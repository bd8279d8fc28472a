//! Which shapes of a picture stay as they are from frame to frame: they are painted once, on a layer that lies under
//! the others.
//!
//! Invariant: nothing on the layer lies over anything that is not, so a picture painted over its layer is the picture.

use super::Scene;
use crate::draw::painter::Rect;

/// So many frames in which nothing more begins to move, and a layer is worth painting.
const CALM: usize = 2;
/// A layer of fewer shapes is not.
const FEWEST: usize = 12;
/// How far a shape may reach beyond its box, CSS px: outlines, and edges moved to device pixels.
const REACH: f32 = 6.0;
/// And a text beyond the width that was reckoned for it.
const WIDER: f32 = 0.2;

/// How a picture is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// All of it; what was on a layer is out of date.
    Whole,
    /// What stays anew on the layer, then the rest over it.
    Anew,
    /// What does not stay over the layer as it is.
    Over,
}

/// What is known of a picture from its last frames.
#[derive(Clone, Debug, Default)]
pub struct Still {
    /// What has changed since the picture is this one.
    moved: Vec<bool>,
    /// For how many frames nothing more has.
    calm: usize,
    /// What is on the layer; nothing while there is none.
    layer: Option<Vec<bool>>,
}

impl Still {
    /// Looks at a picture and the one painted before it.
    pub fn next(&mut self, before: Option<&Scene>, now: &Scene) -> Way {
        let before = before.filter(|before| now.page.a == u8::MAX && before.is_alike(now));
        let Some(before) = before else {
            *self = Self::default();
            return Way::Whole;
        };
        let pairs = before.shapes.iter().zip(&now.shapes);
        let changed: Vec<bool> = pairs.map(|((_, a), (_, b))| a != b).collect();
        self.moved.resize(changed.len(), false);
        let count = changed.iter().filter(|changed| **changed).count();
        if 4 * count > 3 * changed.len() {
            *self = Self::default();
            return Way::Whole;
        }
        let mut is_calm = true;
        for (moved, changed) in self.moved.iter_mut().zip(changed) {
            is_calm &= *moved || !changed;
            *moved |= changed;
        }
        if !is_calm {
            (self.calm, self.layer) = (0, None);
            return Way::Whole;
        }
        self.calm += 1;
        if self.layer.is_some() {
            return Way::Over;
        }
        if self.calm < CALM {
            return Way::Whole;
        }
        let layer = self.lowest(now);
        if layer.iter().filter(|is_on| **is_on).count() < FEWEST {
            return Way::Whole;
        }
        self.layer = Some(layer);
        Way::Anew
    }

    /// Whether the shape of this number is on the layer.
    #[must_use]
    pub fn has(&self, shape: usize) -> bool {
        self.layer.as_ref().is_some_and(|layer| layer[shape])
    }

    /// The layer is gone; the next picture is painted whole.
    pub fn forget(&mut self) {
        (self.calm, self.layer) = (0, None);
    }

    /// What has not moved, and lies over nothing that is painted later than the layer.
    fn lowest(&self, scene: &Scene) -> Vec<bool> {
        let mut later: Vec<Rect> = vec![];
        let shapes = scene.shapes.iter().zip(&self.moved);
        shapes
            .map(|((_, shape), moved)| {
                let own = shape.bounds();
                let wider = if shape.is_text() {
                    WIDER * own.width
                } else {
                    0.0
                };
                let own = own.grown(REACH + shape.outline() + wider);
                let stays = !moved && !later.iter().any(|other| other.overlaps(own));
                if !stays {
                    later.push(own);
                }
                stays
            })
            .collect()
    }
}

impl Scene {
    /// Whether it has the same frame and as many shapes.
    fn is_alike(&self, other: &Self) -> bool {
        self.size == other.size
            && self.page == other.page
            && self.shapes.len() == other.shapes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::painter::{Ink, Painter, Rgba, Size};

    /// A row of boxes, a few of them filled by a number; the last lies over the first.
    fn picture(number: u32) -> Scene {
        let size = Size {
            width: 4000.0,
            height: 100.0,
        };
        let mut scene = Scene::new(size, Rgba::hex(0xFF_FFFF));
        for (at, x) in (0_u16..60).map(|at| (u32::from(at), f32::from(at) * 50.0)) {
            let color = if at % 10 == 0 { number } else { at };
            scene.rect(Rect::new(x, 0.0, 10.0, 10.0), Ink::fill(Rgba::hex(color)));
        }
        scene.rect(Rect::new(5.0, 5.0, 10.0, 10.0), Ink::fill(Rgba::hex(1)));
        scene
    }

    #[test]
    fn what_has_stayed_for_some_frames_is_painted_once_and_the_rest_over_it() {
        let mut still = Still::default();
        let pictures: Vec<Scene> = (100..106).map(picture).collect();
        let mut ways = vec![still.next(None, &pictures[0])];
        ways.extend(
            pictures
                .windows(2)
                .map(|two| still.next(Some(&two[0]), &two[1])),
        );
        let wanted = [
            Way::Whole,
            Way::Whole,
            Way::Whole,
            Way::Anew,
            Way::Over,
            Way::Over,
        ];
        assert_eq!(ways, wanted);
        let last = pictures[0].shapes.len() - 1;
        for shape in 0..last {
            assert_eq!(still.has(shape), shape % 10 != 0, "{shape}");
        }
        assert!(!still.has(last), "it lies over what moves");
    }

    #[test]
    fn what_begins_to_move_leaves_the_layer_and_another_picture_begins_anew() {
        let mut still = Still::default();
        for _ in 0..4 {
            still.next(Some(&picture(7)), &picture(7));
        }
        assert!(still.has(3));
        let mut other = picture(7);
        let (_, shape) = &mut other.shapes[3];
        *shape = super::super::Shape::Rect(Rect::new(0.0, 50.0, 9.0, 9.0), Ink::default());
        assert_eq!(still.next(Some(&picture(7)), &other), Way::Whole);
        assert!(!still.has(4), "there is no layer until it is calm again");
        assert_eq!(still.next(Some(&other), &other), Way::Whole);
        assert_eq!(still.next(Some(&other), &other), Way::Anew);
        assert!(still.has(4) && !still.has(3));
        still.forget();
        assert_eq!(still.next(Some(&other), &other), Way::Whole, "forgotten");
        let mut longer = picture(7);
        longer.rect(Rect::new(0.0, 90.0, 1.0, 1.0), Ink::default());
        assert_eq!(still.next(Some(&other), &longer), Way::Whole);
        let mut clear = picture(7);
        clear.page.a = 0;
        for _ in 0..5 {
            assert_eq!(still.next(Some(&clear), &clear), Way::Whole);
        }
    }
}
