//! The fused path: whole updates of the right programs in plain loops, for runs nobody is looking inside.
//!
//! It gives the interpreter's bits: the same products, the same order of sums, the same roundings. It knows no edited
//! program and no `SGDRegressor` (whose own loop is already plain). It allocates nothing per update.

use super::interpreter::{Carry, Row};
use crate::optim::{Coefficients, SgdOptions};
use crate::real::Real;
use crate::sum::Line;

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

/// Runs the batches of a stretch.
///
/// `by_hand`: loss Σ r², gradients Σ 2r·x and Σ 2r, `w − (lr·grad)/len`. `torch`: loss mean r², gradients by
/// `nn.MSELoss` and `nn.Linear`, `optim.SGD`.
pub(crate) fn run<T: Real>(
    torch: bool,
    feed: &Feed<T>,
    stretch: Stretch,
    options: &SgdOptions,
    carry: &mut Carry,
    rows: &mut Vec<Row>,
) {
    let lr = T::from_f64(options.lr);
    let coefficients = Coefficients::<T>::new(options);
    let mut buffers = carry.buffer.map(|buffer| buffer.map(T::from_f64));
    let (mut w, mut b) = (T::from_f64(carry.w), T::from_f64(carry.b));
    let x = feed.x[stretch.first_sample..].chunks(stretch.batch_size);
    let y = feed.y[stretch.first_sample..].chunks(stretch.batch_size);
    for (x, y) in x.zip(y).take(stretch.updates) {
        let len = T::from_f64(x.len() as f64);
        let scale = if torch { T::from_f64(2.0 / x.len() as f64) } else { T::TWO };
        let [mut loss, mut grad_w, grad_b] = T::batch_sums(x, y, Line { w, b, scale });
        if torch {
            loss = loss / len;
            // The product of a row and a column adds left to right.
            grad_w = T::ZERO;
            for (&x, &y) in x.iter().zip(y) {
                grad_w = grad_w + scale * ((w * x + b) - y) * x;
            }
            w = coefficients.step(w, grad_w, &mut buffers[0]);
            b = coefficients.step(b, grad_b, &mut buffers[1]);
        } else {
            w = w - (lr * grad_w) / len;
            b = b - (lr * grad_b) / len;
        }
        rows.push(Row {
            loss: loss.to_f64(),
            w: w.to_f64(),
            b: b.to_f64(),
            grad_w: grad_w.to_f64(),
            grad_b: grad_b.to_f64(),
        });
    }
    (carry.w, carry.b) = (w.to_f64(), b.to_f64());
    carry.buffer = buffers.map(|buffer| buffer.map(T::to_f64));
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
