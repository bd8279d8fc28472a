//! What a scene is painted with, and the plain shapes it is made of.
//!
//! Invariant: lengths are CSS px, y grows downwards, text stands on its baseline.

/// A place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left edge.
    pub x: f32,
    /// From the top edge.
    pub y: f32,
}

/// Shorthand for a [`Point`].
#[must_use]
pub const fn at(x: f32, y: f32) -> Point {
    Point { x, y }
}

/// How large something is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Across.
    pub width: f32,
    /// Down.
    pub height: f32,
}

/// A box.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Across.
    pub width: f32,
    /// Down.
    pub height: f32,
}

impl Rect {
    /// A box by its left, top, width and height.
    #[must_use]
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self {
            x,
            y,
            width,
            height,
        }
    }

    /// The box of this size around a point.
    #[must_use]
    pub fn around(centre: Point, width: f32, height: f32) -> Self {
        Self::new(
            centre.x - width / 2.0,
            centre.y - height / 2.0,
            width,
            height,
        )
    }

    /// Its middle.
    #[must_use]
    pub fn centre(self) -> Point {
        at(self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// Right edge.
    #[must_use]
    pub fn right(self) -> f32 {
        self.x + self.width
    }

    /// Bottom edge.
    #[must_use]
    pub fn bottom(self) -> f32 {
        self.y + self.height
    }

    /// The same box with every edge moved outwards.
    #[must_use]
    pub fn grown(self, by: f32) -> Self {
        Self::new(
            self.x - by,
            self.y - by,
            self.width + 2.0 * by,
            self.height + 2.0 * by,
        )
    }

    /// The smallest box that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self::new(
            x,
            y,
            self.right().max(other.right()) - x,
            self.bottom().max(other.bottom()) - y,
        )
    }

    /// Whether the two share more than an edge.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// Whether `other` lies wholly inside, with this much slack.
    #[must_use]
    pub fn holds(self, other: Self, slack: f32) -> bool {
        let outer = self.grown(slack);
        other.x >= outer.x
            && other.y >= outer.y
            && other.right() <= outer.right()
            && other.bottom() <= outer.bottom()
    }

    /// How far a point is outside; 0 inside.
    #[must_use]
    pub fn distance(self, point: Point) -> f32 {
        let dx = (self.x - point.x).max(point.x - self.right()).max(0.0);
        let dy = (self.y - point.y).max(point.y - self.bottom()).max(0.0);
        (dx * dx + dy * dy).sqrt()
    }

    /// Its corners in painting order.
    #[must_use]
    pub fn corners(self) -> [Point; 4] {
        [
            at(self.x, self.y),
            at(self.right(), self.y),
            at(self.right(), self.bottom()),
            at(self.x, self.bottom()),
        ]
    }
}

/// A colour; alpha 255 hides what is under it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rgba {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
    /// Opacity.
    pub a: u8,
}

impl Rgba {
    /// An opaque colour written `0xRRGGBB`.
    #[must_use]
    pub const fn hex(rgb: u32) -> Self {
        let [_, r, g, b] = rgb.to_be_bytes();
        Self { r, g, b, a: 255 }
    }

    /// The same colour with its opacity multiplied by `share` in 0 to 1.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 255 by construction"
    )]
    pub fn faded(self, share: f32) -> Self {
        Self {
            a: (f32::from(self.a) * share.clamp(0.0, 1.0)).round() as u8,
            ..self
        }
    }

    /// The colour `share` of the way to another.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 255 by construction"
    )]
    pub fn towards(self, other: Self, share: f32) -> Self {
        let mix = |a: u8, b: u8| {
            (f32::from(a) + (f32::from(b) - f32::from(a)) * share.clamp(0.0, 1.0)).round() as u8
        };
        Self {
            r: mix(self.r, other.r),
            g: mix(self.g, other.g),
            b: mix(self.b, other.b),
            a: mix(self.a, other.a),
        }
    }
}

/// A line's look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub color: Rgba,
    /// Its width.
    pub width: f32,
    /// Lengths of ink and gap in turn; empty = unbroken.
    pub dash: &'static [f32],
}

/// How a shape is filled and outlined.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ink {
    /// The inside.
    pub fill: Option<Rgba>,
    /// The outline.
    pub stroke: Option<Stroke>,
}

impl Ink {
    /// Only the inside.
    #[must_use]
    pub const fn fill(color: Rgba) -> Self {
        Self {
            fill: Some(color),
            stroke: None,
        }
    }

    /// Only the outline, unbroken.
    #[must_use]
    pub const fn line(color: Rgba, width: f32) -> Self {
        Self {
            fill: None,
            stroke: Some(Stroke {
                color,
                width,
                dash: &[],
            }),
        }
    }

    /// The same with an unbroken outline.
    #[must_use]
    pub const fn outlined(self, color: Rgba, width: f32) -> Self {
        Self {
            fill: self.fill,
            stroke: Some(Stroke {
                color,
                width,
                dash: &[],
            }),
        }
    }

    /// The same with its outline broken.
    #[must_use]
    pub fn dashed(self, dash: &'static [f32]) -> Self {
        Self {
            stroke: self.stroke.map(|stroke| Stroke { dash, ..stroke }),
            ..self
        }
    }
}

/// A typeface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Face {
    /// The system's sans.
    #[default]
    Sans,
    /// The same, semibold.
    Strong,
    /// The bundled mathematics font.
    Math,
}

/// Which part of the text stands at its point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Its left end.
    #[default]
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// The look of a text, apart from its colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Type {
    /// Font size.
    pub size: f32,
    /// Typeface.
    pub face: Face,
    /// Which part stands at the point.
    pub align: Align,
    /// Colour of a 3 px halo that keeps it legible over lines and fills.
    pub halo: Option<Rgba>,
}

impl Type {
    /// Sans text of this size that starts at its point.
    #[must_use]
    pub const fn sans(size: f32) -> Self {
        Self {
            size,
            face: Face::Sans,
            align: Align::Start,
            halo: None,
        }
    }

    /// The same in another face.
    #[must_use]
    pub const fn face(self, face: Face) -> Self {
        Self { face, ..self }
    }

    /// The same, with another part at its point.
    #[must_use]
    pub const fn align(self, align: Align) -> Self {
        Self { align, ..self }
    }

    /// The same with a halo.
    #[must_use]
    pub const fn halo(self, color: Rgba) -> Self {
        Self {
            halo: Some(color),
            ..self
        }
    }
}

/// The number of a mark in its scene.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MarkId(pub usize);

/// What a scene is painted with; a [`Scene`](super::Scene) is itself a painter: it records.
pub trait Painter {
    /// What follows belongs to this mark.
    fn id(&mut self, mark: MarkId);
    /// Whether what follows was drawn by plotters; matters only to who hands that back to a backend of plotters'.
    fn plot(&mut self, _by_plotters: bool) {}
    /// A box.
    fn rect(&mut self, r: Rect, ink: Ink);
    /// A line through points, or the polygon they enclose.
    fn path(&mut self, points: &[Point], closed: bool, ink: Ink);
    /// A disc or ring.
    fn circle(&mut self, centre: Point, radius: f32, ink: Ink);
    /// One line of text on its baseline.
    fn text(&mut self, text: &str, at: Point, style: Type, color: Rgba);
    /// `cols` x `rows` colours, four bytes each, row after row, stretched over a box without smoothing.
    fn image(&mut self, r: Rect, cols: u32, rows: u32, rgba: &[u8]);
    /// How large a text is.
    fn measure(&self, text: &str, style: Type) -> Size;
}
