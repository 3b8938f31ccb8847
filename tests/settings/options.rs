//! The options of `sgdRegressor` and `makeRegression`, which are read as a program's settings are.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::settings_json::value;
use first_descent::linear_model::{Penalty, SgdRegressor};
use first_descent::settings::{Value, make_regression_from_value, regressor_from_value};
use serde_json::{Value as Json, json};

/// Code, field and message of both functions' refusals, by the function's name.
fn refusal(function: &str, options: &Json) -> (&'static str, String, String) {
    let options = value(options);
    let error = match function {
        "sgdRegressor" => regressor_from_value(&options).map(drop).unwrap_err(),
        _ => make_regression_from_value(&options).map(drop).unwrap_err(),
    };
    (error.code(), error.field().unwrap_or_default().to_owned(), error.to_string())
}

#[test]
fn options_that_are_no_object_are_called_options() {
    for function in ["sgdRegressor", "makeRegression"] {
        for (options, shown) in [(json!(null), "null"), (json!(3), "3"), (json!("l1"), "\"l1\"")] {
            assert_eq!(
                refusal(function, &options),
                ("wrong_type", "options".to_owned(), format!("options is {shown}; it must be an object"))
            );
        }
    }
}

#[test]
fn settings_of_a_session_are_no_unknown_words_here() {
    for (function, names) in [
        ("sgdRegressor", &["lr", "data", "standardize", "batch_size", "changes"][..]),
        ("makeRegression", &["lr", "data", "program", "penalty"]),
    ] {
        for name in names {
            let (code, field, message) = refusal(function, &json!({ *name: 1 }));
            assert_eq!((code, field.as_str()), ("unused_setting", *name));
            assert_eq!(message, format!("{name} is 1, but {function} does not use it; leave it out"));
        }
        let (code, field, _) = refusal(function, &json!({ "learning": 1 }));
        assert_eq!((code, field.as_str()), ("unknown_setting", "learning"));
    }
}

#[test]
fn the_program_may_stand_among_the_options_of_its_own_function() {
    let read = |options: Json| regressor_from_value(&value(&options));
    assert_eq!(
        read(json!({ "program": "sgd_regressor", "penalty": "l1", "shuffle": false })).unwrap(),
        SgdRegressor { penalty: Some(Penalty::L1), shuffle: false, ..SgdRegressor::default() }
    );
    let error = read(json!({ "program": "torch" })).unwrap_err();
    assert_eq!(error.to_string(), "program is \"torch\"; it must be one of sgd_regressor");
    assert_eq!(regressor_from_value(&Value::Undefined).unwrap(), SgdRegressor::default());
}

#[test]
fn each_count_of_make_regression_has_its_own_range() {
    for (options, range) in [
        (json!({ "n_samples": 0 }), "a whole number from 1 to 10000000"),
        (json!({ "n_features": 0 }), "a whole number from 1 to 10000000"),
        (json!({ "n_informative": 0 }), "a whole number from 1 to 4294967295"),
        (json!({ "random_state": -1 }), "a whole number from 0 to 4294967295"),
        (json!({ "n_samples": 10_000_001 }), "1 to 10000000"),
    ] {
        let error = make_regression_from_value(&value(&options)).unwrap_err();
        assert_eq!(error.range().as_deref(), Some(range), "{options}");
    }
}
