//! The built-in sets against their published statistics, and standardising against NumPy.
#![allow(clippy::unwrap_used, reason = "a fixture that does not parse fails its test")]

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

use first_descent::data::{Builtin, Standardization};
use first_descent::random::numpy::RandomState;
use serde_json::Value;

fn list(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

/// Mean, and sum of products of deviations.
fn mean(x: &[f64]) -> f64 {
    x.iter().sum::<f64>() / x.len() as f64
}

fn deviations(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(a, b)| (a - mean(x)) * (b - mean(y))).sum()
}

#[test]
fn anscombes_sets_have_the_stored_points_and_statistics() {
    let file: Value = serde_json::from_str(include_str!("golden/anscombe.json")).unwrap();
    let stored = file["sets"].as_array().unwrap();
    for (set, stored) in Builtin::ALL[..4].iter().zip(stored) {
        let (x, y) = set.points();
        assert_eq!((&x, &y), (&list(&stored["x"]), &list(&stored["y"])), "{}", set.name());
        // 1e-14: eleven terms, each rounded a few times at 1e-16.
        let near = |ours: f64, name: &str| {
            let value = &stored[name];
            let theirs = value.as_f64().unwrap_or_else(|| value.as_str().unwrap().parse().unwrap());
            assert!((ours - theirs).abs() <= 1e-14 * theirs.abs(), "{} {name}: {ours} {theirs}", set.name());
        };
        near(mean(&x), "mean_x");
        near(mean(&y), "mean_y");
        near(deviations(&x, &x) / 10.0, "var_x");
        near(deviations(&y, &y) / 10.0, "var_y");
        near(deviations(&x, &y) / (deviations(&x, &x) * deviations(&y, &y)).sqrt(), "r");
        near(deviations(&x, &y) / deviations(&x, &x), "slope");
    }
    assert_eq!(stored.len(), 4);
}

#[test]
fn norris_has_the_stored_points() {
    let file: Value = serde_json::from_str(include_str!("golden/nist_strd.json")).unwrap();
    let stored = &file["datasets"]["Norris"];
    assert_eq!(Builtin::Norris.points(), (list(&stored["x"]), list(&stored["y"])));
}

/// Sums weighted by position, from scikit-learn's arrays as exact integers: two values exchanged would change them.
#[test]
fn diabetes_has_the_sums_and_the_least_squares_line_of_scikit_learns_copy() {
    let (x, y) = Builtin::DiabetesBmi.points();
    assert_eq!((x.len(), y.len()), (442, 442));
    assert_eq!((&x[..3], &y[..3]), (&[32.1, 21.6, 30.5][..], &[151.0, 75.0, 141.0][..]));
    assert_eq!((x[441], y[441]), (19.6, 57.0));
    let whole = |v: f64| v.round() as u64;
    let weighted =
        |series: &mut dyn Iterator<Item = u64>| -> u64 { (1..).zip(series).map(|(i, v)| i * v).sum() };
    assert_eq!(x.iter().map(|v| whole(v * 10.0)).sum::<u64>(), 116_581);
    assert_eq!(y.iter().map(|v| whole(*v)).sum::<u64>(), 67_243);
    assert_eq!(weighted(&mut x.iter().map(|v| whole(v * 10.0))), 25_968_401);
    assert_eq!(weighted(&mut y.iter().map(|v| whole(*v))), 15_154_516);
    // Exact rational arithmetic gives 10.233127870100775, LinearRegression 10.233127870100777.
    let slope = deviations(&x, &y) / deviations(&x, &x);
    assert!((slope - 10.233_127_870_100_775).abs() < 1e-12, "{slope}");
}

#[test]
fn every_set_has_a_name_that_finds_it_a_source_and_a_licence() {
    for set in Builtin::ALL {
        assert_eq!(Builtin::from_name(set.name()), Some(set));
        assert!(!set.source().is_empty() && !set.licence().is_empty());
        let (x, y) = set.points();
        assert_eq!(x.len(), y.len());
    }
    assert_eq!(Builtin::from_name("anscombe_5"), None);
}

#[test]
fn the_notice_that_is_handed_on_says_of_every_set_where_it_is_from_and_on_what_terms() {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let notice = words(include_str!("../src/data/NOTICE.txt"));
    for set in Builtin::ALL {
        assert!(notice.contains(&words(set.source())), "{}", set.source());
        assert!(notice.contains(&words(set.licence())), "{}", set.licence());
    }
}

#[test]
fn mean_and_deviation_equal_numpys_to_the_last_bit_at_every_length() {
    let file: Value = serde_json::from_str(include_str!("golden/standardize.json")).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert!(cases.len() > 20);
    for case in cases {
        let n = case["n"].as_u64().unwrap();
        let mut random = RandomState::new(case["seed"].as_u64().unwrap() as u32);
        let x: Vec<f64> = (0..n).map(|_| random.random_sample() * 3.0 + 100.0).collect();
        let ours = Standardization::of(&x).unwrap();
        let bits = |name: &str| case[name].as_f64().unwrap().to_bits();
        assert_eq!((ours.mean.to_bits(), ours.std.to_bits()), (bits("mean"), bits("std")), "n = {n}");
    }
}
