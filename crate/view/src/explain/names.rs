//! How nodes and weights are called, in the lesson's letters and in PyTorch's.

use super::reference::{Part, Reference};
use super::tree::{Math, Name, role_word};
use unrolled::ir::param::Gate;
use unrolled::ir::{Linear, NodeId, Op, ParamView, Program, Role, Term};

/// Whose letters are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Notation {
    /// The lesson's: `W_f [x; h]`, a tilde on candidates.
    Lesson,
    /// PyTorch's: `W_if x + W_hf h`, the letters g and n.
    Pytorch,
}

/// What stands on which side of the recurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Input,
    Hidden,
    Both,
}

/// The name of a node; `None` where it has none.
pub(super) fn node(program: &Program, id: NodeId, notation: Notation) -> Option<Name> {
    let symbol = program.symbol(id)?;
    let glyph = match notation {
        Notation::Lesson => symbol.lesson,
        Notation::Pytorch => symbol.pytorch.unwrap_or(symbol.lesson),
    };
    let old = program.node(id).op == Op::Carry;
    let accent = match glyph.accent {
        Some('~') => " tilde",
        Some('^') => " hat",
        _ => "",
    };
    let sup = glyph.sup.map_or_else(String::new, |sup| format!(" {sup}"));
    Some(Name {
        spoken: format!(
            "{}{accent}{sup} t{}",
            spoken_letter(glyph.base),
            if old { " minus one" } else { "" }
        ),
        base: glyph.base.to_owned(),
        accent: glyph.accent,
        sup: glyph.sup.map(str::to_owned),
        sub: Some(if old { "t\u{2212}1" } else { "t" }.to_owned()),
    })
}

fn spoken_letter(base: &str) -> &str {
    if base == "ℓ" { "loss" } else { base }
}

/// The role of a node as a word.
pub(super) fn role(program: &Program, id: NodeId) -> &'static str {
    role_word(program.symbol(id).map_or(Role::Plain, |symbol| symbol.role))
}

/// The gate whose rows a weight block is; `None` for whole parameters.
pub(super) fn gate(program: &Program, view: ParamView) -> Option<&'static Gate> {
    let spec = &program.params[view.param.0];
    spec.blocks.get(view.first_row / view.rows.max(1))
}

/// The role of a gate: that of the node which its sum becomes.
pub(super) fn gate_role(program: &Program, view: ParamView) -> Option<&'static str> {
    let user = program.ids().find(|id| match &program.node(*id).op {
        Op::Linear(sum) => reads(sum, view),
        _ => false,
    })?;
    let gates_of_cell = program.params[view.param.0].blocks.len();
    (gates_of_cell > 1).then(|| role(program, user))
}

/// Which product's weight, or which bias, a parameter is.
pub(super) fn side(program: &Program, view: ParamView) -> Side {
    let name = &program.params[view.param.0].name;
    if name.contains("_ih") {
        Side::Input
    } else {
        Side::Hidden
    }
}

/// The name of a weight block; with [`Side::Both`] that of the stack of both.
pub(super) fn weight(program: &Program, view: ParamView, side: Side, notation: Notation) -> Math {
    let spec = &program.params[view.param.0];
    if let Some(name) = of_translation(&spec.name) {
        return Math::Name(name).tagged(None, Some(block_reference(program, view)));
    }
    let base = if spec.is_bias { "b" } else { "W" };
    let sub = match (gate(program, view), notation) {
        (None, _) => head_subscript(spec.is_bias).to_owned(),
        (Some(gate), Notation::Pytorch) => {
            format!(
                "{}{}",
                if side == Side::Input { "i" } else { "h" },
                gate.letter
            )
        }
        (Some(gate), Notation::Lesson) => match side {
            Side::Input => gate.lesson_input,
            Side::Hidden => gate.lesson_hidden,
            Side::Both => gate.lesson,
        }
        .to_owned(),
    };
    let spoken = format!("{base} {}", spaced(&sub));
    let name = Name {
        base: base.to_owned(),
        accent: None,
        sup: None,
        sub: Some(sub),
        spoken,
    };
    Math::Name(name).tagged(
        gate_role(program, view),
        Some(block_reference(program, view)),
    )
}

/// The letters of what an encoder and decoder has beside its cells (Bahdanau et al. 2014, A.2.2).
fn of_translation(param: &str) -> Option<Name> {
    let (base, sub) = match param {
        "embedding.weight" => ("E", None),
        "attention.W_q" | "W_q" => ("W", Some("q")),
        "attention.W_k" | "W_k" => ("W", Some("k")),
        "W_v" => ("W", Some("v")),
        "positions.start" => ("S", None),
        "positions.end" => ("R", None),
        "attention.W" => ("W", Some("a")),
        "bridge.weight" => ("W", Some("s")),
        "output.weight" => ("W", Some("o")),
        "output.bias" => ("b", Some("o")),
        _ => return None,
    };
    Some(Name {
        base: base.to_owned(),
        accent: None,
        sup: None,
        sub: sub.map(str::to_owned),
        spoken: sub.map_or_else(|| base.to_owned(), |sub| format!("{base} {sub}")),
    })
}

fn head_subscript(is_bias: bool) -> &'static str {
    if is_bias { "y" } else { "hy" }
}

fn spaced(letters: &str) -> String {
    letters
        .chars()
        .map(String::from)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The reference of a weight block.
pub(super) fn block_reference(program: &Program, view: ParamView) -> String {
    let part = gate(program, view)
        .filter(|_| program.params[view.param.0].blocks.len() > 1)
        .map_or(Part::Whole, |gate| Part::Block(gate.letter.to_owned()));
    Reference::Param {
        name: program.params[view.param.0].name.clone(),
        part,
    }
    .to_string()
}

/// The reference of one entry of a weight block, row and column from 0.
pub(super) fn entry_reference(
    program: &Program,
    view: ParamView,
    row: usize,
    column: usize,
) -> String {
    let name = program.params[view.param.0].name.clone();
    Reference::Param {
        name,
        part: Part::Entry(view.first_row + row + 1, column + 1),
    }
    .to_string()
}

fn reads(sum: &Linear, view: ParamView) -> bool {
    let multiplies = |term: &Term| matches!(term, Term::Product(own, _) if *own == view);
    sum.biases.contains(&view) || sum.terms.iter().any(multiplies)
}

/// The subscript side of a bias: the gate's own letter where it is the only bias of the gate's whole sum.
pub(super) fn bias_side(program: &Program, view: ParamView) -> Side {
    let linear = |id| match &program.node(id).op {
        Op::Linear(sum) if sum.biases.contains(&view) => Some(sum),
        _ => None,
    };
    let Some(sum) = program.ids().find_map(linear) else {
        return Side::Both;
    };
    let sides: Vec<Side> = sum
        .terms
        .iter()
        .filter_map(|term| match term {
            Term::Product(view, _) => Some(side(program, *view)),
            Term::Plain(_) => None,
        })
        .collect();
    let one_sided =
        matches!(sides.as_slice(), [first, rest @ ..] if rest.iter().all(|side| side == first));
    if one_sided || sum.biases.len() > 1 {
        side(program, view)
    } else {
        Side::Both
    }
}
