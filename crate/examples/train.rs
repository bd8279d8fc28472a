//! Trains a shipped model from nothing and writes it to `www/models`: `cargo run --release --example train -- reverse`.
//!
//! Beside the weights (safetensors, float16) it writes a card: task, sizes, seed, updates, and how many held-out texts
//! of each length the written weights answer exactly. `-- reverse 200` makes 200 updates only and writes nothing.

use std::error::Error;
use std::fs;
use std::path::Path;

use document::self_card::SelfCard;
use document::shipped;
use document::shipped::Card;
use half::f16;
use safetensors::tensor::{Dtype, TensorView};
use unrolled::model::network::wires::Network;
use unrolled::model::tasks::Task;
use unrolled::run::self_attention::Reader;
use unrolled::run::train::{Answers, Lesson, NAMES, Progress, Recipe, SEED, Student, exact};
use unrolled::run::translate::Translator;

/// Held-out texts a length, and of a task that has no lengths.
const TESTED: (usize, usize) = (200, 4000);

/// The curve is printed, and self-attention tried, after every so many updates.
const EVERY: usize = 50;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let name = words.next().unwrap_or_default();
    let Some(recipe) = Recipe::of(&name) else {
        return Err(format!("which model? One of {}", NAMES.join(", ")).into());
    };
    let short: Option<usize> = words.next().map(|updates| updates.parse()).transpose()?;
    let recipe = Recipe {
        updates: short.unwrap_or(recipe.updates),
        ..recipe
    };
    let mut lesson = Lesson::new(recipe.clone())?;
    let learned = learn(&mut lesson)?;
    let rounded = lesson.params().iter().map(|&number| f16::from_f32(number));
    let rounded: Vec<f16> = rounded.collect();
    let params: Vec<f32> = rounded.iter().map(|number| number.to_f32()).collect();
    let task = recipe.course.task;
    let (exact, card) = match &recipe.course.student {
        Student::Pair(model) => {
            let exact = measure(&mut Translator::new(model.clone(), params), task)?;
            (
                exact.clone(),
                json(&Card {
                    tested: tested(task),
                    exact,
                    ..Card::of(&recipe, model, recipe.updates)
                })?,
            )
        }
        Student::Alone(model) => {
            let exact = measure(&mut Reader::new(model.clone(), params), task)?;
            (
                exact.clone(),
                json(&SelfCard {
                    learned,
                    tested: tested(task),
                    exact,
                    ..SelfCard::of(&recipe, model, recipe.updates)
                })?,
            )
        }
    };
    if short.is_some() || exact.is_empty() {
        return Ok(());
    }
    write(&name, &recipe.course.student.network(1)?, &rounded, &card)
}

fn json(card: &impl serde::Serialize) -> serde_json::Result<String> {
    Ok(serde_json::to_string_pretty(card)? + "\n")
}

/// Learns, printing the curve; what share of some held-out texts was right on the way.
fn learn(lesson: &mut Lesson) -> Result<Vec<(usize, f64)>, Box<dyn Error>> {
    println!("updates  loss a symbol  gradient  exact");
    let (mut loss, mut norm, mut learned) = (0.0, 0.0, vec![]);
    for _ in 0..lesson.recipe().updates {
        let Progress {
            updates,
            loss: own,
            norm: length,
        } = lesson.update()?;
        (loss, norm) = (loss + own, norm + length);
        if updates.is_multiple_of(EVERY) {
            let (mean, exact) = ([loss, norm].map(|sum| sum / EVERY as f64), lesson.exact()?);
            println!(
                "{updates:7}  {:13.5}  {:8.4}  {exact:5.2}",
                mean[0], mean[1]
            );
            (loss, norm) = (0.0, 0.0);
            learned.push((updates, exact));
        }
    }
    Ok(learned)
}

fn tested(task: &Task) -> usize {
    if task.lengths.1 == 0 {
        TESTED.1
    } else {
        TESTED.0
    }
}

/// The share of held-out texts answered exactly, by length; 0 stands for texts of any length.
fn measure<A: Answers>(
    model: &mut A,
    task: &'static Task,
) -> Result<Vec<(usize, f64)>, Box<dyn Error>> {
    let mut lengths = Vec::new();
    for length in task.lengths.0..=task.lengths.1 {
        let Some(share) = exact(model, task, (length, tested(task)), SEED + 1)? else {
            continue;
        };
        println!("length {length:2}: {share:.3}");
        lengths.push((length, share));
    }
    Ok(lengths)
}

fn write(name: &str, network: &Network, params: &[f16], card: &str) -> Result<(), Box<dyn Error>> {
    let bytes: Vec<Vec<u8>> = network
        .params
        .iter()
        .map(|spec| {
            params[spec.range()]
                .iter()
                .flat_map(|number| number.to_le_bytes())
                .collect()
        })
        .collect();
    let mut tensors = Vec::new();
    for (spec, bytes) in network.params.iter().zip(&bytes) {
        let shape = if spec.is_bias {
            vec![spec.rows]
        } else {
            vec![spec.rows, spec.cols]
        };
        tensors.push((
            spec.name.clone(),
            TensorView::new(Dtype::F16, shape, bytes)?,
        ));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/models");
    fs::create_dir_all(&folder)?;
    fs::write(
        folder.join(format!("{name}.safetensors")),
        safetensors::serialize(tensors, None)?,
    )?;
    fs::write(folder.join(format!("{name}.json")), card)?;
    // What was written must be what is read.
    let bytes = fs::read(folder.join(format!("{name}.safetensors")))?;
    shipped::read(&bytes, &network.params)?;
    println!("written to {}", folder.display());
    Ok(())
}
