//! Settings from outside: defaults, every refusal with its code, field, value and range, and the way out and back.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "settings that are refused, or accepted, against expectation fail their test"
)]

mod defaults;
mod nested;
mod options;
mod program;
mod refused;
mod round_trip;
#[path = "../settings_json/mod.rs"]
mod settings_json;

use first_descent::settings::Value;
use first_descent::{Error, Session, Settings};
use serde_json::Value as Json;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// All settings by the programs that use them, in the order of the contract.
const BATCHED: [&str; 12] = [
    "program",
    "data",
    "standardize",
    "batch_size",
    "shuffle",
    "drop_last",
    "epochs",
    "lr",
    "init",
    "seed",
    "dtype",
    "changes",
];
const OPTIMIZER: [&str; 5] = ["momentum", "dampening", "nesterov", "weight_decay", "maximize"];
const PARABOLA: [&str; 5] = ["program", "updates", "lr", "init", "changes"];
const REGRESSOR: [&str; 18] = [
    "program",
    "data",
    "standardize",
    "shuffle",
    "random_state",
    "penalty",
    "alpha",
    "l1_ratio",
    "learning_rate",
    "eta0",
    "power_t",
    "tol",
    "max_iter",
    "n_iter_no_change",
    "average",
    "fit_intercept",
    "early_stopping",
    "validation_fraction",
];

/// The settings that `program` uses.
fn used_by(program: &str) -> Vec<&'static str> {
    match program {
        "by_hand" => BATCHED.to_vec(),
        "torch" => [&BATCHED[..], &OPTIMIZER].concat(),
        "parabola" => PARABOLA.to_vec(),
        _ => REGRESSOR.to_vec(),
    }
}

/// What makes reading these settings, or making a session of them, fail.
fn error(settings: &Value) -> Error {
    match Settings::from_value(settings).and_then(Session::new) {
        Ok(_) => panic!("{settings:?} is accepted"),
        Err(error) => error,
    }
}

fn json_error(settings: &Json) -> Error {
    error(&settings_json::value(settings))
}

/// Expects a refusal with this code and message.
fn refuses(settings: &Json, code: &str, message: &str) {
    let error = json_error(settings);
    assert_eq!((error.code(), error.to_string().as_str()), (code, message), "{settings}");
}
