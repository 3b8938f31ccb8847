//! Data a reader may drag together: one point, constant x, equal points. They train; what is not defined is absent.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::runs::session;
use first_descent::Session;
use serde_json::{Value as Json, json};

const PROGRAMS: [&str; 3] = ["by_hand", "torch", "sgd_regressor"];

fn of_points(program: &str, x: &[f64], y: &[f64], standardize: bool) -> Session {
    let mut settings = json!({
        "program": program, "standardize": standardize, "data": { "source": "points", "x": x, "y": y },
    });
    if program != "sgd_regressor" {
        settings["batch_size"] = json!(x.len());
        settings["lr"] = json!(0.1);
        settings["epochs"] = json!(200);
    }
    session(&settings)
}

fn trains(session: &mut Session, what: &str) {
    let updates = session.state().unwrap().updates;
    assert_eq!(session.step(usize::MAX).unwrap(), updates, "{what}");
    let state = session.state().unwrap();
    assert!(state.w.is_finite() && state.b.unwrap().is_finite(), "{what}: {state:?}");
    assert!(state.loss.unwrap().is_finite() && state.epoch_loss.unwrap().is_finite(), "{what}");
    assert_eq!(state.diverged, None, "{what}");
    let history = session.history();
    assert!(history.epoch_loss.last().unwrap() < history.epoch_loss.first().unwrap(), "{what}");
}

#[test]
fn one_point_constant_x_and_equal_points_train_with_and_without_standardizing() {
    for program in PROGRAMS {
        for (x, y) in
            [(vec![0.5], vec![2.0]), (vec![0.5; 3], vec![1.0, 2.0, 3.5]), (vec![0.5; 2], vec![2.0; 2])]
        {
            for standardize in [false, true] {
                let what = format!("{program}, {} points, standardize {standardize}", x.len());
                let mut session = of_points(program, &x, &y, standardize);
                assert_eq!(session.data().standardization, None, "{what}");
                assert_eq!(session.data().trained_x, x, "{what}: trained as it is");
                trains(&mut session, &what);
            }
        }
    }
}

#[test]
fn standardizing_trains_on_x_minus_mean_over_deviation() {
    for program in PROGRAMS {
        let mut session = of_points(program, &[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0], &[1.0; 8], true);
        let standardization = session.data().standardization.unwrap();
        assert_eq!((standardization.mean, standardization.std), (5.0, 2.0));
        assert_eq!(session.data().trained_x, [-1.5, -0.5, -0.5, -0.5, 0.0, 0.0, 1.0, 2.0]);
        assert_eq!(session.data().x[0], 2.0, "the data keep their unit");
        trains(&mut session, program);
    }
}

#[test]
fn the_point_alone_is_fitted_and_constant_x_fits_the_mean() {
    let mut one = of_points("by_hand", &[0.5], &[2.0], false);
    one.step(usize::MAX).unwrap();
    let state = one.state().unwrap();
    // Each update shrinks the residual by 1 − 2·lr·(x² + 1) = 0.75; 0.75²⁰⁰ is 1e-25 of it.
    assert!((0.5 * state.w + state.b.unwrap() - 2.0).abs() < 1e-12);
    let mut constant = of_points("torch", &[0.5; 3], &[1.0, 2.0, 3.5], false);
    constant.step(usize::MAX).unwrap();
    let state = constant.state().unwrap();
    // float32 with values near 2 has steps of 2.4e-7.
    assert!((0.5 * state.w + state.b.unwrap() - 6.5 / 3.0).abs() < 1e-6);
}

#[test]
fn points_added_moved_and_removed_are_trained_on() {
    let settings = |edits: Json| json!({ "data": { "source": "anscombe_1", "edits": edits }, "batch_size": 10, "lr": 0.001 });
    let plain = session(&settings(json!([])));
    let mut edited = session(&settings(json!([
        { "move": 0, "x": 1.5, "y": -2 }, { "add": true, "x": 20, "y": 30 }, { "remove": 1 }, { "remove": 9 },
    ])));
    let (x, y) = (&edited.data().x, &edited.data().y);
    assert_eq!((x.len(), x[0], y[0]), (10, 1.5, -2.0));
    assert_eq!(x[1..9], plain.data().x[2..10]);
    assert_eq!((x[9], y[9]), (20.0, 30.0));
    assert!(edited.step(1).is_ok());
}

#[test]
fn a_removed_point_can_leave_too_few_for_the_batch() {
    let settings =
        json!({ "data": { "source": "anscombe_1", "edits": [{ "remove": 0 }] }, "batch_size": 11 });
    let error = Session::new(crate::settings_json::read(&settings).unwrap()).unwrap_err();
    assert_eq!(error.to_string(), "batch_size is 11; it must be 1 to 10, the number of points");
}
