//! Two programs side by side: the twin of a run by hand, and the statements by which they keep in step.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::runs::{all, edited, history, session};
use first_descent::listing::Flavour;
use first_descent::program::{Base, Statement};
use first_descent::{Session, Settings};
use serde_json::{Value as Json, json};

fn runs_by_hand() -> Vec<Json> {
    vec![
        json!({}),
        json!({ "shuffle": true }),
        json!({ "shuffle": true, "seed": 7, "drop_last": false, "batch_size": 30, "standardize": true }),
        json!({ "init": { "w": -3.0, "b": 40.0 }, "batch_size": 100, "lr": 0.2 }),
        json!({ "data": { "source": "norris" }, "batch_size": 5, "lr": 1e-7, "shuffle": true, "seed": 1 }),
        json!({ "changes": [
            { "update": 5, "set": { "lr": 0.05, "batch_size": 30 } },
            { "update": 70, "set": { "shuffle": true, "drop_last": false } },
            { "update": 71, "set": { "epochs": 40 } },
        ] }),
    ]
}

/// Asserts that both histories agree within `bound` of each series' largest value.
fn assert_close(twin: &Session, by_hand: &Session, bound: f64) {
    let (twin, by_hand) = (twin.history(), by_hand.history());
    for (twin, by_hand) in
        [(&twin.w, &by_hand.w), (&twin.b, &by_hand.b), (&twin.epoch_loss, &by_hand.epoch_loss)]
    {
        assert_eq!(twin.len(), by_hand.len());
        let size = by_hand.iter().fold(0.0_f64, |size, value| size.max(value.abs()));
        for (twin, by_hand) in twin.iter().zip(by_hand) {
            assert!((twin - by_hand).abs() <= bound * size, "{twin} for {by_hand}");
        }
    }
}

#[test]
fn a_twin_takes_the_same_path_but_for_rounding() {
    for settings in runs_by_hand() {
        let mut by_hand = session(&settings);
        let mut twin = by_hand.twin().unwrap();
        by_hand.train().unwrap();
        twin.train().unwrap();
        // Each of some 600 updates rounds about ten times by 1e-16, and the updates shrink what is there already.
        assert_close(&twin, &by_hand, 1e-12);
    }
}

#[test]
fn a_twin_reads_the_same_batches() {
    for settings in runs_by_hand() {
        let mut by_hand = session(&settings);
        let mut twin = by_hand.twin().unwrap();
        for update in [1, 2, 7, 8, 20, 75] {
            by_hand.seek(update, 0).unwrap();
            twin.seek(update, 0).unwrap();
            assert_eq!(twin.batch_indices(), by_hand.batch_indices(), "update {update} of {settings}");
        }
    }
}

#[test]
fn a_twin_of_a_float32_run_is_a_float32_run() {
    let mut by_hand = session(&json!({ "dtype": "float32", "shuffle": true }));
    let mut twin = by_hand.twin().unwrap();
    by_hand.train().unwrap();
    twin.train().unwrap();
    assert_eq!(twin.settings().dtype, by_hand.settings().dtype);
    // One rounding is 6e-8 of a value; what was seen stayed within two of them, as updates shrink what is there already.
    assert_close(&twin, &by_hand, 1e-6);
}

#[test]
fn a_twin_is_the_right_program_from_the_start_whatever_its_run_is() {
    let statements = ["forward", "loss", "backward", "update:w", "update:b"];
    let mut by_hand = session(&json!({ "program": edited("by_hand", &statements) }));
    by_hand.step(40).unwrap();
    let mut twin = by_hand.twin().unwrap();
    assert_eq!(twin.state().unwrap().update, 0);
    assert!(!twin.program().is_edited());
    let mut right = session(&json!({}));
    right.train().unwrap();
    twin.train().unwrap();
    assert_close(&twin, &right, 1e-12);
}

#[test]
fn branches_of_a_shuffled_twin_keep_its_orders() {
    let by_hand = session(&json!({ "shuffle": true, "seed": 9 }));
    let mut twin = by_hand.twin().unwrap();
    twin.seek(130, 0).unwrap();
    let change = |lr| first_descent::settings::Change { lr: Some(lr), ..Default::default() };
    let mut branch = twin.fork(change(0.01)).unwrap();
    twin.train().unwrap();
    branch.train().unwrap();
    assert_eq!(history(&branch), history(&twin));
    let mut own = Session::new(twin.settings().clone()).unwrap();
    own.train().unwrap();
    assert_ne!(history(&own), history(&twin), "PyTorch's generator shuffles otherwise");
}

#[test]
fn only_a_run_by_hand_has_a_twin() {
    for base in [Base::Torch, Base::Parabola, Base::SgdRegressor] {
        let error = Session::new(Settings::of(base)).unwrap().twin().unwrap_err();
        let expected = format!("program is {}; it must be by_hand: only it has a twin", base.name());
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn the_lines_of_statements_are_lit_in_turn() {
    for (name, settings) in all() {
        let mut session = Session::new(settings).unwrap();
        let source = session.source(Flavour::Listing);
        for k in 0..session.program().statements().len() {
            if session.state().unwrap().done {
                break;
            }
            session.step_statement().unwrap();
            let line = source.iter().position(|line| line.statement == Some(k));
            assert_eq!(session.state().unwrap().line, line, "{name}, statement {k}");
        }
    }
}

#[test]
fn a_run_by_hand_and_its_twin_do_the_same_in_turn() {
    let by_hand = session(&json!({}));
    let ops = |session: &Session| -> Vec<&str> {
        let mut once: Vec<_> = session.program().statements().iter().map(Statement::op).collect();
        once.dedup();
        once
    };
    assert_eq!(ops(&by_hand), ["forward", "loss", "zero_grad", "backward", "update"]);
    assert_eq!(ops(&by_hand.twin().unwrap()), ops(&by_hand));
}
