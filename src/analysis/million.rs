//! The loss and its gradient over very many float32 points, in lanes.
//!
//! Sixteen running sums side by side are vectors, on wasm those of SIMD128. They are written as vectors, as a build for
//! size would not make vectors of loops. Sums in float32 lose digits as
//! they grow, so each is closed after [`BLOCK`] points and added to a double.

use crate::error::{Error, Result};
use wide::f32x4;

/// Four vectors of four: enough independent sums to hide an addition's latency.
const LANES: usize = 16;

/// Points until the float32 sums are closed: 64 additions a lane.
const BLOCK: usize = 64 * LANES;

/// The mean squared error of a line, and its gradient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LossAndGradient {
    /// Mean of (w·x + b − y)².
    pub loss: f64,
    /// Its derivative by w: mean of 2·(w·x + b − y)·x.
    pub grad_w: f64,
    /// Its derivative by b: mean of 2·(w·x + b − y).
    pub grad_b: f64,
}

/// The mean squared error of `w·x + b` over all points, and its gradient, as `torch.nn.MSELoss()` and `backward()`
/// define them.
///
/// `x` and `y` have shape `(n,)`. Residuals and products are float32; their sums are closed in doubles every 1024 points.
/// So a sum is within 68 · 2⁻²⁴ (4e-6) of the sum of its terms' magnitudes, and, as roundings cancel, usually a hundred
/// times nearer; PyTorch's own float32 sums run in another order and differ by as much. NaN and infinite points are not
/// looked for (that would cost as much again) and show in the result.
///
/// # Errors
/// [`ErrorKind::Empty`](crate::ErrorKind::Empty), [`ErrorKind::LengthMismatch`](crate::ErrorKind::LengthMismatch), [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) for `w` or `b`.
pub fn mse_and_gradient(x: &[f32], y: &[f32], w: f32, b: f32) -> Result<LossAndGradient> {
    if x.is_empty() {
        return Err(Error::empty("x"));
    }
    if x.len() != y.len() {
        return Err(Error::length_mismatch("y", y.len(), x.len()));
    }
    Error::unless_finite("w", f64::from(w))?;
    Error::unless_finite("b", f64::from(b))?;
    let mut sums = [0.0_f64; 3];
    for (x, y) in x.chunks(BLOCK).zip(y.chunks(BLOCK)) {
        for (sum, block) in sums.iter_mut().zip(block_sums(x, y, w, b)) {
            *sum += block;
        }
    }
    let n = x.len() as f64;
    let [squares, with_x, residuals] = sums;
    Ok(LossAndGradient { loss: squares / n, grad_w: 2.0 * with_x / n, grad_b: 2.0 * residuals / n })
}

/// Σ r², Σ r·x and Σ r over at most [`BLOCK`] points.
fn block_sums(x: &[f32], y: &[f32], w: f32, b: f32) -> [f64; 3] {
    let (x_vectors, x_rest) = x.as_chunks::<4>();
    let (y_vectors, y_rest) = y.as_chunks::<4>();
    let (x_lanes, x_few) = x_vectors.as_chunks::<4>();
    let (y_lanes, y_few) = y_vectors.as_chunks::<4>();
    let line = (f32x4::splat(w), f32x4::splat(b));
    let (mut s0, mut s1, mut s2, mut s3) = (Sums::ZERO, Sums::ZERO, Sums::ZERO, Sums::ZERO);
    // Written out four times: a loop over an array of vectors would keep them in memory.
    for ([x0, x1, x2, x3], [y0, y1, y2, y3]) in x_lanes.iter().zip(y_lanes) {
        s0.add(*x0, *y0, line);
        s1.add(*x1, *y1, line);
        s2.add(*x2, *y2, line);
        s3.add(*x3, *y3, line);
    }
    for (x, y) in x_few.iter().zip(y_few) {
        s0.add(*x, *y, line);
    }
    let squares = (s0.squares + s1.squares) + (s2.squares + s3.squares);
    let with_x = (s0.with_x + s1.with_x) + (s2.with_x + s3.with_x);
    let residuals = (s0.residuals + s1.residuals) + (s2.residuals + s3.residuals);
    let mut sums = [squares, with_x, residuals].map(|lanes| {
        let [a, b, c, d] = lanes.to_array().map(f64::from);
        (a + b) + (c + d)
    });
    for (&x, &y) in x_rest.iter().zip(y_rest) {
        let residual = (w * x + b) - y;
        for (sum, term) in sums.iter_mut().zip([residual * residual, residual * x, residual]) {
            *sum += f64::from(term);
        }
    }
    sums
}

/// Four running sums of each kind.
struct Sums {
    squares: f32x4,
    with_x: f32x4,
    residuals: f32x4,
}

impl Sums {
    const ZERO: Self = Self { squares: f32x4::ZERO, with_x: f32x4::ZERO, residuals: f32x4::ZERO };

    #[inline(always)]
    fn add(&mut self, x: [f32; 4], y: [f32; 4], (w, b): (f32x4, f32x4)) {
        let (x, y) = (f32x4::new(x), f32x4::new(y));
        let residual = (w * x + b) - y;
        self.squares += residual * residual;
        self.with_x += residual * x;
        self.residuals += residual;
    }
}
