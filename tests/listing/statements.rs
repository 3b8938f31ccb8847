//! Each statement has its line, the faults of an edited program too.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::{FLAVOURS, cases, session};
use first_descent::listing::Flavour;
use first_descent::program::{Base, Program, Statement};
use first_descent::{Session, Settings};
use serde_json::json;

#[test]
fn each_statement_has_one_line_and_they_stand_in_order() {
    for (name, session) in cases() {
        let statements: Vec<usize> = (0..session.program().statements().len()).collect();
        for flavour in FLAVOURS {
            let found: Vec<usize> =
                session.source(flavour).iter().filter_map(|line| line.statement).collect();
            if session.program().base() == Base::SgdRegressor && flavour != Flavour::Listing {
                assert!(found.is_empty(), "{name}: scikit-learn's fit is no statement");
            } else {
                assert_eq!(found, statements, "{name} {flavour:?}");
            }
        }
    }
}

#[test]
fn the_line_of_the_state_is_the_line_of_the_statement() {
    for base in Base::ALL {
        let mut session = Session::new(Settings::of(base)).unwrap();
        let lines = session.source(Flavour::Listing);
        for statement in 0..session.program().statements().len() {
            session.step_statement().unwrap();
            let line = session.state().unwrap().line.unwrap();
            assert_eq!(lines[line].statement, Some(statement), "{}", base.name());
        }
    }
}

/// The line of one statement in an edited program that consists of it alone.
fn statement_line(base: &str, statement: &serde_json::Value) -> String {
    let settings = json!({"program": {"base": base, "statements": [statement]}});
    let lines = session(&settings).source(Flavour::Listing);
    let line = lines.iter().find(|line| line.statement == Some(0)).unwrap();
    line.text.trim_start().to_owned()
}

#[test]
fn each_fault_by_hand_is_in_its_line() {
    for (statement, line) in [
        (json!({"op": "forward", "detach": "w"}), "y_pred = w.detach() * xb + b"),
        (json!({"op": "forward", "detach": "b"}), "y_pred = w * xb + b.detach()"),
        (json!({"op": "loss", "reshape": false}), "loss = ((y_pred - yb) ** 2).sum()"),
        (json!({"op": "loss", "reduction": "mean"}), "loss = ((y_pred - yb.reshape(-1, 1)) ** 2).mean()"),
        (json!({"op": "zero_grad", "once": true}), "if update == 0: zero_grad(w, b)"),
        (json!({"op": "update", "target": "w", "divide": false}), "w.data = w.data - lr * w.grad"),
        (json!({"op": "update", "target": "b", "sign": -1}), "b.data = b.data + lr * b.grad / len(xb)"),
        (json!({"op": "update", "target": "w", "in_graph": true}), "w = w - lr * w.grad / len(xb)"),
        (
            json!({"op": "update", "target": "b", "in_graph": true, "sign": -1, "divide": false}),
            "b = b + lr * b.grad",
        ),
    ] {
        assert_eq!(statement_line("by_hand", &statement), line);
    }
}

#[test]
fn each_fault_with_pytorchs_parts_is_in_its_line() {
    for (statement, line) in [
        (json!({"op": "forward", "cast": false}), "y_pred = model(xb)"),
        (
            json!({"op": "forward", "detach": "w"}),
            "y_pred = nn.functional.linear(xb.float(), model.weight.detach(), model.bias)",
        ),
        (
            json!({"op": "forward", "detach": "b", "cast": false}),
            "y_pred = nn.functional.linear(xb, model.weight, model.bias.detach())",
        ),
        (json!({"op": "loss", "reshape": false}), "loss = loss_fn(y_pred, yb.float())"),
        (
            json!({"op": "loss", "reduction": "sum"}),
            "loss = nn.MSELoss(reduction=\"sum\")(y_pred, yb.reshape(-1, 1).float())",
        ),
        (json!({"op": "zero_grad", "once": true}), "if update == 0: optimizer.zero_grad()"),
    ] {
        assert_eq!(statement_line("torch", &statement), line);
    }
}

#[test]
fn an_edit_of_one_statement_changes_one_line() {
    let right = Session::new(Settings::default()).unwrap().source(Flavour::Listing);
    let mut statements = Program::new(Base::ByHand).statements().to_vec();
    statements[1] = Statement::Loss { reduction: first_descent::Reduction::Sum, reshape: false };
    let program = Program::edited(Base::ByHand, statements).unwrap();
    let edited = Session::new(Settings { program, ..Settings::default() }).unwrap().source(Flavour::Listing);
    let changed: Vec<usize> =
        (0..right.len()).filter(|&line| right[line].text != edited[line].text).collect();
    assert_eq!((right.len(), edited.len(), changed), (11, 11, vec![6]));
}
