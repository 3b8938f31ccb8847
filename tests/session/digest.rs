//! Digests: the same bits natively and in every browser, and other ones for any other run.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::runs::{all, session};
use first_descent::Session;
use serde_json::json;

#[test]
fn whole_runs_have_the_same_bits_on_every_target() {
    let ours: Vec<_> = all()
        .into_iter()
        .map(|(name, settings)| (name, Session::new(settings).unwrap().digest().unwrap()))
        .collect();
    let ours: Vec<_> = ours.iter().map(|(name, digest)| (*name, digest.as_str())).collect();
    assert_eq!(ours, EXPECTED);
}

#[test]
fn a_digest_does_not_depend_on_how_the_run_was_computed() {
    for (name, settings) in all() {
        let mut stepped = Session::new(settings.clone()).unwrap();
        while stepped.step(37).unwrap() > 0 {}
        stepped.seek(1, 0).unwrap_or(());
        let mut fresh = Session::new(settings).unwrap();
        assert_eq!(stepped.digest().unwrap(), fresh.digest().unwrap(), "{name}");
        assert_eq!(fresh.state().unwrap().update, 0, "{name}: the cursor stays");
    }
}

#[test]
fn one_unit_in_the_last_place_of_one_setting_changes_the_digest() {
    let digest = |settings: serde_json::Value| session(&settings).digest().unwrap();
    let classic = digest(json!({}));
    let up = |value: f64| f64::from_bits(value.to_bits() + 1);
    assert_eq!(digest(json!({ "lr": 0.01 })), classic);
    assert_ne!(digest(json!({ "lr": up(0.01) })), classic);
    assert_ne!(digest(json!({ "init": { "w": up(0.1), "b": 0 } })), classic);
    assert_ne!(digest(json!({ "init": { "w": 0.1, "b": -0.0 } })), classic, "−0 is another start");
    assert_ne!(digest(json!({ "data": { "source": "make_regression", "noise": up(10.0) } })), classic);
    assert_ne!(digest(json!({ "epochs": 101 })), classic);
    assert_ne!(digest(json!({ "changes": [{ "update": 3, "set": { "lr": up(0.01) } }] })), classic);
}

#[test]
fn runs_that_end_in_nan_have_a_digest_all_the_same() {
    // The sign and the payload of a NaN are left open by IEEE 754; a digest counts every NaN as one.
    let mut overflowed = session(&json!({ "program": "torch", "lr": 1e30, "epochs": 3 }));
    assert_eq!(overflowed.digest().unwrap(), OVERFLOWED);
    assert!(overflowed.history().w[20].is_nan());
}

/// From a native run; what stands behind them is compared with PyTorch and scikit-learn elsewhere.
const EXPECTED: [(&str, &str); 27] = [
    ("by hand", "45da475596b84433"),
    ("by hand, float32", "f6215c756bc995f0"),
    ("by hand, shuffled", "1453c1188f2f0a99"),
    ("by hand, single samples", "73b0c55bf40206b1"),
    ("by hand, standardized, diverging", "70ae7d983648f6a8"),
    ("by hand, changed", "74b3fb372803340d"),
    ("torch", "4c1ef9a890d782f9"),
    ("torch, momentum", "4fa70029ffe89fa2"),
    ("torch, float64, momentum and weight decay changed", "d7386e1191795475"),
    ("torch, momentum switched on, loader changed", "80a85f987e0fc722"),
    ("no zero_grad", "3a6aa1a808e93035"),
    ("zero_grad once", "3a6aa1a808e93035"),
    ("zero_grad once, after backward", "1080a8f8f49c2282"),
    ("wrong sign of w", "42bf470bd4057b7d"),
    ("no reshape", "176ae593c0f42aa1"),
    ("update in the graph: raises", "328f45ef5ecb34e7"),
    ("w detached: raises", "f0c2738b78f9d144"),
    ("zero_grad after backward, changed", "ddd37631d0cab535"),
    ("torch, step before backward", "20878c63f2d310d6"),
    ("torch, zero_grad after the step, momentum", "6a7947cc8f439186"),
    ("torch, no reshape", "e576fde100c7babe"),
    ("torch, w detached", "deb6e9a437be177b"),
    ("torch, no cast: raises", "9a267b3472ff3639"),
    ("parabola", "852a4a14a46c8d23"),
    ("sgd_regressor", "755e95597e857eff"),
    ("sgd_regressor, rows held out", "a448b859fc18c660"),
    ("sgd_regressor, averaged", "f88e8f21c3f64534"),
];
const OVERFLOWED: &str = "d0fa06e547f5a3b7";
