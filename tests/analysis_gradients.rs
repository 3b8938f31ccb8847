//! Gradients of batches: by hand, by enumerating every batch, and against the statements of a run.
#![allow(clippy::unwrap_used, reason = "a fixture that does not build fails its test")]

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

use first_descent::analysis::{MAX_SAMPLED, batch_gradients};
use first_descent::program::Base;
use first_descent::settings::{DataSource, LoaderSettings};
use first_descent::{Session, Settings};

#[test]
fn three_points_by_hand() {
    // Residuals of 2x + 1 at (0, 0), (1, 1), (2, 8): 1, 2, −3. Single gradients (0, 2), (4, 4), (−12, −6).
    let (x, y) = (&[0.0, 1.0, 2.0][..], &[0.0, 1.0, 8.0][..]);
    let found = batch_gradients((x, y), (2.0, 1.0), 2, &[2, 0, 1], 40, 0).unwrap();
    assert_eq!(found.full, [-8.0 / 3.0, 0.0]);
    assert_eq!(found.epoch, [-6.0, -2.0, 4.0, 4.0], "samples 2 and 0, then 1 alone by its own length");
    let pairs = [[2.0, 3.0], [-6.0, -2.0], [-4.0, -1.0]];
    let batches: Vec<[f64; 2]> = found.sampled.chunks(2).map(|pair| [pair[0], pair[1]]).collect();
    assert_eq!(batches.len(), 40);
    assert!(batches.iter().all(|batch| pairs.contains(batch)));
    assert!(pairs.iter().all(|pair| batches.contains(pair)), "each of the three turns up");
}

#[test]
fn the_covariance_is_that_of_all_batches() {
    let x = [0.3, -1.2, 0.7, 2.5, -0.4, 1.1, 0.9];
    let y = [1.0, 2.0, -0.5, 9.0, 0.0, 3.0, -7.0];
    let (w, b) = (1.7, -0.6);
    for batch_size in 1..=7 {
        let order: Vec<u32> = (0..7).collect();
        let found = batch_gradients((&x, &y), (w, b), batch_size, &order, 0, 0).unwrap();
        let mut all = Vec::new();
        for subset in (0..1_u32 << 7).filter(|subset| subset.count_ones() as usize == batch_size) {
            let mut sum = [0.0; 2];
            for i in (0..7).filter(|i| subset >> i & 1 == 1) {
                let slope = 2.0 * (w * x[i] + b - y[i]) / batch_size as f64;
                sum = [sum[0] + slope * x[i], sum[1] + slope];
            }
            all.push(sum);
        }
        let mean = |of: &dyn Fn(&[f64; 2]) -> f64| all.iter().map(of).sum::<f64>() / all.len() as f64;
        let (mean_w, mean_b) = (mean(&|g| g[0]), mean(&|g| g[1]));
        let expected = [
            mean(&|g| (g[0] - mean_w) * (g[0] - mean_w)),
            mean(&|g| (g[0] - mean_w) * (g[1] - mean_b)),
            mean(&|g| (g[1] - mean_b) * (g[1] - mean_b)),
        ];
        for (found, expected) in found.covariance.iter().zip(expected) {
            // Some hundred roundings of numbers up to 100.
            assert!((found - expected).abs() < 1e-12 * 100.0, "{batch_size}: {found} for {expected}");
        }
        for (full, mean) in found.full.iter().zip([mean_w, mean_b]) {
            assert!((full - mean).abs() < 1e-12, "the full gradient is the batches' mean");
        }
    }
}

#[test]
fn sampled_batches_scatter_as_their_covariance_says() {
    let mut session = Session::new(Settings::default()).unwrap();
    session.step(50).unwrap();
    let count = 20_000;
    let found = session.batch_gradients(count).unwrap();
    let n = count as f64;
    for k in 0..2 {
        let values = || found.sampled.iter().skip(k).step_by(2);
        let mean = values().sum::<f64>() / n;
        let variance = values().map(|g| (g - mean) * (g - mean)).sum::<f64>() / n;
        let exact = found.covariance[2 * k];
        // The mean of n has the variance σ²/n; five deviations are passed once in two million.
        assert!((mean - found.full[k]).abs() < 5.0 * (exact / n).sqrt(), "{mean} for {}", found.full[k]);
        // A variance estimated from n values of about normal distribution is off by σ²·√(2/n).
        assert!((variance / exact - 1.0).abs() < 5.0 * (2.0 / n).sqrt(), "{variance} for {exact}");
    }
}

#[test]
fn batches_of_all_samples_do_not_scatter_and_one_sample_neither() {
    let settings = |x: &[f64], batch_size| Settings {
        data: DataSource::Points { x: x.to_vec(), y: vec![1.0; x.len()] },
        loader: LoaderSettings { batch_size, shuffle: false, drop_last: false },
        ..Settings::default()
    };
    for (x, batch_size) in [(&[1.0, 2.0, 5.0][..], 3), (&[4.0][..], 1)] {
        let found = Session::new(settings(x, batch_size)).unwrap().batch_gradients(2).unwrap();
        assert_eq!(found.covariance, [0.0; 3]);
        assert_eq!(found.epoch, found.full);
    }
}

#[test]
fn the_epochs_batches_have_the_gradients_the_run_used() {
    // At the start of each epoch's batch the run's own gradient is the next one: by hand a sum, in torch a mean.
    for base in [Base::ByHand, Base::Torch] {
        let settings = Settings {
            loader: LoaderSettings { batch_size: 16, shuffle: true, drop_last: false },
            dtype: first_descent::Dtype::Float64,
            ..Settings::of(base)
        };
        let mut session = Session::new(settings).unwrap();
        session.train().unwrap();
        let history = session.history();
        // Updates 14 to 20 are the third epoch; before update k the cursor is at (k, 1): forward changes nothing.
        for update in 14..21 {
            session.seek(update, 1).unwrap();
            let found = session.batch_gradients(3).unwrap();
            assert_eq!(found.epoch.len(), 2 * 7);
            let batch = update - 14;
            let length = if batch == 6 { 4.0 } else { 16.0 };
            let divisor = if base == Base::ByHand { length } else { 1.0 };
            for (found, used) in [
                (found.epoch[2 * batch], history.grad_w[update]),
                (found.epoch[2 * batch + 1], history.grad_b[update]),
            ] {
                // The same 16 terms of size 100 in another order.
                assert!((found - used / divisor).abs() < 1e-12 * 100.0, "{found} for {used}");
            }
        }
    }
}

#[test]
fn drop_last_leaves_the_rest_out_of_the_epoch() {
    let mut session = Session::new(Settings::default()).unwrap();
    assert_eq!(session.batch_gradients(1).unwrap().epoch.len(), 2 * 6);
}

#[test]
fn the_same_settings_give_the_same_batches_and_the_run_does_not_notice() {
    let settings = || Settings {
        loader: LoaderSettings { batch_size: 5, shuffle: true, drop_last: true },
        ..Settings::default()
    };
    let mut looked_at = Session::new(settings()).unwrap();
    let first = looked_at.batch_gradients(10).unwrap();
    assert_eq!(looked_at.batch_gradients(10).unwrap(), first);
    looked_at.step(30).unwrap();
    let later = looked_at.batch_gradients(10).unwrap();
    assert_ne!(later.sampled, first.sampled, "other parameters");
    let mut untouched = Session::new(settings()).unwrap();
    assert_eq!(looked_at.digest().unwrap(), untouched.digest().unwrap());
    untouched.seek(30, 0).unwrap();
    assert_eq!(untouched.batch_gradients(10).unwrap(), later);
    let mut other = Session::new(Settings { seed: 1, ..settings() }).unwrap();
    assert_ne!(other.batch_gradients(10).unwrap().sampled, first.sampled);
    let most = Settings { seed: u64::MAX, ..settings() };
    assert!(Session::new(most).unwrap().batch_gradients(1).is_ok());
}

#[test]
fn sgd_regressor_has_batches_of_one_and_twice_its_own_gradient() {
    let mut settings = Settings::of(Base::SgdRegressor);
    let mut session = Session::new(settings.clone()).unwrap();
    let history = session.history();
    session.seek(120, 1).unwrap();
    let found = session.batch_gradients(4).unwrap();
    assert_eq!((found.sampled.len(), found.epoch.len()), (8, 200));
    // The 21st sample of the second epoch; the weights may be kept as a product, so not to the last bit.
    assert!((found.epoch[40] / (2.0 * history.grad_w[120]) - 1.0).abs() < 1e-12);
    assert!((found.epoch[41] / (2.0 * history.grad_b[120]) - 1.0).abs() < 1e-12);
    settings.regressor.early_stopping = true;
    let mut session = Session::new(settings).unwrap();
    session.seek(120, 0).unwrap();
    assert_eq!(session.batch_gradients(1).unwrap().epoch.len(), 180, "a tenth is held out");
}

#[test]
fn what_has_no_batch_gradients_is_refused() {
    let error = Session::new(Settings::of(Base::Parabola)).unwrap().batch_gradients(1).unwrap_err();
    assert_eq!(error.to_string(), "program is parabola; it must be by_hand, torch or sgd_regressor");
    let error = Session::new(Settings::default()).unwrap().batch_gradients(MAX_SAMPLED + 1).unwrap_err();
    assert_eq!((error.code(), error.field()), ("too_large", Some("count")));
    let mut settings = Settings::default();
    settings.optimizer.lr = 100.0;
    let mut diverged = Session::new(settings).unwrap();
    diverged.seek(600, 0).unwrap();
    // The caller gave no w: it is the cursor that stands too far out.
    let error = diverged.batch_gradients(1).unwrap_err();
    assert_eq!((error.code(), error.field()), ("not_finite", Some("cursor")));
    assert_eq!(error.to_string(), "cursor is at w = NaN, b = NaN; it must be where the gradients are finite");
    let state = diverged.state().unwrap();
    diverged.seek(state.diverged.unwrap().update, 0).unwrap();
    assert!(diverged.batch_gradients(1).is_ok());
    let points = (&[1.0, 2.0][..], &[1.0, 2.0][..]);
    for (batch_size, order) in [(0, &[0][..]), (3, &[0]), (1, &[2])] {
        let error = batch_gradients(points, (0.0, 0.0), batch_size, order, 1, 0).unwrap_err();
        assert_eq!(error.code(), "out_of_range");
    }
}
