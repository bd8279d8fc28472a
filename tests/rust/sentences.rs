//! What is said at every op: the transcript of the design letter by letter, the rest as accepted.

use std::fmt::Write;

use labs::setup::Setup;
use unrolled::model::CellSpec;
use unrolled::run::cursor::{Move, Position};
use view::explain::{Verbosity, sentence};

use crate::formulas::{Story, setup, snapshot};

fn said(story: &Story, position: &str, verbosity: Verbosity) -> String {
    let position: Position = position.parse().expect("a position");
    sentence(&story.subject(2), &position, verbosity)
}

#[test]
fn the_storybook_is_read_out_as_the_transcript_says() {
    let story = Story::new(&Setup::default());
    assert_eq!(
        said(&story, "4.keep.f", Verbosity::Full),
        "Step 4 of 6, operation 10 of 17, keep. k equals f times old c. Unit 2: 0.993 times 0.640 is 0.636. \
         Units 1 and 3: 0.011, 0.110."
    );
    assert_eq!(
        said(&story, "4.write.f", Verbosity::Normal),
        "Operation 11, write. w equals i times candidate. Unit 2: 0.982 times 0.537 is 0.527."
    );
    assert_eq!(
        said(&story, "4.c.f", Verbosity::Normal),
        "Operation 12, new cell memory. c equals keep plus write. Unit 2: 0.636 plus 0.527 is 1.163. \
         Unit 2 is the adder; target 1.4."
    );
}

#[test]
fn turning_back_says_where_the_gradient_starts() {
    let story = Story::new(&Setup::default());
    let here: Position = "4.c.f".parse().expect("a position");
    let turned = story.timeline.step(&here, Move::Turn);
    assert_eq!(
        sentence(&story.subject(2), &turned, Verbosity::Normal),
        "Backward. Starts at the loss of step 6: 0.194. Press Right to follow the gradient."
    );
}

#[test]
fn the_memory_line_has_a_sentence_of_its_own() {
    let story = Story::new(&Setup::default());
    let said = said(&story, "4.dcprev.b", Verbosity::Normal);
    assert!(
        said.contains("The memory line: multiplied by the forget gate, nothing else."),
        "{said}"
    );
}

#[test]
fn every_op_of_every_cell_is_said_as_it_was_accepted() {
    let mut page = String::new();
    for cell in CellSpec::all() {
        let story = Story::new(&setup(&cell));
        writeln!(page, "{}", cell.name()).expect("text");
        for position in story.each_op() {
            for verbosity in [Verbosity::Short, Verbosity::Normal, Verbosity::Full] {
                let said = sentence(&story.subject(2), &position, verbosity);
                writeln!(page, "  {said}").expect("text");
            }
        }
    }
    snapshot("sentences", &page);
}
