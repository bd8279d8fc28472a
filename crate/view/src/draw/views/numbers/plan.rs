//! How the equations are set: the size of things, and which piece stands on which line.
//!
//! Invariant: an equation that fits on a line of its own is not broken, and what is broken is broken before
//! a sign.

use super::super::column::count;
use super::{Page, sign_type, written};
use crate::draw::Scene;
use crate::draw::label::Label;
use crate::draw::painter::{Painter, Rect};
use crate::explain::behind::{self, Piece, Sign};

/// How large things are set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// A column across.
    pub(super) cell: f32,
    /// An entry of a matrix across.
    pub(super) entry: f32,
    /// A letter over a column.
    pub(super) letter: f32,
    /// Between pieces.
    pub(super) gap: f32,
}

/// From the largest to the smallest.
pub(super) const LEVELS: [Sizes; 8] = [
    sizes(52.0, 44.0, 16.0, 6.0),
    sizes(46.0, 38.0, 16.0, 5.0),
    sizes(42.0, 32.0, 15.0, 4.0),
    sizes(38.0, 26.0, 15.0, 3.0),
    sizes(38.0, 22.0, 14.0, 2.0),
    sizes(38.0, 10.0, 14.0, 2.0),
    sizes(38.0, 6.0, 14.0, 1.0),
    sizes(36.0, 3.0, 13.0, 0.0),
];

/// So many of them are large.
pub(super) const LARGE: usize = 3;

pub(super) const fn sizes(cell: f32, entry: f32, letter: f32, gap: f32) -> Sizes {
    Sizes {
        cell,
        entry,
        letter,
        gap,
    }
}

/// Over the columns of a line: their letters, CSS px.
pub(super) const ABOVE: f32 = 24.0;
/// Under the columns of a line, where something is said about them.
pub(super) const BELOW: (f32, f32) = (14.0, 32.0);
/// At the lower edge: what the fills mean.
pub(super) const LEGEND: f32 = 20.0;
/// The height of a row of numbers.
pub(super) const ROW: (f32, f32) = (15.0, 24.0);
/// Columns with more rows are strips, and the least height of a line of them.
pub(super) const STRIP: (usize, f32) = (8, 72.0);
/// Between two equations on one line.
pub(super) const APART: f32 = 30.0;
/// The widest and narrowest a heat map is drawn.
pub(super) const MAP: (f32, f32) = (24.0, 180.0);

/// One piece in its place on a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub(super) equation: usize,
    pub(super) piece: usize,
    pub(super) width: f32,
    /// What is left free before it.
    pub(super) before: f32,
}

/// A line of pieces.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) slots: Vec<Slot>,
    pub(super) width: f32,
    pub(super) rows: usize,
    pub(super) below: f32,
}

#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) sizes: Sizes,
    pub(super) lines: Vec<Line>,
    /// Equations that found no room.
    pub(super) dropped: usize,
}

impl Page<'_> {
    /// The largest setting in which everything has room; else the smallest, with what has none left out.
    pub(super) fn plan(&self, scene: &Scene) -> Plan {
        let all: Vec<usize> = (0..self.input.behind.equations.len()).collect();
        let major: Vec<usize> = all
            .iter()
            .copied()
            .filter(|&own| !self.input.behind.equations[own].minor)
            .collect();
        // What says no more than another equation is only there while all is still large.
        let large = LARGE.min(LEVELS.len());
        let tries = [(&all, 0..large), (&major, 0..LEVELS.len())];
        for (shown, levels) in tries {
            for &sizes in LEVELS[levels].iter().filter(|_| !shown.is_empty()) {
                let lines = self.lines(scene, shown, sizes);
                if self.fits(&lines) {
                    let dropped = all.len() - shown.len();
                    return Plan {
                        sizes,
                        lines,
                        dropped,
                    };
                }
            }
        }
        let sizes = LEVELS[LEVELS.len() - 1];
        let mut shown = if major.is_empty() { all.clone() } else { major };
        while shown.len() > 1 && !self.fits(&self.lines(scene, &shown, sizes)) {
            shown.pop();
        }
        Plan {
            sizes,
            lines: self.lines(scene, &shown, sizes),
            dropped: all.len() - shown.len(),
        }
    }

    pub(super) fn fits(&self, lines: &[Line]) -> bool {
        let room = self.frame.width - 2.0 * self.edge();
        let high: f32 = lines.iter().map(least_height).sum();
        high <= self.frame.height - LEGEND && lines.iter().all(|line| line.width <= room)
    }

    pub(super) fn lines(&self, scene: &Scene, shown: &[usize], sizes: Sizes) -> Vec<Line> {
        let room = self.frame.width - 2.0 * self.edge();
        let mut lines = vec![Line::default()];
        for &equation in shown {
            let runs = self.runs(scene, equation, sizes);
            let whole: f32 = runs.iter().map(|run| run_width(run)).sum();
            for (number, run) in runs.iter().enumerate() {
                let line = lines.last().expect("there is always a line");
                let apart = match (number, line.slots.len()) {
                    (0, 1..) => APART,
                    _ => 0.0,
                };
                // An equation that fits on a line of its own is not broken.
                let wanted = if number == 0 && whole <= room {
                    whole
                } else {
                    run_width(run)
                };
                if line.slots.is_empty() || line.width + apart + wanted <= room {
                    self.put(&mut lines, run, apart);
                } else {
                    lines.push(Line::default());
                    self.put(&mut lines, run, 0.0);
                }
            }
        }
        lines
    }

    /// Puts pieces at the end of the last line.
    pub(super) fn put(&self, lines: &mut [Line], run: &[Slot], apart: f32) {
        let Some(line) = lines.last_mut() else { return };
        for (place, slot) in run.iter().enumerate() {
            let extra = if place == 0 { apart } else { 0.0 };
            line.slots.push(Slot {
                before: slot.before + extra,
                ..*slot
            });
            line.rows = line.rows.max(rows(self.piece(slot)));
            line.below = line.below.max(self.below(slot));
        }
        line.width += apart + run_width(run);
    }

    /// What is said under a piece takes room.
    pub(super) fn below(&self, slot: &Slot) -> f32 {
        let own = self.equation(slot);
        let said = own
            .spans
            .iter()
            .any(|(from, to, _)| (*from..=*to).contains(&slot.piece));
        let noted = matches!(self.piece(slot), Piece::Column(columns) if columns.iter().any(|own| own.note.is_some()));
        match (said, noted) {
            (true, _) => BELOW.1,
            (false, true) => BELOW.0,
            (false, false) => 0.0,
        }
    }

    /// The pieces of an equation in runs that stay on one line: broken before +, − and =.
    pub(super) fn runs(&self, scene: &Scene, equation: usize, sizes: Sizes) -> Vec<Vec<Slot>> {
        let mut runs: Vec<Vec<Slot>> = vec![];
        let mut depth = 0;
        for (piece, own) in self.input.behind.equations[equation]
            .pieces
            .iter()
            .enumerate()
        {
            match own {
                Piece::Sign(Sign::Open | Sign::Norm) => depth += 1,
                Piece::Sign(Sign::Close | Sign::NormSquared) => depth -= 1,
                _ => {}
            }
            let breaks = matches!(
                own,
                Piece::Sign(Sign::Plus | Sign::Minus | Sign::Equals | Sign::And)
            );
            let slot = Slot {
                equation,
                piece,
                width: width(scene, own, sizes),
                before: if piece == 0 { 0.0 } else { sizes.gap },
            };
            match runs.last_mut() {
                Some(run) if !breaks || depth > 0 => run.push(slot),
                _ => runs.push(vec![slot]),
            }
        }
        runs
    }
}

/// Whether a matrix is too large for numbers.
pub(super) fn is_map(own: &behind::Matrix) -> bool {
    own.rows > STRIP.0 || own.cols > STRIP.0 + 4
}

/// The height of a piece: its rows, or as much as there is for a strip.
pub(super) fn height(piece: &Piece, line: &Line, area: Rect) -> f32 {
    let own = rows(piece);
    let row = (area.height / count(line.rows.max(1))).min(ROW.1);
    if line.rows <= STRIP.0 || own > STRIP.0 {
        return (area.height * count(own) / count(line.rows.max(1))).min(if own > STRIP.0 {
            area.height
        } else {
            row * count(own)
        });
    }
    (count(own) * 18.0).min(area.height)
}

/// How wide a piece stands.
pub(super) fn width(scene: &Scene, piece: &Piece, sizes: Sizes) -> f32 {
    match piece {
        Piece::Column(columns) => {
            let names: f32 = columns
                .iter()
                .map(|own| Label::of(own.prefix, &own.label).width(scene, sizes.letter))
                .sum();
            let between = 8.0 * count(columns.len().saturating_sub(1));
            sizes.cell.max(names + between + 2.0)
        }
        Piece::Row(columns) => {
            let rows: usize = columns.iter().map(|own| own.values.len()).sum();
            map_width(rows, sizes)
        }
        Piece::Matrix(own) if own.cols == 1 => sizes.cell,
        Piece::Matrix(own) if is_map(own) => map_width(
            own.cols,
            Sizes {
                entry: sizes.entry.min(8.0),
                ..sizes
            },
        ),
        Piece::Matrix(own) => map_width(own.cols, sizes),
        Piece::Sign(Sign::Beside) => 0.0,
        other => {
            let style = sign_type();
            scene.measure(&written(other), style).width + 4.0
        }
    }
}

pub(super) fn run_width(run: &[Slot]) -> f32 {
    run.iter().map(|slot| slot.width + slot.before).sum()
}

pub(super) fn rows(piece: &Piece) -> usize {
    match piece {
        Piece::Column(columns) => columns.iter().map(|own| own.values.len()).sum(),
        Piece::Matrix(own) => own.rows,
        _ => 1,
    }
}

pub(super) fn least_height(line: &Line) -> f32 {
    let inner = if line.rows <= STRIP.0 {
        count(line.rows) * ROW.0
    } else {
        STRIP.1
    };
    ABOVE + inner + line.below
}

pub(super) fn best_height(line: &Line) -> f32 {
    let inner = if line.rows <= STRIP.0 {
        count(line.rows) * ROW.1
    } else {
        (count(line.rows) * 9.0).clamp(STRIP.1, 220.0)
    };
    ABOVE + inner + line.below
}

pub(super) fn map_width(cols: usize, sizes: Sizes) -> f32 {
    let whole = count(cols) * sizes.entry;
    if cols <= STRIP.0 + 4 {
        whole
    } else {
        whole.clamp(MAP.0, MAP.1)
    }
}
