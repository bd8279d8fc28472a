//! The same bits everywhere: one hash over the answers to all golden documents.
//!
//! `tests/parity.txt` pins it. The tests of the shell compute it again from the WebAssembly in Node, those of the page in
//! real browsers. It changes only when the order of a sum or a function of `run::math` changes, and then on purpose.

use serde_json::Value;

/// The golden files in the order in which their answers are hashed.
const FILES: [&str; 7] = [
    include_str!("../golden/attention.json"),
    include_str!("../golden/cells.json"),
    include_str!("../golden/edges.json"),
    include_str!("../golden/jacobians.json"),
    include_str!("../golden/lengths.json"),
    include_str!("../golden/losses.json"),
    include_str!("../golden/truncation.json"),
];

/// FNV-1a, 64 bits: three lines in any language.
fn fnv1a(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[test]
fn the_answers_have_the_bits_that_are_pinned() {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for file in FILES {
        let file: Value = serde_json::from_str(file).expect("a golden file is JSON");
        for case in file["cases"].as_array().expect("cases") {
            let answer = document::run(&case["document"].to_string());
            hash = fnv1a(hash, answer.expect("a golden document runs").as_bytes());
        }
    }
    let pinned = include_str!("../parity.txt").trim();
    assert_eq!(
        format!("{hash:016x}"),
        pinned,
        "if the numbers were meant to change, pin the new hash in tests/parity.txt"
    );
}
