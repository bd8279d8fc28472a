//! What is known about a number of a look, and how one that was set by hand is set anew.

use super::Here;
use super::words::vector;
use crate::attention::run::lookup::Lookup;
use crate::setup::AttnSetup;
use crate::setup::hand::SIZE;
use view::explain::given::{Given, given as given_of};
use view::explain::inspect::{InspectedRow, Inspection, inspect as inspect_run};
use view::explain::{Reference, no_cell};

/// What is known about a name, or without one about the whole.
#[must_use]
pub fn inspect(here: &Here<'_>, reference: Option<&str>) -> Inspection {
    let known = inspect_run(&here.subject(&no_cell()), reference, &here.position());
    match &known.given {
        Some(Given { name, .. }) => Inspection {
            title: name.clone(),
            words: "Set by hand.".to_owned(),
            rows: vec![],
            ..known
        },
        None if known.reference.is_some() => known,
        None => whole(here),
    }
}

/// The state that a name is about, from 1; the number, where what comes out is written number by number.
#[must_use]
pub fn unit_of(reference: &str) -> Option<usize> {
    let Reference::Value(place) = reference.parse().ok()? else {
        return None;
    };
    match place.key.as_str() {
        "query" => None,
        "keys" => Some(place.unit?.checked_sub(1)? / SIZE + 1),
        _ => place.unit,
    }
}

fn whole(here: &Here<'_>) -> Inspection {
    let lookup = here.lookup;
    let row = |label: &str, numbers: &[f64]| InspectedRow {
        label: label.to_owned(),
        value: vector(numbers),
        reference: None,
    };
    let mut rows = vec![row("query", lookup.setup.query())];
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
pub fn given(lookup: &Lookup, reference: &str) -> Option<Given> {
    let here = Here {
        lookup,
        op: "weights".to_owned(),
        unit: 1,
    };
    given_of(&here.subject(&no_cell()), &reference.parse().ok()?)
}

/// What is chosen, with one of its numbers set anew.
#[must_use]
pub fn edit(lookup: &Lookup, reference: &str, value: f64) -> Option<AttnSetup> {
    given(lookup, reference)?;
    let Reference::Value(place) = reference.parse().ok()? else {
        return None;
    };
    let mut setup = lookup.setup.clone();
    let numbers = match place.key.as_str() {
        "query" => setup.query.as_mut(),
        _ => setup.states.as_mut(),
    };
    *numbers?.get_mut(place.unit?.checked_sub(1)?)? = value;
    Some(setup)
}
