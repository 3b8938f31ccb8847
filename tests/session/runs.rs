//! The runs that the tests of seeking, branching and digests go through, and how two moments are compared.

use crate::settings_json::read;
use first_descent::{Session, Settings};
use serde_json::{Value as Json, json};

/// A session of settings written as JSON.
pub(crate) fn session(settings: &Json) -> Session {
    Session::new(read(settings).unwrap()).unwrap()
}

/// A program whose statements are `op`, or `op:target`, or `op!fault`.
pub(crate) fn edited(base: &str, statements: &[&str]) -> Json {
    let statements: Vec<Json> = statements
        .iter()
        .map(|text| {
            let (text, fault) = text.split_once('!').unwrap_or((text, ""));
            let (op, target) = text.split_once(':').unwrap_or((text, ""));
            let mut statement = json!({ "op": op });
            if !target.is_empty() {
                statement["target"] = json!(target);
            }
            match fault {
                "" => {}
                "once" | "in_graph" => statement[fault] = json!(true),
                "reshape" | "divide" | "cast" => statement[fault] = json!(false),
                "detach w" => statement["detach"] = json!("w"),
                "sign" => statement["sign"] = json!(-1),
                other => panic!("a fault {other} that this test does not know"),
            }
            statement
        })
        .collect();
    json!({ "base": base, "statements": statements })
}

/// Right and edited programs, every kind of loader, optimizer and change in mid-run.
pub(crate) fn all() -> Vec<(&'static str, Settings)> {
    const BY_HAND: [&str; 6] = ["forward", "loss", "zero_grad", "backward", "update:w", "update:b"];
    let by_hand = |at: usize, statement| {
        let mut statements = BY_HAND;
        statements[at] = statement;
        json!({ "program": edited("by_hand", &statements) })
    };
    let changes = json!([
        { "update": 5, "set": { "lr": 0.05, "batch_size": 30 } },
        { "update": 70, "set": { "lr": 0.002, "shuffle": true, "drop_last": false } },
        { "update": 71, "set": { "epochs": 40 } },
    ]);
    let runs = [
        ("by hand", json!({})),
        ("by hand, float32", json!({ "dtype": "float32", "batch_size": 10 })),
        ("by hand, shuffled", json!({ "shuffle": true, "drop_last": false, "seed": 3, "batch_size": 30 })),
        ("by hand, single samples", json!({ "batch_size": 1, "epochs": 2 })),
        ("by hand, standardized, diverging", json!({ "lr": 1.2, "standardize": true })),
        ("by hand, changed", json!({ "changes": changes })),
        ("torch", json!({ "program": "torch" })),
        ("torch, momentum", json!({ "program": "torch", "momentum": 0.9, "nesterov": true, "seed": 5 })),
        (
            "torch, float64, momentum and weight decay changed",
            json!({ "program": "torch", "dtype": "float64", "momentum": 0.5, "dampening": 0.1, "changes": [
                { "update": 9, "set": { "momentum": 0.0, "weight_decay": 0.01 } },
                { "update": 66, "set": { "momentum": 0.9, "dampening": 0, "nesterov": true } },
            ] }),
        ),
        (
            "torch, momentum switched on, loader changed",
            json!({ "program": "torch", "changes": [
                { "update": 65, "set": { "momentum": 0.9, "batch_size": 33, "drop_last": true } },
                { "update": 80, "set": { "shuffle": false } },
            ] }),
        ),
        (
            "no zero_grad",
            json!({ "program": edited("by_hand", &["forward", "loss", "backward", "update:w", "update:b"]) }),
        ),
        ("zero_grad once", by_hand(2, "zero_grad!once")),
        (
            "zero_grad once, after backward",
            json!({
                "program": edited(
                    "by_hand",
                    &["forward", "loss", "backward", "zero_grad!once", "update:w", "update:b"],
                ),
            }),
        ),
        ("wrong sign of w", by_hand(4, "update:w!sign")),
        ("no reshape", by_hand(1, "loss!reshape")),
        ("update in the graph: raises", by_hand(4, "update:w!in_graph")),
        ("w detached: raises", by_hand(0, "forward!detach w")),
        (
            "zero_grad after backward, changed",
            json!({
                "program": edited("by_hand", &["forward", "loss", "backward", "update:w", "zero_grad", "update:b"]),
                "changes": changes,
            }),
        ),
        (
            "torch, step before backward",
            json!({
                "program": edited("torch", &["forward", "loss", "zero_grad", "update", "backward"]),
                "momentum": 0.9,
            }),
        ),
        (
            "torch, zero_grad after the step, momentum",
            json!({
                "program": edited("torch", &["forward", "loss", "backward", "update", "zero_grad"]),
                "momentum": 0.9, "weight_decay": 0.1, "changes": [{ "update": 67, "set": { "momentum": 0 } }],
            }),
        ),
        (
            "torch, no reshape",
            json!({ "program": edited("torch", &["forward", "loss!reshape", "zero_grad", "backward", "update"]) }),
        ),
        (
            "torch, w detached",
            json!({ "program": edited("torch", &["forward!detach w", "loss", "zero_grad", "backward", "update"]) }),
        ),
        (
            "torch, no cast: raises",
            json!({ "program": edited("torch", &["forward!cast", "loss", "backward"]) }),
        ),
        ("parabola", json!({ "program": "parabola", "changes": [{ "update": 68, "set": { "lr": 0.3 } }] })),
        ("sgd_regressor", json!({ "program": "sgd_regressor" })),
        (
            "sgd_regressor, rows held out",
            json!({ "program": "sgd_regressor", "early_stopping": true, "penalty": "elasticnet" }),
        ),
        (
            "sgd_regressor, averaged",
            json!({ "program": "sgd_regressor", "average": true, "learning_rate": "adaptive" }),
        ),
    ];
    runs.into_iter().map(|(name, settings)| (name, read(&settings).unwrap())).collect()
}

/// Everything a reader can see at the cursor, as text: `Debug` prints each double so that it reads back as the same
/// one, and tells −0 from 0.
pub(crate) fn moment(session: &mut Session) -> String {
    format!(
        "{:?}\n{:?}\n{:?}\n{:?}",
        session.state().unwrap(),
        session.batch_indices(),
        session.values().unwrap(),
        session.graph().unwrap(),
    )
}

/// The cursor.
pub(crate) fn place(session: &mut Session) -> (usize, usize) {
    let state = session.state().unwrap();
    (state.update, state.statement)
}

/// The computed rows as text, see [`moment`].
pub(crate) fn history(session: &Session) -> String {
    format!("{:?}", session.history())
}

#[test]
fn a_regressor_that_stops_early_may_have_room_for_many_more_epochs() {
    let data = json!({ "source": "make_regression", "n_samples": 10_000 });
    let mut run = session(&json!({ "program": "sgd_regressor", "data": data }));
    run.train().unwrap();
    let updates = run.state().unwrap().updates;
    assert!(updates < 1000 * 10_000 && updates.is_multiple_of(10_000), "{updates}");
}
