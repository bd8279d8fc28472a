//! Turns the compiled engine into the package the page loads: `wasm-build INPUT.wasm OUTPUT_FOLDER NAME`.
//!
//! The wasm-bindgen command line tool as a library, so that Cargo.lock keeps it in step with the engine and
//! nothing needs installing.

use std::{env, process::ExitCode};

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [input, output, name] = arguments.as_slice() else {
        eprintln!("usage: wasm-build INPUT.wasm OUTPUT_FOLDER NAME");
        return ExitCode::from(2);
    };
    match generate(input, output, name) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("wasm-build: {message}");
            ExitCode::FAILURE
        }
    }
}

fn generate(input: &str, output: &str, name: &str) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(input)
        .out_name(name)
        .typescript(true)
        // Without the default path, `init()` without an argument would have nothing to load.
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen
        .web(true)
        .and_then(|bindgen| bindgen.generate(output))
        .map_err(|error| format!("{error:#}"))
}
