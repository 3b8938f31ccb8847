//! What a fit of `SGDRegressor` starts from: its weights, the rows it holds out, the seed of its shuffles, and t₀ of its
//! `Optimal` schedule. Refuses a fraction for validation that leaves no row to train on.

use super::sgd_regressor::{Penalty, SgdRegressor};
use super::weight_vector::WeightVector;
use crate::decimal::Plain;
use crate::random::numpy::RandomState;
use crate::{Error, Result};

/// Weights with what the options ask to be kept beside them.
pub(super) fn weight_vector(options: &SgdRegressor, w: Vec<f64>, averaged: Vec<f64>) -> WeightVector {
    let l1_penalty = matches!(options.penalty, Some(Penalty::L1 | Penalty::ElasticNet));
    WeightVector::new(w, (options.average > 0).then_some(averaged), l1_penalty)
}

/// t₀ of the `Optimal` schedule: the step that would undo a typical weight's loss, turned into a count. The loss
/// gradient at (y, p) = (1, −typical) is −typical − 1, which the heuristic bounds by 1 from below.
pub(super) fn optimal_t0(alpha: f64) -> f64 {
    let typical = (1.0 / alpha.sqrt()).sqrt();
    let first_eta = typical / (-typical - 1.0).max(1.0);
    1.0 / (first_eta * alpha)
}

/// The seed of the shuffles: `RandomState(random_state).randint(0, 2**31 - 1)`.
pub(super) fn shuffle_seed(random_state: u32) -> u32 {
    const LARGEST: u64 = (1 << 31) - 2;
    RandomState::new(random_state).interval(LARGEST) as u32
}

/// Which rows `ShuffleSplit(test_size=validation_fraction, random_state)` sets aside; none without early stopping.
pub(super) fn held_out(options: &SgdRegressor, rows: u32) -> Result<Vec<bool>> {
    if !options.early_stopping {
        return Ok(Vec::new());
    }
    let count = (options.validation_fraction * f64::from(rows)).ceil() as usize;
    if count >= rows as usize {
        let range = format!("small enough to leave one of {rows} rows to train on");
        return Err(Error::out_of_range("validation_fraction", Plain(options.validation_fraction), range));
    }
    let mut order: Vec<u32> = (0..rows).collect();
    RandomState::new(options.random_state).shuffle(&mut order);
    let mut held_out = vec![false; rows as usize];
    for &row in &order[..count] {
        held_out[row as usize] = true;
    }
    Ok(held_out)
}
