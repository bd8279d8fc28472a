//! The name that was meant where another was written: by what other software calls it, else by how it is spelt.

/// What ONNX, Keras, PyTorch and code for speech and translation call the fields of documents.
const ALIASES: &[(&str, &[&str])] = &[
    ("X", &["x"]),
    ("input", &["x", "source"]),
    ("inputs", &["x", "source"]),
    ("features", &["x"]),
    ("W", &["weight_ih_l0"]),
    ("R", &["weight_hh_l0"]),
    ("B", &["bias_ih_l0"]),
    ("kernel", &["weight_ih_l0"]),
    ("recurrent_kernel", &["weight_hh_l0"]),
    ("bias", &["bias_ih_l0"]),
    ("state_dict", &["weights"]),
    ("params", &["weights"]),
    ("parameters", &["weights"]),
    ("hx", &["h0"]),
    ("cx", &["c0"]),
    ("initial_h", &["h0"]),
    ("initial_c", &["c0"]),
    ("initial_state", &["h0"]),
    ("sequence_lens", &["lengths"]),
    ("sequence_length", &["lengths"]),
    ("seq_len", &["lengths"]),
    ("seq_lens", &["lengths"]),
    ("xlens", &["lengths", "source_lengths"]),
    ("ilens", &["lengths", "source_lengths"]),
    ("input_lengths", &["lengths", "source_lengths"]),
    ("feature_lengths", &["lengths", "source_lengths"]),
    ("src_lengths", &["source_lengths"]),
    ("src_len", &["source_lengths"]),
    ("lengths", &["source_lengths"]),
    ("attention_mask", &["mask"]),
    ("attn_mask", &["mask"]),
    ("key_padding_mask", &["mask"]),
    ("padding_mask", &["mask"]),
    ("is_causal", &["causal"]),
    ("queries", &["query"]),
    ("values", &["keys"]),
    ("memory", &["keys"]),
    ("type", &["kind"]),
    ("name", &["kind"]),
    ("nonlinearity", &["activation"]),
    ("reset_after", &["reset"]),
    ("linear_before_reset", &["reset"]),
    ("criterion", &["loss"]),
    ("reduction", &["reduce"]),
    ("y", &["target"]),
    ("labels", &["target"]),
    ("label", &["target"]),
    ("fc", &["head"]),
    ("output", &["head"]),
    ("linear", &["head"]),
    ("bptt", &["truncate"]),
    ("k1", &["every"]),
    ("k2", &["steps"]),
    ("src", &["source"]),
    ("encoder_input", &["source"]),
    ("tgt", &["target_in", "target"]),
    ("decoder_input", &["target_in"]),
    ("tgt_out", &["target"]),
];

/// The longest name worth comparing.
const LONGEST: usize = 40;

/// Which of the known names was meant, if any is near.
pub(super) fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    if name.len() > LONGEST {
        return None;
    }
    let known_as = |other: &str| known.iter().copied().find(|own| *own == other);
    let aliases = ALIASES.iter().find(|(alias, _)| *alias == name);
    let meant = aliases.and_then(|(_, own)| own.iter().find_map(|own| known_as(own)));
    meant.or_else(|| {
        let far = |own: &str| distance(&name.to_lowercase(), &own.to_lowercase());
        let near = known.iter().copied().min_by_key(|own| far(own))?;
        (far(near) <= near.len() / 3).then_some(near)
    })
}

/// How many letters must be put in, left out, changed or swapped with the next to make one word of another (Damerau
/// 1964, each place touched once).
fn distance(a: &str, b: &str) -> usize {
    let [a, b] = [a, b].map(|word| word.chars().collect::<Vec<_>>());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = changed.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_letters() {
        for (a, b, count) in [
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("abc", "abc", 0),
            ("lenghts", "lengths", 1),
        ] {
            assert_eq!(distance(a, b), count, "{a} {b}");
        }
    }

    #[test]
    fn a_name_of_other_software_or_a_slip_finds_what_was_meant() {
        let run = [
            "cell", "weights", "x", "h0", "lengths", "loss", "mask", "outputs",
        ];
        for (name, meant) in [
            ("sequence_lens", Some("lengths")),
            ("input_lengths", Some("lengths")),
            ("wieghts", Some("weights")),
            ("lenghts", Some("lengths")),
            ("length", Some("lengths")),
            ("H0", Some("h0")),
            ("Mask", Some("mask")),
            ("initial_h", Some("h0")),
            ("colour", None),
            ("z", None),
        ] {
            assert_eq!(nearest(name, &run), meant, "{name}");
        }
        assert_eq!(
            nearest("sequence_lens", &["query"]),
            None,
            "only where it is known"
        );
        assert_eq!(nearest(&"l".repeat(100_000), &run), None);
    }
}
