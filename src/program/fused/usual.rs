//! The lesson's own updates, unrolled: by hand, in float64, in batches of sixteen.
//!
//! Each update waits for the one before it, so what counts is the longest chain of operations from w to the next w.
//! These shorten it without changing a bit:
//!
//! - sixteen elements are one row of four lanes for each running sum, so that `torch.sum` adds rows one after the other;
//! - lanes that start from +0 are never −0, so the sum of the lanes need not start from +0 as well;
//! - w and b, and their gradients, are two lanes of one vector;
//! - division by 16 is the product with 1/16;
//! - 2r·x is r·2x, where 2x is ready beforehand, and Σ 2r is 2·Σ r: doubling is exact unless it overflows.
//!
//! An overflow leaves its mark: |r| is then so large that r² is infinite, or 2x is and with it the gradient. Such
//! updates, and all after them, are left to the general loop.

use super::Stretch;
use crate::program::row::Row;
use std::array::from_fn;
use wide::f64x2;

/// Samples in a batch.
pub(super) const BATCH: usize = 16;
/// Vectors in a batch.
const VECTORS: usize = BATCH / 2;

/// Appends the rows of `updates` updates, or of fewer if one cannot be done here; says how many.
///
/// The batches of `x` and `y` are read round and round, from the one that starts with sample `first_sample`.
pub(super) fn run(
    (x, y): (&[f64], &[f64]),
    Stretch { updates, first_sample, .. }: Stretch,
    lr: f64,
    (w, b): (f64, f64),
    rows: &mut Vec<Row>,
) -> usize {
    let (x, y) = (x.as_chunks::<BATCH>().0, y.as_chunks::<BATCH>().0);
    let batches = x.len();
    let before = rows.len();
    let mut next = first_sample / BATCH;
    let mut line = f64x2::new([w, b]);
    // An iterator that knows its length is written to the rows without a look at their capacity.
    rows.extend((0..updates).map(|_| {
        let (x, y) = (&x[next], &y[next]);
        next = if next + 1 == batches { 0 } else { next + 1 };
        let (loss, gradient) = loss_and_gradient(x, y, line);
        line -= lr * gradient * f64x2::splat(1.0 / BATCH as f64);
        let ([w, b], [grad_w, grad_b]) = (line.to_array(), gradient.to_array());
        Row { loss, w, b, grad_w, grad_b }
    }));
    let finite = |row: &Row| row.loss.is_finite() & row.grad_w.is_finite();
    let done = if rows[before..].iter().fold(true, |all, row| all & finite(row)) {
        updates
    } else {
        rows[before..].iter().take_while(|row| finite(row)).count()
    };
    rows.truncate(before + done);
    done
}

/// Σ r², and Σ 2r·x beside Σ 2r, where r = (w·x + b) − y.
#[inline(always)]
fn loss_and_gradient(x: &[f64; BATCH], y: &[f64; BATCH], line: f64x2) -> (f64, f64x2) {
    let vectors = |of: &[f64; BATCH]| from_fn(|i| f64x2::new([of[2 * i], of[2 * i + 1]]));
    let [w, b] = line.to_array().map(f64x2::splat);
    let (x, y): ([_; VECTORS], [_; VECTORS]) = (vectors(x), vectors(y));
    let r: [_; VECTORS] = from_fn(|i| (w * x[i] + b) - y[i]);
    let [w_low, w_high] = lanes(from_fn(|i| r[i] * (x[i] + x[i])));
    let [b_low, b_high] = lanes(r);
    let [first, second] = f64x2::transpose([w_low, b_low + b_low]);
    let [third, fourth] = f64x2::transpose([w_high, b_high + b_high]);
    let [low, high] = lanes(from_fn(|i| r[i] * r[i])).map(f64x2::to_array);
    (((low[0] + low[1]) + high[0]) + high[1], ((first + second) + third) + fourth)
}

/// Adds the rows, two vectors each. Only the first two lanes start from +0, as the sum of the lanes starts from them.
#[inline(always)]
fn lanes(terms: [f64x2; VECTORS]) -> [f64x2; 2] {
    let [a0, a1, b0, b1, c0, c1, d0, d1] = terms;
    [(((f64x2::ZERO + a0) + b0) + c0) + d0, ((a1 + b1) + c1) + d1]
}
