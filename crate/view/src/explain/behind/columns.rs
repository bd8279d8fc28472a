//! Quantities as columns, and weights as matrices, with their letters, names and words.

use super::{Column, Fill, Matrix, Piece, Sign, Writer};
use crate::explain::WIRED;
use crate::explain::equation::Left;
use crate::explain::graph::Label;
use crate::explain::names::{self, Notation};
use crate::explain::number;
use crate::explain::reference::Reference;
use crate::explain::stage::words;
use crate::explain::symbols;
use crate::explain::tree::{Math, Name};
use unrolled::ir::rules::loss::class_of;
use unrolled::ir::{Expr, Function, NodeId, Op, ParamView};

impl Writer<'_> {
    /// What the op is for.
    pub(super) fn left(&self, left: &Left, right: &Expr) -> Piece {
        let column = match left {
            Left::Value(node) => self.value_column(*node),
            Left::Gradient(node) => self.gradient_column(*node),
            Left::Previous(carry) => self.previous_column(*carry),
            Left::Share(carry, share) => self.share_column(*carry, *share),
            Left::Weights(views) => {
                let mut matrix = self.matrix(views, false);
                (matrix.prefix, matrix.gradient) = ("∇", true);
                matrix.entries = self.at(right);
                return Piece::Matrix(matrix);
            }
            Left::Stack(x, h) => return self.stack_gradient(*x, *h),
            Left::Arrival => return Piece::Sign(Sign::And),
        };
        Piece::Column(vec![Column {
            result: true,
            ..column
        }])
    }

    pub(super) fn units(&self, rows: usize) -> bool {
        let state = self.program.carries.first();
        state.is_some_and(|carry| self.program.node(carry.next).rows == rows)
    }

    pub(super) fn value_column(&self, node: NodeId) -> Column {
        let (prefix, named) = match (self.program.symbol(node), &self.program.node(node).op) {
            (None, Op::OneMinus(inner)) => ("1−", *inner),
            _ => ("", node),
        };
        let values = self.at(&Expr::Value(node));
        Column {
            prefix,
            label: self.label(named),
            words: words(self.program, node),
            reference: reference(Reference::value(self.program, named, self.t, None)),
            role: names::role(self.program, named),
            units: self.units(values.len()),
            values,
            fill: Fill::Node(node.0),
            result: false,
            note: None,
        }
    }

    pub(super) fn gradient_column(&self, node: NodeId) -> Column {
        self.gradient_of(node, self.at(&Expr::Grad(node)))
    }

    pub(super) fn gradient_of(&self, node: NodeId, values: Vec<f64>) -> Column {
        let label = self.label(node);
        let is_sum = matches!(&self.program.node(node).op, Op::Linear(sum) if sum.has_params());
        let delta = self.notation == Notation::Lesson && is_sum && label.base == "a";
        Column {
            prefix: if delta { "" } else { "∂" },
            label: if delta {
                Label {
                    base: "δ".to_owned(),
                    ..label
                }
            } else {
                label
            },
            words: format!("gradient of the {}", words(self.program, node)),
            reference: reference(Reference::gradient(self.program, node, self.t, None)),
            role: "gradient",
            units: self.units(values.len()),
            values,
            fill: Fill::Gradient,
            result: false,
            note: None,
        }
    }

    /// What a formula comes to, without a letter.
    pub(super) fn plain(&self, expr: &Expr) -> Column {
        Column {
            prefix: "",
            label: Label::default(),
            words: "over all positions".to_owned(),
            reference: reference(None),
            role: "plain",
            units: false,
            values: self.at(expr),
            fill: Fill::Gradient,
            result: false,
            note: None,
        }
    }

    /// A gradient that is nothing, because nothing reads the node.
    pub(super) fn nothing(&self, node: NodeId) -> Column {
        let own = self.gradient_of(node, vec![0.0; self.program.node(node).rows]);
        Column {
            prefix: "",
            label: Label {
                base: "0".to_owned(),
                ..Label::default()
            },
            words: "nothing".to_owned(),
            reference: None,
            ..own
        }
    }

    pub(super) fn future_column(&self, node: NodeId) -> Column {
        let own = self.gradient_of(node, self.at(&Expr::Future(node)));
        Column {
            words: format!("{}, from the future", own.words),
            note: Some("future".to_owned()),
            ..own
        }
    }

    pub(super) fn wired_column(&self, node: NodeId) -> Column {
        let own = self.gradient_of(node, self.at(&Expr::Wired(node)));
        Column {
            words: format!("{}, from the {WIRED}", own.words),
            note: Some(WIRED.to_owned()),
            ..own
        }
    }

    pub(super) fn previous_column(&self, carry: NodeId) -> Column {
        let own = self.gradient_of(carry, self.passed_back(carry));
        Column {
            words: format!("{}, from the future", own.words),
            note: Some("future".to_owned()),
            ..own
        }
    }

    pub(super) fn share_column(&self, carry: NodeId, share: usize) -> Column {
        let own = self.gradient_of(carry, self.at(&Expr::Share { carry, share }));
        Column {
            words: format!("{}, road {}", own.words, share + 1),
            note: Some(format!("road {}", share + 1)),
            reference: None,
            ..own
        }
    }

    /// The gradient of the stack of input and state, as one column.
    pub(super) fn stack_gradient(&self, x: NodeId, carry: NodeId) -> Piece {
        let mut parts = vec![self.gradient_column(x), self.previous_column(carry)];
        for part in &mut parts {
            part.note = None;
        }
        Piece::Column(parts)
    }

    /// 1 − a or 1 − a² as a column of its own; a step function likewise.
    pub(super) fn slope(&self, expr: &Expr) -> Option<Column> {
        let (node, sup, prefix) = match expr {
            Expr::Sum(summands) => match summands.as_slice() {
                [(true, Expr::Number(one)), (false, inner)] if *one == 1.0 => match inner {
                    Expr::Value(node) => (*node, None, "1−"),
                    Expr::Square(inner) => match &**inner {
                        Expr::Value(node) => (*node, Some("2"), "1−"),
                        _ => return None,
                    },
                    _ => return None,
                },
                _ => return None,
            },
            Expr::Call(Function::Step, inner) => match &**inner {
                Expr::Value(node) => (*node, None, "slope "),
                _ => return None,
            },
            _ => return None,
        };
        let own = self.value_column(node);
        let squared = if sup.is_some() { " squared" } else { "" };
        let what = if prefix == "slope " {
            format!("slope at the {}", own.words)
        } else {
            format!("one minus the {}{squared}", own.words)
        };
        let sup = match (&own.label.sup, sup) {
            (Some(gate), Some(power)) => Some(format!("{gate}{power}")),
            (gate, power) => power.map(str::to_owned).or_else(|| gate.clone()),
        };
        Some(Column {
            prefix,
            label: Label { sup, ..own.label },
            words: what,
            values: self.at(expr),
            fill: Fill::Share,
            ..own
        })
    }

    pub(super) fn one_hot(&self, target: NodeId) -> Column {
        let rows = self
            .program
            .loss
            .and_then(|loss| self.program.node(loss).op.operands().first().copied())
            .map_or(1, |output| self.program.node(output).rows);
        let own = self.value_column(target);
        let class = class_of(&own.values);
        Column {
            label: Label {
                base: "𝟏".to_owned(),
                ..Label::default()
            },
            words: "one-hot of the target".to_owned(),
            values: (0..rows)
                .map(|row| if row == class { 1.0 } else { 0.0 })
                .collect(),
            fill: Fill::Share,
            ..own
        }
    }

    pub(super) fn label(&self, node: NodeId) -> Label {
        let Some(name) = names::node(self.program, node, self.notation) else {
            return Label::default();
        };
        let old = usize::from(self.program.node(node).op == Op::Carry);
        Label {
            base: name.base,
            accent: name.accent,
            sup: name.sup,
            sub: Some((self.t - old).to_string()),
        }
    }

    /// One block or two side by side.
    pub(super) fn matrix(&self, views: &[ParamView], transposed: bool) -> Matrix {
        let first = views[0];
        let specs: Vec<_> = views
            .iter()
            .map(|view| &self.program.params[view.param.0])
            .collect();
        let (rows, cols) = (first.rows, specs.iter().map(|spec| spec.cols).sum());
        let mut entries = Vec::with_capacity(rows * cols);
        for row in 0..rows {
            for (view, spec) in views.iter().zip(&specs) {
                let start = spec.offset + (view.first_row + row) * spec.cols;
                entries.extend_from_slice(
                    &self.subject.run.trace().params()[start..start + spec.cols],
                );
            }
        }
        let name = self.weight_name(views);
        let words = format!(
            "{}{}",
            name.spoken,
            if transposed { " transposed" } else { "" }
        );
        let mut label = Label {
            base: name.base,
            accent: None,
            sup: None,
            sub: name.sub,
        };
        if transposed {
            label.sup = Some("⊤".to_owned());
            entries = (0..cols)
                .flat_map(|col| (0..rows).map(move |row| row * cols + col))
                .map(|place| entries[place])
                .collect();
        }
        let blocks = views.iter().zip(&specs);
        Matrix {
            prefix: "",
            label,
            words,
            reference: names::block_reference(self.program, first),
            role: names::gate_role(self.program, first).unwrap_or("plain"),
            rows: if transposed { cols } else { rows },
            cols: if transposed { rows } else { cols },
            entries,
            transposed,
            gradient: false,
            blocks: blocks
                .map(|(view, spec)| (spec.name.clone(), view.first_row, spec.cols))
                .collect(),
        }
    }

    pub(super) fn weight_name(&self, views: &[ParamView]) -> Name {
        let view = views[0];
        let is_bias = self.program.params[view.param.0].is_bias;
        let side = match (views.len(), is_bias, self.notation) {
            (2, ..) => names::Side::Both,
            (_, true, Notation::Lesson) => names::bias_side(self.program, view),
            _ => names::side(self.program, view),
        };
        let mut math = names::weight(self.program, view, side, self.notation);
        loop {
            match math {
                Math::Term(_, inner) => math = *inner,
                Math::Name(name) => return name,
                _ => unreachable!("a weight has a name"),
            }
        }
    }

    /// What this step adds to the gradient of a block.
    pub(super) fn outer(&self, views: &[ParamView], delta: &Expr, operands: &[NodeId]) -> Matrix {
        let mut matrix = self.matrix(views, false);
        let column = self.at(delta);
        let row: Vec<f64> = operands
            .iter()
            .flat_map(|node| self.at(&Expr::Value(*node)))
            .collect();
        matrix.entries = column
            .iter()
            .flat_map(|d| row.iter().map(move |v| d * v))
            .collect();
        matrix.words = format!(
            "what step {} adds to the gradient of {}",
            self.t, matrix.words
        );
        (matrix.prefix, matrix.gradient) = ("∇", true);
        matrix
    }
}

pub(super) fn constant(number: f64) -> Piece {
    let text = match symbols::constant(number) {
        Math::Constant(text) => text,
        _ => number::full(number),
    };
    Piece::Constant(number, text)
}

pub(super) fn reference(reference: Option<Reference>) -> Option<String> {
    reference.map(|reference| reference.to_string())
}
