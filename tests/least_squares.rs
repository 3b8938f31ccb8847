//! Least squares against exact rational arithmetic (NIST's sets, Anscombe's) and against scikit-learn.
#![allow(clippy::unwrap_used, reason = "a fixture that does not parse fails its test")]

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

use first_descent::Error;
use first_descent::linear_model::{Fit, least_squares, lstsq};
use serde_json::Value;

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn floats(v: &Value) -> Vec<f64> {
    v.as_array().unwrap().iter().map(float).collect()
}

/// A number, a string of digits, or a row of one number.
fn float(v: &Value) -> f64 {
    match v {
        Value::String(digits) => digits.parse().unwrap(),
        Value::Array(row) => row[0].as_f64().unwrap(),
        _ => v.as_f64().unwrap(),
    }
}

fn relative_error(got: f64, want: f64) -> f64 {
    (got - want).abs() / want.abs()
}

/// Units in the last place between two numbers of the same sign.
fn ulps(a: f64, b: f64) -> u64 {
    a.to_bits().abs_diff(b.to_bits())
}

struct Set {
    design: Vec<f64>,
    cols: usize,
    x: Vec<f64>,
    y: Vec<f64>,
    coef: Vec<f64>,
    r2: f64,
    rss: f64,
}

/// One of NIST's sets with its design: powers of x as its model says, or the columns as given.
fn nist(name: &str) -> Set {
    let all = parse(include_str!("golden/nist_strd.json"));
    let set = &all["datasets"][name];
    let coef = floats(&set["exact"]["coef"]);
    let cols = coef.len();
    let rows = set["x"].as_array().unwrap();
    let intercept = !name.starts_with("NoInt");
    let mut design = Vec::new();
    for row in rows {
        match row {
            Value::Array(_) => {
                design.push(1.0);
                design.extend(floats(row));
            }
            _ if intercept => {
                let x = float(row);
                design.extend((0..cols).scan(1.0, |power, _| Some(std::mem::replace(power, *power * x))));
            }
            _ => design.push(float(row)),
        }
    }
    let x = if rows[0].is_array() { Vec::new() } else { floats(&set["x"]) };
    let exact = |name: &str| float(&set["exact"][name]);
    Set { design, cols, x, y: floats(&set["y"]), coef, r2: exact("r2"), rss: exact("rss") }
}

fn worst_coefficient(name: &str) -> f64 {
    let set = nist(name);
    let got = lstsq(&set.design, set.y.len(), set.cols, &set.y).unwrap().coef;
    got.iter().zip(&set.coef).map(|(g, w)| relative_error(*g, *w)).fold(0.0, f64::max)
}

#[test]
fn nists_sets_are_solved_to_their_tolerances() {
    // What the project promises, as relative error of the worst coefficient.
    let promised = [
        ("Norris", 1e-10),
        ("Pontius", 1e-10),
        ("Longley", 1e-10),
        ("NoInt1", 1e-14),
        ("NoInt2", 1e-14),
        ("Wampler1", 1e-8),
        ("Wampler2", 1e-8),
        ("Wampler3", 1e-8),
        ("Wampler4", 1e-7),
        ("Wampler5", 1e-5),
        ("Filip", 1e-6),
    ];
    for (name, tolerance) in promised {
        let error = worst_coefficient(name);
        assert!(error <= tolerance, "{name}: {error:e}");
    }
}

#[test]
fn refinement_leaves_only_what_rounding_the_data_costs() {
    // These designs are integers, exact in float64; so the answer is right to its last bits, however bad the
    // condition number (Wampler 6e6). Unrefined QR loses 6 to 10 digits here.
    for name in ["NoInt1", "NoInt2", "Wampler1", "Wampler3", "Wampler4", "Wampler5"] {
        let error = worst_coefficient(name);
        assert!(error <= 2.0 * f64::EPSILON, "{name}: {error:e}");
    }
}

#[test]
fn r2_and_residuals_hold_on_nists_sets() {
    for name in ["Norris", "Longley", "NoInt1", "NoInt2", "Wampler3", "Wampler4", "Wampler5"] {
        let set = nist(name);
        let got = lstsq(&set.design, set.y.len(), set.cols, &set.y).unwrap();
        // Sums of a few dozen squares, each rounded.
        assert!(relative_error(got.rss, set.rss) < 1e-13, "{name}: rss {}", got.rss);
        assert!((got.r2.unwrap() - set.r2).abs() < 1e-15, "{name}: R² {:?}", got.r2);
        let by_residuals: f64 = got.residuals.iter().map(|r| r * r).sum();
        assert!(relative_error(by_residuals, set.rss) < 1e-13);
    }
    // An exact fit leaves nothing beside y of up to 4e6; Wampler2's y, up to 63, are decimals, and leave their rounding.
    for (name, rss) in [("Wampler1", 1e-60), ("Wampler2", 1e-28)] {
        let set = nist(name);
        let got = lstsq(&set.design, set.y.len(), set.cols, &set.y).unwrap();
        assert!(got.rss < rss, "{name}: rss {}", got.rss);
        assert_eq!(got.r2, Some(1.0));
    }
}

#[test]
fn the_line_through_norris_is_right_to_the_last_place() {
    let set = nist("Norris");
    let fit = least_squares(&set.x, &set.y).unwrap().unwrap();
    // x and y are decimals: b, which cancels, feels their rounding.
    assert!(ulps(fit.w, set.coef[1]) <= 1, "{} ulps", ulps(fit.w, set.coef[1]));
    assert!(relative_error(fit.b, set.coef[0]) < 1e-13, "{:e}", relative_error(fit.b, set.coef[0]));
    assert!(ulps(fit.r2.unwrap(), set.r2) <= 1);
}

#[test]
fn anscombes_four_have_their_lines() {
    let all = parse(include_str!("golden/anscombe.json"));
    for set in all["sets"].as_array().unwrap() {
        let (x, y) = (floats(&set["x"]), floats(&set["y"]));
        let fit = least_squares(&x, &y).unwrap().unwrap();
        // y are decimals with two places: their rounding shows in the last places.
        assert!(relative_error(fit.w, float(&set["slope"])) < 1e-15, "{fit:?}");
        assert!(relative_error(fit.b, float(&set["intercept"])) < 1e-15, "{fit:?}");
        assert!(relative_error(fit.r2.unwrap(), float(&set["r2"])) < 1e-15, "{fit:?}");
        let rss: f64 = fit.residuals(&x, &y).unwrap().iter().map(|r| r * r).sum();
        assert!(relative_error(rss, float(&set["rss"])) < 1e-14);
    }
}

/// The default data: 100 points with noise 10, bias 14.5, seed 0.
fn default_data() -> (Vec<f64>, Vec<f64>) {
    let all = parse(include_str!("golden/make_regression.json"));
    let case = &all["cases"][0];
    (floats(&case["X"]), floats(&case["y"]))
}

#[test]
fn the_default_data_give_scikit_learns_line() {
    let (x, y) = default_data();
    let fit = least_squares(&x, &y).unwrap().unwrap();
    let all = parse(include_str!("golden/sgd_regressor.json"));
    let golden = &all["ols_seed0"];
    // scikit-learn's answer is itself rounded along the way; ours is the nearest or next float64.
    assert!(ulps(fit.w, float(&golden["coef"][0])) <= 2, "w {}", fit.w);
    assert!(ulps(fit.b, float(&golden["intercept"])) <= 2, "b {}", fit.b);
    assert!(ulps(fit.r2.unwrap(), float(&golden["r2"])) <= 2, "R² {:?}", fit.r2);
}

#[test]
fn the_line_and_the_general_solver_agree() {
    let (x, y) = default_data();
    let fit = least_squares(&x, &y).unwrap().unwrap();
    let design: Vec<f64> = x.iter().flat_map(|&x| [1.0, x]).collect();
    let general = lstsq(&design, 100, 2, &y).unwrap();
    assert!(ulps(fit.b, general.coef[0]) <= 1 && ulps(fit.w, general.coef[1]) <= 1);
    assert!(ulps(fit.r2.unwrap(), general.r2.unwrap()) <= 4);
}

#[test]
fn a_point_or_a_constant_x_has_no_line_and_a_constant_y_no_r2() {
    assert_eq!(least_squares(&[3.0], &[4.0]), Ok(None));
    assert_eq!(least_squares(&[3.0; 5], &[1.0, 2.0, 3.0, 4.0, 5.0]), Ok(None));
    let flat = least_squares(&[1.0, 2.0, 4.0], &[0.1; 3]).unwrap();
    assert_eq!(flat, Some(Fit { w: 0.0, b: 0.1, r2: None }));
}

#[test]
fn far_away_and_extreme_points_still_have_their_line() {
    // A line far from the origin: every sum of squares not centred would lose it all.
    let x: Vec<f64> = (0..9).map(|i| 1e9 + f64::from(i)).collect();
    let y: Vec<f64> = (0..9).map(|i| 3.0 * f64::from(i) - 7.0).collect();
    let fit = least_squares(&x, &y).unwrap().unwrap();
    assert_eq!((fit.w, fit.b, fit.r2), (3.0, -3e9 - 7.0, Some(1.0)));
    // Squares of these over- and underflow; the scaling avoids it.
    for unit in [1e-300, 1e300] {
        let (x, y) = ([unit, 2.0 * unit, 3.0 * unit], [unit, 3.0 * unit, 5.0 * unit]);
        let fit = least_squares(&x, &y).unwrap().unwrap();
        assert!((fit.w - 2.0).abs() < 1e-14 && (fit.b / unit + 1.0).abs() < 1e-14, "{fit:?}");
    }
    // Neighbouring floats are not constant. Their slope is beyond float64 only when it really is.
    let close = [1.0, 1.0 + f64::EPSILON];
    assert_eq!(least_squares(&close, &[0.0, 1.0]).unwrap().unwrap().w, 1.0 / f64::EPSILON);
    assert_eq!(least_squares(&[0.0, 1e-300], &[0.0, 1e300]), Ok(None));
}

#[test]
fn wrong_input_names_the_field() {
    let field = |e: Error| (e.code(), e.field().unwrap().to_owned());
    let refused = |x: &[f64], y: &[f64]| field(least_squares(x, y).unwrap_err());
    assert_eq!(refused(&[1.0, 2.0], &[1.0]), ("length_mismatch", "y".to_owned()));
    assert_eq!(refused(&[], &[]), ("empty", "x".to_owned()));
    assert_eq!(refused(&[1.0, f64::NAN], &[1.0, 2.0]), ("not_finite", "x".to_owned()));
    assert_eq!(refused(&[1.0, 2.0], &[1.0, f64::INFINITY]), ("not_finite", "y".to_owned()));
    let refused = |design: &[f64], rows, cols, y: &[f64]| field(lstsq(design, rows, cols, y).unwrap_err());
    assert_eq!(refused(&[1.0, 2.0, 3.0], 2, 2, &[1.0, 2.0]), ("length_mismatch", "design".to_owned()));
    assert_eq!(refused(&[1.0, 2.0], 2, 1, &[1.0]), ("length_mismatch", "y".to_owned()));
    assert_eq!(refused(&[], 0, 0, &[]), ("empty", "design".to_owned()));
    assert_eq!(refused(&[1.0, 2.0], 1, 2, &[1.0]), ("singular", "design".to_owned()));
}

#[test]
fn dependent_columns_are_refused() {
    let rows = 20;
    let y: Vec<f64> = (0..rows).map(|i| f64::from(i as u32)).collect();
    let dependent: Vec<f64> = y.iter().flat_map(|&v| [1.0, 0.1 * v, 0.3 * v + 0.7]).collect();
    assert_eq!(lstsq(&dependent, rows, 3, &y).unwrap_err().code(), "singular");
    let zero: Vec<f64> = y.iter().flat_map(|&v| [v, 0.0]).collect();
    assert_eq!(lstsq(&zero, rows, 2, &y).unwrap_err().code(), "singular");
    // Columns of very different units do not depend on each other.
    let units: Vec<f64> = y.iter().flat_map(|&v| [1e-12, 1e12 * v]).collect();
    let coef = lstsq(&units, rows, 2, &y).unwrap().coef;
    assert!(coef[0].abs() < 1e-3 && (coef[1] * 1e12 - 1.0).abs() < 1e-15, "{coef:?}");
}
