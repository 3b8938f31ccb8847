//! Gradients by central differences against those of `backward()`, and where the two must differ.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::runs::{all, edited, session};
use first_descent::program::Base;
use first_descent::session::{MAX_DIFFERENCED, NumericGradient};
use first_descent::{Dtype, Session, Settings};
use serde_json::json;

fn numeric(session: &mut Session) -> NumericGradient {
    session.numeric_gradient(None).unwrap()
}

/// The statement after which gradients are there.
fn after_backward(session: &Session) -> usize {
    1 + session.program().statements().iter().position(|statement| statement.op() == "backward").unwrap()
}

/// Asserts that each node's gradient is its numeric one; says how many nodes had both.
fn assert_agree(session: &mut Session, what: &str) -> usize {
    let numeric = numeric(session);
    let rounding = if session.settings().dtype == Dtype::Float32 { 2.0_f64.powi(-24) } else { f64::EPSILON };
    let loss = session.state().unwrap().loss.unwrap().abs();
    let graph = session.graph().unwrap();
    assert_eq!(numeric.values.len(), graph.nodes.len());
    let mut compared = 0;
    for (k, (node, numeric)) in graph.nodes.iter().zip(&numeric.values).enumerate() {
        let few = node.shape.iter().product::<usize>() <= MAX_DIFFERENCED;
        assert_eq!(numeric.is_some(), node.requires_grad && few, "{what}, node {k}");
        let (Some(grad), Some(found)) = (node.grad, numeric) else { continue };
        let value = node.value.unwrap();
        for ((grad, found), value) in grad.iter().zip(found).zip(value) {
            // Two losses, each off by about ten roundings of what it is at the ends of a step, over two steps h; the
            // gradient itself is a sum of as many terms.
            let h = value.abs().max(1.0) * if rounding > 1e-10 { 1.0 / 16.0 } else { 1.0 / 1024.0 };
            let bound = 16.0 * rounding * (2.0 * (loss + grad.abs() * h) / h + grad.abs());
            assert!((grad - found).abs() <= bound, "{what}, node {k}: {found} for {grad}, bound {bound}");
        }
        compared += 1;
    }
    compared
}

#[test]
fn every_node_of_a_right_program_has_the_gradient_that_backward_finds() {
    for (name, settings) in all() {
        if settings.program.is_edited() || settings.program.base() == Base::SgdRegressor {
            continue;
        }
        let mut session = Session::new(settings).unwrap();
        let statement = after_backward(&session);
        for update in [0, 1, 8, 40] {
            session.seek(update, statement).unwrap();
            // At the least w or x, and what is made of it.
            assert!(assert_agree(&mut session, name) >= 2, "{name}");
        }
    }
}

#[test]
fn the_classic_runs_first_gradients() {
    let mut session = session(&json!({}));
    session.seek(0, 4).unwrap();
    let NumericGradient { values, step } = numeric(&mut session);
    assert_eq!(step, 1.0 / 1024.0);
    let state = session.state().unwrap();
    let difference = |place: usize, grad: Option<f64>| values[place].as_ref().unwrap()[0] - grad.unwrap();
    // A loss of 2e4 is known to 4e-12, and so a difference over 1/512 to 2e-9, times a few roundings.
    assert!(difference(0, state.grad_w).abs() < 1e-8);
    assert!(difference(1, state.grad_b).abs() < 1e-8);
    // w, b, xb, yb, w·xb, y_pred, y as a column, residual, squares, loss: data need no gradient.
    let known: Vec<usize> = values.iter().map(|values| values.as_ref().map_or(0, Vec::len)).collect();
    assert_eq!(known, [1, 1, 0, 0, 16, 16, 0, 16, 16, 1]);
}

#[test]
fn the_parabolas_gradient_is_2x() {
    let mut session = session(&json!({ "program": "parabola" }));
    session.step_statement().unwrap();
    let found = numeric(&mut session).values;
    assert_eq!(found.len(), 2, "x and f");
    // 10 ± 10/1024 and their squares are exact.
    assert_eq!(found, [Some(vec![20.0]), Some(vec![1.0])]);
}

#[test]
fn an_update_since_changes_nothing() {
    for (name, settings) in all() {
        if settings.program.base() == Base::SgdRegressor {
            continue;
        }
        let mut session = Session::new(settings).unwrap();
        let ops: Vec<_> = session.program().statements().iter().map(|statement| statement.op()).collect();
        // The parabola's forward is its loss.
        let loss = ops.iter().position(|op| *op == "loss").unwrap_or(0);
        if session.step(2).unwrap() < 2 {
            continue; // it raises first
        }
        let between = numeric(&mut session);
        session.seek(1, loss + 1).unwrap();
        let within = numeric(&mut session);
        let shared = within.values.len().min(between.values.len());
        assert_eq!(between.values[..shared], within.values[..shared], "{name}");
    }
}

#[test]
fn grad_accumulates_and_this_does_not() {
    let statements = ["forward", "loss", "backward", "update:w", "update:b"];
    let mut session = session(&json!({ "program": edited("by_hand", &statements) }));
    let mut sum = 0.0;
    for update in 0..3 {
        session.seek(update, 3).unwrap();
        sum += numeric(&mut session).values[0].as_ref().unwrap()[0];
        let grad = session.state().unwrap().grad_w.unwrap();
        assert!((sum - grad).abs() < 1e-7, "{sum} for {grad}");
    }
}

#[test]
fn a_detached_parameter_matters_though_backward_does_not_see_it() {
    let statements = ["forward!detach w", "loss", "zero_grad", "backward", "update:b"];
    let mut edited_run = session(&json!({ "program": edited("by_hand", &statements) }));
    edited_run.seek(0, 4).unwrap();
    let mut right = session(&json!({}));
    right.seek(0, 4).unwrap();
    assert_eq!(edited_run.state().unwrap().grad_w, None);
    let w = |session: &mut Session| numeric(session).values[0].clone();
    assert!(w(&mut right).is_some());
    assert_eq!(w(&mut edited_run), w(&mut right));
}

#[test]
fn a_parameter_rebound_in_the_graph_has_its_gradient_and_so_has_the_leaf_it_came_from() {
    let statements = ["forward", "loss", "zero_grad", "backward", "update:w!in_graph", "update:b"];
    let mut session = session(&json!({ "program": edited("by_hand", &statements) }));
    // The second update raises, as the rebound w has no .grad; until then its loss is there.
    session.seek(1, 4).unwrap();
    let found = numeric(&mut session);
    let graph = session.graph().unwrap();
    let rebound = graph.nodes.iter().position(|node| node.op == "sub" && node.name == Some("w")).unwrap();
    let (leaf, moved) = (found.values[0].clone().unwrap(), found.values[rebound].clone().unwrap());
    // w₁ = w₀ − a constant; the two points from which steps are taken differ, so the roundings do.
    assert!((leaf[0] - moved[0]).abs() < 1e-7, "{leaf:?} and {moved:?}");
    // Nodes of the batch before are not looked at.
    assert_eq!(found.values.iter().filter(|values| values.is_some()).count(), 3 + 5);
}

#[test]
fn before_the_loss_there_is_nothing() {
    let mut session = session(&json!({}));
    for statement in 0..2 {
        session.seek(3, 0).unwrap();
        session.seek(3, statement).unwrap();
        let found = numeric(&mut session);
        assert_eq!(
            found.values.iter().all(Option::is_none),
            statement == 1,
            "between two updates the last one's"
        );
        assert_eq!(found.values.len(), 10);
    }
    session.seek(0, 0).unwrap();
    assert!(numeric(&mut session).values.iter().all(Option::is_none));
    let mut regressor = Session::new(Settings::of(Base::SgdRegressor)).unwrap();
    regressor.step(1).unwrap();
    assert!(numeric(&mut regressor).values.is_empty());
}

#[test]
fn large_nodes_are_left_out_and_parameters_are_not() {
    let mut session =
        session(&json!({ "data": { "source": "make_regression", "n_samples": 300 }, "batch_size": 257 }));
    session.seek(0, 4).unwrap();
    assert_eq!(assert_agree(&mut session, "257 points"), 3);
}

#[test]
fn a_step_must_be_above_0_and_can_be_too_small_to_be_one() {
    let mut session = session(&json!({}));
    session.seek(0, 4).unwrap();
    let message = |step| session.numeric_gradient(Some(step)).unwrap_err().to_string();
    assert_eq!(
        [0.0, -1e-3, f64::NAN].map(message),
        [
            "step is 0; it must be above 0",
            "step is -0.001; it must be above 0",
            "step is NaN; it must be a finite number",
        ]
    );
    let found = session.numeric_gradient(Some(1e-20)).unwrap();
    // 0.1 ± 1e-20 is 0.1: nothing over nothing. b starts at 0, where even that is a step.
    assert_eq!((found.values[0].as_ref(), found.step), (None, 1e-20));
}
