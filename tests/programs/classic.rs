//! The two runs everything starts from: 600 updates by hand, and `nn.Linear` with a shuffling `DataLoader`.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::golden::{floats, indices, same, settings};
use first_descent::{Session, Settings};
use serde_json::{Value as Json, json};

fn assert_same_course(what: &str, session: &Session, losses: &Json, parameters: &Json) {
    let history = session.history();
    let (losses, parameters) = (floats(losses), parameters.as_array().unwrap());
    assert_eq!(history.loss.len(), losses.len(), "{what}");
    for (update, (loss, pair)) in losses.iter().zip(parameters).enumerate() {
        let ours = [history.loss[update], history.w[update], history.b[update]];
        let theirs = [*loss, pair[0].as_f64().unwrap(), pair[1].as_f64().unwrap()];
        let equal = ours.iter().zip(&theirs).all(|(ours, theirs)| same(*ours, *theirs));
        assert!(equal, "{what}: update {update} gives {ours:?}, not {theirs:?}");
    }
}

#[test]
fn six_hundred_updates_by_hand_are_pytorchs() {
    let golden: Json = serde_json::from_str(include_str!("../golden/train_by_hand.json")).unwrap();
    let mut session = Session::new(Settings::default()).unwrap();
    session.train().unwrap();
    assert_same_course("by hand", &session, &golden["losses"], &golden["wb"]);
    assert_eq!(session.data().coef, golden["true_coef"].as_f64());
    session.seek(1, 0).unwrap();
    let values = session.values().unwrap();
    let y_pred = values.iter().find(|value| value.name == "y_pred").unwrap();
    assert_eq!(json!(y_pred.shape), golden["shape"]);
}

#[test]
fn without_the_reshape_the_line_is_wrong_as_in_pytorch() {
    let golden: Json = serde_json::from_str(include_str!("../golden/train_by_hand.json")).unwrap();
    let wrong = &golden["wrong_without_reshape"];
    let mut session = Session::new(settings(&json!({ "program": { "base": "by_hand", "statements": [
        { "op": "forward" }, { "op": "loss", "reshape": false }, { "op": "zero_grad" }, { "op": "backward" },
        { "op": "update", "target": "w" }, { "op": "update", "target": "b" },
    ] } })))
    .unwrap();
    session.train().unwrap();
    let history = session.history();
    assert_eq!(history.loss.len(), 600);
    let ours = [history.loss[0], history.loss[599], history.w[599], history.b[599]];
    let theirs = [&wrong["first_loss"], &wrong["last_loss"], &wrong["final_wb"][0], &wrong["final_wb"][1]];
    assert_eq!(ours.map(f64::to_bits), theirs.map(|number| number.as_f64().unwrap().to_bits()));
    session.seek(0, 2).unwrap();
    let graph = session.graph().unwrap();
    let difference = graph.nodes.iter().find(|node| node.op == "sub").unwrap();
    assert_eq!(json!(difference.shape), wrong["shape"]);
}

#[test]
fn linear_layers_with_shuffled_batches_are_pytorchs() {
    let golden: Json = serde_json::from_str(include_str!("../golden/train_nn_linear.json")).unwrap();
    let runs = golden["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 4);
    for run in runs {
        let what = format!("seed {}, batches of {}", run["seed"], run["batch_size"]);
        let mut session = Session::new(settings(&json!({
            "program": "torch", "seed": run["seed"], "epochs": run["epochs"], "batch_size": run["batch_size"],
            "lr": run["lr"],
        })))
        .unwrap();
        session.train().unwrap();
        let (weight, bias) = session.history().init;
        assert_eq!(vec![weight, bias.unwrap()], floats(&run["init"]), "{what}");
        let mut update = 0;
        for (epoch, batches) in run["order_first3"].as_array().unwrap().iter().enumerate() {
            for batch in batches.as_array().unwrap() {
                update += 1;
                session.seek(update, 0).unwrap();
                assert_eq!(session.batch_indices().unwrap(), indices(batch), "{what}, epoch {epoch}");
            }
        }
        assert_same_course(&what, &session, &run["losses"], &run["wb"]);
    }
}
