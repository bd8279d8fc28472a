//! Runs the document on standard input and answers on standard output:
//! `cargo run --release --example run < document.json`.

use std::io::{Read, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    match answer() {
        Ok(answer) => match writeln!(std::io::stdout(), "{answer}") {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        },
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn answer() -> Result<String, String> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .read_to_end(&mut bytes)
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8(bytes).map_err(|_| "the document is not UTF-8 text".to_owned())?;
    document::run(&text).map_err(|error| error.to_string())
}
