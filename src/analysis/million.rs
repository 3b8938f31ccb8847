//! The loss and its gradient over very many float32 points, in lanes.
//!
//! Sixteen running sums side by side become vector instructions, on wasm by SIMD128. Sums in float32 lose digits as
//! they grow, so each is closed after [`BLOCK`] points and added to a double.

use crate::error::{Error, Result};

/// Four vectors of four: enough independent sums to hide an addition's latency.
const LANES: usize = 16;

/// Points until the float32 sums are closed: 32 additions a lane.
const BLOCK: usize = 32 * LANES;

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
/// `x` and `y` have shape `(n,)`. Residuals and products are float32; their sums are closed in doubles every 512 points.
/// So a sum is within 34 · 2⁻²⁴ (about 2e-6) of the sum of its terms' magnitudes, and, as roundings cancel, usually
/// a hundred times nearer; PyTorch's own float32 sums run in another order and differ by as much. NaN and infinite
/// points are not looked for (that would cost as much again) and show in the result.
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
    let (x_lanes, x_rest) = x.as_chunks::<LANES>();
    let (y_lanes, y_rest) = y.as_chunks::<LANES>();
    let mut squares = [0.0_f32; LANES];
    let mut with_x = [0.0_f32; LANES];
    let mut residuals = [0.0_f32; LANES];
    for (x, y) in x_lanes.iter().zip(y_lanes) {
        for k in 0..LANES {
            let residual = (w * x[k] + b) - y[k];
            squares[k] += residual * residual;
            with_x[k] += residual * x[k];
            residuals[k] += residual;
        }
    }
    for (k, (&x, &y)) in x_rest.iter().zip(y_rest).enumerate() {
        let residual = (w * x + b) - y;
        squares[k] += residual * residual;
        with_x[k] += residual * x;
        residuals[k] += residual;
    }
    [squares, with_x, residuals].map(|lanes| lanes.iter().map(|&lane| f64::from(lane)).sum())
}
