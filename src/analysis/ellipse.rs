//! The loss over all points as a quadratic in (w, b): where it is least, how steeply it rises and along which axes, so
//! that its level sets can be drawn without a grid.
//!
//! Refuses points that are empty, of different lengths or not finite, and those whose squares overflow.

use super::surface::check_points;
use crate::error::{Error, Result};
use crate::linear_model::{self, Quadratic};
use crate::program::Base;
use crate::session::Session;

/// The mean squared error of lines, in the coordinates (w, b).
///
/// mse(w, b) = least + ½·(λ₁·p² + λ₂·q²), where p and q are the distances of (w, b) from the best line along the two
/// axes. So the level set mse = L, for L above `least`, is an ellipse around the best line with the semi-axes
/// √(2·(L − least)/λ₁) along the first axis and √(2·(L − least)/λ₂) along the second. Where λ₂ is 0 it is two lines
/// parallel to the second axis, at the first of these distances from the valley's bottom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LossQuadratic {
    /// Slope and intercept of the least-squares line; `None` where no single line is best: one point, or constant x.
    pub best: Option<(f64, f64)>,
    /// A line (w, b) of least loss: `best`, or of all such lines the one nearest to (0, 0).
    pub bottom: (f64, f64),
    /// The least mean squared error, ≥ 0.
    pub least: f64,
    /// Second derivatives: by w twice, by w and b, by b twice (always 2).
    pub hessian: [f64; 3],
    /// λ₁ ≥ λ₂ of the Hessian. λ₂ is 0 where no single line is best, else above 0 unless the variance of x underflows.
    pub eigenvalues: [f64; 2],
    /// Their eigenvectors (w, b), of length 1. The first has w ≥ 0, and b = 1 where w = 0; a quarter turn from w towards
    /// b leads to the second.
    pub axes: [[f64; 2]; 2],
}

/// The mean squared error of w·x + b over all points as a quadratic in (w, b). Standardise x first if the run does.
///
/// `x` and `y` have shape `(n,)`. The best line is [`least_squares`](linear_model::least_squares)'s. The smaller
/// eigenvalue comes from the determinant, which is the variance of x, so it keeps its digits for x far from 0.
///
/// # Errors
/// [`ErrorKind::Empty`](crate::ErrorKind::Empty), [`ErrorKind::LengthMismatch`](crate::ErrorKind::LengthMismatch) and [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) for the points; [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) for
/// `hessian` or `least` beyond float64's range.
pub fn loss_quadratic(x: &[f64], y: &[f64]) -> Result<LossQuadratic> {
    check_points(x, y)?;
    let quadratic = Quadratic::of(x, y);
    let (mean, variance) = (quadratic.mean_x(), quadratic.variance_x());
    // Half of the Hessian is [[a, m], [m, 1]].
    let (a, m) = (variance + mean * mean, mean);
    Error::unless_finite("hessian", 2.0 * a)?;
    let least = Error::unless_finite("least", quadratic.least())?;
    let root = length(a - 1.0, 2.0 * m);
    let large = (a + 1.0 + root) / 2.0;
    let small = variance / large;
    // Of the two forms of the eigenvector the one in which nothing cancels.
    let [p, q] = if a >= 1.0 { [(a - 1.0 + root) / 2.0, m] } else { [m, (1.0 - a + root) / 2.0] };
    let long = length(p, q);
    let first = match (long > 0.0, p < 0.0) {
        (false, _) => [1.0, 0.0], // a circle: every direction is an axis
        (true, false) => [p / long, q / long],
        (true, true) => [-p / long, -q / long],
    };
    let best = linear_model::least_squares(x, y)?.map(|fit| (fit.w, fit.b));
    Ok(LossQuadratic {
        best,
        bottom: best.unwrap_or_else(|| {
            let share = quadratic.mean_y() / (mean * mean + 1.0);
            (share * mean, share)
        }),
        least,
        hessian: [2.0 * a, 2.0 * m, 2.0],
        eigenvalues: [2.0 * large, 2.0 * small],
        axes: [first, [-first[1], first[0]]],
    })
}

impl Session {
    /// [`loss_quadratic`] over all samples, with x as the run trains on it: standardised if it is.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for the parabola, which has no samples; [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite)
    /// as there.
    pub fn loss_quadratic(&self) -> Result<LossQuadratic> {
        let base = self.program().base();
        if base == Base::Parabola {
            return Err(Error::out_of_range("program", base.name(), "by_hand, torch or sgd_regressor"));
        }
        loss_quadratic(&self.data().trained_x, &self.data().y)
    }
}

/// √(a² + b²) without overflow, by operations that give every target the same bits.
fn length(a: f64, b: f64) -> f64 {
    let (long, short) = if a.abs() > b.abs() { (a.abs(), b.abs()) } else { (b.abs(), a.abs()) };
    if long == 0.0 {
        return 0.0;
    }
    long * (1.0 + (short / long) * (short / long)).sqrt()
}
