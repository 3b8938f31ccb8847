//! The loss surface against sums written out, and the sums over very many float32 points against doubles.
#![allow(clippy::unwrap_used, reason = "a fixture that does not build fails its test")]

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

use first_descent::analysis::{LossAndGradient, MAX_CELLS, ManyPoints, loss_surface};
use first_descent::data::Builtin;
use first_descent::linear_model::least_squares;
use first_descent::random::python::Random;
use first_descent::settings::Settings;

fn direct(x: &[f64], y: &[f64], w: f64, b: f64) -> f64 {
    x.iter().zip(y).map(|(x, y)| (w * x + b - y) * (w * x + b - y)).sum::<f64>() / x.len() as f64
}

#[test]
fn three_points_by_hand() {
    // Points (0, 1), (1, 3), (2, 5): the line 2x + 1. Residuals of (1, 1): 0, −1, −2; of (2, 0): −1 each.
    let surface = loss_surface(&[0.0, 1.0, 2.0], &[1.0, 3.0, 5.0], (1.0, 2.0, 2), (0.0, 1.0, 2)).unwrap();
    let expected = [(1.0 + 4.0 + 9.0) / 3.0, 1.0, 5.0 / 3.0, 0.0];
    for (value, expected) in surface.iter().zip(expected) {
        // A few roundings of numbers of size 5.
        assert!((value - expected).abs() < 1e-15 * 5.0, "{surface:?}");
    }
    assert_eq!(surface.len(), 4);
}

#[test]
fn rows_hold_b_and_columns_hold_w() {
    let surface = loss_surface(&[1.0], &[0.0], (10.0, 30.0, 3), (1.0, 2.0, 2)).unwrap();
    assert_eq!(surface, [121.0, 441.0, 961.0, 144.0, 484.0, 1024.0]);
}

#[test]
fn a_count_of_one_is_the_low_bound_and_bounds_may_fall() {
    assert_eq!(loss_surface(&[1.0], &[0.0], (2.0, 9.0, 1), (0.0, 0.0, 1)).unwrap(), [4.0]);
    assert_eq!(loss_surface(&[1.0], &[0.0], (2.0, 1.0, 2), (0.0, 0.0, 1)).unwrap(), [4.0, 1.0]);
}

#[test]
fn every_cell_equals_the_direct_sum() {
    let classic = Settings::default().dataset().unwrap();
    let norris = Builtin::Norris.points();
    let sets = [
        (classic.x, classic.y, (-20.0, 100.0, 7), (-50.0, 60.0, 5)),
        (norris.0, norris.1, (-3.0, 5.0, 9), (-1000.0, 1000.0, 4)),
        (vec![3.0; 5], vec![1.0, 2.0, 3.0, 4.0, 5.0], (-1.0, 1.0, 3), (0.0, 1.0, 3)),
        (vec![1e8, 1e8 + 1.0, 1e8 + 2.0], vec![5.0, 7.0, 9.0], (1.0, 3.0, 3), (-2e8, -1e8, 3)),
    ];
    for (x, y, w, b) in sets {
        let surface = loss_surface(&x, &y, w, b).unwrap();
        for (k, value) in surface.iter().enumerate() {
            let along = |(low, high, count): (f64, f64, usize), k: usize| {
                low + (high - low) * k as f64 / (count - 1) as f64
            };
            let (w, b) = (along(w, k % w.2), along(b, k / w.2));
            let expected = direct(&x, &y, w, b);
            // A residual is rounded at the size of its largest part, twice that in its square.
            let part =
                x.iter().zip(&y).fold(0.0, |part: f64, (x, y)| part.max((w * x).abs() + b.abs() + y.abs()));
            let bound = 1e-12 * expected + 4.0 * f64::EPSILON * part * expected.sqrt();
            assert!((value - expected).abs() <= bound, "{value} for {expected} at ({w}, {b})");
        }
    }
}

#[test]
fn near_the_best_line_nothing_cancels() {
    // x far from 0: expanded moments, Σx² − 2wΣxy …, would leave no digit at all here.
    let x: Vec<f64> = (0..50).map(|i| 1e6 + f64::from(i)).collect();
    let y: Vec<f64> = (0..50).map(|i| 3e6 + 3.0 * f64::from(i) + f64::from(i * i % 7)).collect();
    let best = least_squares(&x, &y).unwrap().unwrap();
    let residuals = best.residuals(&x, &y).unwrap();
    let least = residuals.iter().map(|r| r * r).sum::<f64>() / 50.0;
    let surface = loss_surface(&x, &y, (best.w, best.w, 1), (best.b, best.b, 1)).unwrap();
    // Residuals of size 1 left over from numbers of size 3e6 are right to 3e6·2⁻⁵², 7e-10.
    assert!((surface[0] / least - 1.0).abs() < 5e-9, "{} for {least}", surface[0]);
}

#[test]
fn numbers_beyond_float64s_range_give_infinity_and_never_nan() {
    let surface = loss_surface(&[1e200, -1e200, 0.0], &[0.0; 3], (-1e200, 1e200, 3), (0.0, 1.0, 2)).unwrap();
    assert!(surface.iter().all(|value| *value == f64::INFINITY), "{surface:?}");
}

#[test]
fn wrong_grids_and_points_are_refused_by_name() {
    let grid = (0.0, 1.0, 2);
    let message = |x: &[f64], y: &[f64], w, b| loss_surface(x, y, w, b).unwrap_err().to_string();
    assert_eq!(message(&[], &[], grid, grid), "x has 0 elements; it must have at least 1 element");
    assert_eq!(message(&[1.0], &[], grid, grid), "y has 0 elements; it must have 1");
    assert_eq!(message(&[1.0, 2.0], &[1.0, f64::NAN], grid, grid), "y[1] is NaN; it must be a finite number");
    assert_eq!(
        message(&[1.0], &[1.0], (0.0, f64::INFINITY, 2), grid),
        "w[1] is Infinity; it must be a finite number"
    );
    assert_eq!(
        message(&[1.0], &[1.0], grid, (0.0, 1.0, 0)),
        "b[2] is 0; it must be a whole number, 1 or more"
    );
    for count in [MAX_CELLS, usize::MAX] {
        let error = loss_surface(&[1.0], &[1.0], (0.0, 1.0, count), (0.0, 1.0, 2)).unwrap_err();
        assert_eq!((error.code(), error.field()), ("too_large", Some("w[2]")));
    }
}

/// Points of the lesson's kind.
fn many(n: usize) -> (Vec<f32>, Vec<f32>) {
    let mut random = Random::from_u64(7);
    (0..n)
        .map(|_| {
            let x = 4.0 * random.random() - 2.0;
            (x as f32, (42.0 * x + 14.0 + 20.0 * (random.random() - 0.5)) as f32)
        })
        .unzip()
}

fn in_doubles(x: &[f32], y: &[f32], w: f32, b: f32) -> (LossAndGradient, LossAndGradient) {
    let (mut sums, mut magnitudes) = ([0.0; 3], [0.0; 3]);
    for (&x, &y) in x.iter().zip(y) {
        let (x, y) = (f64::from(x), f64::from(y));
        let residual = f64::from(w) * x + f64::from(b) - y;
        for (k, term) in [residual * residual, 2.0 * residual * x, 2.0 * residual].into_iter().enumerate() {
            sums[k] += term;
            magnitudes[k] += term.abs();
        }
    }
    let n = x.len() as f64;
    let mean = |[loss, grad_w, grad_b]: [f64; 3]| LossAndGradient {
        loss: loss / n,
        grad_w: grad_w / n,
        grad_b: grad_b / n,
    };
    (mean(sums), mean(magnitudes))
}

#[test]
fn two_points_by_hand_in_float32() {
    // Residuals of 2x + 1 at (1, 1) and (3, 4): 2 and 3.
    let points = ManyPoints::new(vec![1.0, 3.0], vec![1.0, 4.0]).unwrap();
    let found = points.mse_and_gradient(2.0, 1.0).unwrap();
    assert_eq!(found, LossAndGradient { loss: 6.5, grad_w: 2.0 + 9.0, grad_b: 5.0 });
}

#[test]
fn sums_over_many_points_keep_their_digits() {
    // Lengths around the vectors (4), lanes (8) and blocks (512), and one where a plain float32 sum loses three digits.
    for n in [1, 3, 4, 7, 8, 9, 15, 511, 512, 513, 1025, 100_003] {
        let (x, y) = many(n);
        let points = ManyPoints::new(x.clone(), y.clone()).unwrap();
        for (w, b) in [(0.1, 0.0), (42.0, 14.0), (-300.0, 1e3)] {
            let found = points.mse_and_gradient(w, b).unwrap();
            let (exact, magnitude) = in_doubles(&x, &y, w, b);
            // 68 roundings of 2⁻²⁴ by the documentation, plus those of the residual at the size of its parts.
            let part = f64::from(w.abs() * 2.0 + b.abs() + 110.0);
            let residual = part * 2.0_f64.powi(-22);
            let close = |a: f64, b: f64, magnitude: f64, rounding: f64| {
                (a - b).abs() <= magnitude * 68.0 * 2.0_f64.powi(-24) + rounding
            };
            let of_loss = residual * (2.0 * exact.loss.sqrt() + residual);
            assert!(close(found.loss, exact.loss, magnitude.loss, of_loss), "{n} {found:?} {exact:?}");
            assert!(
                close(found.grad_w, exact.grad_w, magnitude.grad_w, 4.0 * residual),
                "{n} {found:?} {exact:?}"
            );
            assert!(
                close(found.grad_b, exact.grad_b, magnitude.grad_b, 2.0 * residual),
                "{n} {found:?} {exact:?}"
            );
        }
    }
}

#[test]
fn wrong_input_to_the_sums_is_refused() {
    let message = |x: &[f32], y: &[f32], w| {
        let points = ManyPoints::new(x.to_vec(), y.to_vec());
        points.and_then(|points| points.mse_and_gradient(w, 0.0)).unwrap_err().to_string()
    };
    assert_eq!(message(&[], &[], 1.0), "x has 0 elements; it must have at least 1 element");
    assert_eq!(message(&[1.0], &[1.0, 2.0], 1.0), "y has 2 elements; it must have 1");
    assert_eq!(message(&[1.0], &[1.0], f32::NAN), "w is NaN; it must be a finite number");
    assert_eq!(
        message(&[1.0, 2.0], &[1.0, f32::INFINITY], 1.0),
        "y[1] is Infinity; it must be a finite number"
    );
}
