//! How states depend on states, as JSON: steps, their products, and the spectra of these.

use nalgebra::DMatrix;
use serde_json::{Map, Value};

use super::answer::{list, number, row};
use unrolled::model::spectrum::SpectrumError;
use unrolled::run::Run;
use unrolled::run::product::{Product, products};

/// Of the first sequence. What the product of every step from k on does to a gradient stands at k.
pub(super) fn jacobians(run: &Run<f64>) -> Map<String, Value> {
    let steps = run.step_jacobians(0);
    let mut products: Vec<_> = products(&steps).collect();
    products.reverse();
    let each = |number: fn(&Product<f64>) -> Value| list(products.iter().map(number));
    let mut block = Map::new();
    block.insert("step".to_owned(), list(steps.iter().map(matrix)));
    block.insert(
        "product".to_owned(),
        each(|product| matrix(&product.matrix())),
    );
    block.insert("singular_values".to_owned(), each(singular_values));
    block.insert(
        "spectral_radius".to_owned(),
        each(|product| unless_lost(product.spectral_radius())),
    );
    block.insert(
        "spectral_norm".to_owned(),
        each(|product| unless_lost(product.spectral_norm())),
    );
    block
}

fn matrix(matrix: &DMatrix<f64>) -> Value {
    list(
        matrix
            .row_iter()
            .map(|row| list(row.iter().copied().map(number))),
    )
}

fn singular_values(product: &Product<f64>) -> Value {
    let found = product.singular_values();
    row(&found.unwrap_or_else(|_| vec![f64::NAN; product.size()]))
}

/// Where a step was not finite there is no spectrum: not a number.
fn unless_lost(found: Result<f64, SpectrumError>) -> Value {
    number(found.unwrap_or(f64::NAN))
}
