//! What the engine declares and answers, as JSON.

use labs::cells::about_cells;
use labs::declared::{abouts, open};
use labs::gradients::explain::study::decay;
use labs::gradients::recurrent::{Bases, Study};
use labs::gradients::run::study::{Beside, Examined};
use labs::lab::At;
use labs::schema::schema;
use labs::setup::{HoldSetup, Setup};
use serde_json::json;
use unrolled::run::cursor::Position;
use view::draw::panel::{Panel, Text};

fn curves() -> Vec<String> {
    let study: Study = serde_json::from_value(json!({"compare": "mgu"})).unwrap();
    let model = Setup::default().scenario().unwrap();
    let studied = study.studied(&model, &mut Bases::default()).unwrap();
    let beside = Beside::all(&study, &mut Bases::default()).unwrap();
    let chart = decay(&Examined::of(study, studied, beside, None), 20);
    chart.series.into_iter().map(|own| own.title).collect()
}

/// The table of a view, or its words.
fn shown(lab: &str, view: &str) -> String {
    let setup = Setup {
        open: lab.to_owned(),
        ..Setup::default()
    };
    let opened = open(&setup, &setup.scenario().unwrap()).unwrap().unwrap();
    let position: Position =
        serde_json::from_value(json!({"t": 1, "op": "h", "dir": "f"})).unwrap();
    let at = At {
        position: &position,
        unit: 1,
    };
    match opened.panel(view, &at) {
        Panel::Text(Text(words)) => words,
        panel => panel.sheet().csv(),
    }
}

fn main() {
    let held = Setup {
        cell: "mgu".to_owned(),
        pair: true,
        holds: vec![HoldSetup {
            gate: "f".to_owned(),
            value: 0.0,
            from: 1.0,
            to: 2.0,
        }],
        ..Setup::default()
    };
    let told = json!({
        "schema": schema(),
        "labs": abouts(),
        "cells": about_cells(),
        "curves": curves(),
        "held": held.scenario().unwrap().holds.len(),
        "beside": held.counterpart(),
        "norms": shown("norms", "norms"),
        "extra": shown("tasks", "extra"),
    });
    println!("{told}");
}
