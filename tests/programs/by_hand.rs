//! `by_hand` with other loaders, learning rates, changes in mid-run, and each way to break it.

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
fn read(case: &Json, program: Json) -> Settings {
    let mut ours = Map::new();
    ours.insert("program".to_owned(), program);
    for (name, value) in case["settings"].as_object().unwrap() {
        match name.as_str() {
            "batch" => drop(ours.insert("batch_size".to_owned(), value.clone())),
            "shuffle" => {
                ours.insert("shuffle".to_owned(), json!(true));
                ours.insert("seed".to_owned(), value.clone());
            }
            "x_scale" => {
                let data = Settings::default().dataset().unwrap();
                let x: Vec<f64> = data.x.iter().map(|x| x * value.as_f64().unwrap()).collect();
                ours.insert("data".to_owned(), json!({ "source": "points", "x": x, "y": data.y }));
            }
            // How many rows there are.
            "updates" => {}
            "lr" | "drop_last" | "changes" => drop(ours.insert(name.clone(), value.clone())),
            other => panic!("a setting {other} that this test does not know"),
        }
    }
    settings(&Json::Object(ours))
}

fn statements(fault: &str) -> Json {
    let mut all = vec![
        json!({ "op": "forward" }),
        json!({ "op": "loss" }),
        json!({ "op": "zero_grad" }),
        json!({ "op": "backward" }),
        json!({ "op": "update", "target": "w" }),
        json!({ "op": "update", "target": "b" }),
    ];
    match fault {
        "no_zero_grad" => drop(all.remove(2)),
        "zero_grad_once" => all[2]["once"] = json!(true),
        "zero_grad_after_backward" => all.swap(2, 3),
        "update_before_backward" => all[3..].rotate_left(1),
        "backward_twice" => all.insert(4, json!({ "op": "backward" })),
        "wrong_sign" => all[4..].iter_mut().for_each(|update| update["sign"] = json!(-1)),
        "no_division" => all[4..].iter_mut().for_each(|update| update["divide"] = json!(false)),
        "missing_reshape" => all[1]["reshape"] = json!(false),
        "w_detached" => all[0]["detach"] = json!("w"),
        "update_in_graph" => all[4..].iter_mut().for_each(|update| update["in_graph"] = json!(true)),
        other => panic!("a fault {other} that this test does not know"),
    }
    json!({ "base": "by_hand", "statements": all })
}

/// The order of each epoch, without the samples that `drop_last` leaves out.
fn assert_orders(case: &Json, session: &mut Session) {
    let orders: Vec<Vec<u32>> = case["first_orders"].as_array().unwrap().iter().map(indices).collect();
    let epoch = session.state().unwrap().batches;
    let drawn = batches(session, epoch * orders.len());
    for ((k, order), batches) in orders.iter().enumerate().zip(drawn.chunks(epoch)) {
        let read = batches.concat();
        assert!(order.starts_with(&read), "{}: epoch {k} reads {read:?}", case["settings"]);
        assert!(read.len() > 90);
    }
}

#[test]
fn every_variation_is_pytorchs() {
    let cases = cases(include_str!("../golden/by_hand_variations.json"));
    assert_eq!(cases.len(), 8);
    for case in &cases {
        let expected = rows(&case["rows"]);
        let mut session = Session::new(read(case, json!("by_hand"))).unwrap();
        assert_eq!(session.step(expected.len()).unwrap(), expected.len());
        assert_same(&case["settings"].to_string(), &history(&session), &expected);
        assert_orders(case, &mut session);
    }
}

#[test]
fn every_fault_has_pytorchs_consequence() {
    let cases = cases(include_str!("../golden/by_hand_faults.json"));
    assert_eq!(cases.len(), 13);
    for case in &cases {
        let name = case["fault"].as_str();
        let what = format!("{} {}", case["fault"], case["settings"]);
        let settings = match name {
            // Without a fault the settings alone make the run diverge.
            None => read(case, json!("by_hand")),
            Some("shuffled_order_unused") => {
                let mut shuffled = Session::new(read(case, json!("by_hand"))).unwrap();
                assert_orders(case, &mut shuffled);
                // The order is drawn and the points are then read as they stand.
                let loader =
                    first_descent::settings::LoaderSettings { shuffle: false, ..Settings::default().loader };
                Settings { loader, ..Settings::default() }
            }
            Some(name) => read(case, statements(name)),
        };
        let expected = rows(&case["rows"]);
        let mut session = Session::new(settings).unwrap();
        let Some(raised) = case.get("raised") else {
            assert_eq!(session.step(expected.len()).unwrap(), expected.len(), "{what}");
            assert_same(&what, &history(&session), &expected);
            assert_eq!(session.state().unwrap().raised, None, "{what}");
            continue;
        };
        assert_eq!(session.step(60).unwrap(), expected.len(), "{what}");
        assert_same(&what, &history(&session), &expected);
        let ours = session.state().unwrap().raised.unwrap();
        assert_eq!(ours.update as u64, raised["update"].as_u64().unwrap(), "{what}");
        assert_eq!(ours.kind, raised["type"].as_str().unwrap(), "{what}");
        // PyTorch names no statement; these are the ones its traceback points at.
        let (statement, sense) = match name {
            Some("update_before_backward") => (3, "w.grad is None"),
            Some("backward_twice") => (4, "walked before"),
            Some("w_detached" | "update_in_graph") => (4, "w.grad is None"),
            _ => panic!("{what} raises"),
        };
        assert_eq!(ours.statement, statement, "{what}");
        assert!(ours.message.contains(sense), "{what}: {}", ours.message);
    }
}

#[test]
fn a_parameter_that_is_no_leaf_any_more_warns_where_its_grad_is_first_read() {
    let warned = |statements: Json| {
        let program = json!({ "base": "by_hand", "statements": statements });
        let mut session = Session::new(settings(&json!({ "program": program }))).unwrap();
        session.step(60).unwrap();
        let warned = session.state().unwrap().warned;
        warned.map(|at| (at.update, at.statement, at.kind, at.message))
    };
    let mut all = statements("update_in_graph")["statements"].as_array().unwrap().clone();
    // zero_grad reads w.grad in the second update, two statements before the update that PyTorch then raises in.
    let (update, statement, kind, message) = warned(json!(all)).unwrap();
    assert_eq!((update, statement, kind), (1, 2, "UserWarning"));
    assert!(message.starts_with("w.grad is read") && message.contains("no leaf"), "{message}");
    // The other parameter.
    all[4] = json!({ "op": "update", "target": "w" });
    let (update, statement, _, message) = warned(json!(all)).unwrap();
    assert_eq!((update, statement), (1, 2));
    assert!(message.starts_with("b.grad is read"), "{message}");
    // Without zero_grad the update itself reads it first.
    all.remove(2);
    let (update, statement, ..) = warned(json!(all)).unwrap();
    assert_eq!((update, statement), (1, 4));
    // In the first update already, where something reads it after the rebinding.
    all.push(json!({ "op": "zero_grad" }));
    let (update, statement, ..) = warned(json!(all)).unwrap();
    assert_eq!((update, statement), (0, 5));
    assert_eq!(warned(statements("no_division")["statements"].clone()), None);
}

#[test]
fn the_warning_is_told_once_its_statement_has_run() {
    let mut session = Session::new(settings(&json!({ "program": statements("update_in_graph") }))).unwrap();
    session.step(1).unwrap();
    for (executed, told) in [(1, false), (2, false), (3, true), (4, true)] {
        session.step_statement().unwrap();
        assert_eq!(session.state().unwrap().warned.is_some(), told, "{executed} statements");
    }
    session.seek(1, 2).unwrap();
    assert_eq!(session.state().unwrap().warned, None);
}
