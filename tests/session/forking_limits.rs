//! What a branch cannot change, and that a refusal leaves the parent as it was.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::runs::{history, moment, session};
use first_descent::Session;
use first_descent::settings::Change;
use serde_json::json;

/// Forks with `change`, expects the refusal, and that the parent is untouched.
fn refused(parent: &mut Session, change: Change) -> (String, String) {
    let (seen, rows) = (moment(parent), history(parent));
    let error = parent.fork(change).unwrap_err();
    assert_eq!((moment(parent), history(parent)), (seen, rows));
    (error.code().to_owned(), error.to_string())
}

fn expect(parent: &mut Session, change: Change, code: &str, message: &str) {
    assert_eq!(refused(parent, change), (code.to_owned(), message.to_owned()));
}

#[test]
fn a_change_out_of_range_is_refused_by_name_value_and_range() {
    let none = Change::default();
    let mut parent =
        session(&json!({ "program": "torch", "changes": [{ "update": 3, "set": { "lr": 0.1 } }] }));
    parent.seek(20, 2).unwrap();
    expect(
        &mut parent,
        Change { lr: Some(-1.0), ..none },
        "out_of_range",
        "change.lr is -1; it must be 0 or more",
    );
    expect(
        &mut parent,
        Change { lr: Some(f64::NAN), ..none },
        "not_finite",
        "change.lr is NaN; it must be a finite number",
    );
    expect(
        &mut parent,
        Change { momentum: Some(f64::INFINITY), ..none },
        "not_finite",
        "change.momentum is Infinity; it must be a finite number",
    );
    expect(
        &mut parent,
        Change { nesterov: Some(true), ..none },
        "out_of_range",
        "change.nesterov is true with momentum 0 and dampening 0; it must be used with momentum above 0 and dampening 0",
    );
    for batch_size in [0, 101] {
        expect(
            &mut parent,
            Change { batch_size: Some(batch_size), ..none },
            "out_of_range",
            &format!("change.batch_size is {batch_size}; it must be 1 to 100, the number of points"),
        );
    }
    // Update 20 belongs to the third epoch of seven updates.
    for epochs in [0, 2] {
        expect(
            &mut parent,
            Change { epochs: Some(epochs), ..none },
            "out_of_range",
            &format!("change.epochs is {epochs}; it must be 3 or more: that many have begun"),
        );
    }
    let (code, message) = refused(&mut parent, Change { epochs: Some(100_000_000), ..none });
    assert_eq!(code, "too_large");
    assert!(message.starts_with("change.epochs asks for 700000000 updates"), "{message}");
    assert!(message.ends_with("updates, whose history takes 256 MiB"), "{message}");
    assert!(parent.fork(Change { epochs: Some(3), ..none }).is_ok());
}

#[test]
fn a_setting_that_the_program_does_not_use_cannot_change() {
    let none = Change::default();
    let mut by_hand = session(&json!({}));
    for (change, name, value) in [
        (Change { momentum: Some(0.9), ..none }, "momentum", "0.9"),
        (Change { dampening: Some(0.0), ..none }, "dampening", "0"),
        (Change { nesterov: Some(false), ..none }, "nesterov", "false"),
        (Change { weight_decay: Some(0.1), ..none }, "weight_decay", "0.1"),
    ] {
        expect(
            &mut by_hand,
            change,
            "unused_setting",
            &format!("change.{name} is {value}, but by_hand does not use it; leave it out"),
        );
    }
    let mut parabola = session(&json!({ "program": "parabola" }));
    for (change, name, value) in [
        (Change { batch_size: Some(1), ..none }, "batch_size", "1"),
        (Change { epochs: Some(3), ..none }, "epochs", "3"),
        (Change { shuffle: Some(true), ..none }, "shuffle", "true"),
    ] {
        expect(
            &mut parabola,
            change,
            "unused_setting",
            &format!("change.{name} is {value}, but parabola does not use it; leave it out"),
        );
    }
    assert!(parabola.fork(Change { lr: Some(0.1), ..none }).is_ok());
    let mut regressor = session(&json!({ "program": "sgd_regressor" }));
    let (code, message) = refused(&mut regressor, Change { lr: Some(0.1), ..none });
    assert_eq!(code, "unused_setting");
    assert!(message.contains("sgd_regressor"), "{message}");
}

#[test]
fn a_change_beyond_the_end_of_the_run_is_refused_when_the_session_is_made() {
    let read = |update: u32| {
        let settings = json!({ "epochs": 2, "changes": [{ "update": update, "set": { "lr": 0.1 } }] });
        Session::new(crate::settings_json::read(&settings).unwrap())
    };
    assert!(read(12).is_ok(), "at the very end a change is allowed: a finished run may be taken further");
    let error = read(13).unwrap_err();
    assert_eq!(error.code(), "out_of_range");
    assert_eq!(error.to_string(), "changes[0].update is 13; it must be 0 to 12");
}
