//! Where the parameters come from: a source, then the gate biases set for all units, then single
//! numbers changed by hand.
//!
//! Invariant: what does not fit these sizes is left out with a notice, so that a parameter buffer always
//! has the program's length and holds finite numbers.

use super::check::{finite, whole};
use super::{MOST_SEED, Setup, SetupError, WeightsKind};
use unrolled::ir::Program;
use unrolled::ir::param::{EntryName, ParamSpec};
use unrolled::model::NetworkSpec;
use unrolled::model::by_hand::by_hand;
use unrolled::model::init::{Drawn, GateBias, Init, Recipe};
use unrolled::model::storybook::{READ_UNIT, Written, storybook};

/// The most single numbers that can be changed by hand: more than any network here has.
const MOST_EDITS: usize = 50_000;

/// Numbers in the order of the flat buffer, and what each unit does where units have jobs.
type Found = (Vec<f64>, Vec<&'static str>);

/// Parameters, and what is known about them.
#[derive(Clone, Debug)]
pub(super) struct Weights {
    pub(super) params: Vec<f64>,
    /// What each unit does, where the weights were written so that units have jobs.
    pub(super) unit_names: Vec<&'static str>,
    /// Where they really come from.
    pub(super) source: WeightsKind,
    /// How many single numbers stand changed by hand.
    pub(super) edits: usize,
}

impl Setup {
    /// All parameters of this program.
    pub(super) fn params(
        &self,
        program: &Program,
        spec: &NetworkSpec,
        drawn: &mut Drawn,
        notices: &mut Vec<String>,
    ) -> Result<Weights, SetupError> {
        let mut weights = self.source(program, spec, drawn, notices)?;
        self.set_gate_bias(program, &mut weights.params)?;
        weights.edits = self.lay_edits(program, &mut weights.params, notices)?;
        Ok(weights)
    }

    fn source(
        &self,
        program: &Program,
        spec: &NetworkSpec,
        drawn: &mut Drawn,
        notices: &mut Vec<String>,
    ) -> Result<Weights, SetupError> {
        let kind = spec.cell.cell.kind;
        let (found, why) = match self.weights {
            WeightsKind::Storybook => (
                storybook(kind).and_then(|book| written(&book, READ_UNIT, program, spec)),
                "Storybook weights fit 2 inputs and 3 units".to_owned(),
            ),
            WeightsKind::ByHand => {
                let book = by_hand(kind);
                let sizes = book.as_ref().map_or((1, 1), Written::sizes);
                let why = format!(
                    "Weights to check by hand fit {} and {}",
                    plural(sizes.0, "input"),
                    plural(sizes.1, "unit")
                );
                (book.and_then(|book| written(&book, 1, program, spec)), why)
            }
            WeightsKind::Edited => (
                self.edited_params(program)?.map(|params| (params, vec![])),
                "The edited weights have other sizes".to_owned(),
            ),
            source @ (WeightsKind::Orth | WeightsKind::Gauss | WeightsKind::Uniform) => {
                return self.drawn(program, spec, source, drawn);
            }
        };
        if let Some((params, jobs)) = found {
            let unit_names = if spec.cell.is_whole() { jobs } else { vec![] };
            return Ok(Weights {
                params,
                unit_names,
                source: self.weights,
                edits: 0,
            });
        }
        notices.push(format!(
            "{why}; for {} and {}, orthogonal weights were drawn from seed {}.",
            plural(spec.input_size, "input"),
            plural(spec.hidden_size, "unit"),
            self.seed
        ));
        self.drawn(program, spec, WeightsKind::Orth, drawn)
    }

    fn drawn(
        &self,
        program: &Program,
        spec: &NetworkSpec,
        source: WeightsKind,
        drawn: &mut Drawn,
    ) -> Result<Weights, SetupError> {
        let init = match source {
            WeightsKind::Gauss => Init::Gaussian,
            WeightsKind::Uniform => Init::Uniform,
            _ => Init::Orthogonal,
        };
        let recipe = Recipe {
            hidden_size: spec.hidden_size,
            init,
            seed: self.seed()?,
            bias: GateBias::FRESH,
        };
        Ok(Weights {
            params: drawn.draw(program, recipe),
            unit_names: vec![],
            source,
            edits: 0,
        })
    }

    /// The seed of everything that is drawn.
    pub(crate) fn seed(&self) -> Result<u64, SetupError> {
        whole("seed", "The seed", self.seed, 0..=MOST_SEED).map(|seed| seed as u64)
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

    /// A forget or update bias that is set holds for every unit; a second bias vector then adds nothing.
    fn set_gate_bias(&self, program: &Program, params: &mut [f64]) -> Result<(), SetupError> {
        let wanted = [
            ("f", "fBias", "The forget bias", self.f_bias),
            ("z", "zBias", "The update bias", self.z_bias),
        ];
        for (letter, path, label, value) in wanted {
            let Some(value) = value else { continue };
            let mut value = finite(path, label, value)?;
            for spec in program.params.iter().filter(|spec| spec.is_bias) {
                if let Some(block) = spec.block(letter) {
                    params[block].fill(value);
                    value = 0.0;
                }
            }
        }
        Ok(())
    }

    /// Lays the single numbers over the rest; answers how many fit.
    fn lay_edits(
        &self,
        program: &Program,
        params: &mut [f64],
        notices: &mut Vec<String>,
    ) -> Result<usize, SetupError> {
        if self.edits.len() > MOST_EDITS {
            let message = format!(
                "At most {MOST_EDITS} weights can be changed one by one; there are {}.",
                self.edits.len()
            );
            return Err(SetupError::at("edits", message));
        }
        let mut left_out = Vec::new();
        for (reference, &value) in &self.edits {
            finite(&format!("edits.{reference}"), "A changed weight", value)?;
            match place_of(program, reference) {
                Some(place) => params[place] = value,
                None => left_out.push(reference.as_str()),
            }
        }
        if let [first, more @ ..] = left_out.as_slice() {
            let name: String = first.chars().take(40).collect();
            notices.push(match more.len() {
                0 => format!("The changed weight {name} does not fit this network: left out."),
                more => format!(
                    "{} changed weights do not fit this network, {name} among them: left out.",
                    more + 1
                ),
            });
        }
        Ok(self.edits.len() - left_out.len())
    }
}

/// Where a number named as in `p.weight_hh_l0.r3.c2` stands in the flat buffer.
pub(super) fn place_of(program: &Program, reference: &str) -> Option<usize> {
    let entry: EntryName = reference.strip_prefix("p.")?.parse().ok()?;
    program.params[program.param(&entry.name)?.0].place(entry.row, entry.column)
}

/// Weights written by hand where they fit, with a head that reads one unit.
fn written(
    book: &Written,
    read_unit: usize,
    program: &Program,
    spec: &NetworkSpec,
) -> Option<Found> {
    if (spec.input_size, spec.hidden_size) != book.sizes() {
        return None;
    }
    let mut params = Vec::with_capacity(program.param_count());
    for param in &program.params {
        match param.name.as_str() {
            "weight_ih_l0" => params.extend(&book.weight_ih),
            "weight_hh_l0" => params.extend(&book.weight_hh),
            "bias_ih_l0" => params.extend(&book.bias),
            "head.weight" => params.extend(reading(param, read_unit - 1)),
            _ => params.extend(std::iter::repeat_n(0.0, param.rows * param.cols)),
        }
    }
    Some((params, book.units.clone()))
}

/// A head that reads one unit: the first output takes it as it is, the others turned round.
fn reading(head: &ParamSpec, unit: usize) -> impl Iterator<Item = f64> + use<'_> {
    (0..head.rows * head.cols).map(move |place| {
        match (place % head.cols == unit, place / head.cols) {
            (false, _) => 0.0,
            (true, 0) => 1.0,
            (true, _) => -1.0,
        }
    })
}

fn plural(count: usize, word: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {word}{s}")
}
