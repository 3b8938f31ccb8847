//! The loss and its gradient over very many float32 points, in lanes. Points that are not finite are refused.
//!
//! Eight running sums side by side are two vectors, on wasm those of SIMD128. They are written as vectors, as a build for
//! size would not make vectors of loops. Sums in float32 lose digits as they grow, so each is closed after [`BLOCK`]
//! points and added to a double.

use crate::error::{Error, Result};
use wide::f32x4;

/// Two vectors of four: enough independent sums to hide an addition's latency, and few enough that all of them, with what
/// is computed on the way, fit into sixteen registers.
const LANES: usize = 8;

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

/// Very many points, looked through once and then asked again and again, as while a line is dragged.
///
/// ```
/// use first_descent::analysis::ManyPoints;
///
/// let points = ManyPoints::new(vec![1.0, 3.0], vec![1.0, 4.0])?;
/// let found = points.mse_and_gradient(2.0, 1.0)?; // residuals 2 and 3
/// assert_eq!((found.loss, found.grad_w, found.grad_b), (6.5, 11.0, 5.0));
/// # Ok::<(), first_descent::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ManyPoints {
    x: Vec<f32>,
    y: Vec<f32>,
}

impl ManyPoints {
    /// Takes `x` and `y` of shape `(n,)`.
    ///
    /// # Errors
    /// [`ErrorKind::Empty`](crate::ErrorKind::Empty), [`ErrorKind::LengthMismatch`](crate::ErrorKind::LengthMismatch),
    /// [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) for the first point that is not, as `x[3]`.
    pub fn new(x: Vec<f32>, y: Vec<f32>) -> Result<Self> {
        if x.is_empty() {
            return Err(Error::empty("x"));
        }
        if x.len() != y.len() {
            return Err(Error::length_mismatch("y", y.len(), x.len()));
        }
        for (name, values) in [("x", &x), ("y", &y)] {
            // All at once first: looking for the place takes a branch for each.
            if !values.iter().fold(true, |all, value| all & value.is_finite())
                && let Some(i) = values.iter().position(|value| !value.is_finite())
            {
                return Err(Error::not_finite(format_args!("{name}[{i}]"), f64::from(values[i])));
            }
        }
        Ok(Self { x, y })
    }

    /// The mean squared error of `w·x + b` over all points, and its gradient, as `torch.nn.MSELoss()` and `backward()`
    /// define them.
    ///
    /// Residuals and products are float32; their sums are closed in doubles every 512 points. So a sum is within
    /// 68 · 2⁻²⁴ (4e-6) of the sum of its terms' magnitudes, and, as roundings cancel, usually a hundred times nearer;
    /// PyTorch's own float32 sums run in another order and differ by as much. What overflows float32 is infinite or NaN.
    ///
    /// # Errors
    /// [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) for `w` or `b`.
    pub fn mse_and_gradient(&self, w: f32, b: f32) -> Result<LossAndGradient> {
        Error::unless_finite("w", f64::from(w))?;
        Error::unless_finite("b", f64::from(b))?;
        let mut sums = [0.0_f64; 3];
        for (x, y) in self.x.chunks(BLOCK).zip(self.y.chunks(BLOCK)) {
            for (sum, block) in sums.iter_mut().zip(block_sums(x, y, w, b)) {
                *sum += block;
            }
        }
        let n = self.x.len() as f64;
        let [squares, with_x, residuals] = sums;
        Ok(LossAndGradient { loss: squares / n, grad_w: 2.0 * with_x / n, grad_b: 2.0 * residuals / n })
    }
}

/// Σ r², Σ r·x and Σ r over at most [`BLOCK`] points.
fn block_sums(x: &[f32], y: &[f32], w: f32, b: f32) -> [f64; 3] {
    let (x_vectors, x_rest) = x.as_chunks::<4>();
    let (y_vectors, y_rest) = y.as_chunks::<4>();
    let (x_lanes, x_few) = x_vectors.as_chunks::<2>();
    let (y_lanes, y_few) = y_vectors.as_chunks::<2>();
    let line = (f32x4::splat(w), f32x4::splat(b));
    let (mut s0, mut s1) = (Sums::ZERO, Sums::ZERO);
    // Written out twice: a loop over an array of vectors would keep them in memory.
    for ([x0, x1], [y0, y1]) in x_lanes.iter().zip(y_lanes) {
        s0.add(*x0, *y0, line);
        s1.add(*x1, *y1, line);
    }
    for (x, y) in x_few.iter().zip(y_few) {
        s0.add(*x, *y, line);
    }
    let squares = s0.squares + s1.squares;
    let with_x = s0.with_x + s1.with_x;
    let residuals = s0.residuals + s1.residuals;
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
