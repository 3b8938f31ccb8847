//! The gradient of one batch: against `.grad` where a program is right, and beside it where it is not.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::runs::{edited, session};
use first_descent::Session;
use serde_json::{Value as Json, json};

/// At a moment: the batch's gradient, what backward added, and `.grad`.
fn at(settings: &Json, update: usize, statement: usize) -> (Session, [f64; 2], [f64; 2], [f64; 2]) {
    let mut session = session(settings);
    session.seek(update, statement).unwrap();
    let own = session.batch_gradient().unwrap();
    let [w, b] = session.added_gradient().unwrap().unwrap();
    let state = session.state().unwrap();
    (session, own, [w.unwrap(), b.unwrap()], [state.grad_w.unwrap(), state.grad_b.unwrap()])
}

fn assert_close(found: [f64; 2], expected: [f64; 2], relative: f64, what: &str) {
    for (found, expected) in found.into_iter().zip(expected) {
        let bound = relative * expected.abs();
        assert!((found - expected).abs() <= bound, "{what}: {found} for {expected}");
    }
}

#[test]
fn in_right_programs_it_is_grad_per_sample_and_what_backward_added_is_grad() {
    for (what, settings, statement, samples, relative) in [
        ("by hand, after backward", json!({}), 4, 16.0, 1e-13),
        ("by hand, w moved", json!({}), 5, 16.0, 1e-13),
        ("by hand, between updates", json!({}), 0, 16.0, 1e-13),
        (
            "by hand, standardized",
            json!({ "standardize": true, "shuffle": true, "batch_size": 7 }),
            4,
            7.0,
            1e-13,
        ),
        // float32: a rounding each for some sixteen terms.
        ("torch", json!({ "program": "torch" }), 4, 1.0, 1e-5),
        ("parabola", json!({ "program": "parabola" }), 3, 1.0, 0.0),
    ] {
        let mut session = session(&settings);
        session.seek(37, statement).unwrap();
        let own = session.batch_gradient().unwrap();
        let state = session.state().unwrap();
        let grad = [state.grad_w.unwrap(), state.grad_b.unwrap_or(0.0)];
        assert_close(own, grad.map(|value| value / samples), relative, what);
        let [w, b] = session.added_gradient().unwrap().unwrap();
        assert_eq!((w, b.filter(|_| state.b.is_some())), (state.grad_w, state.grad_b), "{what}");
    }
}

#[test]
fn where_nothing_clears_grad_it_is_this_batchs_alone() {
    let right = at(&json!({}), 0, 4);
    let settings =
        json!({ "program": edited("by_hand", &["forward", "loss", "backward", "update:w", "update:b"]) });
    // The first gradient is the right one; after that .grad holds more.
    let (_, own, added, grad) = at(&settings, 0, 3);
    assert_eq!((own, added, grad), (right.1, right.2, right.3));
    let (mut session, own, added, grad) = at(&settings, 37, 3);
    assert_close(own, added.map(|value| value / 16.0), 1e-13, "per sample");
    assert!((grad[0] - added[0]).abs() > 1000.0, "{grad:?} holds more than {added:?}");
    let numeric = session.numeric_gradient(None).unwrap();
    let numeric: Vec<f64> =
        numeric.values.into_iter().flatten().filter(|values| values.len() == 1).map(|v| v[0]).collect();
    assert_close(added, [numeric[0], numeric[1]], 1e-6, "central differences");
}

#[test]
fn of_flat_targets_it_is_the_mean_squared_errors_and_what_backward_added_the_programs() {
    let statements = ["forward", "loss!reshape", "zero_grad", "backward", "update:w", "update:b"];
    let (_, own, added, grad) = at(&json!({ "program": edited("by_hand", &statements) }), 37, 4);
    assert_eq!(added, grad);
    let mut right = session(&json!({ "program": edited("by_hand", &statements) }));
    right.seek(37, 0).unwrap();
    let state = right.state().unwrap();
    right.seek(37, 1).unwrap();
    let batch = right.batch_indices().unwrap();
    let data = right.data();
    let slope =
        |i: &u32| 2.0 * (state.w * data.x[*i as usize] + state.b.unwrap() - data.y[*i as usize]) / 16.0;
    let expected = [
        batch.iter().map(|i| slope(i) * data.x[*i as usize]).sum::<f64>(),
        batch.iter().map(slope).sum::<f64>(),
    ];
    assert_close(own, expected, 1e-12, "flat targets");
}

#[test]
fn it_comes_with_backward_and_in_the_regressor_with_the_update() {
    let mut run = session(&json!({}));
    let seen = |run: &mut Session, update, statement| {
        run.seek(update, statement).unwrap();
        (run.batch_gradient().is_some(), run.added_gradient().unwrap().is_some())
    };
    for statement in 0..4 {
        assert_eq!(seen(&mut run, 0, statement), (false, false), "statement {statement}");
    }
    assert_eq!(seen(&mut run, 0, 4), (true, true));
    assert_eq!(seen(&mut run, 5, 2), (false, false));
    let mut regressor = session(&json!({ "program": "sgd_regressor", "max_iter": 2 }));
    assert_eq!(seen(&mut regressor, 0, 0), (false, false));
    assert_eq!(seen(&mut regressor, 3, 2), (false, false));
    assert_eq!(seen(&mut regressor, 3, 0), (true, false));
    let state = regressor.state().unwrap();
    assert_eq!(
        regressor.batch_gradient().unwrap(),
        [2.0 * state.grad_w.unwrap(), 2.0 * state.grad_b.unwrap()]
    );
    let mut never = session(&json!({ "program": edited("by_hand", &["forward", "loss", "zero_grad"]) }));
    assert_eq!(seen(&mut never, 3, 0), (false, false));
}
