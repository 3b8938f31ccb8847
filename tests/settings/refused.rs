//! Each setting of each program against everything it must not be: wrong types, NaN, infinities, numbers out of range.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::{error, json_error, refuses, used_by};
use first_descent::settings::Value;
use serde_json::json;

/// What a setting takes.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// A finite number; the second is one that is out of range, if any is.
    Number(Option<f64>),
    /// As `Number`, or null.
    NumberOrNull(Option<f64>),
    /// A whole number of at least 1.
    Count,
    /// 0 to 2³² − 1.
    RandomState,
    /// 0 to 2⁶⁴ − 1.
    Seed,
    Flag,
    Choice,
    /// As `Choice`, or null.
    ChoiceOrNull,
    Record,
    List,
}

fn kind(name: &str) -> Kind {
    match name {
        "lr" | "momentum" | "weight_decay" | "alpha" => Kind::Number(Some(-0.5)),
        "l1_ratio" => Kind::Number(Some(1.5)),
        "eta0" | "validation_fraction" => Kind::Number(Some(0.0)),
        "dampening" | "power_t" => Kind::Number(None),
        "tol" => Kind::NumberOrNull(Some(-1.0)),
        "batch_size" | "epochs" | "updates" | "max_iter" | "n_iter_no_change" => Kind::Count,
        "random_state" => Kind::RandomState,
        "seed" => Kind::Seed,
        "standardize" | "shuffle" | "drop_last" | "nesterov" | "maximize" | "average" | "fit_intercept"
        | "early_stopping" => Kind::Flag,
        "dtype" | "learning_rate" | "program" => Kind::Choice,
        "penalty" => Kind::ChoiceOrNull,
        "data" | "init" => Kind::Record,
        "changes" => Kind::List,
        other => panic!("a setting {other} that this test does not know"),
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Values that a setting of this kind must refuse, with the code of the refusal.
fn bad(kind: Kind) -> Vec<(Value, &'static str)> {
    use Kind::*;
    let numeric = matches!(kind, Number(_) | NumberOrNull(_) | Count | RandomState | Seed);
    let mut bad = Vec::new();
    if kind != Flag {
        bad.push((Value::Bool(true), "wrong_type"));
    }
    if !matches!(kind, NumberOrNull(_) | ChoiceOrNull) {
        bad.push((Value::Null, "wrong_type"));
    }
    match kind {
        Choice | ChoiceOrNull => bad.push((text("no such choice"), "out_of_range")),
        // An initial value may be a word, but this is not the word.
        Record => {}
        _ => bad.push((text("0.5"), "wrong_type")),
    }
    if kind != List {
        bad.push((Value::List(vec![Value::Number(1.0)]), "wrong_type"));
        bad.push((Value::Numbers(vec![1.0, 2.0]), "wrong_type"));
    }
    if !matches!(kind, Record | Choice) {
        bad.push((Value::Record(vec![("lr".to_owned(), Value::Number(1.0))]), "wrong_type"));
    }
    bad.push((Value::Other("a function".to_owned()), "wrong_type"));
    if numeric {
        let infinities = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
        bad.extend(infinities.map(|number| (Value::Number(number), "not_finite")));
    } else {
        bad.extend([1.0, f64::NAN, f64::INFINITY].map(|number| (Value::Number(number), "wrong_type")));
    }
    let out_of_range: &[f64] = match kind {
        Number(Some(_)) | NumberOrNull(Some(_)) | Number(None) | NumberOrNull(None) => &[],
        Count => &[0.0, -1.0, 0.5, -0.5, 1e300, 4_294_967_296.0],
        RandomState => &[-1.0, 0.5, 4_294_967_296.0, 1e300],
        Seed => &[-1.0, 0.5, 9_007_199_254_740_992.0, 1e300],
        _ => &[],
    };
    bad.extend(out_of_range.iter().map(|number| (Value::Number(*number), "out_of_range")));
    if let Number(Some(number)) | NumberOrNull(Some(number)) = kind {
        bad.push((Value::Number(number), "out_of_range"));
    }
    if matches!(kind, Count | RandomState | Seed) {
        bad.push((Value::Integer(-1), "out_of_range"));
        bad.push((Value::Integer(1 << 64), "out_of_range"));
        bad.push((Value::Integer(i128::MIN), "out_of_range"));
    }
    bad
}

const PROGRAMS: [&str; 4] = ["by_hand", "torch", "parabola", "sgd_regressor"];

#[test]
fn every_setting_of_every_program_refuses_what_it_does_not_take() {
    let mut refusals = 0;
    for program in PROGRAMS {
        for name in used_by(program) {
            for (value, code) in bad(kind(name)) {
                let mut fields = vec![(name.to_owned(), value.clone())];
                if name != "program" {
                    fields.push(("program".to_owned(), text(program)));
                }
                let error = error(&Value::Record(fields));
                let what = format!("{program}, {name}: {value:?}: {error}");
                assert_eq!((error.code(), error.field()), (code, Some(name)), "{what}");
                // The message names the field, the value and the range.
                assert!(error.to_string().starts_with(&format!("{name} is {value}; it must be ")), "{what}");
                assert!(error.to_string().ends_with(&error.range().unwrap()), "{what}");
                if code != "not_finite" {
                    assert_eq!(error.value(), Some(value.to_string()), "{what}");
                }
                refusals += 1;
            }
        }
    }
    assert!(refusals > 400, "{refusals}");
}

#[test]
fn a_setting_that_another_program_uses_is_refused_by_this_one() {
    for program in PROGRAMS {
        let used = used_by(program);
        for name in PROGRAMS.into_iter().flat_map(used_by).filter(|name| !used.contains(name)) {
            let settings = Value::Record(vec![
                ("program".to_owned(), text(program)),
                (name.to_owned(), Value::Number(1.0)),
            ]);
            let error = error(&settings);
            assert_eq!((error.code(), error.field()), ("unused_setting", Some(name)), "{program}");
            assert_eq!(
                error.to_string(),
                format!("{name} is 1, but {program} does not use it; leave it out")
            );
            assert_eq!((error.value().as_deref(), error.range().as_deref()), (Some("1"), Some("left out")));
        }
    }
}

#[test]
fn an_unknown_setting_is_answered_with_those_there_are() {
    for program in PROGRAMS {
        // Near misses: other libraries' names, other spellings.
        for name in ["learningRate", "batchSize", "LR", "batch size", "", "n_epochs", "__proto__", "x"] {
            let error = json_error(&json!({ "program": program, name: 1 }));
            assert_eq!((error.code(), error.field()), ("unknown_setting", Some(name)));
            assert_eq!(error.value().as_deref(), Some("1"));
            let known = error.range().unwrap();
            let mut ours = used_by(program);
            let mut theirs: Vec<_> = known.split(", ").collect();
            ours.sort_unstable();
            theirs.sort_unstable();
            assert_eq!(theirs, ours, "{program}");
        }
    }
    refuses(
        &json!({ "program": "parabola", "learning": 1 }),
        "unknown_setting",
        "there is no setting learning (1); there are program, updates, lr, init, changes",
    );
}

#[test]
fn settings_that_are_no_object_are_refused() {
    for (settings, value) in [
        (Value::Null, "null"),
        (Value::Number(5.0), "5"),
        (text("torch"), "\"torch\""),
        (Value::Numbers(vec![1.0]), "a list of 1 numbers"),
        (Value::Other("a function".to_owned()), "a function"),
    ] {
        let error = error(&settings);
        assert_eq!((error.code(), error.field()), ("wrong_type", Some("settings")));
        assert_eq!(error.to_string(), format!("settings is {value}; it must be an object"));
    }
}

#[test]
fn a_seed_beyond_two_to_the_53_must_be_a_bigint() {
    let seed = |value: Value| Value::Record(vec![("seed".to_owned(), value)]);
    let read = |value| first_descent::Settings::from_value(&seed(value));
    assert_eq!(read(Value::Number(9_007_199_254_740_991.0)).unwrap().seed, (1 << 53) - 1);
    assert_eq!(read(Value::Integer(1 << 53)).unwrap().seed, 1 << 53);
    assert_eq!(read(Value::Integer(i128::from(u64::MAX))).unwrap().seed, u64::MAX);
    assert_eq!(
        read(Value::Number(9_007_199_254_740_992.0)).unwrap_err().to_string(),
        "seed is 9007199254740992; it must be a whole number from 0 to 18446744073709551615, as a bigint above \
         9007199254740991"
    );
}

#[test]
fn the_range_that_a_count_names_is_the_one_it_has() {
    for (settings, range) in [
        (json!({ "batch_size": 0 }), "a whole number from 1 to the number of samples"),
        (json!({ "batch_size": 101 }), "1 to 100, the number of points"),
        (json!({ "batch_size": 4_294_967_296_u64 }), "a whole number from 1 to the number of samples"),
        (json!({ "epochs": 0 }), "a whole number from 1 to what 256 MiB of history hold"),
        (json!({ "epochs": 6_710_886 }), "6710886 updates, whose history takes 256 MiB"),
        (
            json!({ "program": "parabola", "updates": 0 }),
            "a whole number from 1 to what 256 MiB of history hold",
        ),
        (
            json!({ "data": { "source": "make_regression", "n_samples": 0 } }),
            "a whole number from 1 to 10000000",
        ),
        (json!({ "data": { "source": "make_regression", "n_samples": 10_000_001 } }), "1 to 10000000"),
        (
            json!({ "program": "sgd_regressor", "max_iter": 4_294_967_296_u64 }),
            "a whole number from 1 to 4294967295",
        ),
    ] {
        assert_eq!(json_error(&settings).range().as_deref(), Some(range), "{settings}");
    }
    // Both ends of what is said are taken.
    for settings in [
        json!({ "program": "parabola", "updates": 6_710_886 }),
        json!({ "program": "sgd_regressor", "max_iter": u32::MAX }),
    ] {
        assert!(
            crate::settings_json::read(&settings).and_then(first_descent::Session::new).is_ok(),
            "{settings}"
        );
    }
}

#[test]
fn a_field_that_is_given_twice_is_called_so() {
    let number = |value| Value::Number(value);
    let twice = vec![("lr".to_owned(), number(0.1)), ("lr".to_owned(), number(0.2))];
    let refusal = error(&Value::Record(twice));
    assert_eq!(refusal.to_string(), "lr is given twice; it must be given once");
    let noise = ["source", "noise", "noise"].map(|name| {
        let value = if name == "source" { text("make_regression") } else { number(1.0) };
        (name.to_owned(), value)
    });
    let refusal = error(&Value::Record(vec![("data".to_owned(), Value::Record(noise.to_vec()))]));
    assert_eq!((refusal.code(), refusal.field()), ("out_of_range", Some("data.noise")));
    // What is undefined is not given.
    let once = vec![("lr".to_owned(), Value::Undefined), ("lr".to_owned(), number(0.2))];
    assert_eq!(first_descent::Settings::from_value(&Value::Record(once)).unwrap().optimizer.lr, 0.2);
}

#[test]
fn numbers_in_messages_are_as_short_as_javascript_writes_them() {
    refuses(&json!({ "lr": -1e300 }), "out_of_range", "lr is -1e+300; it must be 0 or more");
    let error = error(&Value::Record(vec![("lr".to_owned(), Value::Number(f64::NEG_INFINITY))]));
    assert_eq!(error.value().as_deref(), Some("-Infinity"));
}

#[test]
fn changes_that_a_regressor_cannot_make_are_refused_also_when_made_in_rust() {
    use first_descent::program::Base;
    use first_descent::settings::Change;
    use first_descent::{Session, Settings};
    let change = Change { lr: Some(0.5), ..Change::default() };
    let settings = Settings { changes: vec![(3, change)], ..Settings::of(Base::SgdRegressor) };
    let error = Session::new(settings).unwrap_err();
    assert_eq!(error.to_string(), "changes is a list of 1, but sgd_regressor does not use it; leave it out");
    assert_eq!(error.code(), "unused_setting");
}

#[test]
fn a_batch_is_one_point_to_all_of_them() {
    for n in [1, 5, 100] {
        let data = json!({ "source": "make_regression", "n_samples": n });
        let settings = |batch_size: usize| json!({ "data": data, "batch_size": batch_size });
        for batch_size in [1, n] {
            assert!(
                crate::settings_json::read(&settings(batch_size))
                    .and_then(first_descent::Session::new)
                    .is_ok()
            );
        }
        refuses(
            &settings(n + 1),
            "out_of_range",
            &format!("batch_size is {}; it must be 1 to {n}, the number of points", n + 1),
        );
    }
}

#[test]
fn a_run_that_needs_more_memory_than_the_limit_is_refused_before_it_takes_it() {
    for (settings, field) in [
        (json!({ "epochs": 4_000_000_000_u32 }), "epochs"),
        (json!({ "program": "torch", "epochs": 1_000_000 }), "epochs"),
        (json!({ "program": "parabola", "updates": 4_294_967_295_u32 }), "updates"),
        (json!({ "program": "sgd_regressor", "max_iter": 4_294_967_295_u32, "tol": null }), "max_iter"),
        (json!({ "changes": [{ "update": 3, "set": { "epochs": 10_000_000 } }] }), "changes[0].set.epochs"),
    ] {
        let error = json_error(&settings);
        assert_eq!((error.code(), error.field()), ("too_large", Some(field)), "{settings}");
        let (value, range) = (error.value().unwrap_or_default(), error.range().unwrap_or_default());
        assert!(value.ends_with(" updates"), "{value}");
        assert!(range.ends_with(" updates, whose history takes 256 MiB"), "{range}");
    }
    // Batches of all points write few rows, but the orders of shuffled epochs are kept too.
    let large = json!({ "source": "make_regression", "n_samples": 100_000 });
    let settings =
        |shuffle: bool| json!({ "data": large, "batch_size": 100_000, "epochs": 1000, "shuffle": shuffle });
    assert_eq!(json_error(&settings(true)).code(), "too_large");
    assert!(crate::settings_json::read(&settings(false)).and_then(first_descent::Session::new).is_ok());
}

#[test]
fn nesterov_needs_momentum_and_no_dampening() {
    for (momentum, dampening) in [(0.0, 0.0), (0.9, 0.5)] {
        refuses(
            &json!({ "program": "torch", "nesterov": true, "momentum": momentum, "dampening": dampening }),
            "out_of_range",
            &format!(
                "nesterov is true with momentum {momentum} and dampening {dampening}; it must be used with momentum above 0 and dampening 0"
            ),
        );
    }
}
