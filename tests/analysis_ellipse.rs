//! The loss as a quadratic: its values against sums written out, its axes against the Hessian they come from.
#![allow(clippy::unwrap_used, reason = "a fixture that does not build fails its test")]

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

use first_descent::analysis::stability::{Method, full_batch_limit};
use first_descent::analysis::{LossQuadratic, loss_quadratic, loss_surface};
use first_descent::data::Builtin;
use first_descent::linear_model::least_squares;
use first_descent::program::Base;
use first_descent::settings::Settings;
use first_descent::{ErrorKind, Session};

fn sets() -> Vec<(Vec<f64>, Vec<f64>)> {
    let classic = Settings::default().dataset().unwrap();
    let mut sets: Vec<_> = Builtin::ALL.iter().map(|set| set.points()).collect();
    sets.extend([
        (classic.x, classic.y),
        (vec![-1.0, 1.0], vec![2.0, 4.0]),
        (vec![-0.1, -0.3, 0.2], vec![1.0, 0.0, 1.0]), // steeper in b, x̄ below 0
        (vec![-7.0, -8.0, -9.0], vec![1.0, 0.0, 2.0]), // steeper in w, x̄ below 0
        (vec![0.1; 3], vec![1.0, 2.0, 4.0]),
        (vec![-4.0], vec![3.0]),
        (vec![1e-200, 2e-200], vec![0.0, 1.0]),
        (vec![1e150, -1e150, 3e150], vec![1.0, 2.0, 3.0]),
        ((0..50).map(|i| 1e6 + f64::from(i)).collect(), (0..50).map(|i| f64::from(i * i % 7)).collect()),
    ]);
    sets
}

#[test]
fn three_points_by_hand() {
    // Σx = 3, Σx² = 5, n = 3: H = [[10/3, 2], [2, 2]], λ = 8/3 ± √(4/9 + 4).
    let found = loss_quadratic(&[0.0, 1.0, 2.0], &[1.0, 3.0, 5.0]).unwrap();
    assert_eq!((found.best, found.bottom, found.least), (Some((2.0, 1.0)), (2.0, 1.0), 0.0));
    let root = (4.0_f64 / 9.0 + 4.0).sqrt();
    let expected = [10.0 / 3.0, 2.0, 2.0, 8.0 / 3.0 + root, 8.0 / 3.0 - root];
    for (value, expected) in found.hessian.iter().chain(&found.eigenvalues).zip(expected) {
        // A few roundings of numbers of size 5.
        assert!((value - expected).abs() < 5e-15, "{found:?}");
    }
}

#[test]
fn the_axes_are_unit_eigenvectors_at_right_angles() {
    for (x, y) in sets() {
        let LossQuadratic { hessian: [ww, wb, bb], eigenvalues, axes, .. } = loss_quadratic(&x, &y).unwrap();
        assert!(eigenvalues[0] >= eigenvalues[1] && eigenvalues[1] >= 0.0, "{eigenvalues:?}");
        for ([w, b], lambda) in axes.into_iter().zip(eigenvalues) {
            assert!((w.hypot(b) - 1.0).abs() < 4.0 * f64::EPSILON);
            // H·v = λ·v to a few roundings at the size of H.
            for (product, expected) in [(ww * w + wb * b, lambda * w), (wb * w + bb * b, lambda * b)] {
                assert!((product - expected).abs() <= 8.0 * f64::EPSILON * eigenvalues[0], "{x:?}");
            }
        }
        let [[w, b], second] = axes;
        assert!(w > 0.0 || (w, b) == (0.0, 1.0), "{axes:?}");
        assert_eq!(second, [-b, w]);
    }
}

#[test]
fn every_point_of_an_ellipse_has_its_loss() {
    for (x, y) in sets() {
        let found = loss_quadratic(&x, &y).unwrap();
        if found.eigenvalues[1] == 0.0 {
            continue;
        }
        let ((w, b), level) = (found.bottom, found.least + 7.5);
        let [long, short] = found.eigenvalues.map(|lambda| (2.0 * (level - found.least) / lambda).sqrt());
        for k in 0..12 {
            let (sin, cos) = (f64::from(k) * 0.5).sin_cos();
            let at = [0, 1].map(|i| long * cos * found.axes[0][i] + short * sin * found.axes[1][i]);
            let (w, b) = (w + at[0], b + at[1]);
            let loss = loss_surface(&x, &y, (w, w, 1), (b, b, 1)).unwrap()[0];
            // w and b are rounded, which moves the prediction at the farthest point.
            let far = x.iter().fold(0.0_f64, |far, x| far.max(x.abs()));
            let moved = 8.0 * f64::EPSILON * ((w * far).abs() + b.abs());
            let bound = 1e-12 * level + 2.0 * moved * level.sqrt() + moved * moved;
            assert!((loss - level).abs() <= bound, "{loss} for {level}, x {x:?}");
        }
    }
}

#[test]
fn the_best_line_is_that_of_least_squares_and_the_eigenvalues_are_the_stability_limits() {
    for (x, y) in sets() {
        let found = loss_quadratic(&x, &y).unwrap();
        assert_eq!(found.best, least_squares(&x, &y).unwrap().map(|fit| (fit.w, fit.b)));
        // None for x of size 1e150, the squares of whose squares overflow there.
        let Some(limit) = full_batch_limit(&x, &Method::default()).unwrap() else { continue };
        for (value, expected) in found.eigenvalues.iter().zip([limit.lambda_max, limit.lambda_min]) {
            assert!((value - expected).abs() <= 1e-12 * expected, "{value} for {expected}, x {x:?}");
        }
    }
}

#[test]
fn one_point_and_constant_x_have_a_valley() {
    // Every line through (−4, 3) is best: 3 = −4w + b. Nearest to (0, 0): (−12, 3)/17.
    let found = loss_quadratic(&[-4.0], &[3.0]).unwrap();
    assert_eq!((found.best, found.least, found.eigenvalues), (None, 0.0, [34.0, 0.0]));
    let (w, b) = found.bottom;
    assert!((w + 12.0 / 17.0).abs() < 1e-15 && (b - 3.0 / 17.0).abs() < 1e-15, "{found:?}");
    // The valley's floor runs along the second axis, across the first.
    let [along_w, along_b] = found.axes[1];
    assert!((along_b - 4.0 * along_w).abs() < 1e-15, "{found:?}");
    // Three times 0.1 is not three tenths: a variance made of rounding errors would be a second eigenvalue.
    assert_eq!(loss_quadratic(&[0.1; 3], &[1.0, 2.0, 3.0]).unwrap().eigenvalues[1], 0.0);
}

#[test]
fn a_session_knows_its_loss_at_any_line() {
    let standardized = Settings { standardize: true, ..Settings::default() };
    for settings in [Settings::default(), standardized, Settings::of(Base::SgdRegressor)] {
        let mut session = Session::new(settings).unwrap();
        let found = session.loss_quadratic().unwrap();
        let data = session.data().clone();
        assert_eq!(found, loss_quadratic(&data.trained_x, &data.y).unwrap());
        for (w, b) in [(0.1, 0.0), (42.0, 14.0), (-300.0, 1e3)] {
            let residuals = data.trained_x.iter().zip(&data.y).map(|(x, y)| w * x + b - y);
            let mse = residuals.map(|r| r * r).sum::<f64>() / data.y.len() as f64;
            let loss = session.loss_at(w, b).unwrap();
            // A hundred roundings at most.
            assert!((loss - mse).abs() <= 100.0 * f64::EPSILON * mse, "{loss} for {mse}");
        }
        let (w, b) = found.best.unwrap();
        assert!((session.loss_at(w, b).unwrap() - found.least).abs() <= 100.0 * f64::EPSILON * found.least);
    }
}

#[test]
fn a_session_refuses_lines_that_are_none_and_the_parabola_has_no_samples() {
    let mut session = Session::new(Settings::default()).unwrap();
    assert_eq!(
        session.loss_at(f64::NAN, 0.0).unwrap_err().to_string(),
        "w is NaN; it must be a finite number"
    );
    assert_eq!(session.loss_at(0.0, f64::INFINITY).unwrap_err().kind(), ErrorKind::NotFinite);
    assert_eq!(session.loss_at(1e200, 0.0).unwrap(), f64::INFINITY);
    let mut parabola = Session::new(Settings::of(Base::Parabola)).unwrap();
    assert_eq!(parabola.loss_at(-3.0, 7.0).unwrap(), 9.0);
    let message = parabola.loss_quadratic().unwrap_err().to_string();
    assert_eq!(message, "program is parabola; it must be by_hand, torch or sgd_regressor");
}

#[test]
fn wrong_points_are_refused() {
    let message = |x: &[f64], y: &[f64]| loss_quadratic(x, y).unwrap_err().to_string();
    assert_eq!(message(&[], &[]), "x has 0 elements; it must have at least 1 element");
    assert_eq!(message(&[1.0], &[1.0, 2.0]), "y has 2 elements; it must have 1");
    assert_eq!(message(&[1.0, f64::NAN], &[1.0, 2.0]), "x[1] is NaN; it must be a finite number");
    assert_eq!(message(&[1e200, 0.0], &[1.0, 2.0]), "hessian is Infinity; it must be a finite number");
    assert_eq!(
        message(&[1.0, 0.0, 2.0], &[1e200, 0.0, 0.0]),
        "least is Infinity; it must be a finite number"
    );
}
