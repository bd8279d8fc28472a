//! Weights: one entry, a gate's block, or the whole matrix.

use super::{InspectedRow, Inspection, Inspector, Kind};
use crate::explain::number;
use crate::explain::reference::Part;
use unrolled::ir::ParamId;
use unrolled::run::cursor::Direction;
use unrolled::run::metrics::norm;

impl Inspector<'_> {
    pub(super) fn param(&self, name: &str, part: &Part) -> Option<Inspection> {
        let place = self
            .program
            .params
            .iter()
            .position(|spec| spec.name == name)?;
        let spec = &self.program.params[place];
        let (rows, first) = match part {
            Part::Block(letter) => {
                let block = spec.blocks.iter().position(|gate| gate.letter == letter)?;
                let rows = spec.rows / spec.blocks.len();
                (rows, block * rows)
            }
            Part::Whole | Part::Entry(..) => (spec.rows, 0),
        };
        let range = spec.offset + first * spec.cols..spec.offset + (first + rows) * spec.cols;
        let plain = |label: &str, value: String| InspectedRow {
            label: label.to_owned(),
            value,
            reference: None,
        };
        if let Part::Entry(row, column) = *part {
            let inside = (1..=spec.rows).contains(&row) && (1..=spec.cols).contains(&column);
            return inside.then(|| Inspection {
                kind: Kind::Weight,
                title: param_title(name, part),
                words: "One weight, the same at every step.".to_owned(),
                rows: self.entry_rows(ParamId(place), row - 1, column - 1),
                ..Inspection::default()
            });
        }
        let params = &self.subject.run.trace().params()[range.clone()];
        let grads = &self.subject.run.trace().param_grads()[range];
        let mut lines = vec![
            plain("shape", format!("{rows} × {}", spec.cols)),
            plain("norm", self.six(norm(params))),
        ];
        if self.position.dir == Direction::Backward {
            lines.push(plain(
                "norm of the gradient, all steps",
                self.six(norm(grads)),
            ));
        }
        Some(Inspection {
            kind: Kind::Weight,
            title: param_title(name, part),
            words: format!(
                "{} numbers, the same at every step.",
                number::count(rows * spec.cols)
            ),
            rows: lines,
            ..Inspection::default()
        })
    }

    fn entry_rows(&self, param: ParamId, row: usize, column: usize) -> Vec<InspectedRow> {
        let spec = &self.program.params[param.0];
        let place = spec.offset + row * spec.cols + column;
        let trace = self.subject.run.trace();
        let line = |label: String, value: f64| InspectedRow {
            label,
            value: self.six(value),
            reference: None,
        };
        let mut rows = vec![line("value".to_owned(), trace.params()[place])];
        if self.position.dir == Direction::Backward {
            let added = self.subject.run.contribution(param, self.position.t - 1)[(row, column)];
            rows.push(line(
                format!(
                    "step {} adds to its gradient",
                    self.subject.read(self.position.t)
                ),
                added,
            ));
            rows.push(line(
                "gradient, all steps".to_owned(),
                trace.param_grads()[place],
            ));
        }
        rows
    }
}

fn param_title(name: &str, part: &Part) -> String {
    match part {
        Part::Whole => name.to_owned(),
        Part::Block(letter) => format!("{name}, gate {letter}"),
        Part::Entry(row, column) => format!("{name}, row {row}, column {column}"),
    }
}
