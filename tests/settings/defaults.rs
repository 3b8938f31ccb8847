//! What is left out has the default of its program, as in the table of the contract.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::settings_json::read;
use first_descent::linear_model::SgdRegressor;
use first_descent::optim::SgdOptions;
use first_descent::program::Base;
use first_descent::settings::{DataSource, Init, LoaderSettings, Value};
use first_descent::{Dtype, Session, Settings};
use serde_json::{Value as Json, json};

/// A written record of settings as JSON.
fn written(settings: &Settings) -> Json {
    crate::settings_json::written(&settings.to_value())
}

#[test]
fn nothing_at_all_is_the_classic_run_by_hand() {
    for empty in [Value::Undefined, Value::Record(Vec::new())] {
        let settings = Settings::from_value(&empty).unwrap();
        assert_eq!(settings, Settings::default());
        assert_eq!(settings, Settings::of(Base::ByHand));
    }
    let undefined =
        Value::Record(vec![("lr".to_owned(), Value::Undefined), ("seed".to_owned(), Value::Undefined)]);
    assert_eq!(Settings::from_value(&undefined).unwrap(), Settings::default(), "undefined is as if left out");
}

#[test]
fn every_program_has_the_defaults_of_the_contract() {
    let of = |program: &str| read(&json!({ "program": program })).unwrap();
    let data = DataSource::MakeRegression { n_samples: 100, noise: 10.0, bias: 14.5, random_state: 0 };
    let plain = SgdOptions {
        lr: 0.01,
        momentum: 0.0,
        dampening: 0.0,
        nesterov: false,
        weight_decay: 0.0,
        maximize: false,
    };

    let by_hand = of("by_hand");
    assert_eq!(by_hand.loader, LoaderSettings { batch_size: 16, shuffle: false, drop_last: true });
    assert_eq!((by_hand.epochs, by_hand.seed, by_hand.dtype), (100, 0, Dtype::Float64));
    assert_eq!((by_hand.init, by_hand.optimizer), (Init::Values { w: 0.1, b: 0.0 }, plain));

    let torch = of("torch");
    assert_eq!(torch.loader, LoaderSettings { batch_size: 16, shuffle: true, drop_last: false });
    assert_eq!((torch.epochs, torch.seed, torch.dtype), (100, 0, Dtype::Float32));
    assert_eq!((torch.init, torch.optimizer), (Init::Torch, plain));

    let parabola = of("parabola");
    assert_eq!((parabola.updates, parabola.optimizer.lr), (500, 0.01));
    assert_eq!(parabola.init, Init::Values { w: 10.0, b: 0.0 });

    let regressor = of("sgd_regressor");
    assert_eq!(regressor.regressor, SgdRegressor::default());
    assert_eq!(
        (regressor.regressor.max_iter, regressor.regressor.eta0, regressor.regressor.shuffle),
        (1000, 0.01, true)
    );

    for settings in [by_hand, torch, regressor] {
        assert_eq!(settings.data, data);
        assert!(!settings.standardize && settings.edits.is_empty() && settings.changes.is_empty());
    }
}

#[test]
fn the_settings_of_a_session_are_written_with_every_default_filled_in() {
    let data = json!({ "source": "make_regression", "n_samples": 100, "noise": 10, "bias": 14.5, "random_state": 0 });
    let numbers_as_doubles = |json: Json| crate::settings_json::value(&json);
    for (program, expected) in [
        (
            "by_hand",
            json!({
                "program": "by_hand", "data": data, "standardize": false, "batch_size": 16, "shuffle": false,
                "drop_last": true, "epochs": 100, "lr": 0.01, "init": { "w": 0.1, "b": 0 }, "seed": 0,
                "dtype": "float64",
            }),
        ),
        (
            "torch",
            json!({
                "program": "torch", "data": data, "standardize": false, "batch_size": 16, "shuffle": true,
                "drop_last": false, "epochs": 100, "lr": 0.01, "momentum": 0, "dampening": 0, "nesterov": false,
                "weight_decay": 0, "maximize": false, "init": "torch", "seed": 0, "dtype": "float32",
            }),
        ),
        ("parabola", json!({ "program": "parabola", "updates": 500, "lr": 0.01, "init": { "x": 10 } })),
        (
            "sgd_regressor",
            json!({
                "program": "sgd_regressor", "data": data, "standardize": false, "shuffle": true, "random_state": 0,
                "penalty": "l2", "alpha": 0.0001, "l1_ratio": 0.15, "learning_rate": "invscaling", "eta0": 0.01,
                "power_t": 0.25, "tol": 0.001, "max_iter": 1000, "n_iter_no_change": 5, "average": false,
                "fit_intercept": true, "early_stopping": false, "validation_fraction": 0.1,
            }),
        ),
    ] {
        let session = Session::new(read(&json!({ "program": program })).unwrap()).unwrap();
        assert_eq!(numbers_as_doubles(written(session.settings())), numbers_as_doubles(expected));
    }
}

#[test]
fn each_program_is_in_the_state_and_of_the_length_that_the_defaults_give() {
    for (program, updates, w, b) in [
        ("by_hand", 600, 0.1, Some(0.0)),
        ("torch", 700, -0.007486820220947266, Some(0.5364435911178589)),
        ("parabola", 500, 10.0, None),
        // 53 epochs of 100 samples, as scikit-learn's n_iter_ says.
        ("sgd_regressor", 5300, 0.0, Some(0.0)),
    ] {
        let mut session = Session::new(read(&json!({ "program": program })).unwrap()).unwrap();
        let state = session.state().unwrap();
        assert_eq!((state.updates, state.w, state.b), (updates, w, b), "{program}");
    }
}
