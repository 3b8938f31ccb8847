//! Gradients of batches at one (w, b): how far a batch's direction strays from the full one.
//!
//! All of them are gradients of the mean squared error per sample, whatever the program sums or averages: `by_hand`'s
//! sum divided by the batch's length, `torch`'s mean and the full gradient can then be compared. `SGDRegressor`
//! minimises half the squared error, so its own are half of these.
//!
//! Sampled batches are drawn without replacement, each on its own, from `random.Random(seed + 1)`; a run's random state
//! is neither read nor moved. The same settings give the same batches at every moment of a run, so a cloud of them
//! moves with (w, b) and does not flicker. Refuses the parabola, which has no batches.

use crate::decimal::Plain;
use crate::error::{Error, Result};
use crate::program::Base;
use crate::random::python::Random;
use crate::session::Session;

/// Most batches that can be sampled at once: a million numbers.
pub const MAX_SAMPLED: usize = 500_000;

/// Gradients of the mean squared error at one (w, b), as (∂w, ∂b).
#[derive(Debug, Clone, PartialEq)]
pub struct BatchGradients {
    /// Of the sampled batches: ∂w, ∂b, ∂w, ∂b …
    pub sampled: Vec<f64>,
    /// Of the epoch's own batches in their order; a short last one is divided by its own length.
    pub epoch: Vec<f64>,
    /// Over all samples.
    pub full: [f64; 2],
    /// Exact covariance of the sampled kind: variance of ∂w, covariance, variance of ∂b. With S² the covariance of
    /// the single samples' gradients, divisor n − 1, it is S²/m · (1 − m/n) for batches of m out of n: sampling
    /// without replacement scatters less than with, and a batch of all scatters not at all.
    pub covariance: [f64; 3],
}

/// Gradients at `(w, b)` for the points `x`, `y`, each of shape `(n,)`: `count` sampled batches of `batch_size`, and
/// those of an epoch that walks through `order` (samples by number) in batches of `batch_size`. What an epoch leaves
/// out, `order` does not hold.
///
/// # Errors
/// [`ErrorKind::Empty`](crate::ErrorKind::Empty), [`ErrorKind::LengthMismatch`](crate::ErrorKind::LengthMismatch), [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) for w or b; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a batch
/// size outside 1 to n or an order that names a sample beyond n; [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) above [`MAX_SAMPLED`];
/// [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) also if the gradients' squares exceed float64's range.
pub fn batch_gradients(
    (x, y): (&[f64], &[f64]),
    (w, b): (f64, f64),
    batch_size: usize,
    order: &[u32],
    count: usize,
    seed: u64,
) -> Result<BatchGradients> {
    let n = x.len();
    if y.len() != n {
        return Err(Error::length_mismatch("y", y.len(), n));
    }
    crate::data::check_batch_size(n, batch_size)?;
    Error::unless_finite("w", w)?;
    Error::unless_finite("b", b)?;
    if let Some(beyond) = order.iter().find(|&&sample| sample as usize >= n) {
        return Err(Error::out_of_range("order", beyond, format_args!("samples 0 to {}", n - 1)));
    }
    if count > MAX_SAMPLED {
        return Err(Error::too_large(
            "count",
            format_args!("{count} batches"),
            format_args!("{MAX_SAMPLED} batches"),
        ));
    }
    let of_sample: Vec<[f64; 2]> = x
        .iter()
        .zip(y)
        .map(|(&x, &y)| {
            let slope = 2.0 * (w * x + b - y);
            [slope * x, slope]
        })
        .collect();
    let of_batch = |batch: &[u32]| mean(batch.iter().map(|&sample| of_sample[sample as usize]));

    let mut sampled = Vec::with_capacity(2 * count);
    let mut random = Random::from_words(&seed_words(seed))?;
    let mut pool: Vec<u32> = (0..).take(n).collect();
    for _ in 0..count {
        for i in 0..batch_size {
            pool.swap(i, i + random.randbelow((n - i) as u64) as usize);
        }
        sampled.extend(of_batch(&pool[..batch_size]));
    }
    let full = mean(of_sample.iter().copied());
    let covariance = covariance(&of_sample, full, batch_size);
    // Squares overflow first: while these are finite, so is every gradient.
    for value in covariance {
        Error::unless_finite("covariance", value)?;
    }
    Ok(BatchGradients {
        sampled,
        epoch: order.chunks(batch_size).flat_map(of_batch).collect(),
        full,
        covariance,
    })
}

/// The words of seed + 1, which may have one bit more than a `u64`: never the seed whose stream shuffles the run.
fn seed_words(seed: u64) -> [u32; 3] {
    let next = u128::from(seed) + 1;
    [next as u32, (next >> 32) as u32, (next >> 64) as u32]
}

fn mean(gradients: impl ExactSizeIterator<Item = [f64; 2]>) -> [f64; 2] {
    let n = gradients.len() as f64;
    gradients.fold([0.0; 2], |[w, b], [gw, gb]| [w + gw, b + gb]).map(|sum| sum / n)
}

fn covariance(of_sample: &[[f64; 2]], [mean_w, mean_b]: [f64; 2], batch_size: usize) -> [f64; 3] {
    let (n, m) = (of_sample.len() as f64, batch_size as f64);
    let squares = of_sample.iter().fold([0.0; 3], |[ww, wb, bb], [w, b]| {
        let (w, b) = (w - mean_w, b - mean_b);
        [ww + w * w, wb + w * b, bb + b * b]
    });
    // The divisor of one sample alone would be 0; its square is 0 (or not finite) as it stands.
    squares.map(|sum| sum / (n - 1.0).max(1.0) / m * (1.0 - m / n))
}

impl Session {
    /// Gradients at the cursor's (w, b): `count` sampled batches as large as those of the cursor's epoch, that
    /// epoch's own, the full one, and the covariance of the sampled kind. See [`BatchGradients`] for what they are
    /// gradients of. In `sgd_regressor` a batch is one sample, and samples held out for validation take no part.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for the parabola, [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) of the `cursor` where a run that diverged is
    /// beyond float64's range, [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) above [`MAX_SAMPLED`].
    pub fn batch_gradients(&mut self, count: usize) -> Result<BatchGradients> {
        let base = self.program().base();
        if base == Base::Parabola {
            return Err(Error::out_of_range("program", base.name(), "by_hand, torch or sgd_regressor"));
        }
        let state = self.state()?;
        let position = self.current_position();
        let n = self.data().x.len();
        let order: Vec<u32> = match self.epoch_order(position.epoch) {
            Some(order) => order.to_vec(),
            None => (0..).take(n).collect(),
        };
        // What drop_last leaves out stands at the end of the order.
        let used = order.len().min(position.batches * position.batch_size);
        let at = (state.w, state.b.unwrap_or(0.0));
        let seed = match base {
            Base::SgdRegressor => u64::from(self.settings().regressor.random_state),
            _ => self.settings().seed,
        };
        // The caller gave no w and no b, and no line but this one can be too far out.
        let too_far = |error: Error| {
            if error.kind() != crate::ErrorKind::NotFinite {
                return error;
            }
            let (w, b) = (Plain(at.0), Plain(at.1));
            Error::not_finite_at(
                "cursor",
                format_args!("at w = {w}, b = {b}"),
                "where the gradients are finite",
            )
        };
        let data = self.data();
        if order.len() == n {
            let points = (&data.trained_x[..], &data.y[..]);
            return batch_gradients(points, at, position.batch_size, &order[..used], count, seed)
                .map_err(too_far);
        }
        // Some samples are held out; the others are renumbered as they stand, whatever the epoch's order.
        let mut is_trained = vec![false; n];
        for &i in &order {
            is_trained[i as usize] = true;
        }
        let trained: Vec<u32> = (0..).zip(is_trained).filter(|(_, used)| *used).map(|(i, _)| i).collect();
        let (x, y): (Vec<f64>, Vec<f64>) =
            trained.iter().map(|&i| (data.trained_x[i as usize], data.y[i as usize])).unzip();
        let order: Vec<u32> =
            order[..used].iter().map(|i| trained.partition_point(|other| other < i) as u32).collect();
        batch_gradients((&x, &y), at, position.batch_size, &order, count, seed).map_err(too_far)
    }
}
