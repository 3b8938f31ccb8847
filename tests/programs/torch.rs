//! `torch` with every kind of loader, initial values, optimizer options and changes in mid-run, and each way to break
//! it.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::golden::{assert_same, batches, history, indices, rows, settings};
use first_descent::{Session, Settings};
use serde_json::{Map, Value as Json, json};

fn cases(fixture: &str) -> Vec<Json> {
    let golden: Json = serde_json::from_str(fixture).unwrap();
    golden["cases"].as_array().unwrap().clone()
}

/// The settings of a golden case under our names.
fn read(case: &Json, fault: Option<&str>) -> Settings {
    let mut ours = Map::new();
    let reduction = case["settings"].get("reduction").and_then(Json::as_str);
    ours.insert("program".to_owned(), program(fault, reduction));
    for (name, value) in case["settings"].as_object().unwrap() {
        match name.as_str() {
            "batch" => drop(ours.insert("batch_size".to_owned(), value.clone())),
            // How many rows there are; a statement of the program.
            "updates" | "reduction" => {}
            _ => drop(ours.insert(name.clone(), value.clone())),
        }
    }
    settings(&Json::Object(ours))
}

fn program(fault: Option<&str>, reduction: Option<&str>) -> Json {
    let mut all = vec![
        json!({ "op": "forward" }),
        json!({ "op": "loss", "reduction": reduction.unwrap_or("mean") }),
        json!({ "op": "zero_grad" }),
        json!({ "op": "backward" }),
        json!({ "op": "update" }),
    ];
    match fault {
        None => {}
        Some("no_zero_grad") => drop(all.remove(2)),
        Some("step_before_backward") => all.swap(3, 4),
        Some("zero_grad_after_backward") => all.swap(2, 3),
        Some("backward_twice") => all.insert(4, json!({ "op": "backward" })),
        Some("missing_float") => all[0]["cast"] = json!(false),
        Some("missing_reshape") => all[1]["reshape"] = json!(false),
        Some(other) => panic!("a fault {other} that this test does not know"),
    }
    json!({ "base": "torch", "statements": all })
}

fn assert_first_batches(case: &Json, session: &mut Session) {
    let expected: Vec<Vec<u32>> = case["first_batches"].as_array().unwrap().iter().map(indices).collect();
    assert_eq!(batches(session, expected.len()), expected, "{}", case["settings"]);
}

#[test]
fn every_variation_is_pytorchs() {
    let cases = cases(include_str!("../golden/torch_variations.json"));
    assert_eq!(cases.len(), 9);
    for case in &cases {
        let expected = rows(&case["rows"]);
        let mut session = Session::new(read(case, None)).unwrap();
        assert_eq!(session.step(expected.len()).unwrap(), expected.len());
        assert_same(&case["settings"].to_string(), &history(&session), &expected);
        assert_eq!(session.state().unwrap().warned, None);
        assert_first_batches(case, &mut session);
    }
}

#[test]
fn every_fault_has_pytorchs_consequence() {
    let cases = cases(include_str!("../golden/torch_faults.json"));
    assert_eq!(cases.len(), 8);
    for case in &cases {
        let what = format!("{} {}", case["fault"], case["settings"]);
        let name = case["fault"].as_str();
        let expected = rows(&case["rows"]);
        let mut session = Session::new(read(case, name)).unwrap();
        if let Some(raised) = case.get("raised") {
            assert_eq!(session.step(60).unwrap(), 0, "{what}");
            let ours = session.state().unwrap().raised.unwrap();
            assert_eq!(ours.update as u64, raised["update"].as_u64().unwrap(), "{what}");
            assert_eq!(ours.kind, raised["type"].as_str().unwrap(), "{what}");
            match name {
                Some("backward_twice") => {
                    assert_eq!(ours.statement, 4);
                    assert!(ours.message.contains("walked before"), "{}", ours.message);
                }
                Some("missing_float") => {
                    assert_eq!(ours.statement, 0);
                    assert_eq!(ours.message, raised["message"].as_str().unwrap());
                }
                _ => panic!("{what} raises"),
            }
            let first = indices(&case["first_batches"][0]);
            assert_eq!(session.batch_indices().unwrap(), first, "{what}: the batch under way");
            continue;
        }
        assert_eq!(session.step(expected.len()).unwrap(), expected.len(), "{what}");
        assert_same(&what, &history(&session), &expected);
        let warned = session.state().unwrap().warned;
        let warnings = case["warnings"].as_array().unwrap();
        assert_eq!(warned.is_some(), !warnings.is_empty(), "{what}");
        assert_first_batches(case, &mut session);
    }
}

#[test]
fn a_target_of_another_size_warns_at_the_first_loss_and_names_both_sizes() {
    let mut session =
        Session::new(settings(&json!({ "program": program(Some("missing_reshape"), None) }))).unwrap();
    session.step_statement().unwrap();
    assert_eq!(session.state().unwrap().warned, None, "nothing is compared yet");
    session.step_statement().unwrap();
    let warned = session.state().unwrap().warned.unwrap();
    assert_eq!((warned.update, warned.statement, warned.kind), (0, 1, "UserWarning"));
    assert!(warned.message.contains("(16,)") && warned.message.contains("(16, 1)"), "{}", warned.message);
}
