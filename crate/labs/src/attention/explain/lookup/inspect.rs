//! What is known about a number of a look, and how one that was set by hand is set anew.

use super::At;
use super::words::vector;
use crate::attention::run::lookup::AttentionExample;
use crate::setup::AttnSetup;
use unrolled::run::ModelRun;
use unrolled::run::cursor::{Direction, Position};
use view::explain::given::{Given, given as given_of};
use view::explain::inspect::{InspectedRow, Inspection};
use view::explain::{Reference, moment};

/// What is known about a name, or without one about the whole.
#[must_use]
pub fn inspect(here: &At<'_>, reference: Option<&str>) -> Inspection {
    let known = reference.and_then(|name| moment::inspect(here.model, &here.cursor, name));
    let Some(known) = known else {
        return whole(here);
    };
    match &known.given {
        Some(Given { name, .. }) => Inspection {
            title: name.clone(),
            words: "Set by hand.".to_owned(),
            rows: vec![],
            ..known
        },
        None => known,
    }
}

/// The state that a name is about, from 1; the number, where what comes out is written number by number.
pub(super) fn unit_of(lookup: &AttentionExample, reference: &str) -> Option<usize> {
    let Reference::Value(place) = reference.parse().ok()? else {
        return None;
    };
    match place.key.as_str() {
        "query" => None,
        "keys" => Some(place.unit?.checked_sub(1)? / lookup.input.query.len() + 1),
        _ => place.unit,
    }
}

fn whole(here: &At<'_>) -> Inspection {
    let lookup = here.model;
    let row = |label: &str, numbers: &[f64]| InspectedRow {
        label: label.to_owned(),
        value: vector(numbers),
        reference: None,
    };
    let mut rows = vec![row("query", &lookup.input.query)];
    let seen = [
        ("scores", "score"),
        ("weights", "weights"),
        ("context", "context"),
    ];
    let seen = seen.into_iter().filter(|(_, op)| here.sees(op));
    rows.extend(seen.map(|(key, _)| row(key, lookup.values(key))));
    Inspection {
        title: "Attention by hand".to_owned(),
        words: "One query asks a few states. Every number can be set and worked out on paper."
            .to_owned(),
        rows,
        ..Inspection::default()
    }
}

/// A number that was set by hand.
#[must_use]
pub fn given(lookup: &AttentionExample, reference: &str) -> Option<Given> {
    let start = Position {
        t: 1,
        op: String::new(),
        dir: Direction::Forward,
    };
    let subject = moment::subject(lookup, &lookup.cursor(&start, 1));
    given_of(&subject, &reference.parse().ok()?)
}

/// What is chosen, with one of its numbers set anew.
#[must_use]
pub fn edit(
    setup: &AttnSetup,
    lookup: &AttentionExample,
    reference: &str,
    value: f64,
) -> Option<AttnSetup> {
    given(lookup, reference)?;
    let Reference::Value(place) = reference.parse().ok()? else {
        return None;
    };
    let mut setup = setup.clone();
    let numbers = match place.key.as_str() {
        "query" => setup.query.as_mut(),
        _ => setup.states.as_mut(),
    };
    *numbers?.get_mut(place.unit?.checked_sub(1)?)? = value;
    Some(setup)
}
