//! The pictures on the page: painted, and kept for pointing, walking and export.
//!
//! Invariant: every picture that is painted is kept, so that the next one of its view is compared with what stands on
//! the screen.

use std::collections::BTreeMap;

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::canvas::{self, Brushes, Part};
use view::draw::Scene;
use view::draw::scene::{Still, Way};

/// The pictures painted last, by view.
#[derive(Default)]
pub(super) struct Gallery {
    hung: BTreeMap<String, Hung>,
    brushes: Brushes,
}

#[derive(Default)]
struct Hung {
    scene: Option<Scene>,
    still: Still,
    layer: Option<Layer>,
}

/// What stays from frame to frame, as it is painted on a canvas of this many device pixels.
struct Layer {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    size: (u32, u32),
    ratio: f64,
}

impl Gallery {
    /// Paints a picture; answers whether there was anything to paint.
    pub(super) fn paint(
        &mut self,
        view: &str,
        scene: Scene,
        context: &CanvasRenderingContext2d,
        ratio: f64,
    ) -> bool {
        if !self.hung.contains_key(view) {
            self.hung.insert(view.to_owned(), Hung::default());
        }
        let Some(hung) = self.hung.get_mut(view) else {
            return false;
        };
        hung.paint(&scene, context, ratio, &mut self.brushes);
        hung.keep(scene)
    }

    /// The picture of a view that was painted last.
    pub(super) fn get(&self, view: &str) -> Option<&Scene> {
        self.hung.get(view)?.scene.as_ref()
    }

    /// Paints the next pictures whole: what they are written with has changed.
    pub(super) fn forget_layers(&mut self) {
        for hung in self.hung.values_mut() {
            hung.still.forget();
            hung.layer = None;
        }
    }
}

impl Hung {
    fn keep(&mut self, scene: Scene) -> bool {
        let has_anything = !scene.shapes.is_empty();
        self.scene = Some(scene);
        has_anything
    }

    fn paint(
        &mut self,
        scene: &Scene,
        context: &CanvasRenderingContext2d,
        ratio: f64,
        brushes: &mut Brushes,
    ) {
        let way = self.still.next(self.scene.as_ref(), scene);
        let canvas = context.canvas();
        self.layer = match (way, &canvas) {
            (Way::Over, Some(canvas)) => self.layer.take().filter(|it| it.fits(canvas, ratio)),
            (Way::Anew, Some(canvas)) => self.new_layer(scene, canvas, ratio, brushes),
            _ => None,
        };
        let Some(layer) = &self.layer else {
            if way != Way::Whole {
                self.still.forget();
            }
            canvas::paint(scene, context, ratio, brushes, &Part::whole());
            return;
        };
        canvas::lay(context, &layer.canvas);
        let part = Part::above(|shape| !self.still.has(shape));
        canvas::paint(scene, context, ratio, brushes, &part);
    }

    /// What stays, painted; nothing where the browser refuses.
    fn new_layer(
        &self,
        scene: &Scene,
        canvas: &HtmlCanvasElement,
        ratio: f64,
        brushes: &mut Brushes,
    ) -> Option<Layer> {
        let layer = Layer::new(canvas, ratio)?;
        let part = Part::below(|shape| self.still.has(shape));
        canvas::paint(scene, &layer.context, ratio, brushes, &part);
        Some(layer)
    }
}

impl Layer {
    /// An empty one for pictures on this canvas; nothing where the browser refuses.
    fn new(canvas: &HtmlCanvasElement, ratio: f64) -> Option<Self> {
        let own: HtmlCanvasElement = canvas.clone_node().ok()?.unchecked_into();
        let context = own.get_context("2d").ok()??;
        Some(Self {
            canvas: own,
            context: context.unchecked_into(),
            size: (canvas.width(), canvas.height()),
            ratio,
        })
    }

    fn fits(&self, canvas: &HtmlCanvasElement, ratio: f64) -> bool {
        self.size == (canvas.width(), canvas.height()) && self.ratio.to_bits() == ratio.to_bits()
    }
}
