//! What a person has chosen: the part of the product's shared state that decides what is computed.
//!
//! Invariant: a [`Setup`] comes from outside and may hold anything; [`Setup::scenario`] either makes a
//! complete, runnable [`Scenario`] of it or says which field is wrong, and changes nothing.

mod attn;
mod check;
mod clip;
pub mod hand;
mod holds;
mod kinds;
mod reach;
mod start;
mod target;
mod weights;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::sequence::Sequence;
use crate::declared::Own;
use crate::gradients::recurrent::Study;
pub use attn::{
    Against, Answerer, AttnSetup, Feeding, ForcedSetup, Looking, RowSetup, TEMPERATURES, Taught,
    with_weight,
};
pub(super) use check::{finite, state, whole};
pub use clip::{ClipSetup, Clipping};
pub use kinds::{
    BiasKind, HeadKind, HoldSetup, LossAt, LossChoice, LossReduce, LossSetup, WeightsKind,
};
use unrolled::ir::Precision;
use unrolled::model::encoded::Encoded;
use unrolled::model::init::Drawn;
use unrolled::model::scenario::{Scenario, Target};
use unrolled::model::{Biases, CELLS, CellSpec, Head, LossKind, NetworkSpec};

pub use start::{MOST_RATE, MOST_UPDATES, StartKind, StartSetup};
pub use view::draw::views::unrolled::show::{ShowSetup, valves};

/// The widest state that can be set.
pub const MOST_UNITS: usize = 64;

/// The most classes of a softmax head.
pub const MOST_CLASSES: usize = 64;

/// The greatest seed.
pub const MOST_SEED: usize = 9_999_999;

/// What is wrong with a setup, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SetupError {
    /// The field, as in `seq.rows[3]`.
    pub path: String,
    /// What is wrong, as a sentence.
    pub message: String,
}

impl SetupError {
    /// An error at a field.
    #[must_use]
    pub fn at(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            message: message.into(),
        }
    }
}

impl std::fmt::Display for SetupError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

impl std::error::Error for SetupError {}

/// Everything that can be chosen. Whole numbers are kept as they came and checked when used, so that
/// a slip gets a sentence, not a parser's message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Setup {
    /// The kind of cell.
    pub cell: String,
    /// What is chosen about cells, by key; those of other cells wait.
    pub choices: BTreeMap<String, String>,
    /// Hidden units.
    #[serde(rename = "H")]
    pub hidden_size: f64,
    /// One bias vector or PyTorch's two.
    pub bias: BiasKind,
    /// What reads the state.
    pub head: HeadKind,
    /// Classes of a softmax head.
    pub classes: f64,
    /// Where the weights come from.
    pub weights: WeightsKind,
    /// The seed of random weights.
    pub seed: f64,
    /// The forget bias of every unit; as the weights have it if not given.
    pub f_bias: Option<f64>,
    /// The update bias of every unit; as the weights have it if not given.
    pub z_bias: Option<f64>,
    /// Parameters by PyTorch's name, where the weights are edited as a whole.
    pub edited: Option<BTreeMap<String, Vec<Vec<f64>>>>,
    /// Single parameters changed by hand, by reference (`p.weight_hh_l0.r3.c2`), over whatever weights
    /// there are.
    pub edits: BTreeMap<String, f64>,
    /// Gates held at a value over some steps.
    pub holds: Vec<HoldSetup>,
    /// What everything is computed in.
    pub precision: Precision,
    /// What is read.
    pub seq: Sequence,
    /// How the output is judged.
    pub loss: LossSetup,
    /// What the output should be: numbers or classes, for the last step or for each.
    pub target: Option<Vec<f64>>,
    /// The initial hidden state, zero if not given.
    pub h0: Option<Vec<f64>>,
    /// The initial cell memory, zero if not given.
    pub c0: Option<Vec<f64>>,
    /// Whether the initial states stay as given or are learned.
    pub start: StartSetup,
    /// How many steps back the gradient of each loss goes; to the first step if not given.
    #[serde(rename = "K")]
    pub window: Option<f64>,
    /// After every so many steps the state is detached; never if not given.
    pub detach_every: Option<f64>,
    /// Further steps after which the state is detached.
    pub cuts: Option<Vec<f64>>,
    /// The selected unit, from 1; without a loss the backward pass starts at it.
    pub unit: f64,
    /// Whether two cells stand side by side.
    pub pair: bool,
    /// What the Gradients lab studies.
    pub grad: Study,
    /// How gradients are clipped before a step is taken.
    pub clip: ClipSetup,
    /// What is shown of the unrolled graph.
    pub show: ShowSetup,
    /// What the Attention lab translates.
    pub attn: AttnSetup,
    /// Whether it is translated now.
    pub translating: bool,
    /// What each lab that is declared has of its own.
    pub own: Own,
    /// The lab that is open.
    pub open: String,
}

/// A setup made ready to run, and what there is to say about it.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// What runs.
    pub scenario: Scenario,
    /// Where the parameters really come from.
    pub source: WeightsKind,
    /// How many single parameters stand changed by hand.
    pub edits: usize,
    /// What was done otherwise than chosen, in sentences.
    pub notices: Vec<String>,
}

impl Default for Setup {
    /// The opening scene: the storybook LSTM on the storybook sequence, judged at the end.
    fn default() -> Self {
        let choices = CELLS.iter().flat_map(|cell| cell.choices);
        Self {
            cell: "lstm".to_owned(),
            choices: choices
                .map(|choice| (choice.key.to_owned(), choice.values[0].key.to_owned()))
                .collect(),
            hidden_size: 3.0,
            bias: BiasKind::Single,
            head: HeadKind::Regression,
            classes: 2.0,
            weights: WeightsKind::Storybook,
            seed: 7.0,
            f_bias: None,
            z_bias: None,
            edited: None,
            edits: BTreeMap::new(),
            holds: vec![],
            precision: Precision::Double,
            seq: Sequence::Storybook {},
            loss: LossSetup {
                kind: LossChoice::SquaredError,
                at: LossAt::Last,
                reduce: LossReduce::Sum,
            },
            target: None,
            h0: None,
            c0: None,
            start: StartSetup::default(),
            window: None,
            detach_every: None,
            cuts: None,
            unit: 2.0,
            pair: false,
            grad: Study::default(),
            clip: ClipSetup::default(),
            show: ShowSetup::default(),
            attn: AttnSetup::default(),
            translating: false,
            own: Own::default(),
            open: String::new(),
        }
    }
}

impl Setup {
    /// The same choices for another kind of cell. Single weights and held gates belong to the cell they
    /// were set in and stay behind.
    #[must_use]
    pub fn of_cell(&self, kind: &str) -> Self {
        Self {
            cell: kind.to_owned(),
            edits: BTreeMap::new(),
            holds: vec![],
            ..self.clone()
        }
    }

    /// Whether the other one comes to the same run: it differs at most in what is studied and what is shown.
    #[must_use]
    pub fn has_run_of(&self, other: &Self) -> bool {
        let plain = |setup: &Self| Self {
            grad: Study::default(),
            clip: ClipSetup::default(),
            show: ShowSetup::default(),
            attn: AttnSetup::default(),
            translating: false,
            own: Own::default(),
            open: String::new(),
            ..setup.clone()
        };
        plain(self) == plain(other)
    }

    /// The kind of the cell side by side with this one, if any.
    #[must_use]
    pub fn counterpart(&self) -> Option<&'static str> {
        let cell = CellSpec::of(&self.cell).filter(|_| self.pair)?.cell;
        cell.counterpart().map(|other| other.kind)
    }

    /// Everything that is needed to run what was chosen.
    ///
    /// # Errors
    /// At the first field that cannot be used.
    pub fn scenario(&self) -> Result<Scenario, SetupError> {
        Ok(self.prepared(&mut Drawn::default())?.scenario)
    }

    /// The same with what there is to say about it; weights drawn alike before are not drawn again.
    ///
    /// # Errors
    /// At the first field that cannot be used.
    pub fn prepared(&self, drawn: &mut Drawn) -> Result<Prepared, SetupError> {
        let encoded = self.seq.encode(self.seed()?)?;
        let hidden_size = whole("H", "Hidden units", self.hidden_size, 1..=MOST_UNITS)?;
        let unit = whole("unit", "The unit", self.unit, 1..=MOST_UNITS)?.min(hidden_size);
        let mut notices = Vec::new();
        let target = self.target(&encoded, hidden_size, unit)?;
        let spec = self.network(&encoded, hidden_size, &target)?;
        let program = spec
            .program()
            .map_err(|error| SetupError::at("cell", error.to_string()))?;
        let weights = self.params(&program, &spec, drawn, &mut notices)?;
        let holds = self.holds(&program, encoded.columns.len(), &mut notices)?;
        let reach = self.reach(encoded.columns.len(), &mut notices)?;
        let h0 = state("h0", self.h0.as_deref(), hidden_size)?;
        let c0 = state("c0", self.c0.as_deref(), hidden_size)?;
        let learning = self.start.learning()?;
        let scenario = Scenario {
            spec,
            program,
            params: weights.params,
            unit_names: weights.unit_names,
            encoded,
            h0,
            c0,
            learning,
            learned: None,
            target,
            holds,
            reach,
            precision: self.precision,
        };
        Ok(Prepared {
            scenario,
            source: weights.source,
            edits: weights.edits,
            notices,
        })
    }

    fn cell_spec(&self) -> Result<CellSpec, SetupError> {
        let unknown = || SetupError::at("cell", format!("There is no cell “{}”.", self.cell));
        let mut spec = CellSpec::of(&self.cell).ok_or_else(unknown)?;
        for choice in spec.cell.choices {
            if let Some(value) = self.choices.get(choice.key) {
                let wrong = format!("{}: “{value}” cannot be chosen.", choice.label);
                let error = SetupError::at(format!("choices.{}", choice.key), wrong);
                spec = spec.with(choice.key, value).ok_or(error)?;
            }
        }
        Ok(spec)
    }

    fn network(
        &self,
        encoded: &Encoded,
        hidden_size: usize,
        target: &Target,
    ) -> Result<NetworkSpec, SetupError> {
        let head = match self.head {
            HeadKind::None => Head::None,
            _ if target.kind == LossKind::Linear => Head::None,
            HeadKind::Regression => Head::Linear {
                outputs: 1,
                bias: true,
            },
            HeadKind::Softmax => Head::Linear {
                outputs: self.class_count()?,
                bias: true,
            },
        };
        Ok(NetworkSpec {
            cell: self.cell_spec()?,
            input_size: encoded.input_size(),
            hidden_size,
            biases: Biases {
                input: true,
                hidden: self.bias == BiasKind::Double,
            },
            head,
            loss: Some(target.kind),
        })
    }

    fn class_count(&self) -> Result<usize, SetupError> {
        whole("classes", "Classes", self.classes, 2..=MOST_CLASSES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(change: impl FnOnce(&mut Setup)) -> String {
        let mut setup = Setup::default();
        change(&mut setup);
        setup.scenario().unwrap_err().to_string()
    }

    #[test]
    fn every_cell_has_a_scenario_out_of_the_box() {
        for cell in CELLS {
            let setup = Setup {
                cell: cell.kind.to_owned(),
                ..Setup::default()
            };
            let Prepared {
                scenario, notices, ..
            } = setup.prepared(&mut Drawn::default()).unwrap();
            let is_written = unrolled::model::storybook::storybook(cell.kind).is_some();
            assert_eq!(notices.is_empty(), is_written, "{notices:?}");
            assert_eq!(scenario.unit_names.len(), if is_written { 3 } else { 0 });
        }
    }

    #[test]
    fn numbers_out_of_range_are_refused_with_their_field_and_range() {
        let units = "H: Hidden units must be a whole number from 1 to 64.";
        for bad in [0.0, -1.0, 2.5, 65.0, f64::NAN, f64::INFINITY] {
            assert_eq!(refused(|setup| setup.hidden_size = bad), units);
        }
        assert_eq!(
            refused(|setup| setup.h0 = Some(vec![1.0])),
            "h0: h0 needs 3 numbers; there are 1."
        );
        assert_eq!(
            refused(|setup| setup.target = Some(vec![f64::NAN])),
            "target[0]: The target must be a finite number."
        );
    }

    #[test]
    fn another_width_draws_fresh_weights_and_says_so() {
        let seq = Sequence::Numbers {
            rows: vec![vec![1.0; 5]; 4],
        };
        let prepared = Setup {
            seq,
            ..Setup::default()
        }
        .prepared(&mut Drawn::default())
        .unwrap();
        assert_eq!(
            prepared.notices,
            [
                "Storybook weights fit 2 inputs and 3 units; for 5 inputs and 3 units, orthogonal weights were drawn from seed 7."
            ]
        );
        assert_eq!(
            prepared.scenario.target.kind,
            LossKind::Linear,
            "without a target the loss is off"
        );
    }
}
