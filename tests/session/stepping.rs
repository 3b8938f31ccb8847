//! What one call of `step` and `step_statement` does, inside an update, at the end, and where the program raises.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::runs::{all, edited, history, moment, place, session};
use first_descent::Session;
use serde_json::json;

#[test]
fn a_partly_executed_update_counts_as_the_first_of_a_step() {
    let mut session = session(&json!({ "epochs": 2 }));
    for _ in 0..3 {
        session.step_statement().unwrap();
    }
    assert_eq!(place(&mut session), (0, 3));
    assert_eq!(session.step(1).unwrap(), 1);
    assert_eq!(place(&mut session), (1, 0));
    session.step_statement().unwrap();
    assert_eq!(session.step(4).unwrap(), 4);
    assert_eq!(place(&mut session), (5, 0));
    assert_eq!(session.step(0).unwrap(), 0);
    assert_eq!(place(&mut session), (5, 0));
    session.step_statement().unwrap();
    assert_eq!(session.step(0).unwrap(), 0);
    assert_eq!(place(&mut session), (5, 1), "no step completes no update");
}

#[test]
fn the_last_step_returns_what_was_left() {
    let mut session = session(&json!({ "epochs": 2 }));
    assert_eq!(session.step(10).unwrap(), 10);
    assert!(!session.state().unwrap().done);
    session.step_statement().unwrap();
    assert_eq!(session.step(usize::MAX).unwrap(), 2);
    assert_eq!(place(&mut session), (12, 0));
    assert!(session.state().unwrap().done);
    assert_eq!(session.step(1).unwrap(), 0);
    let end = moment(&mut session);
    session.step_statement().unwrap();
    assert_eq!(moment(&mut session), end, "nothing is left to execute");
}

#[test]
fn statements_add_up_to_updates_in_every_program() {
    for (name, settings) in all() {
        let statements = settings.program.statements().len();
        let [mut by_statement, mut by_update] = [(); 2].map(|()| Session::new(settings.clone()).unwrap());
        for update in 0..9 {
            for statement in 0..statements {
                if by_statement.state().unwrap().done {
                    break;
                }
                assert_eq!(place(&mut by_statement), (update, statement), "{name}");
                by_statement.step_statement().unwrap();
            }
            by_update.step(1).unwrap();
            assert_eq!(moment(&mut by_statement), moment(&mut by_update), "{name}");
        }
    }
}

#[test]
fn steps_of_any_size_give_the_same_history() {
    for (name, settings) in all() {
        let mut whole = Session::new(settings.clone()).unwrap();
        whole.train().unwrap();
        let mut pieces = Session::new(settings).unwrap();
        for size in [1, 2, 61, 1, 64, 100, 3].into_iter().cycle() {
            if pieces.step(size).unwrap() == 0 {
                break;
            }
        }
        assert_eq!(history(&pieces), history(&whole), "{name}");
    }
}

#[test]
fn a_program_that_raises_stops_with_the_raising_statement_executed() {
    let program =
        edited("by_hand", &["forward", "loss", "zero_grad", "backward", "update:w!in_graph", "update:b"]);
    let mut session = session(&json!({ "program": program }));
    assert_eq!(session.state().unwrap().raised, None);
    assert_eq!(session.step(5).unwrap(), 1, "one update completes, the second one raises");
    assert_eq!(place(&mut session), (1, 5));
    let state = session.state().unwrap();
    assert!(state.done);
    let raised = state.raised.unwrap();
    assert_eq!((raised.update, raised.statement, raised.kind), (1, 4, "TypeError"));
    assert_eq!(session.step(1).unwrap(), 0);
    session.step_statement().unwrap();
    session.train().unwrap();
    assert_eq!(place(&mut session), (1, 5));
    assert_eq!(session.history().loss.len(), 1, "an update that raised has no row");

    for (update, statement) in [(2, 0), (1, 6), (600, 0)] {
        let error = session.seek(update, statement).unwrap_err();
        assert_eq!((error.code(), error.field()), ("out_of_range", Some("update")));
        assert_eq!(
            error.to_string(),
            format!(
                "update is {update}, statement {statement}; it must be at most 1, statement 5: there the program raises TypeError"
            )
        );
        assert_eq!(place(&mut session), (1, 5));
    }
    // Before that moment nothing has been raised yet.
    session.seek(1, 4).unwrap();
    let state = session.state().unwrap();
    assert_eq!((state.raised, state.done), (None, false));
    session.step_statement().unwrap();
    assert_eq!(place(&mut session), (1, 5));
    assert!(session.state().unwrap().raised.is_some());
}

#[test]
fn a_program_whose_first_or_last_statement_raises_stops_there() {
    let mut first =
        session(&json!({ "program": edited("torch", &["backward", "forward", "loss", "update"]) }));
    first.step_statement().unwrap();
    assert_eq!(place(&mut first), (0, 1));
    let raised = first.state().unwrap().raised.unwrap();
    assert_eq!((raised.statement, raised.kind), (0, "NameError"));

    let mut last = session(&json!({ "program": edited("by_hand", &["forward", "loss", "update:w"]) }));
    assert_eq!(last.step(1).unwrap(), 0);
    assert_eq!(place(&mut last), (0, 3), "past the last statement, yet the update is not complete");
    assert!(last.state().unwrap().done);
    let other = session(&json!({ "program": edited("by_hand", &["forward", "loss", "update:w"]) }));
    let mut sought = other;
    sought.seek(0, 3).unwrap();
    assert_eq!(moment(&mut sought), moment(&mut last));
}

#[test]
fn a_program_without_a_loss_has_none_and_does_not_diverge() {
    let mut session = session(&json!({ "program": edited("torch", &["forward", "update"]) }));
    assert_eq!(session.step(3).unwrap(), 3);
    let state = session.state().unwrap();
    assert_eq!((state.loss, state.grad_w, state.diverged), (None, None, None));
    assert!(state.epoch_loss.unwrap() > 0.0, "the line has an error all the same");
}

#[test]
fn the_parabola_has_no_second_parameter_and_no_batches() {
    let mut session = session(&json!({ "program": "parabola" }));
    session.step(3).unwrap();
    session.step_statement().unwrap();
    let state = session.state().unwrap();
    assert_eq!((state.b, state.grad_b, state.epoch_loss), (None, None, None));
    assert_eq!(session.batch_indices(), None);
    assert_eq!(state.loss, Some(state.w * state.w), "f(x) as soon as it is computed");
    let names: Vec<_> = session.values().unwrap().iter().map(|value| value.name).collect();
    assert_eq!(names, ["lr", "x", "f"]);
    let graph = session.graph().unwrap();
    assert_eq!(graph.nodes.iter().filter(|node| node.leaf).count(), 1, "x alone: {:?}", graph.nodes);
}

#[test]
fn the_program_by_hand_tells_the_learning_rate_it_has_now_and_pytorchs_has_no_such_name() {
    let changes = json!([{ "update": 20, "set": { "lr": 0.05 } }]);
    for (program, rates) in [("by_hand", [Some(0.01), Some(0.05)]), ("torch", [None, None])] {
        let mut session = session(&json!({ "program": program, "changes": changes }));
        for (at, rate) in [(20, 0), (20, 1)].into_iter().zip(rates) {
            session.seek(at.0, at.1).unwrap();
            let values = session.values().unwrap();
            let told = values.iter().find(|value| value.name == "lr").map(|value| value.values[0]);
            assert_eq!(told, rate, "{program} at {at:?}");
        }
    }
}

#[test]
fn sgd_regressor_executes_forward_loss_and_update_of_one_sample() {
    let mut session = session(&json!({ "program": "sgd_regressor" }));
    session.seek(5, 0).unwrap();
    let start = session.state().unwrap();
    let value = |session: &mut Session, name: &str| {
        session.values().unwrap().iter().find(|value| value.name == name).map(|value| value.values[0])
    };
    session.step_statement().unwrap();
    let [x, y, p] = ["x", "y", "p"].map(|name| value(&mut session, name).unwrap());
    assert_eq!(p, start.w * x + start.b.unwrap());
    assert_eq!(value(&mut session, "loss"), None);
    let sample = session.batch_indices().unwrap();
    assert_eq!((session.data().x[sample[0] as usize], session.data().y[sample[0] as usize]), (x, y));
    session.step_statement().unwrap();
    assert_eq!(session.state().unwrap().loss, Some(0.5 * (p - y) * (p - y)));
    session.step_statement().unwrap();
    let end = session.state().unwrap();
    assert_eq!((end.update, end.statement), (6, 0));
    assert_eq!((end.grad_b, end.grad_w), (Some(p - y), Some((p - y) * x)));
    // The step is −η·(p − y), and the intercept is not penalised.
    let eta = value(&mut session, "eta").unwrap();
    assert_eq!(end.b.unwrap(), start.b.unwrap() + -eta * (p - y));
    assert_eq!(value(&mut session, "step"), Some(eta * (p - y)));
    assert_eq!(value(&mut session, "t"), Some(7.0));
    // The slope is shrunk before it steps; its scale may round the last digit.
    let shrunk = value(&mut session, "coef *=").unwrap();
    assert!((shrunk / (start.w * (1.0 - eta * 0.0001)) - 1.0).abs() < 1e-15);
    assert!((end.w - (shrunk - eta * (p - y) * x)).abs() < 1e-12 * end.w.abs());
    assert!(session.graph().unwrap().nodes.is_empty(), "scikit-learn builds no graph");
}
