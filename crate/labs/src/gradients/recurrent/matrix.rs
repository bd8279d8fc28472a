//! The matrix under study: made or given, and brought to its spectral radius.
//!
//! Invariant: the spectrum of a matrix is found once, before it is scaled; a slider scales it with the matrix.

use nalgebra::DMatrix;

use super::base::{self, BaseKind, Spectral};
use super::{Blocks, Compare, Study, blocks, fresh, network, program, recurrent_range, unscalable};
use crate::setup::{MOST_UNITS, SetupError, finite};
use unrolled::ir::{Precision, Program};
use unrolled::model::init;
use unrolled::model::{CellSpec, NetworkSpec, Scenario};

/// The unscaled matrix studied last, and the cells beside it as they were drawn: under the slider their spectra are not
/// found again.
#[derive(Clone, Debug, Default)]
pub struct Bases {
    last: Option<(BaseKey, Spectral)>,
    drawn: Vec<Drawn>,
}

/// A cell as it is drawn, with the spectra of its recurrent matrices.
#[derive(Clone, Debug)]
pub(super) struct Drawn {
    /// What it was drawn for, without what changes nothing about it.
    of: Study,
    kind: String,
    pub(super) spec: NetworkSpec,
    pub(super) program: Program,
    pub(super) params: Vec<f64>,
    pub(super) blocks: Blocks,
}

impl Bases {
    /// A cell of this kind as a study draws it.
    pub(super) fn drawn(&mut self, study: &Study, kind: &str) -> Result<&Drawn, SetupError> {
        let of = study.as_drawn_from();
        self.drawn.retain(|it| it.kind != kind || it.of == of);
        let known = self.drawn.iter().position(|it| it.kind == kind);
        let place = if let Some(place) = known {
            place
        } else {
            let (spec, program, params) = study.fresh_cell(kind)?;
            let blocks = blocks(&program, &params)?;
            self.drawn.push(Drawn {
                of,
                kind: kind.to_owned(),
                spec,
                program,
                params,
                blocks,
            });
            self.drawn.len() - 1
        };
        Ok(&self.drawn[place])
    }
}

/// Everything an unscaled matrix depends on.
#[derive(Clone, Debug, PartialEq)]
struct BaseKey {
    kind: BaseKind,
    size: usize,
    seed: u64,
    given: Option<Vec<Vec<f64>>>,
}

impl Study {
    /// The same without what changes nothing about the numbers a cell is drawn with.
    fn as_drawn_from(&self) -> Self {
        Self {
            rho: None,
            steps: 0.0,
            input_scale: 0.0,
            feeding: 0.0,
            edited: None,
            h0: None,
            gradient: None,
            compare: Compare::None,
            precision: Precision::Double,
            ..self.clone()
        }
    }

    /// The matrix under study with its spectrum.
    pub(super) fn scaled(
        &self,
        model: &Scenario,
        bases: &mut Bases,
        notices: &mut Vec<String>,
    ) -> Result<Spectral, SetupError> {
        if self.base == BaseKind::Nonnormal {
            let rho = self.rho.unwrap_or(0.8);
            let feeding = finite("grad.feeding", "The feeding weight", self.feeding)?;
            return Spectral::of(base::nonnormal(self.size()?, rho, feeding), "grad.feeding");
        }
        let base = self.base(model, bases, notices)?;
        let Some(wanted) = self.rho else {
            return Ok(base.clone());
        };
        let radius = match self.base {
            BaseKind::Orth | BaseKind::Identity | BaseKind::Cyclic => 1.0,
            _ => base.radius(),
        };
        let Some(factor) = base::factor(radius, wanted) else {
            notices.push(unscalable(wanted));
            return Ok(base.clone());
        };
        let scaled = base.times(factor);
        if scaled.matrix.iter().all(|entry| entry.is_finite()) {
            return Ok(scaled);
        }
        let message = "Scaled to this spectral radius, an entry leaves the range of numbers.";
        Err(SetupError::at("grad.rho", message))
    }

    fn base<'a>(
        &self,
        model: &Scenario,
        bases: &'a mut Bases,
        notices: &mut Vec<String>,
    ) -> Result<&'a Spectral, SetupError> {
        let given = match self.base {
            BaseKind::Edited => self.edited.clone(),
            BaseKind::Model => recurrent_rows(model),
            _ => None,
        };
        if self.base == BaseKind::Model && given.is_none() {
            notices.push(several(model));
        }
        let size = given
            .as_ref()
            .map_or_else(|| self.size(), |rows| Ok(rows.len()))?;
        let key = BaseKey {
            kind: self.base,
            size,
            seed: self.seed()?,
            given,
        };
        let known = bases.last.take().filter(|(last, _)| *last == key);
        let found = match known {
            Some((_, spectral)) => spectral,
            None => Spectral::of(self.matrix(&key)?, "grad.edited")?,
        };
        Ok(&bases.last.insert((key, found)).1)
    }

    /// The matrix as it is drawn or made, before it is scaled.
    pub(super) fn drawn_matrix(&self) -> Result<DMatrix<f64>, SetupError> {
        self.matrix(&BaseKey {
            kind: self.base,
            size: self.size()?,
            seed: self.seed()?,
            given: None,
        })
    }

    fn matrix(&self, key: &BaseKey) -> Result<DMatrix<f64>, SetupError> {
        let size = key.size;
        Ok(match (self.base, &key.given) {
            (_, Some(rows)) => edited(rows)?,
            (BaseKind::Identity, _) => DMatrix::identity(size, size),
            (BaseKind::Cyclic, _) => base::cyclic(size),
            _ => {
                let rnn = CellSpec::of("rnn")
                    .ok_or_else(|| SetupError::at("cell", "There is no RNN."))?;
                let program = program(&network(rnn, size, false))?;
                let params = init::draw(&program, fresh(size, self.init(), key.seed));
                DMatrix::from_row_slice(size, size, &params[recurrent_range(&program)])
            }
        })
    }
}

/// The recurrent matrix of a model that has one.
fn recurrent_rows(model: &Scenario) -> Option<Vec<Vec<f64>>> {
    let numbers = &model.params[recurrent_range(&model.program)];
    let size = model.spec.hidden_size;
    let rows = numbers.chunks_exact(size).map(<[f64]>::to_vec);
    (numbers.len() == size * size).then(|| rows.collect())
}

/// What is said where a model has more than one.
fn several(model: &Scenario) -> String {
    format!(
        "The {} has {} recurrent matrices, not one: an orthogonal matrix is studied in their place.",
        model.spec.cell.cell.title,
        model.spec.cell.cell.gates.len()
    )
}

pub(super) fn edited(rows: &[Vec<f64>]) -> Result<DMatrix<f64>, SetupError> {
    let size = rows.len();
    if !(1..=MOST_UNITS).contains(&size) {
        let message = format!("The matrix must have 1 to {MOST_UNITS} rows; there are {size}.");
        return Err(SetupError::at("grad.edited", message));
    }
    for (row, numbers) in rows.iter().enumerate() {
        let path = format!("grad.edited[{row}]");
        if numbers.len() != size {
            let message = format!(
                "Row {} needs {size} numbers; there are {}.",
                row + 1,
                numbers.len()
            );
            return Err(SetupError::at(path, message));
        }
        for (col, &number) in numbers.iter().enumerate() {
            finite(&format!("{path}[{col}]"), "A weight", number)?;
        }
    }
    Ok(DMatrix::from_row_slice(size, size, &rows.concat()))
}
