//! Edited programs: which statements and which of their fields are accepted.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::refuses;
use crate::settings_json::read;
use first_descent::Reduction;
use first_descent::program::{Base, MAX_STATEMENTS, Parameter, Program, Statement};
use serde_json::{Value as Json, json};

fn refused(base: &str, statements: Json, code: &str, message: &str) {
    refuses(&json!({ "program": { "base": base, "statements": statements } }), code, message);
}

#[test]
fn the_right_program_written_out_is_the_right_program() {
    for (base, statements) in [
        (
            "by_hand",
            json!([
                { "op": "forward" }, { "op": "loss" }, { "op": "zero_grad" }, { "op": "backward" },
                { "op": "update", "target": "w" }, { "op": "update", "target": "b" },
            ]),
        ),
        (
            "torch",
            json!([
                { "op": "forward" }, { "op": "loss" }, { "op": "zero_grad" }, { "op": "backward" }, { "op": "update" },
            ]),
        ),
    ] {
        let settings = read(&json!({ "program": { "base": base, "statements": statements } })).unwrap();
        assert!(!settings.program.is_edited(), "{base}");
        assert_eq!(settings, read(&json!({ "program": base })).unwrap());
    }
}

#[test]
fn every_field_that_the_bench_can_change_is_read() {
    let statements = json!([
        { "op": "forward", "detach": "b" },
        { "op": "loss", "reduction": "mean", "reshape": false },
        { "op": "zero_grad", "once": true },
        { "op": "backward" },
        { "op": "update", "target": "b", "divide": false, "sign": -1, "in_graph": true },
    ]);
    let settings = read(&json!({ "program": { "base": "by_hand", "statements": statements } })).unwrap();
    assert_eq!(
        settings.program.statements(),
        [
            Statement::Forward { detach: Some(Parameter::B), cast: true },
            Statement::Loss { reduction: Reduction::Mean, reshape: false },
            Statement::ZeroGrad { once: true },
            Statement::Backward,
            Statement::Update { target: Some(Parameter::B), divide: false, ascend: true, in_graph: true },
        ]
    );
    let torch = json!([{ "op": "forward", "cast": false }, { "op": "loss", "reduction": "sum" }]);
    let settings = read(&json!({ "program": { "base": "torch", "statements": torch } })).unwrap();
    assert_eq!(
        settings.program.statements(),
        [
            Statement::Forward { detach: None, cast: false },
            Statement::Loss { reduction: Reduction::Sum, reshape: true },
        ]
    );
}

#[test]
fn programs_that_cannot_be_are_refused() {
    refuses(
        &json!({ "program": "by hand" }),
        "out_of_range",
        "program is \"by hand\"; it must be one of by_hand, torch, parabola, sgd_regressor",
    );
    refuses(&json!({ "program": {} }), "missing", "program.base is missing; it must be by_hand or torch");
    refuses(
        &json!({ "program": { "base": "torch", "statements": [], "name": "x" } }),
        "unknown_setting",
        "there is no setting program.name (\"x\"); there are base, statements",
    );
    for base in ["parabola", "sgd_regressor"] {
        refused(
            base,
            json!([{ "op": "forward" }]),
            "out_of_range",
            &format!("program.base is {base}; it must be by_hand or torch"),
        );
    }
    refused(
        "torch",
        json!([]),
        "out_of_range",
        "program.statements is 0 statements; it must be 1 to 32 statements",
    );
    refused(
        "torch",
        json!(vec![json!({ "op": "forward" }); MAX_STATEMENTS + 1]),
        "out_of_range",
        "program.statements is 33 statements; it must be 1 to 32 statements",
    );
    refused(
        "torch",
        json!("forward"),
        "wrong_type",
        "program.statements is \"forward\"; it must be a list of objects",
    );
    assert!(Program::edited(Base::Torch, vec![Statement::Backward; MAX_STATEMENTS]).is_ok());
}

#[test]
fn statements_that_cannot_be_are_refused_by_their_number() {
    let ops = "forward, loss, zero_grad, backward, update";
    for (base, statement, code, message) in [
        (
            "torch",
            json!("forward"),
            "wrong_type",
            "program.statements[1] is \"forward\"; it must be an object".to_owned(),
        ),
        (
            "torch",
            json!({}),
            "missing",
            "program.statements[1].op is missing; it must be forward, loss, zero_grad, backward or update"
                .to_owned(),
        ),
        (
            "torch",
            json!({ "op": "step" }),
            "out_of_range",
            format!("program.statements[1].op is \"step\"; it must be one of {ops}"),
        ),
        (
            "torch",
            json!({ "op": "backward", "once": true }),
            "unknown_setting",
            "there is no setting program.statements[1].once (true); there are op".to_owned(),
        ),
        (
            "torch",
            json!({ "op": "loss", "reduction": "none" }),
            "out_of_range",
            "program.statements[1].reduction is \"none\"; it must be one of sum, mean".to_owned(),
        ),
        (
            "torch",
            json!({ "op": "loss", "reshape": 0 }),
            "wrong_type",
            "program.statements[1].reshape is 0; it must be true or false".to_owned(),
        ),
        (
            "torch",
            json!({ "op": "forward", "detach": "weight" }),
            "out_of_range",
            "program.statements[1].detach is \"weight\"; it must be one of w, b".to_owned(),
        ),
        (
            "by_hand",
            json!({ "op": "update" }),
            "missing",
            "program.statements[1].target is missing; it must be w or b".to_owned(),
        ),
        (
            "by_hand",
            json!({ "op": "update", "target": "w", "sign": 2 }),
            "out_of_range",
            "program.statements[1].sign is 2; it must be 1 or -1".to_owned(),
        ),
        (
            "by_hand",
            json!({ "op": "forward", "cast": false }),
            "unused_setting",
            "program.statements[1].cast is false, but by_hand does not use it; leave it out".to_owned(),
        ),
        (
            "torch",
            json!({ "op": "update", "target": "w" }),
            "unused_setting",
            "program.statements[1].target is \"w\", but torch does not use it; leave it out".to_owned(),
        ),
        (
            "torch",
            json!({ "op": "update", "sign": -1 }),
            "unused_setting",
            "program.statements[1].sign is -1, but torch does not use it; leave it out".to_owned(),
        ),
    ] {
        refused(base, json!([{ "op": "forward" }, statement]), code, &message);
    }
}

#[test]
fn a_program_made_in_rust_is_checked_alike() {
    let update = |target, divide, ascend, in_graph| Statement::Update { target, divide, ascend, in_graph };
    let message = |base, statement| Program::edited(base, vec![statement]).unwrap_err().to_string();
    assert_eq!(
        message(Base::ByHand, update(None, true, false, false)),
        "program.statements[0].target is missing; it must be w or b"
    );
    for (statement, field) in [
        (update(Some(Parameter::W), true, false, false), "target"),
        (update(None, false, false, false), "divide"),
        (update(None, true, true, false), "sign"),
        (update(None, true, false, true), "in_graph"),
    ] {
        let error = Program::edited(Base::Torch, vec![statement]).unwrap_err();
        assert_eq!(error.code(), "unused_setting");
        assert_eq!(error.field().unwrap(), format!("program.statements[0].{field}"));
    }
    assert_eq!(
        message(Base::Torch, Statement::Loss { reduction: Reduction::None, reshape: true }),
        "program.statements[0].reduction is none; it must be sum or mean"
    );
    assert_eq!(
        message(Base::ByHand, Statement::Forward { detach: None, cast: false }),
        "program.statements[0].cast is false, but by_hand does not use it; leave it out"
    );
}
