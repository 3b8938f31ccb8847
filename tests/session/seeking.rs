//! Seeking gives the bits that stepping gives: every moment of every program, in any order.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::runs::{all, history, moment, place, session};
use first_descent::program::Base;
use first_descent::random::python::Random;
use first_descent::{Session, Settings};
use serde_json::json;

/// Moments of the updates looked into: the beginning, and both sides of a stored snapshot (every 64 updates).
fn looked_into(update: usize) -> bool {
    let fewer = cfg!(target_arch = "wasm32");
    if fewer { update < 8 || (63..67).contains(&update) } else { update < 20 || (60..85).contains(&update) }
}

/// Every moment in `looked_into`, reached one statement at a time.
fn stepped(settings: &Settings) -> Vec<((usize, usize), String)> {
    let mut session = Session::new(settings.clone()).unwrap();
    let mut moments = Vec::new();
    loop {
        let at = place(&mut session);
        if looked_into(at.0) {
            moments.push((at, moment(&mut session)));
        }
        if session.state().unwrap().done || at.0 > 85 {
            return moments;
        }
        if looked_into(at.0) {
            session.step_statement().unwrap();
        } else {
            session.step(1).unwrap();
        }
    }
}

fn check(name: &str, session: &mut Session, moments: &[((usize, usize), String)]) {
    for ((update, statement), expected) in moments {
        session.seek(*update, *statement).unwrap();
        let found = moment(session);
        assert_eq!(&found, expected, "{name} at ({update}, {statement})");
    }
}

#[test]
fn every_moment_sought_is_the_moment_stepped_to() {
    for (name, settings) in all() {
        let mut moments = stepped(&settings);
        assert!(moments.len() > 3 || name.contains("raises"), "{name}");

        let mut forward = Session::new(settings.clone()).unwrap();
        check(name, &mut forward, &moments);

        moments.reverse();
        let mut backward = Session::new(settings.clone()).unwrap();
        check(name, &mut backward, &moments);

        Random::from_u64(1).shuffle(&mut moments);
        let mut trained = Session::new(settings.clone()).unwrap();
        trained.train().unwrap();
        check(name, &mut trained, &moments);
        let mut untrained = Session::new(settings).unwrap();
        check(name, &mut untrained, &moments);
        assert_eq!(untrained.digest().unwrap(), trained.digest().unwrap(), "{name}");
    }
}

/// The machine inside an update is taken up from a snapshot; the history was written by whole updates. What the one
/// shows must be what the other says, statement by statement.
#[test]
fn inside_an_update_the_values_are_those_of_the_history() {
    for (name, settings) in all() {
        let (base, right) = (settings.program.base(), !settings.program.is_edited());
        let ops: Vec<&str> = settings.program.statements().iter().map(|statement| statement.op()).collect();
        let at = |op: &str| ops.iter().position(|found| *found == op);
        let mut session = Session::new(settings).unwrap();
        session.train().unwrap();
        let history = session.history();
        let two = |w: f64, b: f64| (w, history.init.1.map(|_| b));
        for update in (0..history.loss.len().min(86)).filter(|update| looked_into(*update)) {
            let before = update.checked_sub(1);
            session.seek(update + 1, 0).unwrap();
            let state = session.state().unwrap();
            let after = (state.w, state.b, state.loss);
            let (w, b) = two(history.w[update], history.b[update]);
            let expected = (w, b, Some(history.loss[update]));
            assert_eq!(after, expected, "{name} after update {update}");
            for statement in 1..ops.len() {
                session.seek(update, statement).unwrap();
                let state = session.state().unwrap();
                let what = format!("{name} at ({update}, {statement})");
                if Some(statement) <= at("update") {
                    let expected = before.map_or(history.init, |k| two(history.w[k], history.b[k]));
                    assert_eq!((state.w, state.b), expected, "{what}");
                } else if right {
                    // By hand w has moved, b has not.
                    assert_eq!(state.w, history.w[update], "{what}");
                    assert_eq!(state.b, Some(before.map_or(0.0, |k| history.b[k])), "{what}");
                }
                let loss = at("loss").or(at("forward"));
                if Some(statement) > loss {
                    assert_eq!(state.loss, Some(history.loss[update]), "{what}");
                }
                if !right {
                    continue;
                }
                let zeroed = match base {
                    Base::Torch => None,
                    // A .grad that is not there yet is not zeroed.
                    _ => before.map(|_| 0.0),
                };
                let of = |row: Option<usize>| {
                    let b = row.map(|k| history.grad_b[k]).filter(|_| history.init.1.is_some());
                    (row.map(|k| history.grad_w[k]), b)
                };
                let expected = if at("backward").is_some_and(|backward| statement > backward) {
                    of(Some(update))
                } else if at("zero_grad").is_some_and(|zero_grad| statement > zero_grad) {
                    (zeroed, zeroed.filter(|_| history.init.1.is_some()))
                } else {
                    of(before)
                };
                assert_eq!((state.grad_w, state.grad_b), expected, "{what}");
            }
        }
    }
}

#[test]
fn training_ahead_leaves_the_cursor_and_everything_seen_at_it() {
    for (name, settings) in all() {
        let mut session = Session::new(settings).unwrap();
        session.step(1).unwrap();
        session.step_statement().unwrap();
        let before = moment(&mut session);
        session.train().unwrap();
        assert_eq!(moment(&mut session), before, "{name}");
    }
}

#[test]
fn looking_changes_nothing() {
    for (name, settings) in all() {
        let (mut watched, mut left_alone) =
            (Session::new(settings.clone()).unwrap(), Session::new(settings).unwrap());
        for _ in 0..30 {
            watched.step_statement().unwrap();
            let seen = moment(&mut watched);
            assert_eq!(seen, moment(&mut watched), "{name}");
            left_alone.step_statement().unwrap();
        }
        assert_eq!(moment(&mut watched), moment(&mut left_alone), "{name}");
        watched.train().unwrap();
        left_alone.train().unwrap();
        assert_eq!(history(&watched), history(&left_alone), "{name}");
    }
}

#[test]
fn a_moment_outside_the_run_is_refused_and_the_cursor_stays() {
    let mut session = session(&json!({ "epochs": 2 }));
    session.seek(3, 2).unwrap();
    for (update, statement, message) in [
        (13, 0, "update is 13; it must be 0 to 12"),
        (usize::MAX, 0, "update is 18446744073709551615; it must be 0 to 12"),
        (2, 6, "statement is 6; it must be 0 to 5 at update 2"),
        (12, 1, "statement is 1; it must be 0 to 0 at update 12"),
    ] {
        // usize has 32 bits in wasm.
        let message = message.replace("18446744073709551615", &usize::MAX.to_string());
        let error = session.seek(update, statement).unwrap_err();
        assert_eq!((error.code(), error.to_string()), ("out_of_range", message));
        assert_eq!(place(&mut session), (3, 2));
    }
    session.seek(12, 0).unwrap();
    assert!(session.state().unwrap().done);
}

#[test]
fn before_the_first_statement_there_is_nothing_but_the_initial_parameters() {
    let mut session = session(&json!({}));
    session.train().unwrap();
    let state = session.state().unwrap();
    assert_eq!((state.update, state.statement, state.updates), (0, 0, 600));
    assert_eq!((state.epoch, state.batch, state.batches), (0, 0, 6));
    assert_eq!((state.w, state.b), (0.1, Some(0.0)));
    assert_eq!((state.loss, state.epoch_loss, state.grad_w, state.grad_b), (None, None, None, None));
    assert_eq!((state.line, state.diverged, state.raised, state.warned), (None, None, None, None));
    assert!(!state.done);
    assert_eq!(session.batch_indices(), None);
    let graph = session.graph().unwrap();
    let op = |name: &str| graph.nodes.iter().find(|node| node.op == name).unwrap();
    assert_eq!(op("mul").value, None, "forward has not been here");
    assert_eq!(op("sum").shape, Vec::<usize>::new());
}

#[test]
fn the_graph_fills_from_the_leaves_to_the_loss_and_back() {
    let mut session = session(&json!({}));
    let filled = |session: &mut Session, update, statement| {
        session.seek(update, statement).unwrap();
        let graph = session.graph().unwrap();
        let has = |op: &str| {
            let node = graph.nodes.iter().find(|node| node.op == op).unwrap();
            (node.value.is_some(), node.grad.is_some())
        };
        [has("mul"), has("sum")]
    };
    let (nothing, value, both) = ((false, false), (true, false), (true, true));
    assert_eq!(filled(&mut session, 2, 1), [value, nothing]);
    assert_eq!(filled(&mut session, 2, 2), [value, value]);
    assert_eq!(filled(&mut session, 2, 4), [both, both]);
    // Between two updates the last batch's graph is shown.
    assert_eq!(filled(&mut session, 2, 0), [both, both]);
    // The gradients of the graph are those of the update: PyTorch's own, in `tests/programs`.
    session.seek(2, 4).unwrap();
    let state = session.state().unwrap();
    let graph = session.graph().unwrap();
    let gradient = |name: &str| {
        let leaf = graph.nodes.iter().find(|node| node.name == Some(name)).unwrap();
        leaf.grad.unwrap()[0]
    };
    assert_eq!((gradient("w"), gradient("b")), (state.grad_w.unwrap(), state.grad_b.unwrap()));
    assert!(graph.edges.iter().all(|(from, to)| from < to && *to < graph.nodes.len()));
}
