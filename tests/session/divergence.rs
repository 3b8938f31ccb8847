//! When a run counts as diverged: at which update, with which last finite parameters, and from which moment on.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::runs::session;
use first_descent::Session;
use first_descent::program::Base;
use first_descent::session::Diverged;
use serde_json::{Value as Json, json};

/// The definition, applied to the whole history: the first loss that is not finite, or above 10⁶ times the larger of
/// the first one and that of predicting mean(y).
fn by_definition(session: &Session, mean_loss: f64) -> Option<usize> {
    let history = session.history();
    let bound = 1e6 * history.loss[0].max(mean_loss);
    history.loss.iter().position(|loss| !loss.is_finite() || *loss > bound)
}

/// Loss of predicting mean(y) for a batch of the first one's length, as the program reduces it.
fn loss_of_the_mean(session: &Session, batch: usize) -> f64 {
    let y = &session.data().y;
    let mean = y.iter().sum::<f64>() / y.len() as f64;
    let variance = y.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / y.len() as f64;
    match session.program().base() {
        Base::ByHand => variance * batch as f64,
        Base::Torch => variance,
        Base::SgdRegressor => variance / 2.0,
        Base::Parabola => 0.0,
    }
}

fn diverged(session: &mut Session, update: usize, statement: usize) -> Option<Diverged> {
    session.seek(update, statement).unwrap();
    session.state().unwrap().diverged
}

#[test]
fn runs_diverge_where_the_definition_says() {
    let norris = json!({ "source": "norris" });
    let mut found = Vec::new();
    for settings in [
        json!({ "lr": 1.2 }),
        json!({ "lr": 1.2, "dtype": "float32" }),
        json!({ "lr": 1.2, "standardize": true, "batch_size": 10 }),
        json!({ "program": "torch", "lr": 1.2 }),
        json!({ "program": "torch", "lr": 1.2, "dtype": "float64" }),
        json!({ "program": "torch", "lr": 0.01, "maximize": true }),
        json!({ "program": "torch", "data": norris }),
        json!({ "data": norris }),
        json!({ "program": "parabola", "lr": 1.1 }),
        json!({ "program": "sgd_regressor", "data": norris, "tol": null, "max_iter": 5 }),
        // A perfect start: the first loss is tiny, that of predicting the mean is not.
        json!({ "program": "torch", "lr": 1.2, "init": { "w": 42.6, "b": 13.7 } }),
    ] {
        let mut session = session(&settings);
        session.train().unwrap();
        let batch = session.state().unwrap().batches;
        assert!(batch > 0);
        session.seek(0, 1).unwrap();
        let batch = session.batch_indices().map_or(1, |batch| batch.len());
        let expected = by_definition(&session, loss_of_the_mean(&session, batch));
        let updates = session.state().unwrap().updates;
        let ours = diverged(&mut session, updates, 0);
        assert_eq!(ours.map(|at| at.update), expected, "{settings}");
        let at = ours.unwrap();
        let history = session.history();
        // The last finite parameters at or before that update: here those it started from.
        assert_eq!((at.w, at.b), (history.w[at.update - 1], history.b[at.update - 1]), "{settings}");
        assert!(history.loss[at.update - 1] < history.loss[at.update]);
        found.push(at.update);
    }
    // The definition applied to PyTorch's history of that run gives the same.
    assert_eq!(found[0], 47, "{found:?}");
}

#[test]
fn the_run_at_1_2_diverges_and_the_run_at_1_05_does_not() {
    let at = |lr: f64| {
        let mut session = session(&json!({ "lr": lr }));
        session.step(600).unwrap();
        session.state().unwrap().diverged
    };
    assert_eq!(at(1.05), None);
    assert!(at(1.2).is_some());
}

#[test]
fn before_the_loss_that_shows_it_no_divergence_is_reported() {
    for settings in [
        json!({ "lr": 1.2 }),
        json!({ "program": "torch", "lr": 1.2 }),
        json!({ "program": "parabola", "lr": 1.1 }),
    ] {
        let mut session = session(&settings);
        session.train().unwrap();
        let updates = session.state().unwrap().updates;
        let at = diverged(&mut session, updates, 0).unwrap();
        // The parabola's forward statement is its loss.
        let loss = session.program().statements().iter().position(|s| s.op() == "loss").unwrap_or(0);
        assert_eq!(diverged(&mut session, at.update, loss), None, "{settings}: the loss is not computed yet");
        assert_eq!(diverged(&mut session, at.update, loss + 1), Some(at), "{settings}");
        assert_eq!(diverged(&mut session, at.update + 1, 0), Some(at));
        assert_eq!(diverged(&mut session, at.update - 1, loss + 1), None);
        assert_eq!(diverged(&mut session, 0, 0), None);
        // The run goes on: it is a state and not an end.
        session.seek(at.update + 1, 0).unwrap();
        assert!(!session.state().unwrap().done);
        assert_eq!(session.step(2).unwrap(), 2);
    }
}

#[test]
fn the_golden_run_with_x_a_hundred_times_too_large_diverges_at_its_third_update() {
    let golden: Json = serde_json::from_str(include_str!("../golden/by_hand_faults.json")).unwrap();
    let case =
        golden["cases"].as_array().unwrap().iter().find(|case| case["settings"].get("x_scale").is_some());
    let losses: Vec<f64> =
        case.unwrap()["rows"].as_array().unwrap().iter().map(|row| row[0].as_f64().unwrap()).collect();
    let mut session = session(&json!({}));
    let (x, y) = (session.data().x.iter().map(|x| 100.0 * x).collect::<Vec<_>>(), session.data().y.clone());
    session = crate::runs::session(&json!({ "data": { "source": "points", "x": x, "y": y } }));
    session.step(60).unwrap();
    let at = session.state().unwrap().diverged.unwrap();
    let bound = 1e6 * losses[0].max(loss_of_the_mean(&session, 16));
    assert_eq!(Some(at.update), losses.iter().position(|loss| *loss > bound));
    assert_eq!(at.update, 2);
}

#[test]
fn parameters_that_overflow_at_once_give_the_last_finite_ones() {
    let points = json!({ "source": "points", "x": [1, 2], "y": [1e200, 2e200] });
    // Update 0: the loss itself is infinite.
    let mut at_once = session(&json!({ "data": points, "batch_size": 2, "epochs": 3 }));
    at_once.train().unwrap();
    assert_eq!(diverged(&mut at_once, 0, 1), None);
    assert_eq!(diverged(&mut at_once, 0, 2), Some(Diverged { update: 0, w: 0.1, b: 0.0 }));
    assert_eq!(diverged(&mut at_once, 3, 0), Some(Diverged { update: 0, w: 0.1, b: 0.0 }));
    // Update 0 throws the parameters to infinity; update 1 shows it.
    let mut thrown = session(&json!({ "lr": 1e308, "epochs": 2 }));
    thrown.train().unwrap();
    assert!(thrown.history().w[0].is_infinite());
    assert_eq!(diverged(&mut thrown, 1, 0), None, "the first loss was finite");
    assert_eq!(diverged(&mut thrown, 2, 0), Some(Diverged { update: 1, w: 0.1, b: 0.0 }));
}

#[test]
fn float32_overflows_into_a_state_and_not_an_error() {
    let mut session = session(&json!({ "program": "torch", "lr": 1e30, "epochs": 2 }));
    assert_eq!(session.step(usize::MAX).unwrap(), 14);
    let state = session.state().unwrap();
    assert!(!state.w.is_finite());
    let at = state.diverged.unwrap();
    assert_eq!(at.update, 1);
    assert!(at.w.is_finite() && at.b.is_finite());
}

#[test]
fn a_run_without_any_scale_diverges_only_when_its_loss_is_not_finite() {
    // The first point lies on the line, and all y are equal: both losses of the definition are 0.
    let settings = json!({
        "data": { "source": "points", "x": [0, 5], "y": [0, 0] }, "batch_size": 1, "lr": 0.001, "epochs": 50,
    });
    let mut session = session(&settings);
    session.step(usize::MAX).unwrap();
    assert_eq!(session.state().unwrap().diverged, None);
    assert!(session.state().unwrap().w.abs() < 0.1);
}
