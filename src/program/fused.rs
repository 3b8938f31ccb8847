//! The fused path: whole updates of the right programs in plain loops, for runs nobody is looking inside.
//!
//! It gives the interpreter's bits: the same products, the same order of sums, the same roundings. It knows no edited
//! program and no `SGDRegressor` (whose own loop is already plain). It allocates nothing per update.

mod usual;

use super::row::{Carry, Row};
use crate::full::IS_FULL;
use crate::optim::{Coefficients, SgdOptions};
use crate::real::Real;
use crate::sum::{BatchSums, Line};

/// One epoch's samples in the order of the epoch, in the run's own type.
#[derive(Debug, Clone)]
pub(crate) struct Feed<T> {
    x: Vec<T>,
    y: Vec<T>,
    /// Terms of the batches that are not summed in vectors, or x doubled.
    terms: Vec<f64>,
}

impl<T: Real> Feed<T> {
    pub(crate) fn new() -> Self {
        Self { x: Vec::new(), y: Vec::new(), terms: Vec::new() }
    }

    /// Gathers the samples in `order`; all of them as they stand without one.
    pub(crate) fn fill(&mut self, x: &[f64], y: &[f64], order: Option<&[u32]>) {
        let gather = |into: &mut Vec<T>, from: &[f64]| {
            into.clear();
            match order {
                None => into.extend(from.iter().map(|&value| T::from_f64(value))),
                Some(order) => into.extend(order.iter().map(|&i| T::from_f64(from[i as usize]))),
            }
        };
        gather(&mut self.x, x);
        gather(&mut self.y, y);
    }
}

/// Updates one after the other: batches of the samples in the feed, which are read again and again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch {
    pub(crate) updates: usize,
    pub(crate) first_sample: usize,
    /// Samples that an epoch reads.
    pub(crate) samples: usize,
    pub(crate) batch_size: usize,
}

/// Runs the updates of a stretch in float64, the usual ones unrolled.
pub(crate) fn run_float64(
    torch: bool,
    feed: &mut Feed<f64>,
    stretch: Stretch,
    options: &SgdOptions,
    carry: &mut Carry,
    rows: &mut Vec<Row>,
) {
    let usual = IS_FULL
        && !torch
        && stretch.batch_size == usual::BATCH
        && stretch.samples.is_multiple_of(usual::BATCH)
        && usual::starts_from([carry.w, carry.b]);
    if usual {
        let Feed { x, y, terms } = &mut *feed;
        let samples = (&x[..stretch.samples], &y[..stretch.samples]);
        if usual::run(samples, stretch, options.lr, (carry.w, carry.b), rows, terms) {
            return carry.take(rows, stretch.updates);
        }
    }
    run(torch, feed, stretch, options, carry, rows);
}

/// Runs the updates of a stretch.
///
/// `by_hand`: loss Σ r², gradients Σ 2r·x and Σ 2r, `w − (lr·grad)/len`. `torch`: loss mean r², gradients by
/// `nn.MSELoss` and `nn.Linear`, `optim.SGD`.
pub(crate) fn run<T: BatchSums>(
    torch: bool,
    feed: &mut Feed<T>,
    stretch: Stretch,
    options: &SgdOptions,
    carry: &mut Carry,
    rows: &mut Vec<Row>,
) {
    let Feed { x, y, terms } = feed;
    let (x, y) = (&x[..stretch.samples], &y[..stretch.samples]);
    let mut next = stretch.first_sample;
    let batches = (0..stretch.updates).map(|_| {
        let end = x.len().min(next + stretch.batch_size);
        let batch = (&x[next..end], &y[next..end]);
        next = if end == x.len() { 0 } else { end };
        batch
    });
    let (mut w, mut b) = (T::from_f64(carry.w), T::from_f64(carry.b));
    if torch {
        let coefficients = Coefficients::<T>::new(options);
        let mut buffers = carry.buffer.map(|buffer| buffer.map(T::from_f64));
        rows.extend(batches.map(|(x, y)| {
            let len = T::from_f64(x.len() as f64);
            let scale = T::from_f64(2.0 / x.len() as f64);
            let [squares, _, grad_b] = T::batch_sums(x, y, Line { w, b, scale }, terms);
            // The product of a row and a column adds left to right.
            let slopes = x.iter().zip(y).map(|(&x, &y)| scale * ((w * x + b) - y) * x);
            let grad_w = slopes.fold(T::ZERO, |sum, slope| sum + slope);
            w = coefficients.step(w, grad_w, &mut buffers[0]);
            b = coefficients.step(b, grad_b, &mut buffers[1]);
            row(squares / len, w, b, grad_w, grad_b)
        }));
        carry.buffer = buffers.map(|buffer| buffer.map(T::to_f64));
    } else {
        let lr = T::from_f64(options.lr);
        rows.extend(batches.map(|(x, y)| {
            let len = T::from_f64(x.len() as f64);
            let [loss, grad_w, grad_b] = T::batch_sums(x, y, Line { w, b, scale: T::TWO }, terms);
            w = w - (lr * grad_w) / len;
            b = b - (lr * grad_b) / len;
            row(loss, w, b, grad_w, grad_b)
        }));
    }
    carry.take(rows, stretch.updates);
}

#[inline(always)]
fn row<T: Real>(loss: T, w: T, b: T, grad_w: T, grad_b: T) -> Row {
    let [loss, w, b, grad_w, grad_b] = [loss, w, b, grad_w, grad_b].map(T::to_f64);
    Row { loss, w, b, grad_w, grad_b }
}

/// `parabola`: f = x², gradient 2x, `x − lr·grad`.
pub(crate) fn parabola(updates: usize, options: &SgdOptions, carry: &mut Carry, rows: &mut Vec<Row>) {
    let mut x = carry.w;
    for _ in 0..updates {
        let (f, gradient) = (x * x, 2.0 * x);
        x -= options.lr * gradient;
        rows.push(Row { loss: f, w: x, b: 0.0, grad_w: gradient, grad_b: f64::NAN });
    }
    carry.take(rows, updates);
    carry.grad[1] = None;
}
