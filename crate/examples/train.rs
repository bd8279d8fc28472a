//! Trains a shipped model from nothing and writes it to `www/models`: `cargo run --release --example train -- reverse`.
//!
//! Beside the weights (safetensors, float16) it writes a card: task, sizes, seed, updates, and how many held-out texts
//! of each length the written weights answer exactly. `-- reverse 200` makes 200 updates only and writes nothing.

use std::error::Error;
use std::fs;
use std::path::Path;

use half::f16;
use safetensors::tensor::{Dtype, TensorView};
use unrolled::model::shipped::{self, Card};
use unrolled::model::tasks::{Alphabet, Task};
use unrolled::model::{Attention, CellSpec, Score, Seq2Seq};
use unrolled::run::train::{Course, Progress, Rule, Settings, Trainer, exact};
use unrolled::run::translate::Translator;

const SEED: u64 = 7;
const BATCH: usize = 64;
const RATE: f64 = 2e-3;
const CLIP: f64 = 1.0;
/// What query and key are projected to.
const WIDTH: usize = 32;
/// Held-out texts a length, and of a task that has no lengths.
const TESTED: (usize, usize) = (200, 4000);

/// A shipped model: its name, task, score if it has attention, and updates.
struct Recipe {
    name: &'static str,
    task: &'static str,
    score: Option<&'static str>,
    updates: usize,
}

const fn recipe(
    name: &'static str,
    task: &'static str,
    score: Option<&'static str>,
    updates: usize,
) -> Recipe {
    Recipe {
        name,
        task,
        score,
        updates,
    }
}

const MODELS: [Recipe; 10] = [
    recipe("dates", "dates", Some("additive"), 3000),
    recipe("dates-scaled_dot", "dates", Some("scaled_dot"), 3000),
    recipe("dates-none", "dates", None, 3000),
    recipe("reverse", "reverse", Some("additive"), 4000),
    recipe("reverse-scaled_dot", "reverse", Some("scaled_dot"), 4000),
    recipe("reverse-none", "reverse", None, 4000),
    recipe("copy", "copy", Some("additive"), 4000),
    recipe("copy-none", "copy", None, 4000),
    recipe("sort", "sort", Some("additive"), 2000),
    recipe("sort-none", "sort", None, 2000),
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let name = words.next().unwrap_or_default();
    let known = MODELS.iter().find(|model| model.name == name);
    let Some(shipped) = known else {
        let names: Vec<_> = MODELS.iter().map(|model| model.name).collect();
        return Err(format!("which model? One of {}", names.join(", ")).into());
    };
    let short: Option<usize> = words.next().map(|updates| updates.parse()).transpose()?;
    let updates = short.unwrap_or(shipped.updates);
    let course = course(shipped)?;
    let trainer = learn(course.clone(), updates)?;
    let rounded = trainer.params().iter().map(|&number| f16::from_f32(number));
    let rounded: Vec<f16> = rounded.collect();
    let params = rounded.iter().map(|number| number.to_f32()).collect();
    let mut translator = Translator::new(course.model.clone(), params);
    let lengths = measure(&mut translator, course.task)?;
    if short.is_some() {
        return Ok(());
    }
    let model = &course.model;
    let card = Card {
        name: shipped.name.to_owned(),
        task: shipped.task.to_owned(),
        score: shipped.score.map(str::to_owned),
        cell: model.cell.cell.kind.to_owned(),
        symbols: model.symbols,
        embedding: model.embedding,
        encoder: model.encoder,
        decoder: model.decoder,
        width: WIDTH,
        parameters: rounded.len(),
        seed: SEED,
        updates,
        batch: BATCH,
        rate: RATE,
        clip: CLIP,
        tested: tested(course.task),
        exact: lengths,
    };
    write(shipped.name, &course.model, &rounded, &card)
}

fn course(shipped: &Recipe) -> Result<Course, Box<dyn Error>> {
    let score = match shipped.score {
        Some(kind) => Some(Score::of(kind).ok_or("an unknown score")?),
        None => None,
    };
    Ok(Course {
        task: Task::of(shipped.task).ok_or("an unknown task")?,
        model: Seq2Seq {
            cell: CellSpec::of("gru").ok_or("an unknown cell")?,
            symbols: Alphabet::SIZE,
            embedding: 16,
            encoder: 32,
            decoder: 64,
            attention: score.map(|score| Attention::by(score, WIDTH)),
            dropout: false,
        },
        settings: Settings {
            rule: Rule::Adam,
            rate: RATE,
            decay: 0.0,
            clip: Some(CLIP),
        },
        batch: BATCH,
        dropout: 0.0,
        seed: SEED,
    })
}

/// Learns, printing the curve; over the last third the learning rate sinks to nothing.
fn learn(course: Course, updates: usize) -> Result<Trainer<f32>, Box<dyn Error>> {
    let mut trainer = Trainer::<f32>::new(course)?;
    println!("updates  loss a symbol  gradient");
    let (mut loss, mut norm) = (0.0, 0.0);
    for _ in 0..updates {
        let Progress {
            updates: done,
            loss: own,
            norm: length,
        } = trainer.update()?;
        let left = (updates - done) as f64 / updates as f64;
        trainer.set_rate(RATE * (3.0 * left).min(1.0));
        (loss, norm) = (loss + own, norm + length);
        if done.is_multiple_of(50) {
            println!("{done:7}  {:13.5}  {:8.4}", loss / 50.0, norm / 50.0);
            (loss, norm) = (0.0, 0.0);
        }
    }
    Ok(trainer)
}

fn tested(task: &Task) -> usize {
    if task.lengths.1 == 0 {
        TESTED.1
    } else {
        TESTED.0
    }
}

/// The share of held-out texts answered exactly, by length; 0 stands for texts of any length.
fn measure(
    translator: &mut Translator<f32>,
    task: &'static Task,
) -> Result<Vec<(usize, f64)>, Box<dyn Error>> {
    let mut lengths = Vec::new();
    for length in task.lengths.0..=task.lengths.1 {
        let Some(share) = exact(translator, task, (length, tested(task)), SEED + 1)? else {
            continue;
        };
        println!("length {length:2}: {share:.3}");
        lengths.push((length, share));
    }
    Ok(lengths)
}

fn write(name: &str, model: &Seq2Seq, params: &[f16], card: &Card) -> Result<(), Box<dyn Error>> {
    let network = model.network(1)?;
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
    fs::write(
        folder.join(format!("{name}.json")),
        serde_json::to_string_pretty(card)? + "\n",
    )?;
    // What was written must be what is read.
    let bytes = fs::read(folder.join(format!("{name}.safetensors")))?;
    shipped::read(&bytes, &network.params)?;
    println!("written to {}", folder.display());
    Ok(())
}
