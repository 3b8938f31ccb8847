//! Data, edits, initial values and changes: refusals name the whole path.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::settings_json::read;
use crate::{error, json_error, refuses};
use first_descent::Session;
use first_descent::settings::Value;
use serde_json::json;

fn record<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Record(fields.map(|(name, value)| (name.to_owned(), value)).to_vec())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[test]
fn data_are_refused_by_the_field_at_fault() {
    let sources =
        "make_regression, anscombe_1, anscombe_2, anscombe_3, anscombe_4, diabetes_bmi, norris, points";
    let cases = [
        (json!({}), "missing", format!("data.source is missing; it must be one of {sources}")),
        (
            json!({ "source": "iris" }),
            "out_of_range",
            format!("data.source is \"iris\"; it must be one of {sources}"),
        ),
        (json!({ "source": 3 }), "wrong_type", format!("data.source is 3; it must be one of {sources}")),
        (
            json!({ "source": "make_regression", "n_samples": 0 }),
            "out_of_range",
            "data.n_samples is 0; it must be a whole number from 1 to 10000000".to_owned(),
        ),
        (
            json!({ "source": "make_regression", "n_samples": 4_000_000_000_u32 }),
            "out_of_range",
            "data.n_samples is 4000000000; it must be 1 to 10000000".to_owned(),
        ),
        (
            json!({ "source": "make_regression", "n_samples": 2.5 }),
            "out_of_range",
            "data.n_samples is 2.5; it must be a whole number from 1 to 10000000".to_owned(),
        ),
        (
            json!({ "source": "make_regression", "noise": -1 }),
            "out_of_range",
            "data.noise is -1; it must be 0 or more".to_owned(),
        ),
        (
            json!({ "source": "make_regression", "bias": "1" }),
            "wrong_type",
            "data.bias is \"1\"; it must be a number".to_owned(),
        ),
        (
            json!({ "source": "make_regression", "random_state": -1 }),
            "out_of_range",
            "data.random_state is -1; it must be a whole number from 0 to 4294967295".to_owned(),
        ),
        (
            json!({ "source": "make_regression", "n_features": 2 }),
            "unknown_setting",
            "there is no setting data.n_features (2); there are source, n_samples, noise, bias, random_state, edits"
                .to_owned(),
        ),
        (
            json!({ "source": "norris", "noise": 1 }),
            "unknown_setting",
            "there is no setting data.noise (1); there are source, edits".to_owned(),
        ),
        (
            json!({ "source": "points", "x": [1], "y": [1], "edits": [] }),
            "unknown_setting",
            "there is no setting data.edits (a list of 0); there are source, x, y".to_owned(),
        ),
        (
            json!({ "source": "points", "x": [1, 2] }),
            "missing",
            "data.y is missing; it must be a list of numbers".to_owned(),
        ),
        (
            json!({ "source": "points", "x": 1, "y": [1] }),
            "wrong_type",
            "data.x is 1; it must be a list of numbers".to_owned(),
        ),
        (
            json!({ "source": "points", "x": [1, "2"], "y": [1, 2] }),
            "wrong_type",
            "data.x[1] is \"2\"; it must be a number".to_owned(),
        ),
        (
            json!({ "source": "points", "x": [], "y": [] }),
            "empty",
            "data.x has 0 elements; it must have at least 1 element".to_owned(),
        ),
        (
            json!({ "source": "points", "x": [1, 2, 3], "y": [1, 2] }),
            "length_mismatch",
            "data.y has 2 elements; it must have 3".to_owned(),
        ),
    ];
    for (data, code, message) in cases {
        for program in ["by_hand", "torch", "sgd_regressor"] {
            refuses(&json!({ "program": program, "data": data }), code, &message);
        }
    }
}

#[test]
fn points_that_are_not_finite_are_refused_by_their_number() {
    for (value, name) in [(f64::NAN, "NaN"), (f64::INFINITY, "Infinity"), (f64::NEG_INFINITY, "-Infinity")] {
        for column in ["x", "y"] {
            // As typed arrays arrive, and as plain lists do.
            let good = Value::Numbers(vec![1.0, 2.0, 3.0]);
            let bad = [
                Value::Numbers(vec![1.0, 2.0, value]),
                Value::List([1.0, 2.0, value].map(Value::Number).to_vec()),
            ];
            for bad in bad {
                let (x, y) = if column == "x" { (bad, good.clone()) } else { (good.clone(), bad) };
                let data = record([("source", text("points")), ("x", x), ("y", y)]);
                let error = error(&record([("data", data)]));
                assert_eq!(error.code(), "not_finite");
                assert_eq!(
                    error.to_string(),
                    format!("data.{column}[2] is {name}; it must be a finite number")
                );
            }
        }
        for field in ["noise", "bias"] {
            let data = record([("source", text("make_regression")), (field, Value::Number(value))]);
            let error = error(&record([("data", data)]));
            assert_eq!(error.to_string(), format!("data.{field} is {name}; it must be a finite number"));
        }
    }
}

#[test]
fn edits_are_refused_by_their_number() {
    let with = |edits: serde_json::Value| json!({ "data": { "source": "anscombe_1", "edits": edits } });
    let good = json!({ "remove": 0 });
    for (edit, code, message) in [
        (json!({}), "missing", "data.edits[1] is missing; it must be one of move, add, remove"),
        (json!(3), "wrong_type", "data.edits[1] is 3; it must be an object"),
        (
            json!({ "move": 10, "x": 0, "y": 0 }),
            "out_of_range",
            "data.edits[1].move is 10; it must be 0 to 9",
        ),
        (
            json!({ "move": -1, "x": 0, "y": 0 }),
            "out_of_range",
            "data.edits[1].move is -1; it must be a whole number from 0 to the last sample's",
        ),
        (json!({ "move": 1, "x": 0 }), "missing", "data.edits[1].y is missing; it must be a number"),
        (
            json!({ "move": 1, "x": "0", "y": 0 }),
            "wrong_type",
            "data.edits[1].x is \"0\"; it must be a number",
        ),
        (
            json!({ "add": false, "x": 0, "y": 0 }),
            "out_of_range",
            "data.edits[1].add is false; it must be true",
        ),
        (
            json!({ "add": 1, "x": 0, "y": 0 }),
            "wrong_type",
            "data.edits[1].add is 1; it must be true or false",
        ),
        (json!({ "add": true, "y": 0 }), "missing", "data.edits[1].x is missing; it must be a number"),
        (json!({ "remove": 10 }), "out_of_range", "data.edits[1].remove is 10; it must be 0 to 9"),
        (
            json!({ "remove": 0, "x": 1 }),
            "unknown_setting",
            "there is no setting data.edits[1].x (1); there are move with x and y, add with x and y, or remove",
        ),
        (
            json!({ "add": true, "remove": 1, "x": 1, "y": 1 }),
            "unknown_setting",
            "there is no setting data.edits[1].remove (1); there are move with x and y, add with x and y, or remove",
        ),
    ] {
        refuses(&with(json!([good, edit])), code, message);
    }
    refuses(&with(json!({})), "wrong_type", "data.edits is {}; it must be a list of objects");
    let all_gone = json_error(&with(json!(vec![json!({ "remove": 0 }); 11])));
    assert_eq!(all_gone.code(), "empty");
}

#[test]
fn initial_values_have_the_form_of_their_program() {
    for (program, init, code, message) in [
        ("by_hand", json!("torch"), "out_of_range", "init is \"torch\"; it must be {w, b}"),
        ("parabola", json!("torch"), "out_of_range", "init is \"torch\"; it must be {x}"),
        ("torch", json!("zeros"), "out_of_range", "init is \"zeros\"; it must be \"torch\" or {w, b}"),
        ("torch", json!(0), "wrong_type", "init is 0; it must be \"torch\" or {w, b}"),
        ("by_hand", json!(null), "wrong_type", "init is null; it must be {w, b}"),
        ("by_hand", json!({ "w": 1 }), "missing", "init.b is missing; it must be a number"),
        ("by_hand", json!({ "x": 1 }), "missing", "init.w is missing; it must be a number"),
        ("parabola", json!({ "w": 1, "b": 2 }), "missing", "init.x is missing; it must be a number"),
        ("parabola", json!({ "x": "1" }), "wrong_type", "init.x is \"1\"; it must be a number"),
        (
            "torch",
            json!({ "w": 1, "b": 2, "c": 3 }),
            "unknown_setting",
            "there is no setting init.c (3); there are \"torch\" or {w, b}",
        ),
    ] {
        refuses(&json!({ "program": program, "init": init }), code, message);
    }
    for (program, field) in [("by_hand", "w"), ("by_hand", "b"), ("torch", "w"), ("parabola", "x")] {
        let mut init = vec![("w".to_owned(), Value::Number(0.0)), ("b".to_owned(), Value::Number(0.0))];
        init.retain(|(name, _)| name != field && program != "parabola");
        init.push((field.to_owned(), Value::Number(f64::NAN)));
        let error = error(&record([("program", text(program)), ("init", Value::Record(init))]));
        assert_eq!(error.to_string(), format!("init.{field} is NaN; it must be a finite number"));
    }
}

#[test]
fn changes_are_refused_by_their_number_and_setting() {
    let changeable =
        "batch_size, shuffle, drop_last, epochs, lr, momentum, dampening, nesterov, weight_decay";
    let good = json!({ "update": 5, "set": { "lr": 0.1 } });
    let cases = [
        (json!(5), "wrong_type", "changes[1] is 5; it must be an object".to_owned()),
        (
            json!({ "set": { "lr": 1 } }),
            "missing",
            "changes[1].update is missing; it must be the number of an update".to_owned(),
        ),
        (json!({ "update": 6 }), "missing", "changes[1].set is missing; it must be an object of settings".to_owned()),
        (
            json!({ "update": 6, "set": null }),
            "wrong_type",
            "changes[1].set is null; it must be an object".to_owned(),
        ),
        (
            json!({ "update": -1, "set": {} }),
            "out_of_range",
            "changes[1].update is -1; it must be a whole number from 0 to the number of updates".to_owned(),
        ),
        (
            json!({ "update": 4, "set": { "lr": 0.1 } }),
            "out_of_range",
            "changes[1].update is 4; it must be 5 or more: changes come in order".to_owned(),
        ),
        (
            json!({ "update": 701, "set": { "lr": 0.1 } }),
            "out_of_range",
            "changes[1].update is 701; it must be 0 to 700".to_owned(),
        ),
        (
            json!({ "update": 6, "at": 7, "set": {} }),
            "unknown_setting",
            "there is no setting changes[1].at (7); there are update, set".to_owned(),
        ),
        (
            json!({ "update": 6, "set": { "seed": 1 } }),
            "unknown_setting",
            format!("there is no setting changes[1].set.seed (1); there are {changeable}"),
        ),
        (
            json!({ "update": 6, "set": { "maximize": true } }),
            "unknown_setting",
            format!("there is no setting changes[1].set.maximize (true); there are {changeable}"),
        ),
        (
            json!({ "update": 6, "set": { "lr": "1" } }),
            "wrong_type",
            "changes[1].set.lr is \"1\"; it must be a number".to_owned(),
        ),
        (
            json!({ "update": 6, "set": { "lr": -1 } }),
            "out_of_range",
            "changes[1].set.lr is -1; it must be 0 or more".to_owned(),
        ),
        (
            json!({ "update": 6, "set": { "nesterov": true } }),
            "out_of_range",
            "changes[1].set.nesterov is true with momentum 0 and dampening 0; it must be used with momentum above 0 and dampening 0".to_owned(),
        ),
        (
            json!({ "update": 6, "set": { "batch_size": 101 } }),
            "out_of_range",
            "changes[1].set.batch_size is 101; it must be 1 to 100, the number of points".to_owned(),
        ),
        (
            json!({ "update": 20, "set": { "epochs": 2 } }),
            "out_of_range",
            "changes[1].set.epochs is 2; it must be 3 or more: that many have begun".to_owned(),
        ),
    ];
    for (change, code, message) in cases {
        refuses(&json!({ "program": "torch", "changes": [good, change] }), code, &message);
    }
    for (program, name) in [
        ("by_hand", "momentum"),
        ("by_hand", "weight_decay"),
        ("parabola", "batch_size"),
        ("parabola", "epochs"),
    ] {
        refuses(
            &json!({ "program": program, "changes": [good, { "update": 6, "set": { name: 1 } }] }),
            "unused_setting",
            &format!("changes[1].set.{name} is 1, but {program} does not use it; leave it out"),
        );
    }
}

#[test]
fn a_refusal_takes_nothing_away() {
    let settings = json!({ "program": "torch", "lr": 0.02, "batch_size": 500 });
    let mut read = read(&settings).unwrap();
    let before = read.clone();
    assert_eq!(Session::new(read.clone()).unwrap_err().field(), Some("batch_size"));
    assert_eq!(read, before);
    // The same settings with the one mistake mended are accepted.
    read.loader.batch_size = 50;
    let mut session = Session::new(read).unwrap();
    assert_eq!(session.step(3).unwrap(), 3);
}
