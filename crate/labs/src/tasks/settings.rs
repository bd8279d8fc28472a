//! What can be chosen in the Tasks lab.

use crate::setting::Field;
use crate::{choices, settings};
use unrolled::data::Reduce;

choices! {
    /// What is made of a sequence.
    pub enum Wiring {
        /// One answer for the whole.
        One = "one" "many to one",
        /// An answer at each step.
        Each = "each" "many to many",
        /// Another sequence.
        Sequence = "sequence" "sequence to sequence",
    }
}

choices! {
    /// What one answer is read from.
    pub enum Pool {
        /// The state after the last step.
        Last = "last" "the last state",
        /// The mean of all states.
        Mean = "mean" "the mean of all states",
    }
}

choices! {
    /// Which ways a sequence is read.
    pub enum Ways {
        /// From the first step to the last.
        Forward = "one" "forwards",
        /// Both ways, the states side by side.
        Both = "two" "both ways",
    }
}

choices! {
    /// What the outputs should be.
    pub enum Goal {
        /// The sum of the marked values so far.
        Sum = "sum" "sum of the marked values so far",
        /// The first number of the next step.
        Next = "next" "first number of the next step",
        /// Nothing at all.
        Zero = "zero" "zero",
    }
}

choices! {
    /// Where padding stands.
    pub enum Side {
        /// After the sequence.
        Right = "right" "after the sequence",
        /// Before it.
        Left = "left" "before it",
    }
}

choices! {
    /// How the losses become one number.
    pub enum Total {
        /// The mean over steps.
        Steps = "steps" "mean over steps",
        /// The mean over sequences of each one's mean.
        Sequences = "sequences" "mean over sequences",
        /// The sum.
        Sum = "sum" "sum",
    }
}

impl Total {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Steps, Self::Sequences, Self::Sum];

    /// As a batch has it.
    #[must_use]
    pub fn reduce(self) -> Reduce {
        match self {
            Self::Steps => Reduce::Mean,
            Self::Sequences => Reduce::SequenceMean,
            Self::Sum => Reduce::Sum,
        }
    }
}

choices! {
    /// Which axis the network takes for the first.
    pub enum Layout {
        /// B, T, D.
        BatchFirst = "batch" "batch first (B, T, D)",
        /// T, B, D.
        TimeFirst = "time" "time first (T, B, D)",
    }
}

choices! {
    /// In which order the axes of the data stand.
    pub enum Order {
        /// Sequences, steps, features.
        Btd = "btd" "B, T, D",
        /// Steps, sequences, features.
        Tbd = "tbd" "T, B, D",
        /// Sequences, features, steps.
        Bdt = "bdt" "B, D, T",
        /// Features, sequences, steps.
        Dbt = "dbt" "D, B, T",
        /// Steps, features, sequences.
        Tdb = "tdb" "T, D, B",
        /// Features, steps, sequences.
        Dtb = "dtb" "D, T, B",
    }
}

/// The most sequences of a batch.
pub(super) const MOST_ROWS: usize = 64;

const ONE_OR_EACH: &[(&str, &[&str])] = &[("wiring", &["one", "each"])];
const UNPACKED: &[(&str, &[&str])] = &[("pack", &["false"])];

settings! {
    /// What the Tasks lab is about.
    pub struct TaskSettings in "tasks" {
        /// What is made of a sequence.
        wiring: Wiring = Wiring::Each, Field::new("wiring", "Task", "What is made of a sequence: one answer, an answer at each step, or another sequence.").link("wire");
        /// What one answer is read from.
        pool: Pool = Pool::Last, Field::new("wiring", "Read from", "One answer can be read from the last state alone, or from the mean of all.").link("pool").when(&[("wiring", &["one"])]);
        /// Which ways a sequence is read.
        ways: Ways = Ways::Forward, Field::new("wiring", "Directions", "A second chain can read the sequence from its end; both states then stand side by side.").link("ways").when(ONE_OR_EACH);
        /// Layers.
        layers: f64 = 1.0, Field::new("wiring", "Layers", "Each further layer reads the states of the one below.").whole(1.0, 4.0).link("lay");
        /// Whether it is read live.
        live: bool = false, Field::new("wiring", "Read it live", "Only the steps up to now have been read: what needs later ones cannot be had.").link("live");
        /// The step that is happening now.
        now: f64 = 3.0, Field::new("wiring", "Now", "The step that is happening now.").whole(1.0, 500.0).link("now").when(&[("live", &["true"])]);
        /// Sequences.
        rows: f64 = 4.0, Field::new("batch", "Sequences B", "How many sequences are computed together.").whole(1.0, 64.0).link("B");
        /// Steps of the longest.
        steps: f64 = 6.0, Field::new("batch", "Steps T", "How many steps the longest sequence has.").whole(1.0, 500.0).link("bT").when(&[("text", &[""])]);
        /// How many steps of each are real.
        lengths: Option<Vec<f64>> = Some(vec![6.0, 4.0, 2.0, 5.0]), Field::new("batch", "Lengths", "How many steps of each sequence are real. Drag the end of a row, or type them. Empty: all steps.").whole(1.0, 500.0).link("len").when(&[("text", &[""])]);
        /// The sequence that is looked at, from 1.
        row: f64 = 1.0, Field::new("batch", "Shown", "Which sequence the pictures, the formula and the cursor are about.").whole(1.0, 64.0).link("row");
        /// Sequences of one's own.
        text: String = String::new(), Field::new("batch", "Own sequences", "One line for each step, an empty line between two sequences. Empty: made from the seed. A run document of several sequences opens here too: Paste a run.").link("batch");
        /// What the outputs should be.
        goal: Goal = Goal::Sum, Field::new("batch", "Target", "What the outputs are compared with.").link("goal").when(ONE_OR_EACH);
        /// Whether padding is left out of the loss.
        mask: bool = true, Field::new("padding", "Mask the loss", "Padding counts for nothing: its loss is left out, and no gradient comes from it.").link("mask").when(UNPACKED);
        /// Whether padding is not computed at all.
        pack: bool = false, Field::new("padding", "Pack", "The sequences are sorted by length and the empty corner is cut off: padding is not even computed.").link("pack");
        /// Where padding stands.
        side: Side = Side::Right, Field::new("padding", "Padding stands", "After the sequence, or before it, as generating models have it.").link("side").when(UNPACKED);
        /// What stands in padding.
        pad: f64 = 0.0, Field::new("padding", "Pad value", "What stands where a sequence has no step.").between(-10.0, 10.0, 0.1).link("pad");
        /// How the losses become one number.
        total: Total = Total::Steps, Field::new("padding", "Loss is the", "How the losses of all steps become the one number that is minimised.").link("total");
        /// Steps of a chunk.
        chunk: f64 = 3.0, Field::new("stream", "Chunk length", "A long stream is read in chunks of so many steps.").whole(1.0, 500.0).link("chunk");
        /// Whether a chunk begins where the last one ended.
        carry: bool = true, Field::new("stream", "Carry the state", "A chunk begins with the state the last one ended with; else with zeros.").link("carry");
        /// Whether gradients stop at the start of a chunk.
        detach: bool = true, Field::new("stream", "Detach it", "The state that is carried keeps its value, and no gradient goes back over it.").link("detach").when(&[("carry", &["true"])]);
        /// Which axis the network takes for the first.
        layout: Layout = Layout::BatchFirst, Field::new("shapes", "The network expects", "Which axis is the first.").link("layout");
        /// In which order the axes of the data stand.
        order: Order = Order::Btd, Field::new("shapes", "The data comes as", "In which order the axes of the data stand.").link("axes");
    }
}
