//! How far gradients reach back: a window for the gradient of each loss, and cuts after single steps.
//!
//! Invariant: both limits hold together. A gradient goes back through at most `window` cell applications and over no cut.

use std::ops::Range;

/// Limits of the way back; by default none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// How many cell applications the gradient of each loss goes back through; all of them if not given.
    pub window: Option<usize>,
    /// How many losses one after another share a window, which then ends at the last of them; each has its own if not
    /// given. The last window of a sequence begins where a whole one would.
    pub every: Option<usize>,
    /// The steps, from 1 and in order, after which the state is detached: its value passes on, no gradient comes back.
    pub cuts: Vec<usize>,
}

/// Losses whose gradients go back together, and the steps they go back through; both from 0.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// The steps whose losses it begins with.
    pub losses: Range<usize>,
    /// The steps it goes back through.
    pub steps: Range<usize>,
}

impl Reach {
    /// Whether nothing is left out.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.window.is_none() && self.cuts.is_empty()
    }

    /// Whether the state is detached after this step, from 1.
    #[must_use]
    pub fn is_cut_after(&self, step: usize) -> bool {
        self.cuts.binary_search(&step).is_ok()
    }

    /// The steps, from 0, that the gradient of the loss of step `end` (from 1) goes back through.
    #[must_use]
    pub fn stretch(&self, end: usize) -> Range<usize> {
        let cut = self.cuts.iter().rev().find(|cut| **cut < end);
        let whole = end.next_multiple_of(self.every.unwrap_or(1));
        let window = self.window.map_or(0, |window| whole.saturating_sub(window));
        window.max(cut.copied().unwrap_or(0))..end
    }

    /// Every window over a sequence of so many steps.
    #[must_use]
    pub fn windows(&self, steps: usize) -> Vec<Window> {
        let every = self.every.unwrap_or(1);
        let window = |first: usize| {
            let end = (first + every).min(steps);
            Window {
                losses: first..end,
                steps: self.stretch(first + 1).start..end,
            }
        };
        (0..steps).step_by(every).map(window).collect()
    }

    /// Whether some loss's window begins at this step, from 1, so that what it knows of that loss stays there.
    #[must_use]
    pub fn begins_at(&self, step: usize, steps: usize) -> bool {
        step > 1 && self.window.is_some_and(|window| step - 1 + window <= steps)
    }

    /// The stretches of steps, from 0, that backward passes go through: one for each chunk between cuts, or with a
    /// window one for each step.
    #[must_use]
    pub fn stretches(&self, steps: usize) -> Vec<Range<usize>> {
        let last = |end: &usize| self.window.is_some() || *end == steps || self.is_cut_after(*end);
        (1..=steps)
            .filter(last)
            .map(|end| self.stretch(end))
            .collect()
    }

    /// The stretches of steps, from 0, between the cuts.
    #[must_use]
    pub fn chunks(&self, steps: usize) -> Vec<Range<usize>> {
        let within = Self {
            cuts: self.cuts.clone(),
            ..Self::default()
        };
        within.stretches(steps)
    }

    /// How many steps have to be kept at once.
    #[must_use]
    pub fn steps_kept(&self, steps: usize) -> usize {
        let lengths = self
            .stretches(steps)
            .into_iter()
            .map(|stretch| stretch.len());
        lengths.max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(window: Option<usize>, cuts: &[usize]) -> Reach {
        Reach {
            window,
            cuts: cuts.to_vec(),
            ..Reach::default()
        }
    }

    #[test]
    fn a_window_ends_at_a_cut() {
        let both = reach(Some(3), &[4]);
        let stretches: Vec<_> = (1..=6).map(|end| both.stretch(end)).collect();
        assert_eq!(stretches, [0..1, 0..2, 0..3, 1..4, 4..5, 4..6]);
        assert_eq!(both.steps_kept(6), 3);
    }

    #[test]
    fn cuts_leave_one_stretch_each() {
        assert_eq!(reach(None, &[4]).stretches(6), [0..4, 4..6]);
        assert_eq!(reach(None, &[]).stretches(6).len(), 1);
        assert_eq!(reach(None, &[4]).steps_kept(6), 4);
    }

    #[test]
    fn losses_that_share_a_window_go_back_from_the_last_of_them() {
        let shared = Reach {
            every: Some(2),
            ..reach(Some(4), &[])
        };
        let found: Vec<_> = shared
            .windows(5)
            .into_iter()
            .map(|w| (w.losses, w.steps))
            .collect();
        assert_eq!(found, [(0..2, 0..2), (2..4, 0..4), (4..5, 2..5)]);
    }

    #[test]
    fn a_window_begins_where_a_loss_stands_that_many_steps_later() {
        let begins: Vec<_> = (1..=6)
            .filter(|step| reach(Some(3), &[]).begins_at(*step, 6))
            .collect();
        assert_eq!(begins, [2, 3, 4]);
    }
}
