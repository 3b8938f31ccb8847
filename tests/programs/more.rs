//! Every option in both element types, changes of the loader, and edited programs in any order, by hand or drawn at
//! random: `golden/generate_more.py` executes the same statements with PyTorch.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::golden::{assert_same, history, rows, settings};
use first_descent::{Session, Settings};
use serde_json::{Value as Json, json};

/// The points of the generator: each is one division and one product away from whole numbers.
fn points(n: u32) -> Json {
    let x: Vec<f64> = (0..n).map(|i| f64::from(i * 37 % 601) / 601.0 - 0.5).collect();
    let y: Vec<f64> = x.iter().zip(0..n).map(|(x, i)| 3.0 * x + f64::from(i * 53 % 97) / 97.0).collect();
    json!({ "source": "points", "x": x, "y": y })
}

fn read(case: &Json) -> Settings {
    let mut ours = case["settings"].as_object().unwrap().clone();
    if let Some(n) = ours.remove("points") {
        ours.insert("data".to_owned(), points(u32::try_from(n.as_u64().unwrap()).unwrap()));
    }
    settings(&Json::Object(ours))
}

fn place(json: &Json) -> [u64; 2] {
    ["update", "statement"].map(|name| json[name].as_u64().unwrap())
}

#[test]
fn every_case_is_pytorchs() {
    let golden: Json = serde_json::from_str(include_str!("../golden/more_programs.json")).unwrap();
    let cases = golden["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 199);
    for (number, case) in cases.iter().enumerate() {
        let what = format!("case {number}, {}", case["settings"]);
        let expected = rows(&case["rows"]);
        let mut session = Session::new(read(case)).unwrap();
        let Some(raised) = case.get("raised") else {
            assert_eq!(session.step(expected.len()).unwrap(), expected.len(), "{what}");
            assert_same(&what, &history(&session), &expected);
            let state = session.state().unwrap();
            assert_eq!(state.raised, None, "{what}");
            let warned = state.warned.map(|at| [at.update as u64, at.statement as u64]);
            assert_eq!(warned, (!case["warned"].is_null()).then(|| place(&case["warned"])), "{what}");
            continue;
        };
        assert_eq!(session.step(100).unwrap(), expected.len(), "{what}");
        assert_same(&what, &history(&session), &expected);
        let ours = session.state().unwrap().raised.unwrap();
        assert_eq!([ours.update as u64, ours.statement as u64], place(raised), "{what}");
        let message = raised["message"].as_str().unwrap();
        assert_eq!(ours.kind, raised["type"].as_str().unwrap(), "{what}: {message}");
        let sense = match message {
            m if m.contains("'NoneType'") => ".grad is None",
            m if m.contains("a second time") => "walked before",
            m if m.contains("does not require grad") => "requires no gradient",
            m => m,
        };
        assert!(ours.message.contains(sense), "{what}: {} for {message}", ours.message);
    }
}
