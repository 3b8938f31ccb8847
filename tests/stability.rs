//! The stability limit against formulas, against the figures of the default data, and against runs just below
//! and just above it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a fixture that does not parse fails its test")]

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

use first_descent::analysis::stability::{Kind, Limit, Method, full_batch_limit, ordered_batches_limit};
use serde_json::Value;

/// x of the default data: 100 points, seed 0.
fn default_x() -> Vec<f64> {
    let all: Value = serde_json::from_str(include_str!("golden/make_regression.json")).unwrap();
    let rows = all["cases"][0]["X"].as_array().unwrap();
    rows.iter().map(|row| row[0].as_f64().unwrap()).collect()
}

/// Every kind of update.
fn methods() -> Vec<Method> {
    let d = Method::default;
    vec![
        d(),
        Method { momentum: 0.9, ..d() },
        Method { momentum: 0.5, dampening: 0.3, ..d() },
        Method { momentum: 0.9, dampening: -0.5, ..d() },
        Method { momentum: 0.9, nesterov: true, ..d() },
        Method { weight_decay: 0.7, ..d() },
        Method { momentum: 0.8, nesterov: true, weight_decay: 0.1, ..d() },
        Method { gradient_scale: 0.5, ..d() },
        Method { divisions: 0, ..d() },
        Method { divisions: 2, ..d() },
        Method { divisions: -1, momentum: 0.3, ..d() },
        // Ascent that the weight decay holds back.
        Method { maximize: true, weight_decay: 5.0, momentum: 0.2, ..d() },
    ]
}

/// log₂ of how much an error in (w, b) grows in `epochs`, by the statements of `optim.SGD` with y = 0 (the answer
/// is then w = b = 0, so the parameters are the error).
fn run(x: &[f64], batch_size: usize, drop_last: bool, m: &Method, lr: f64, epochs: u32) -> f64 {
    let (mut p, mut buf) = ([1.0, -0.7], None::<[f64; 2]>);
    let mut log2 = 0.0;
    for _ in 0..epochs {
        for batch in x.chunks(batch_size).filter(|b| !drop_last || b.len() == batch_size) {
            let mut g = [0.0, 0.0];
            for x in batch {
                let r = x * p[0] + p[1];
                g[0] += 2.0 * r * x;
                g[1] += 2.0 * r;
            }
            let divisor = (batch.len() as f64).powi(m.divisions);
            let sign = if m.maximize { -1.0 } else { 1.0 };
            g = [0, 1].map(|k| sign * m.gradient_scale * g[k] / divisor + m.weight_decay * p[k]);
            if m.momentum != 0.0 {
                let b: [f64; 2] = match buf {
                    None => g,
                    Some(b) => [0, 1].map(|k: usize| m.momentum * b[k] + (1.0 - m.dampening) * g[k]),
                };
                buf = Some(b);
                g = if m.nesterov { [0, 1].map(|k| g[k] + m.momentum * b[k]) } else { b };
            }
            p = [0, 1].map(|k| p[k] - lr * g[k]);
        }
        // Keep the numbers within range; the recursion is linear.
        let size = p.iter().chain(buf.iter().flatten()).fold(0.0_f64, |s, v| s.max(v.abs()));
        if !(1e-100..=1e100).contains(&size) {
            let factor = if size > 1.0 { 2.0_f64.powi(-300) } else { 2.0_f64.powi(300) };
            log2 += if size > 1.0 { 300.0 } else { -300.0 };
            p = p.map(|v| v * factor);
            buf = buf.map(|b| b.map(|v| v * factor));
        }
    }
    log2 + p[0].hypot(p[1]).log2()
}

#[test]
fn the_default_data_have_the_figures_the_lesson_quotes() {
    let x = default_x();
    let plain = Method::default();
    let three = |limit: Option<Limit>| (limit.unwrap().lr * 1e3).round() / 1e3;
    let full = full_batch_limit(&x, &plain).unwrap().unwrap();
    assert_eq!(three(Some(full)), 0.934);
    assert_eq!(full.kind, Kind::Exact);
    assert!((full.lambda_max / full.lambda_min - 1.13).abs() < 0.005);
    assert_eq!(three(ordered_batches_limit(&x, 16, true, &plain).unwrap()), 1.108);
    assert_eq!(three(ordered_batches_limit(&x, 1, false, &plain).unwrap()), 0.522);
    assert_eq!(full.as_guide(), Limit { kind: Kind::Guide, ..full });
}

#[test]
fn two_points_by_hand() {
    // x = ±1: H = 2·I. So λ = 2, twice.
    let limit = |m| full_batch_limit(&[1.0, -1.0], &m).unwrap().unwrap();
    let d = Method::default;
    assert_eq!(limit(d()), Limit { lr: 1.0, kind: Kind::Exact, lambda_max: 2.0, lambda_min: 2.0 });
    assert_eq!(limit(Method { momentum: 0.5, ..d() }).lr, 1.5);
    assert_eq!(limit(Method { momentum: 0.5, dampening: 0.25, ..d() }).lr, 2.0);
    assert_eq!(limit(Method { momentum: 0.5, nesterov: true, ..d() }).lr, 0.75);
    assert_eq!(limit(Method { weight_decay: 2.0, ..d() }).lr, 0.5);
    assert_eq!(limit(Method { gradient_scale: 0.5, ..d() }).lr, 2.0);
    assert_eq!(limit(Method { divisions: 0, ..d() }).lr, 0.5);
    assert_eq!(limit(Method { dampening: 0.9, ..d() }).lr, 1.0); // unused without momentum
    // Ascent with a decay of 4: 4 − 2 is left.
    assert_eq!(limit(Method { maximize: true, weight_decay: 4.0, ..d() }).lr, 1.0);
}

#[test]
fn the_formulas_are_where_the_spectral_radius_reaches_1() {
    // Two equal batches an epoch are a full batch twice, but take the way through the matrices.
    let x = default_x();
    let twice = [x.clone(), x.clone()].concat();
    for method in methods() {
        let formula = full_batch_limit(&x, &method).unwrap().unwrap();
        let matrices = ordered_batches_limit(&twice, 100, false, &method).unwrap().unwrap();
        // Bisection, and growth of 1e-10 an epoch taken for none.
        assert!(
            (matrices.lr / formula.lr - 1.0).abs() < 1e-9,
            "{method:?}: {} and {}",
            matrices.lr,
            formula.lr
        );
    }
}

#[test]
fn runs_shrink_just_below_the_limit_and_grow_just_above() {
    let x = default_x();
    for method in methods() {
        for (batch_size, drop_last) in [(100, false), (16, true), (16, false), (1, false)] {
            let limit = ordered_batches_limit(&x, batch_size, drop_last, &method).unwrap();
            let Some(limit) = limit else {
                panic!("{method:?} has no limit");
            };
            let growth = |lr| {
                run(&x, batch_size, drop_last, &method, lr, 2000)
                    - run(&x, batch_size, drop_last, &method, lr, 1000)
            };
            // Half a percent either side, over 1000 epochs.
            let (below, above) = (growth(limit.lr * 0.995), growth(limit.lr * 1.005));
            assert!(
                below < -1.0 && above > 1.0,
                "{method:?}, {batch_size}: {below}, {above} at {}",
                limit.lr
            );
        }
    }
}

#[test]
fn an_unstable_band_below_a_stable_one_is_found() {
    // One weight in effect: constant x = 0 leaves b alone with factors 1 − lr·λ. The sum of 1 point and of 7 gives
    // λ = 2 and 14; (1 − 2lr)(1 − 14lr) first reaches −1 between its roots, where 28·lr² − 16·lr + 2 = 0.
    let method = Method { divisions: 0, ..Method::default() };
    let x = [0.0; 8];
    let limit = ordered_batches_limit(&x, 7, false, &method).unwrap().unwrap();
    let root = (16.0 - (16.0_f64 * 16.0 - 4.0 * 28.0 * 2.0).sqrt()) / 56.0;
    assert!((limit.lr / root - 1.0).abs() < 1e-9, "{} for {root}", limit.lr);
    assert_eq!(limit.lambda_min, 0.0);
}

#[test]
fn one_point_and_constant_x_have_a_limit_and_a_direction_without_slope() {
    for (x, batch_size) in [(&[3.0][..], 1), (&[3.0; 6], 6), (&[3.0; 6], 4), (&[0.1; 7], 1)] {
        let limit = ordered_batches_limit(x, batch_size, false, &Method::default()).unwrap().unwrap();
        // (x, 1) is the only direction: λ = 2·(x² + 1).
        let lr = 1.0 / (x[0] * x[0] + 1.0);
        assert!((limit.lr / lr - 1.0).abs() < 1e-9, "{limit:?}");
        assert_eq!(limit.lambda_min, 0.0);
    }
}

#[test]
fn what_is_never_stable_has_no_limit() {
    let x = default_x();
    let d = Method::default;
    for method in [
        Method { maximize: true, ..d() },
        Method { maximize: true, weight_decay: 0.5, ..d() },
        Method { momentum: 1.0, ..d() },
        Method { momentum: 0.9, dampening: 1.0, ..d() },
        Method { momentum: 0.9, dampening: 2.0, ..d() },
    ] {
        assert_eq!(full_batch_limit(&x, &method), Ok(None), "{method:?}");
        assert_eq!(ordered_batches_limit(&x, 16, true, &method), Ok(None), "{method:?}");
    }
    assert_eq!(full_batch_limit(&[1e200, 1.0], &d()), Ok(None));
    assert_eq!(ordered_batches_limit(&[1e200, 1.0], 1, false, &d()), Ok(None));
}

#[test]
fn a_far_outlier_alone_sets_the_limit() {
    let mut x = default_x();
    x[17] = 1000.0;
    let plain = Method::default();
    let limit = ordered_batches_limit(&x, 1, false, &plain).unwrap().unwrap().lr;
    // Its own 2/λ is 1/(10⁶ + 1); what the others shrink meanwhile adds a little.
    assert!(limit > 1e-6 && limit < 1.001e-6, "{limit}");
    // The direction in which the outlier has no slope moves slowly at such an lr: half a bit in 2000 epochs.
    let growth = |lr| run(&x, 1, false, &plain, lr, 4000) - run(&x, 1, false, &plain, lr, 2000);
    let (below, above) = (growth(limit * 0.999), growth(limit * 1.001));
    assert!(below < -0.4 && above > 1.0, "{below}, {above}");
}

#[test]
fn wrong_input_names_the_field() {
    let d = Method::default;
    let message = |x: &[f64], m: Method| full_batch_limit(x, &m).unwrap_err().to_string();
    assert_eq!(message(&[], d()), "x has 0 elements; it must have at least 1 element");
    assert_eq!(message(&[f64::NAN], d()), "x is NaN; it must be a finite number");
    assert_eq!(message(&[1.0], Method { momentum: -0.1, ..d() }), "momentum is -0.1; it must be at least 0");
    assert_eq!(
        message(&[1.0], Method { weight_decay: -1.0, ..d() }),
        "weight_decay is -1; it must be at least 0"
    );
    assert_eq!(
        message(&[1.0], Method { gradient_scale: 0.0, ..d() }),
        "gradient_scale is 0; it must be above 0"
    );
    assert_eq!(message(&[1.0], Method { divisions: 3, ..d() }), "divisions is 3; it must be -1 to 2");
    assert_eq!(
        message(&[1.0], Method { nesterov: true, ..d() }),
        "nesterov is true; it must be false unless momentum is above 0 and dampening is 0"
    );
    for batch_size in [0, 3] {
        let error = ordered_batches_limit(&[1.0, 2.0], batch_size, false, &d()).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("batch_size is {batch_size}; it must be 1 to 2, the number of points")
        );
    }
}
