//! What a script prints.
//!
//! `tests/golden/script_outputs.json` is what real Python printed for the scripts of `tests/scripts/settings.json`
//! (made by `tests/scripts/check.py`).

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::{cases, session, text};
use first_descent::listing::Flavour;
use first_descent::{Session, Settings};
use serde_json::json;
use std::collections::BTreeMap;

fn fnv1a(text: &str) -> String {
    let digest = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |digest, byte| {
        (digest ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{digest:016x}")
}

#[test]
fn output_comes_as_the_cursor_passes_it() {
    let mut session = Session::new(Settings::default()).unwrap();
    assert_eq!(session.output(), [""; 0]);
    session.seek(59, 5).unwrap();
    assert_eq!(session.output(), [""; 0]);
    session.step_statement().unwrap();
    assert_eq!(session.output(), ["epoch 10: loss 303.0403"]);
    session.seek(600, 0).unwrap();
    let all = session.output();
    assert_eq!(all.len(), 13);
    let loss = format!("loss = {}", session.history().loss[599]);
    assert_eq!(all[10..], [&loss, "w = 42.887112362029214", "b = 13.341959365533667"]);
    session.seek(125, 0).unwrap();
    assert_eq!(session.output(), all[..2], "going back takes lines away");
}

#[test]
fn an_exception_is_the_last_line() {
    let statements = ["forward", "loss", "zero_grad", "backward", "backward"].map(|op| json!({"op": op}));
    let settings = json!({"program": {"base": "torch", "statements": statements}});
    let mut session = session(&settings);
    session.seek(0, 4).unwrap();
    assert_eq!(session.output(), [""; 0]);
    session.step_statement().unwrap();
    let output = session.output();
    assert_eq!(output.len(), 1);
    assert!(output[0].starts_with("RuntimeError: "), "{output:?}");
}

#[test]
fn output_is_what_real_python_printed() {
    #[derive(serde::Deserialize)]
    struct Golden {
        /// The digest of each script's text, and what it printed.
        scripts: BTreeMap<String, (String, Vec<String>)>,
    }
    let golden: Golden = serde_json::from_str(include_str!("../golden/script_outputs.json")).unwrap();
    let mut checked = 0;
    for (name, mut session) in cases() {
        let (digest, printed) = &golden.scripts[&name];
        let script = text(&session.source(Flavour::Script));
        assert_eq!(
            fnv1a(&script),
            *digest,
            "{name}: not the script that was run; run tests/scripts/check.py"
        );
        session.step(usize::MAX).unwrap();
        let mut output = session.output();
        // An exception is stored by its type: the engine words the message itself.
        for line in output.iter_mut().filter(|line| line.contains("Error: ")) {
            line.truncate(line.find(':').unwrap());
        }
        assert_eq!(output, *printed, "{name}");
        checked += 1;
    }
    assert_eq!(checked, golden.scripts.len());
}
