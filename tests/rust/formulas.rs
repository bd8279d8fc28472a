//! Every op of every cell as a formula: letters in both notations, columns, numbers, words.
//!
//! The snapshots are read by people before they are accepted; the engine tests hold the formulas to
//! the numbers.

use std::fmt::Write;

use labs::setup::HeadKind;
use labs::setup::Setup;
use unrolled::model::CellSpec;
use unrolled::run::Run;
use unrolled::run::cursor::{Direction, Position, Timeline};
use view::explain::{Formula, Level, Notation, Subject, formula};

/// A run of the storybook, and its moments.
pub(crate) struct Story {
    pub(crate) run: Run<f64>,
    pub(crate) timeline: Timeline,
    pub(crate) cell: CellSpec,
    pub(crate) jobs: Vec<&'static str>,
}

impl Story {
    pub(crate) fn new(setup: &Setup) -> Self {
        let scenario = setup.scenario().expect("a setup that runs");
        let run = Run::computed(&scenario, None);
        let steps = run.trace().steps();
        let loss_at = (0..steps)
            .map(|t| run.trace().loss_weight(t, 0) != 0.0)
            .collect();
        let timeline = Timeline::new(run.program(), loss_at);
        Self {
            run,
            timeline,
            cell: scenario.spec.cell,
            jobs: scenario.unit_names,
        }
    }

    /// Every op, forward and then backward.
    fn ops(&self) -> Vec<(String, Direction)> {
        let forward = self.timeline.forward().iter();
        let backward = self.timeline.backward().iter();
        forward
            .map(|op| (op.id.to_owned(), Direction::Forward))
            .chain(backward.map(|op| (op.id.clone(), Direction::Backward)))
            .collect()
    }

    /// Every op once: of the cell at step 4, of the head at step 6.
    pub(crate) fn each_op(&self) -> Vec<Position> {
        let at = |(op, dir)| {
            let mut position = Position { t: 4, op, dir };
            if self.timeline.cursor(&position).is_none() {
                position.t = 6;
            }
            position
        };
        self.ops().into_iter().map(at).collect()
    }

    pub(crate) fn subject(&self, unit: usize) -> Subject<'_> {
        Subject {
            cell: Some(&self.cell),
            unit,
            jobs: if self.jobs.is_empty() {
                None
            } else {
                Some(&self.jobs)
            },
            ..Subject::of(&self.run, &self.timeline)
        }
    }
}

pub(crate) fn setup(cell: &CellSpec) -> Setup {
    let mut setup = Setup {
        cell: cell.cell.kind.to_owned(),
        ..Setup::default()
    };
    for (choice, value) in cell.chosen() {
        setup
            .choices
            .insert(choice.key.to_owned(), value.key.to_owned());
    }
    setup
}

/// The formula of an op that occurs, in the lesson's notation.
pub(crate) fn lesson(subject: &Subject<'_>, position: &str, level: Level) -> Formula {
    let position = position.parse().expect("a position");
    formula(subject, &position, level, Notation::Lesson).expect("an op that occurs")
}

/// Every moment of these steps.
pub(crate) fn positions(story: &Story, steps: &[usize]) -> Vec<Position> {
    let ops = story.ops();
    steps
        .iter()
        .flat_map(|&t| {
            ops.iter().map(move |(op, dir)| Position {
                t,
                op: op.clone(),
                dir: *dir,
            })
        })
        .collect()
}

/// Every op as text.
fn page(story: &Story) -> String {
    let subject = story.subject(2);
    let mut page = String::new();
    for position in story.each_op() {
        let write = |level, notation| {
            formula(&subject, &position, level, notation).expect("an op that occurs")
        };
        let lesson = write(Level::Symbols, Notation::Lesson);
        let numbers = write(Level::Numbers, Notation::Lesson);
        let lines = [
            format!("{position}: {} [{}]", lesson.title, lesson.badge),
            format!("  lesson  {}", lesson.latex),
            format!(
                "  pytorch {}",
                write(Level::Symbols, Notation::Pytorch).latex
            ),
            format!(
                "  vectors {}",
                write(Level::Vectors, Notation::Lesson).latex
            ),
            format!("  numbers {}", numbers.latex),
            format!("  words   {}", lesson.words),
            format!("  words   {}", numbers.words),
        ];
        writeln!(page, "{}\n", lines.join("\n")).expect("text");
    }
    page
}

pub(crate) fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn every_op_of_every_cell_is_written_as_it_was_accepted() {
    for cell in CellSpec::all() {
        let story = Story::new(&setup(&cell));
        snapshot(
            &format!("formulas {}", cell.name()).replace(' ', "_"),
            &page(&story),
        );
    }
}

#[test]
fn a_softmax_head_with_two_biases_is_written_as_it_was_accepted() {
    for kind in ["rnn", "lstm"] {
        let cell = CellSpec::of(kind).expect("a cell");
        let mut setup = Setup {
            head: HeadKind::Softmax,
            ..setup(&cell)
        };
        setup.bias = labs::setup::BiasKind::Double;
        snapshot(
            &format!("formulas_{kind}_softmax_double"),
            &page(&Story::new(&setup)),
        );
    }
}

#[test]
fn every_term_of_a_formula_carries_its_reference_and_its_role() {
    let story = Story::new(&Setup::default());
    let at = |position: &str, level| {
        let formula = lesson(&story.subject(2), position, level);
        formula.tree.markup().replace("><", ">\n<")
    };
    snapshot("mathml_c_symbols", &at("4.c.f", Level::Symbols));
    snapshot("mathml_c_numbers", &at("4.c.f", Level::Numbers));
    snapshot("mathml_af_vectors", &at("4.af.f", Level::Vectors));
}

/// A row of 64 products is written as six and the rest, and what is printed is true.
#[test]
fn a_long_row_is_written_as_its_six_largest_products_and_the_rest() {
    let setup = Setup {
        hidden_size: 64.0,
        weights: labs::setup::WeightsKind::Orth,
        ..Setup::default()
    };
    let story = Story::new(&setup);
    let formula = lesson(&story.subject(5), "4.af.f", Level::Numbers);
    assert!(
        formula.latex.contains(r"\text{ from 60 smaller terms}"),
        "{}",
        formula.latex
    );
    assert_eq!(
        formula.latex.matches(r"\times").count(),
        6,
        "{}",
        formula.latex
    );
}

#[test]
fn columns_beyond_eight_rows_are_strips() {
    let setup = Setup {
        hidden_size: 9.0,
        weights: labs::setup::WeightsKind::Orth,
        ..Setup::default()
    };
    let story = Story::new(&setup);
    let formula = lesson(&story.subject(5), "4.keep.f", Level::Vectors);
    assert_eq!(formula.tree.markup().matches("strip").count(), 3);
}
