//! Numbers and words that know their setting, and what a line may look like.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::{FLAVOURS, cases, session};
use first_descent::listing::Flavour;
use first_descent::program::Base;
use first_descent::settings::Value;
use first_descent::{Session, Settings};
use serde_json::json;
use std::collections::BTreeMap;

#[test]
fn each_literal_is_the_number_of_its_setting() {
    let mut seen = BTreeMap::new();
    for (name, session) in cases() {
        let settings = session.settings().to_value();
        for line in FLAVOURS.into_iter().flat_map(|flavour| session.source(flavour)) {
            let mut end = 0;
            for literal in &line.literals {
                assert!(literal.start >= end && literal.end > literal.start, "{name}: {}", line.text);
                end = literal.end;
                let printed = &line.text[literal.start..literal.end];
                let agrees = match at(&settings, &literal.setting) {
                    Some(Value::Number(number)) => printed.parse() == Ok(*number),
                    Some(Value::Integer(integer)) => printed.parse() == Ok(*integer),
                    // The caller's own points.
                    _ => {
                        literal.setting.starts_with("data.")
                            && point(&settings, &literal.setting) == printed.parse().ok()
                    }
                };
                assert!(agrees, "{name}: {printed} as {} in {}", literal.setting, line.text);
                let plain: String = literal.setting.chars().filter(|c| !c.is_ascii_digit()).collect();
                *seen.entry(plain).or_insert(0) += 1;
            }
        }
    }
    let paths: Vec<&str> = seen.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "alpha",
            "batch_size",
            "changes[].set.batch_size",
            "changes[].set.dampening",
            "changes[].set.epochs",
            "changes[].set.lr",
            "changes[].set.momentum",
            "changes[].set.weight_decay",
            "changes[].update",
            "dampening",
            "data.bias",
            "data.edits[].x",
            "data.edits[].y",
            "data.n_samples",
            "data.noise",
            "data.random_state",
            "data.x[]",
            "data.y[]",
            "epochs",
            "eta",
            "init.b",
            "init.w",
            "init.x",
            "l_ratio",
            "lr",
            "max_iter",
            "momentum",
            "n_iter_no_change",
            "power_t",
            "random_state",
            "seed",
            "tol",
            "updates",
            "validation_fraction",
            "weight_decay",
        ]
    );
}

#[test]
fn each_word_is_the_flag_the_choice_or_the_none_of_its_setting() {
    let more = json!({
        "program": "torch", "dtype": "float64", "init": {"w": 0.5, "b": -2}, "nesterov": true, "momentum": 0.9,
        "changes": [
            {"update": 10, "set": {"nesterov": false, "batch_size": 50}},
            {"update": 30, "set": {"shuffle": false, "drop_last": true}},
            {"update": 60, "set": {"shuffle": true, "batch_size": 20}},
        ]
    });
    let by_hand = json!({"changes": [{"update": 20, "set": {"shuffle": true, "drop_last": false}}]});
    let mut seen = BTreeMap::new();
    for session in cases().into_iter().map(|(_, session)| session).chain([session(&more), session(&by_hand)])
    {
        let settings = session.settings().to_value();
        for line in FLAVOURS.into_iter().flat_map(|flavour| session.source(flavour)) {
            for word in &line.words {
                let printed = &line.text[word.start..word.end];
                let value = match at(&settings, &word.setting) {
                    Some(Value::Bool(true)) => "True".to_owned(),
                    Some(Value::Bool(false)) => "False".to_owned(),
                    // As `average`, which scikit-learn takes as the update at which to begin.
                    Some(Value::Number(number)) if *number > 0.0 => "True".to_owned(),
                    Some(Value::Text(text)) => text.clone(),
                    _ => "None".to_owned(),
                };
                assert_eq!(printed.trim_matches('"'), value, "{} in {}", word.setting, line.text);
                let plain: String = word.setting.chars().filter(|c| !c.is_ascii_digit()).collect();
                *seen.entry(plain).or_insert(0) += 1;
            }
        }
    }
    let paths: Vec<&str> = seen.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "average",
            "changes[].set.drop_last",
            "changes[].set.nesterov",
            "changes[].set.shuffle",
            "drop_last",
            "dtype",
            "early_stopping",
            "fit_intercept",
            "learning_rate",
            "maximize",
            "nesterov",
            "penalty",
            "shuffle",
            "tol",
        ]
    );
}

/// The value at a path such as `changes[0].set.lr`.
fn at<'a>(settings: &'a Value, path: &str) -> Option<&'a Value> {
    path.split(['.', '[']).try_fold(settings, |value, step| match (value, step.strip_suffix(']')) {
        (Value::Record(fields), None) => fields.iter().find(|(name, _)| name == step).map(|(_, value)| value),
        (Value::List(list), Some(index)) => list.get(index.parse::<usize>().unwrap()),
        _ => None,
    })
}

/// One of `data.x` or `data.y`.
fn point(settings: &Value, path: &str) -> Option<f64> {
    let (series, index) = path.strip_suffix(']')?.split_once('[')?;
    match at(settings, series)? {
        Value::Numbers(numbers) => numbers.get(index.parse::<usize>().unwrap()).copied(),
        _ => None,
    }
}

#[test]
fn a_seed_above_2_to_the_53_is_printed_to_the_last_digit() {
    let session = Session::new(Settings { seed: u64::MAX, ..Settings::of(Base::Torch) }).unwrap();
    let lines = session.source(Flavour::Listing);
    assert_eq!(lines[0].text, "torch.manual_seed(18446744073709551615)");
    assert_eq!((lines[0].literals[0].start, lines[0].literals[0].end), (18, 38));
}

#[test]
fn lines_are_ascii_without_blanks_at_their_ends_or_anything_of_a_template() {
    for (name, session) in cases() {
        for line in FLAVOURS.into_iter().flat_map(|flavour| session.source(flavour)) {
            assert!(line.text.is_ascii() && line.text.trim_end() == line.text, "{name}: {:?}", line.text);
            assert!(!line.text.contains(['$', '?', '|', '@', '!', '~']), "{name}: {:?}", line.text);
        }
    }
}
