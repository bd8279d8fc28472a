//! Which layers and directions a document has, by the names of its weights.

use super::DocumentError;
use super::fields::{Path, unknown};
use super::parameters::Parameters;
use unrolled::model::network::stacked::{Directions, MOST_LAYERS};

/// The parts of a cell's parameters, as PyTorch names them before the layer.
const PARTS: [&str; 4] = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];

/// The names of the first layer, for those who missed one.
const FIRST: [&str; 4] = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"];

/// Parameters of cells that there are not.
const OTHERS: [(&str, &str); 2] = [
    ("weight_hr", "projections are not computed"),
    ("weight_peephole", "peepholes are not computed"),
];

/// How many layers there are, and which ways each is read.
///
/// # Errors
/// Where a name is not one of a cell's parameters, or there are too many layers.
pub(super) fn layers(weights: &Parameters) -> Result<(usize, Directions), DocumentError> {
    let mut layers = 1;
    let mut ways = [false; 2];
    for name in weights.names() {
        let (layer, back) = place(name).ok_or_else(|| refuse(name))?;
        if layer >= MOST_LAYERS {
            let message = format!("at most {MOST_LAYERS} layers, from _l0 on");
            return Err(Parameters::refuse(name, message));
        }
        layers = layers.max(layer + 1);
        ways[usize::from(back)] = true;
    }
    let directions = match ways {
        [_, false] => Directions::Forward,
        [false, true] => Directions::Backward,
        [true, true] => Directions::Both,
    };
    Ok((layers, directions))
}

/// The layer that a name speaks of and whether its direction goes back; `None` where it is no name of a parameter.
fn place(name: &str) -> Option<(usize, bool)> {
    let part = PARTS.iter().find(|part| name.starts_with(**part))?;
    let layer = name[part.len()..].strip_prefix("_l")?;
    let (digits, back) = match layer.strip_suffix("_reverse") {
        Some(digits) => (digits, true),
        None => (layer, false),
    };
    let layer: usize = digits.parse().ok()?;
    (layer.to_string() == digits).then_some((layer, back))
}

fn refuse(name: &str) -> DocumentError {
    let other = OTHERS.iter().find(|(start, _)| name.starts_with(start));
    match other {
        Some((_, message)) => Parameters::refuse(name, message),
        None => unknown(&Path::Field(&Path::Whole, "weights"), name, &FIRST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_its_layer_and_direction() {
        assert_eq!(place("weight_ih_l0"), Some((0, false)));
        assert_eq!(place("bias_hh_l12_reverse"), Some((12, true)));
        let wrong = [
            "weight_ih",
            "weight_ih_l",
            "weight_ih_l01",
            "weight_hr_l0",
            "bias_ih_l-1",
        ];
        assert!(wrong.iter().all(|name| place(name).is_none()));
    }
}
