//! What people tried and found answered wrongly, refused without help or not possible: the documents of
//! `golden/reports.json`, each with the right answer.

use crate::agree::compare;
use serde_json::Value;

macro_rules! reports {
    ($($id:ident $name:ident,)+) => {
        $(#[test] fn $name() { check(stringify!($id)); })+

        #[test]
        fn every_report_is_a_test() {
            let ids: Vec<_> = cases().iter().map(|case| case["id"].clone()).collect();
            assert_eq!(ids, [$(stringify!($id)),+]);
        }
    };
}

reports! {
    C15 the_backward_directions_last_state_is_not_in_the_last_row_of_the_output,
    C18 start_states_of_several_layers_stand_layer_by_layer,
    C20 a_start_state_in_pytorchs_own_shape_is_taken,
    C21 lengths_under_another_softwares_name_are_recognised,
    C25 a_target_in_the_middle_that_does_not_count_is_left_out_of_the_mean,
    C27 a_zero_is_data_unless_the_mask_says_that_it_is_padding,
    C29 a_row_that_a_band_and_padding_leave_blind_is_zeros_and_said_to_be,
    C33 losses_of_k1_steps_go_back_k2_steps_together,
    C35 growth_beyond_f64_is_infinite_and_not_not_a_number,
    C37 a_temperature_near_0_picks_the_best,
    C39 what_stands_in_a_masked_position_poisons_no_gradient,
    C41 a_document_that_begins_with_a_byte_order_mark_is_read,
}

fn cases() -> Vec<Value> {
    let text = include_str!("../golden/reports.json");
    let mut file: Value = serde_json::from_str(text).expect("reports are JSON");
    match file["cases"].take() {
        Value::Array(cases) => cases,
        other => panic!("no list of cases: {other}"),
    }
}

/// Runs the documents of a report and compares what is answered.
fn check(id: &str) {
    let cases = cases();
    let case = cases.iter().find(|case| case["id"] == id);
    let case = case.expect("a report of this name");
    let list = |name: &str| case[name].as_array().map_or(&[][..], Vec::as_slice);
    let within = case["within"].as_f64().expect("a tolerance");
    for (place, (document, wanted)) in list("documents").iter().zip(list("answers")).enumerate() {
        let answer = run(document);
        if let Some(refusal) = wanted.get("refused") {
            assert_eq!(
                answer.as_ref().err(),
                refusal.as_str().map(str::to_owned).as_ref()
            );
            continue;
        }
        let answer = answer.unwrap_or_else(|error| panic!("{id}: {error}"));
        for (path, want) in wanted.as_object().expect("answers by path") {
            agree(want, at(&answer, path), within)
                .unwrap_or_else(|error| panic!("{id}, document {place}: {path}{error}"));
        }
        for (path, wrong) in list("traps")
            .get(place)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let trapped = agree(wrong, at(&answer, path), within).is_ok();
            assert!(!trapped, "{id}: {path} is the common mistake");
        }
    }
}

/// The answer, or why there is none; a document that is a word is the text itself.
fn run(document: &Value) -> Result<Value, String> {
    let text = document
        .as_str()
        .map_or_else(|| document.to_string(), str::to_owned);
    let answer = document::run(&text).map_err(|error| error.to_string())?;
    Ok(serde_json::from_str(&answer).expect("the answer is JSON"))
}

/// What stands at `values.h` or `jacobians.product.0`.
fn at<'a>(answer: &'a Value, path: &str) -> &'a Value {
    let pointer = format!("/{}", path.replace('.', "/"));
    answer
        .pointer(&pointer)
        .unwrap_or_else(|| panic!("no {path} is answered"))
}

/// Numbers within a tolerance; words, as that for what is not finite, the same.
fn agree(want: &Value, got: &Value, within: f64) -> Result<(), String> {
    if want == got {
        return Ok(());
    }
    let numbers = |value: &Value| -> Value {
        serde_json::from_str(&value.to_string().replace("\"Infinity\"", "0")).expect("JSON")
    };
    let words = |value: &Value| value.to_string().matches("\"Infinity\"").count();
    if words(want) != words(got) {
        return Err(format!(": expected {want}, found {got}"));
    }
    compare(&numbers(want), &numbers(got), within)
}
