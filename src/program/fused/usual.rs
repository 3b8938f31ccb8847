//! The lesson's own updates, unrolled: by hand, in float64, in batches of sixteen.
//!
//! Each update waits for the one before it, so what counts is the longest chain of operations from w to the next w.
//! These shorten it without changing a bit:
//!
//! - sixteen elements are one row of four lanes for each running sum, so that `torch.sum` adds rows one after the other;
//! - w and b, their gradients and steps are each the same number in both lanes of a vector: what the samples' vectors are
//!   multiplied with is ready as the update ends, and the sum of the first two lanes is one addition of the lanes swapped;
//! - 2r·x is r·2x, where 2x is ready beforehand, and Σ 2r is 2·Σ r: doubling is exact unless it overflows;
//! - (lr·grad)/16 is (lr/16)·grad: so is division by 16, unless its result is too small for all its digits;
//! - sums that start from +0 differ from those that do not only where they come to −0. That is mended for the row; w and b
//!   are the same either way, as long as neither starts as −0.
//!
//! An overflow leaves its mark: |r| is then so large that r² is infinite, or 2x is and with it the gradient, and the
//! parameters ever after. Each step is compared with what the right order gives. Should anything be wrong with an update,
//! all of them are left to the general loop.

use super::Stretch;
use crate::program::row::Row;
use std::array::from_fn;
use wide::f64x2;

/// Samples in a batch.
pub(super) const BATCH: usize = 16;
/// Vectors in a batch.
const VECTORS: usize = BATCH / 2;

const ONE_BATCHTH: f64 = 1.0 / BATCH as f64;

/// Whether updates from these parameters can be done here.
pub(super) fn starts_from(parameters: [f64; 2]) -> bool {
    parameters.iter().all(|parameter| parameter.to_bits() != (-0.0_f64).to_bits())
}

/// Appends the rows of `updates` updates, or none if one of them cannot be done here; says whether it did.
///
/// The batches of `x` and `y` are read round and round, from the one that starts with sample `first_sample`. `twice_x` is
/// memory of the caller's.
pub(super) fn run(
    (x, y): (&[f64], &[f64]),
    Stretch { updates, first_sample, .. }: Stretch,
    lr: f64,
    (w, b): (f64, f64),
    rows: &mut Vec<Row>,
    twice_x: &mut Vec<f64>,
) -> bool {
    twice_x.clear();
    twice_x.extend(x.iter().map(|x| x + x));
    let twice_x = twice_x.as_chunks::<BATCH>().0;
    let (x, y) = (x.as_chunks::<BATCH>().0, y.as_chunks::<BATCH>().0);
    let batches = x.len();
    let before = rows.len();
    let mut next = first_sample / BATCH;
    let (mut w, mut b) = (f64x2::splat(w), f64x2::splat(b));
    let rate = lr * ONE_BATCHTH;
    let is_step = |step: f64, gradient: f64| lr * gradient * ONE_BATCHTH == step;
    let mut sound = true;
    // An iterator that knows its length is written to the rows without a look at their capacity.
    rows.extend((0..updates).map(|_| {
        let (x, twice_x, y) = (vectors(&x[next]), vectors(&twice_x[next]), vectors(&y[next]));
        next = if next + 1 == batches { 0 } else { next + 1 };
        let r: [_; VECTORS] = from_fn(|i| (w * x[i] + b) - y[i]);
        let grad_w = sum(lanes(from_fn(|i| r[i] * twice_x[i])));
        let half_grad_b = sum(lanes(r));
        let grad_b = half_grad_b + half_grad_b;
        let [low, high] = lanes(from_fn(|i| r[i] * r[i])).map(f64x2::to_array);
        let loss = ((low[0] + low[1]) + high[0]) + high[1];
        let (step_w, step_b) = (rate * grad_w, rate * grad_b);
        w -= step_w;
        b -= step_b;
        sound &= (loss < f64::INFINITY)
            & is_step(number(step_w), number(grad_w))
            & is_step(number(step_b), number(grad_b));
        let [grad_w, grad_b] = [grad_w, grad_b].map(|gradient| number(gradient + f64x2::ZERO));
        Row { loss, w: number(w), b: number(b), grad_w, grad_b }
    }));
    let right = sound && number(w).is_finite() && number(b).is_finite();
    if !right {
        rows.truncate(before);
    }
    right
}

#[inline(always)]
fn vectors(of: &[f64; BATCH]) -> [f64x2; VECTORS] {
    from_fn(|i| f64x2::new([of[2 * i], of[2 * i + 1]]))
}

/// The number that both lanes hold.
#[inline(always)]
fn number(of: f64x2) -> f64 {
    of.to_array()[0]
}

/// Adds the rows, two vectors each.
#[inline(always)]
fn lanes(terms: [f64x2; VECTORS]) -> [f64x2; 2] {
    let [a0, a1, b0, b1, c0, c1, d0, d1] = terms;
    [((a0 + b0) + c0) + d0, ((a1 + b1) + c1) + d1]
}

/// Adds the lanes, from the first to the last: the sum in both lanes.
#[inline(always)]
fn sum([low, high]: [f64x2; 2]) -> f64x2 {
    let ([first, second], [third, fourth]) = (low.to_array(), high.to_array());
    ((low + f64x2::new([second, first])) + f64x2::splat(third)) + f64x2::splat(fourth)
}
