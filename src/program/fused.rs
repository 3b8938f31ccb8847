//! The fused path: whole updates of the right programs in plain loops, for runs nobody is looking inside.
//!
//! It gives the interpreter's bits: the same products, the same order of sums, the same roundings. It knows no edited
//! program and no `SGDRegressor` (whose own loop is already plain). It allocates nothing per update.

use super::interpreter::{Carry, Row};
use crate::optim::{Coefficients, SgdOptions};
use crate::real::Real;
use crate::sum::sums;

/// Batch length for which the loops are unrolled: the lesson's.
const USUAL_BATCH: usize = 16;

/// One epoch's samples in the order of the epoch, in the run's own type.
#[derive(Debug, Clone, Default)]
pub(crate) struct Feed<T> {
    pub(crate) x: Vec<T>,
    pub(crate) y: Vec<T>,
}

impl<T: Real> Feed<T> {
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

/// The batches of one epoch that are to be run: positions of the first sample, in steps of `batch_size`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch {
    pub(crate) first_sample: usize,
    pub(crate) updates: usize,
    pub(crate) batch_size: usize,
}

/// What a loop carries in registers.
#[derive(Clone, Copy)]
struct Parameters<T> {
    w: T,
    b: T,
}

/// `by_hand`: loss Σ r², gradients Σ 2r·x and Σ 2r, `w − (lr·grad)/len`.
pub(crate) fn by_hand<T: Real>(
    feed: &Feed<T>,
    stretch: Stretch,
    options: &SgdOptions,
    carry: &mut Carry,
    rows: &mut Vec<Row>,
) {
    let lr = T::from_f64(options.lr);
    run(feed, stretch, carry, rows, |x, y, parameters| {
        let [loss, grad_w, grad_b] = by_hand_sums(x, y, *parameters);
        let len = T::from_f64(x.len() as f64);
        parameters.w = parameters.w - (lr * grad_w) / len;
        parameters.b = parameters.b - (lr * grad_b) / len;
        [loss, grad_w, grad_b]
    });
}

#[inline(always)]
fn by_hand_sums<T: Real>(x: &[T], y: &[T], parameters: Parameters<T>) -> [T; 3] {
    let Parameters { w, b } = parameters;
    sums::<T, 3>(x.len(), |i| {
        let residual = (w * x[i] + b) - y[i];
        let slope = T::TWO * residual;
        [residual * residual, slope * x[i], slope]
    })
}

/// `torch`: loss mean r², gradients by `nn.MSELoss` and `nn.Linear`, `optim.SGD`.
pub(crate) fn torch<T: Real>(
    feed: &Feed<T>,
    stretch: Stretch,
    options: &SgdOptions,
    carry: &mut Carry,
    rows: &mut Vec<Row>,
) {
    let coefficients = Coefficients::<T>::new(options);
    let mut buffers = carry.buffer.map(|buffer| buffer.map(T::from_f64));
    run(feed, stretch, carry, rows, |x, y, parameters| {
        let Parameters { w, b } = *parameters;
        let scale = T::from_f64(2.0 / x.len() as f64);
        let [squares, grad_b] = sums::<T, 2>(x.len(), |i| {
            let residual = (w * x[i] + b) - y[i];
            [residual * residual, scale * residual]
        });
        // The product of a row and a column adds left to right.
        let mut grad_w = T::ZERO;
        for (&x, &y) in x.iter().zip(y) {
            grad_w = grad_w + scale * ((w * x + b) - y) * x;
        }
        parameters.w = coefficients.step(w, grad_w, &mut buffers[0]);
        parameters.b = coefficients.step(b, grad_b, &mut buffers[1]);
        [squares / T::from_f64(x.len() as f64), grad_w, grad_b]
    });
    carry.buffer = buffers.map(|buffer| buffer.map(T::to_f64));
}

/// Runs the batches of a stretch; `update` moves the parameters and gives loss, gradient of w, gradient of b.
#[inline(always)]
fn run<T: Real>(
    feed: &Feed<T>,
    stretch: Stretch,
    carry: &mut Carry,
    rows: &mut Vec<Row>,
    mut update: impl FnMut(&[T], &[T], &mut Parameters<T>) -> [T; 3],
) {
    let mut parameters = Parameters { w: T::from_f64(carry.w), b: T::from_f64(carry.b) };
    let x = feed.x[stretch.first_sample..].chunks(stretch.batch_size);
    let y = feed.y[stretch.first_sample..].chunks(stretch.batch_size);
    for (x, y) in x.zip(y).take(stretch.updates) {
        let [loss, grad_w, grad_b] = match (x.first_chunk::<USUAL_BATCH>(), y.first_chunk::<USUAL_BATCH>()) {
            // A length known to the compiler: the sums unroll into lanes.
            (Some(x16), Some(y16)) if x.len() == USUAL_BATCH => update(x16, y16, &mut parameters),
            _ => update(x, y, &mut parameters),
        };
        rows.push(Row {
            loss: loss.to_f64(),
            w: parameters.w.to_f64(),
            b: parameters.b.to_f64(),
            grad_w: grad_w.to_f64(),
            grad_b: grad_b.to_f64(),
        });
    }
    carry.w = parameters.w.to_f64();
    carry.b = parameters.b.to_f64();
    if let Some(last) = rows.last() {
        carry.grad = [Some(last.grad_w), Some(last.grad_b)];
    }
}

/// `parabola`: f = x², gradient 2x, `x − lr·grad`.
pub(crate) fn parabola(updates: usize, options: &SgdOptions, carry: &mut Carry, rows: &mut Vec<Row>) {
    let mut x = carry.w;
    for _ in 0..updates {
        let (f, gradient) = (x * x, 2.0 * x);
        x -= options.lr * gradient;
        rows.push(Row { loss: f, w: x, b: 0.0, grad_w: gradient, grad_b: f64::NAN });
        carry.grad[0] = Some(gradient);
    }
    carry.w = x;
}
