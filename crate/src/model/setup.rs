//! What a person has chosen: the part of the product's shared state that decides what is computed.
//!
//! Invariant: a [`Setup`] comes from outside and may hold anything; [`Setup::scenario`] either makes a
//! complete, runnable [`Scenario`] of it or says which field is wrong, and changes nothing.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::init::{GateBias, Init, draw};
use super::scenario::{Scenario, Target};
use super::sequence::{Encoded, Sequence};
use super::storybook::{self, storybook};
use super::{Biases, CELLS, CellSpec, Head, LossKind, NetworkSpec};
use crate::ir::Program;

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
    /// The forget bias of random weights.
    pub f_bias: f64,
    /// The update bias of random weights.
    pub z_bias: f64,
    /// Parameters by PyTorch's name, where the weights are edited.
    pub edited: Option<BTreeMap<String, Vec<Vec<f64>>>>,
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
    /// The selected unit, from 1; without a loss the backward pass starts at it.
    pub unit: f64,
}

/// One bias vector or two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BiasKind {
    /// `bias_ih_l0` alone.
    Single,
    /// `bias_ih_l0` and `bias_hh_l0`.
    Double,
}

/// What reads the hidden state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HeadKind {
    /// Nothing.
    None,
    /// One number.
    Regression,
    /// A distribution over classes.
    Softmax,
}

/// Where weights come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WeightsKind {
    /// Written by hand, for two inputs and three units.
    Storybook,
    /// Drawn, recurrent blocks orthogonal.
    Orth,
    /// Drawn, normal.
    Gauss,
    /// Drawn, uniform.
    Uniform,
    /// As given.
    Edited,
}

/// Whether there is a loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LossChoice {
    /// None: the backward pass starts at the selected unit of the last state.
    None,
    /// ½‖o - y‖², for numbers.
    SquaredError,
    /// -ln of the predicted probability, for classes.
    CrossEntropy,
}

/// At which steps the output is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LossAt {
    /// At every step.
    Each,
    /// At the last.
    Last,
}

/// How the losses of the steps make one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LossReduce {
    /// Added.
    Sum,
    /// Averaged over the judged steps.
    Mean,
}

/// The loss of a setup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LossSetup {
    /// Whether and how outputs are judged.
    pub kind: LossChoice,
    /// Where.
    pub at: LossAt,
    /// How they are reduced.
    pub reduce: LossReduce,
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
            f_bias: 1.0,
            z_bias: -1.0,
            edited: None,
            seq: Sequence::Storybook {},
            loss: LossSetup {
                kind: LossChoice::SquaredError,
                at: LossAt::Last,
                reduce: LossReduce::Sum,
            },
            target: None,
            h0: None,
            c0: None,
            unit: 2.0,
        }
    }
}

impl Setup {
    /// Everything that is needed to run what was chosen.
    ///
    /// # Errors
    /// At the first field that cannot be used.
    pub fn scenario(&self) -> Result<Scenario, SetupError> {
        let encoded = self.seq.encode()?;
        let hidden_size = whole("H", "Hidden units", self.hidden_size, 1..=MOST_UNITS)?;
        let unit = whole("unit", "The unit", self.unit, 1..=MOST_UNITS)?.min(hidden_size);
        let mut notices = Vec::new();
        let target = self.target(&encoded, hidden_size, unit)?;
        let spec = self.network(&encoded, hidden_size, &target)?;
        let program = spec
            .program()
            .map_err(|error| SetupError::at("cell", error.to_string()))?;
        let (params, unit_names) = self.params(&program, &spec, &mut notices)?;
        let h0 = state("h0", self.h0.as_deref(), hidden_size)?;
        let c0 = state("c0", self.c0.as_deref(), hidden_size)?;
        Ok(Scenario {
            spec,
            program,
            params,
            unit_names,
            encoded,
            h0,
            c0,
            target,
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

    /// What the loss compares with. Without one (or without a target of one's own) the backward pass
    /// starts from dL/dh_T = 1 at the selected unit.
    fn target(
        &self,
        encoded: &Encoded,
        hidden_size: usize,
        unit: usize,
    ) -> Result<Target, SetupError> {
        let steps = encoded.columns.len();
        let kind = match (self.loss.kind, self.head) {
            (LossChoice::None, _) | (_, HeadKind::None) => None,
            (_, HeadKind::Regression) => Some(LossKind::SquaredError),
            (_, HeadKind::Softmax) => Some(LossKind::CrossEntropy),
        };
        let given = self.target.clone().or_else(|| self.storybook_target(kind));
        let (Some(kind), Some(numbers)) = (kind, given) else {
            let mut seed = vec![0.0; hidden_size];
            seed[unit - 1] = 1.0;
            return Ok(Target {
                kind: LossKind::Linear,
                first: steps - 1,
                columns: vec![seed],
                weight: 1.0,
            });
        };
        let first = if self.loss.at == LossAt::Last {
            steps - 1
        } else {
            0
        };
        let wanted = steps - first;
        if numbers.len() != wanted {
            let message = format!(
                "The target needs {wanted} numbers, one for each judged step; there are {}.",
                numbers.len()
            );
            return Err(SetupError::at("target", message));
        }
        for (place, &number) in numbers.iter().enumerate() {
            self.check_target(kind, place, number)?;
        }
        let weight = if self.loss.reduce == LossReduce::Mean {
            1.0 / count(wanted)
        } else {
            1.0
        };
        Ok(Target {
            kind,
            first,
            columns: numbers.iter().map(|number| vec![*number]).collect(),
            weight,
        })
    }

    fn check_target(&self, kind: LossKind, place: usize, number: f64) -> Result<(), SetupError> {
        let path = format!("target[{place}]");
        if kind == LossKind::CrossEntropy {
            whole(
                &path,
                "The target class",
                number,
                0..=self.class_count()? - 1,
            )?;
        } else if !number.is_finite() {
            return Err(SetupError::at(path, "The target must be a finite number."));
        }
        Ok(())
    }

    /// The storybook's own task: the running sum of the marked values, or, in classes, the marker.
    fn storybook_target(&self, kind: Option<LossKind>) -> Option<Vec<f64>> {
        if self.seq != (Sequence::Storybook {}) {
            return None;
        }
        let mut sum = 0.0;
        let each: Vec<f64> = storybook::SEQUENCE
            .iter()
            .map(|[value, marker]| {
                sum += value * marker;
                if kind == Some(LossKind::CrossEntropy) {
                    *marker
                } else {
                    sum
                }
            })
            .collect();
        let first = if self.loss.at == LossAt::Last {
            each.len() - 1
        } else {
            0
        };
        Some(each[first..].to_vec())
    }

    fn params(
        &self,
        program: &Program,
        spec: &NetworkSpec,
        notices: &mut Vec<String>,
    ) -> Result<(Vec<f64>, Vec<&'static str>), SetupError> {
        let (init, instead) = match self.weights {
            WeightsKind::Storybook => match storybook_params(program, spec) {
                Some(found) => return Ok(found),
                None => (
                    Init::Orthogonal,
                    Some("Storybook weights fit 2 inputs and 3 units"),
                ),
            },
            WeightsKind::Edited => match self.edited_params(program)? {
                Some(params) => return Ok((params, vec![])),
                None => (
                    Init::Orthogonal,
                    Some("The edited weights have other sizes"),
                ),
            },
            WeightsKind::Orth => (Init::Orthogonal, None),
            WeightsKind::Gauss => (Init::Gaussian, None),
            WeightsKind::Uniform => (Init::Uniform, None),
        };
        let seed = whole("seed", "The seed", self.seed, 0..=MOST_SEED)?;
        let bias = GateBias {
            forget: finite("fBias", "The forget bias", self.f_bias)?,
            update: finite("zBias", "The update bias", self.z_bias)?,
        };
        if let Some(why) = instead {
            let sizes = (spec.input_size, spec.hidden_size);
            notices.push(format!(
                "{why}; for {} inputs and {} units, orthogonal weights were drawn from seed {seed}.",
                sizes.0, sizes.1
            ));
        }
        Ok((
            draw(program, spec.hidden_size, init, seed as u64, bias),
            vec![],
        ))
    }

    /// The parameters as given; `None` where they are for other sizes.
    fn edited_params(&self, program: &Program) -> Result<Option<Vec<f64>>, SetupError> {
        let Some(edited) = &self.edited else {
            return Ok(None);
        };
        let mut params = Vec::with_capacity(program.param_count());
        for spec in &program.params {
            let Some(rows) = edited.get(&spec.name) else {
                return Ok(None);
            };
            if rows.len() != spec.rows || rows.iter().any(|row| row.len() != spec.cols) {
                return Ok(None);
            }
            params.extend(rows.iter().flatten());
        }
        if params.iter().all(|number: &f64| number.is_finite()) {
            return Ok(Some(params));
        }
        Err(SetupError::at("edited", "A weight is not a finite number."))
    }
}

/// The storybook's weights where they fit, with a head that reads one unit, and the units' jobs.
fn storybook_params(
    program: &Program,
    spec: &NetworkSpec,
) -> Option<(Vec<f64>, Vec<&'static str>)> {
    let book = storybook(spec.cell.cell.kind)?;
    if (spec.input_size, spec.hidden_size) != (storybook::INPUT_SIZE, storybook::HIDDEN_SIZE) {
        return None;
    }
    let mut params = Vec::with_capacity(program.param_count());
    for param in &program.params {
        match param.name.as_str() {
            "weight_ih_l0" => params.extend(book.weight_ih.as_flattened().as_flattened()),
            "weight_hh_l0" => params.extend(book.weight_hh.as_flattened().as_flattened()),
            "bias_ih_l0" => params.extend(book.bias.as_flattened()),
            "head.weight" => {
                let reads = |place: usize| {
                    if place % param.cols == storybook::READ_UNIT - 1 {
                        1.0
                    } else {
                        0.0
                    }
                };
                let sign = |place: usize| if place / param.cols == 0 { 1.0 } else { -1.0 };
                params.extend((0..param.rows * param.cols).map(|place| reads(place) * sign(place)));
            }
            _ => params.extend(std::iter::repeat_n(0.0, param.rows * param.cols)),
        }
    }
    Some((params, book.units.to_vec()))
}

fn state(path: &str, given: Option<&[f64]>, size: usize) -> Result<Vec<f64>, SetupError> {
    let Some(given) = given else {
        return Ok(vec![0.0; size]);
    };
    if given.len() != size {
        let message = format!("{path} needs {size} numbers; there are {}.", given.len());
        return Err(SetupError::at(path, message));
    }
    for (place, &number) in given.iter().enumerate() {
        finite(&format!("{path}[{place}]"), path, number)?;
    }
    Ok(given.to_vec())
}

fn finite(path: &str, label: &str, value: f64) -> Result<f64, SetupError> {
    if value.is_finite() {
        return Ok(value);
    }
    Err(SetupError::at(
        path,
        format!("{label} must be a finite number."),
    ))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number in range"
)]
fn whole(
    path: &str,
    label: &str,
    value: f64,
    range: RangeInclusive<usize>,
) -> Result<usize, SetupError> {
    let (least, most) = (*range.start(), *range.end());
    if value.fract() == 0.0 && (count(least)..=count(most)).contains(&value) {
        return Ok(value as usize);
    }
    Err(SetupError::at(
        path,
        format!("{label} must be a whole number from {least} to {most}."),
    ))
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn count(count: usize) -> f64 {
    count as f64
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
            let scenario = setup.scenario().unwrap();
            let is_written = storybook(cell.kind).is_some();
            assert_eq!(
                scenario.notices.is_empty(),
                is_written,
                "{:?}",
                scenario.notices
            );
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
        let scenario = Setup {
            seq,
            ..Setup::default()
        }
        .scenario()
        .unwrap();
        assert_eq!(
            scenario.notices,
            [
                "Storybook weights fit 2 inputs and 3 units; for 5 inputs and 3 units, orthogonal weights were drawn from seed 7."
            ]
        );
        assert_eq!(
            scenario.target.kind,
            LossKind::Linear,
            "without a target the loss is off"
        );
    }
}
