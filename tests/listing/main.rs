//! The Python of a run: whole listings, each statement's line, numbers that know their setting, what a script prints.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod changes;
mod literals;
mod output;
#[path = "../settings_json/mod.rs"]
mod settings_json;
mod statements;
mod whole;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

use first_descent::Session;
use first_descent::listing::{Flavour, SourceLine};

const FLAVOURS: [Flavour; 3] = [Flavour::Listing, Flavour::Script, Flavour::Notebook];

fn session(settings: &serde_json::Value) -> Session {
    Session::new(settings_json::read(settings).unwrap()).unwrap()
}

/// The settings whose scripts real Python has run, by name.
fn cases() -> Vec<(String, Session)> {
    let cases: Vec<(String, serde_json::Value)> =
        serde_json::from_str(include_str!("../scripts/settings.json")).unwrap();
    cases.into_iter().map(|(name, settings)| (name, session(&settings))).collect()
}

fn text(lines: &[SourceLine]) -> String {
    lines.iter().map(|line| format!("{}\n", line.text)).collect()
}

fn listing(settings: &serde_json::Value) -> String {
    text(&session(settings).source(Flavour::Listing))
}
