//! The mean losses, by an independent walk over the history: squared residuals ÷ samples, in every program.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::runs::{all, edited, session};
use first_descent::program::Base;
use first_descent::{Dtype, Session};
use serde_json::json;

/// The session adds losses it already has, this walk adds residuals; the sums differ by their roundings: below
/// n·2⁻⁵³ ≈ 1e-12 relative for a thousand terms of one sign, and 2⁻²⁴ ≈ 6e-8 for each float32 operation.
fn close(a: f64, b: f64, dtype: Dtype) -> bool {
    let bound = if dtype == Dtype::Float32 { 1e-6 } else { 1e-11 };
    (a - b).abs() <= bound * b.abs() || (!a.is_finite() && !b.is_finite())
}

/// By how much the mean square of one batch's residuals moves for a relative change of predictions and targets: the mean of
/// 2·|p − y|·(|p| + |y|). In float32 each of the two is rounded once on the way in and once in the difference, so four
/// units of 2⁻²⁴ bound what one batch loses where a residual is small beside its prediction; over an epoch it averages out.
fn cancellation(pairs: impl ExactSizeIterator<Item = (f64, f64)>) -> f64 {
    let n = pairs.len() as f64;
    pairs.map(|(p, y)| 2.0 * (p - y).abs() * (p.abs() + y.abs())).sum::<f64>() / n
}

#[test]
fn epoch_and_running_losses_are_those_of_the_residuals() {
    for (name, settings) in all() {
        let base = settings.program.base();
        let (dtype, averaged) = (settings.dtype, settings.regressor.average > 0);
        let mut session = Session::new(settings).unwrap();
        session.train().unwrap();
        let history = session.history();
        if base == Base::Parabola {
            assert!(history.epoch_loss.is_empty() && history.batch_loss.is_empty());
            assert!(history.epoch_ends.is_empty());
            continue;
        }
        assert_eq!(history.epoch_loss.len(), history.loss.len(), "{name}");
        let (x, y) = (session.data().trained_x.clone(), session.data().y.clone());
        let (mut w, mut b) = (history.init.0, history.init.1.unwrap());
        let (mut epoch, mut all) = ((0.0, 0.0), (0.0, 0.0));
        let fewer = if cfg!(target_arch = "wasm32") { 100 } else { 2000 };
        for update in 0..history.loss.len().min(fewer) {
            session.seek(update, 1).unwrap();
            let state = session.state().unwrap();
            if state.batch == 0 {
                epoch = (0.0, 0.0);
                assert_eq!(
                    state.epoch_loss, None,
                    "{name}: nothing of the epoch is seen before its first loss"
                );
            }
            let batch = session.batch_indices().unwrap();
            let squares: f64 = if averaged {
                // The averaged parameters are not those that predict.
                2.0 * history.loss[update]
            } else {
                batch.iter().map(|&i| (w * x[i as usize] + b - y[i as usize]).powi(2)).sum()
            };
            for (sum, samples) in [&mut epoch, &mut all] {
                *sum += squares;
                *samples += batch.len() as f64;
            }
            let [expected, running] = [epoch, all].map(|(sum, samples)| sum / samples);
            let what = format!("{name}, update {update}");
            assert!(
                close(history.epoch_loss[update], expected, dtype),
                "{what}: {}",
                history.epoch_loss[update]
            );
            assert!(close(history.running_loss[update], running, dtype), "{what}");
            let spread = if averaged {
                0.0
            } else {
                cancellation(batch.iter().map(|&i| (w * x[i as usize] + b, y[i as usize])))
            };
            let own = squares / batch.len() as f64;
            let rounding = if dtype == Dtype::Float32 { spread * 2_f64.powi(-22) } else { 0.0 };
            let given = history.batch_loss[update];
            assert!(
                close(given, own, dtype) || (given - own).abs() <= rounding,
                "{what}: {given} against {own}"
            );
            let ends = history.epoch_ends.contains(&(update + 1));
            assert_eq!(ends, state.batch + 1 == state.batches, "{what}");
            // In the state as soon as the loss is computed, and after the update.
            session.seek(update + 1, 0).unwrap();
            let after = session.state().unwrap();
            assert!(close(after.epoch_loss.unwrap(), expected, dtype), "{what}: {:?}", after.epoch_loss);
            assert_eq!((after.epoch, after.batch), (state.epoch, state.batch), "{what}");
            (w, b) = (history.w[update], history.b[update]);
        }
    }
}

#[test]
fn epochs_end_where_they_do_when_the_batch_size_changes_in_mid_run() {
    let mut session =
        session(&json!({ "epochs": 4, "changes": [{ "update": 8, "set": { "batch_size": 50 } }] }));
    session.train().unwrap();
    assert_eq!(session.history().epoch_ends, [6, 12, 14, 16]);
}

#[test]
fn the_epoch_loss_counts_the_batch_under_way_once_its_loss_is_known() {
    let mut session = session(&json!({ "init": { "w": 0, "b": 0 }, "batch_size": 2, "lr": 0, "data": {
        "source": "points", "x": [1, 2, 3, 4], "y": [1, 2, 3, 4],
    } }));
    let mut seen = |update, statement| {
        session.seek(update, statement).unwrap();
        let state = session.state().unwrap();
        (state.loss, state.epoch_loss)
    };
    assert_eq!(seen(0, 1), (None, None));
    assert_eq!(seen(0, 2), (Some(5.0), Some(2.5)));
    assert_eq!(seen(1, 0), (Some(5.0), Some(2.5)));
    assert_eq!(seen(1, 1), (Some(5.0), Some(2.5)), "the last batch's, until this one's is known");
    assert_eq!(seen(1, 2), (Some(25.0), Some(7.5)));
    assert_eq!(seen(2, 0), (Some(25.0), Some(7.5)), "the end of the epoch");
    assert_eq!(seen(2, 1), (Some(25.0), None), "the next epoch starts anew");
    assert_eq!(seen(2, 2), (Some(5.0), Some(2.5)));
    assert_eq!(session.history().running_loss[..3], [2.5, 7.5, 35.0 / 6.0]);
}

#[test]
fn the_loss_is_reduced_as_the_program_says_and_the_epoch_loss_is_not() {
    let data = json!({ "source": "points", "x": [0, 0], "y": [1, 3] });
    let init = json!({ "w": 0, "b": 0 });
    // Sum 10, mean 5; without the reshape the four differences −1, −3, −1, −3.
    for (program, loss) in [
        (json!("by_hand"), 10.0),
        (json!("torch"), 5.0),
        (
            edited("by_hand", &["forward", "loss!reshape", "zero_grad", "backward", "update:w", "update:b"]),
            20.0,
        ),
        (edited("torch", &["forward", "loss!reshape", "zero_grad", "backward", "update"]), 5.0),
    ] {
        let mut session =
            session(&json!({ "program": program, "data": data, "init": init, "batch_size": 2 }));
        session.step(1).unwrap();
        let state = session.state().unwrap();
        assert_eq!((state.loss, state.epoch_loss), (Some(loss), Some(5.0)), "{program}");
    }
    let mut regressor = session(&json!({ "program": "sgd_regressor", "data": data, "shuffle": false }));
    regressor.step(1).unwrap();
    let state = regressor.state().unwrap();
    assert_eq!((state.loss, state.epoch_loss), (Some(0.5), Some(1.0)), "half the square of one sample");
}

/// An epoch of 5000 single samples, and a second one.
fn long_epochs() -> Session {
    session(&json!({
        "data": { "source": "make_regression", "n_samples": 5000 }, "batch_size": 1, "epochs": 2, "lr": 0.001,
    }))
}

#[test]
fn the_epochs_loss_has_the_same_bits_from_wherever_the_cursor_comes() {
    let mut session = long_epochs();
    session.train().unwrap();
    let history = session.history();
    let mut places: Vec<usize> = (0..10_000).step_by(311).collect();
    places.extend([1022, 1023, 1024, 1025, 4999, 5000, 9999, 6023, 6024, 0, 2047, 2048, 1]);
    let backwards: Vec<usize> = places.iter().rev().copied().collect();
    places.extend(backwards);
    let mut branch = None;
    for update in places {
        session.seek(update + 1, 0).unwrap();
        assert_eq!(session.state().unwrap().epoch_loss, Some(history.epoch_loss[update]), "{update}");
        // Inside an update the loss under way counts too.
        session.seek(update, 2).unwrap();
        assert_eq!(session.state().unwrap().epoch_loss, Some(history.epoch_loss[update]), "{update}");
        if update == 2177 {
            branch = Some(session.fork(first_descent::settings::Change::default()).unwrap());
        }
    }
    let mut branch = branch.unwrap();
    branch.step(10).unwrap();
    assert_eq!(branch.state().unwrap().epoch_loss, Some(history.epoch_loss[2186]));
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn a_state_late_in_a_long_epoch_takes_no_longer_than_one_early_in_it() {
    let mut session = session(&json!({
        "data": { "source": "make_regression", "n_samples": 300_000 }, "batch_size": 1, "epochs": 1,
    }));
    session.train().unwrap();
    let mut time = |from: usize| {
        session.seek(from, 0).unwrap();
        session.state().unwrap();
        let start = std::time::Instant::now();
        for k in 0..3000 {
            // Forwards, and backwards.
            session.seek(from + (k * 97) % 300, 0).unwrap();
            session.state().unwrap();
        }
        start.elapsed()
    };
    let (early, late) = (time(10_000), time(299_000));
    // Adding up from the start each time made it thirty times as long. Both add up at most 1023 updates.
    assert!(late < early * 8 + std::time::Duration::from_millis(50), "{early:?}, {late:?}");
}
