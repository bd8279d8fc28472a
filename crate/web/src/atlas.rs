//! All images of a scene in one bitmap: a browser takes longer to make a bitmap than to paint a whole column of cells,
//! so there is one, made once and filled once a frame.

use wasm_bindgen::{Clamped, JsCast};
use web_sys::{ImageData, OffscreenCanvas, OffscreenCanvasRenderingContext2d};

use view::draw::Scene;
use view::draw::scene::Shape;

/// The least width of the bitmap: columns of cells stand side by side in it.
const WIDTH: u32 = 512;

/// The images of the scene painted last.
#[derive(Default)]
pub(super) struct Atlas {
    bitmap: Option<Bitmap>,
    slots: Vec<Slot>,
}

/// Where an image lies in the bitmap.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) cols: u32,
    pub(super) rows: u32,
}

struct Bitmap {
    canvas: OffscreenCanvas,
    context: OffscreenCanvasRenderingContext2d,
}

impl Atlas {
    /// Takes over the images among these shapes of a scene, in the order in which they are painted.
    pub(super) fn fill(&mut self, scene: &Scene, part: impl Fn(usize) -> bool) {
        let shapes = scene.shapes.iter().enumerate();
        let painted = shapes.filter(|(number, _)| part(*number));
        let images: Vec<_> = painted.filter_map(|(_, shape)| image(shape)).collect();
        let (width, height) = self.arrange(&images);
        if images.is_empty() {
            return;
        }
        let mut pixels = vec![0; 4 * width as usize * height as usize];
        for ((_, _, rgba), slot) in images.iter().zip(&self.slots) {
            copy(rgba, *slot, width, &mut pixels);
        }
        // Where the browser refuses, the images are missing and all else is painted.
        if self.make_room(width, height).is_none() {
            self.slots.clear();
        } else if let Some(bitmap) = &self.bitmap {
            let data = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels), width, height);
            let _ = data.and_then(|data| bitmap.context.put_image_data(&data, 0.0, 0.0));
        }
    }

    /// The bitmap, and where the image of this number lies in it.
    pub(super) fn get(&self, number: usize) -> Option<(&OffscreenCanvas, Slot)> {
        Some((&self.bitmap.as_ref()?.canvas, *self.slots.get(number)?))
    }

    /// Places the images in rows from left to right; gives the size of all.
    fn arrange(&mut self, images: &[(u32, u32, &[u8])]) -> (u32, u32) {
        let width = images.iter().map(|image| image.0).fold(WIDTH, u32::max);
        let (mut x, mut y, mut tallest) = (0, 0, 0);
        self.slots.clear();
        for &(cols, rows, _) in images {
            if x + cols > width {
                (x, y, tallest) = (0, y + tallest, 0);
            }
            self.slots.push(Slot { x, y, cols, rows });
            (x, tallest) = (x + cols, tallest.max(rows));
        }
        (width, y + tallest)
    }

    /// A bitmap of at least this size.
    fn make_room(&mut self, width: u32, height: u32) -> Option<()> {
        let fits =
            |bitmap: &Bitmap| bitmap.canvas.width() >= width && bitmap.canvas.height() >= height;
        if self.bitmap.as_ref().is_some_and(fits) {
            return Some(());
        }
        let canvas = OffscreenCanvas::new(width, height.next_power_of_two()).ok()?;
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        self.bitmap = Some(Bitmap { canvas, context });
        Some(())
    }
}

fn image(shape: &(view::draw::painter::MarkId, Shape)) -> Option<(u32, u32, &[u8])> {
    match &shape.1 {
        Shape::Image(_, cols, rows, rgba) => Some((*cols, *rows, rgba)),
        _ => None,
    }
}

fn copy(rgba: &[u8], slot: Slot, width: u32, pixels: &mut [u8]) {
    let row = 4 * slot.cols as usize;
    if row == 0 {
        return;
    }
    for (number, line) in rgba.chunks_exact(row).take(slot.rows as usize).enumerate() {
        let start = 4 * ((slot.y as usize + number) * width as usize + slot.x as usize);
        pixels[start..start + row].copy_from_slice(line);
    }
}
