//! Sessions of other settings beside one that has their samples: the same numbers as those made alone, and nothing drawn
//! twice.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::runs::{all, moment, session};
use first_descent::Session;
use serde_json::json;

#[test]
fn a_session_beside_another_is_the_one_made_alone() {
    let runs = all();
    for (beside, settings) in &runs {
        let mut other = Session::new(settings.clone()).unwrap();
        other.step(3).unwrap();
        // Asked for before, what is known of the samples comes along.
        other.loss_at(1.0, 2.0).unwrap();
        for (name, settings) in &runs {
            let mut made = other.with_settings(settings.clone()).unwrap();
            let mut alone = Session::new(settings.clone()).unwrap();
            let what = format!("{name} beside {beside}");
            assert_eq!(moment(&mut made), moment(&mut alone), "{what}");
            assert_eq!(made.loss_at(3.0, -1.0).unwrap(), alone.loss_at(3.0, -1.0).unwrap(), "{what}");
            assert_eq!(made.step(7).unwrap(), alone.step(7).unwrap(), "{what}");
            assert_eq!(moment(&mut made), moment(&mut alone), "{what}");
        }
    }
}

#[test]
fn samples_are_shared_where_the_settings_make_the_same_and_only_there() {
    let data = json!({ "source": "make_regression", "n_samples": 50, "noise": 3 });
    let own = session(&json!({ "data": data }));
    let shares = |settings| {
        let made = own.with_settings(session(&settings).settings().clone()).unwrap();
        std::ptr::eq(made.data(), own.data())
    };
    assert!(shares(json!({ "data": data, "lr": 0.05 })));
    assert!(shares(json!({ "data": data, "init": { "w": 3, "b": -1 }, "batch_size": 7 })));
    assert!(shares(json!({ "data": data, "program": "torch" })));
    assert!(!shares(json!({ "data": { "source": "make_regression", "n_samples": 50, "noise": 4 } })));
    assert!(!shares(json!({ "data": data, "standardize": true })));
    let edits = json!([{ "move": 0, "x": 1, "y": 1 }]);
    let mut edited = data.clone();
    edited["edits"] = edits;
    assert!(!shares(json!({ "data": edited })));
    let mut branching = own.clone();
    let branch = branching.fork(Default::default()).unwrap();
    assert!(std::ptr::eq(branch.data(), own.data()), "a branch trains on its parent's samples");
}

#[test]
fn what_is_refused_beside_another_is_refused_alone() {
    let own = session(&json!({}));
    let mut settings = own.settings().clone();
    settings.optimizer.lr = f64::NAN;
    let [beside, alone] = [own.with_settings(settings.clone()), Session::new(settings)];
    assert_eq!(beside.unwrap_err().to_string(), alone.unwrap_err().to_string());
}
