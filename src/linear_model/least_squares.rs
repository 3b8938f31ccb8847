//! The least-squares line through points: one feature and an intercept.
//!
//! This is the QR decomposition of the design `[1 x]` written out. Its second column, made orthogonal to the
//! first, is x − mean(x); so nothing is ever squared that has not been centred. One step of refinement with
//! residuals in doubled precision follows. No memory is allocated; 100 points take microseconds.
//! More columns, or no intercept: [`lstsq`](super::lstsq). Weighted points are refused by leaving them out of the API.

use super::compensated::{Sum, power_of_two_near_reciprocal};
use crate::{Error, Result};

/// The least-squares line `y ≈ w·x + b`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// Slope, in units of y per unit of x.
    pub w: f64,
    /// Intercept, in units of y.
    pub b: f64,
    /// Coefficient of determination, 0 … 1; `None` when y is constant and there is nothing to explain.
    pub r2: Option<f64>,
}

impl Fit {
    /// What the line leaves over: `y − (w·x + b)`, one value a point.
    ///
    /// # Errors
    /// [`ErrorKind::LengthMismatch`](crate::ErrorKind::LengthMismatch) if y has not as many elements as x.
    pub fn residuals(&self, x: &[f64], y: &[f64]) -> Result<Vec<f64>> {
        same_length(x, y)?;
        Ok(x.iter().zip(y).map(|(&x, &y)| y - (self.w * x + self.b)).collect())
    }
}

/// Fits a line to points; the answer of scikit-learn's `LinearRegression().fit(x.reshape(-1, 1), y)`.
///
/// `x` and `y` have shape `(n,)`. `Ok(None)` where no single line is best: one point, or constant x. (Also where
/// w or b would lie beyond float64's range.) Never NaN. Against exact rational arithmetic both coefficients are
/// within 1 unit in the last place on NIST's Norris set.
///
/// Unlike scikit-learn, which calls R² of a constant y 1 or 0, it is left undefined.
///
/// # Errors
/// [`ErrorKind::Empty`](crate::ErrorKind::Empty) for no points, [`ErrorKind::LengthMismatch`](crate::ErrorKind::LengthMismatch), [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) for NaN or infinity.
pub fn least_squares(x: &[f64], y: &[f64]) -> Result<Option<Fit>> {
    same_length(x, y)?;
    let largest_x = largest("x", x)?;
    let largest_y = largest("y", y)?;
    if constant(x) {
        return Ok(None);
    }
    if constant(y) {
        return Ok(Some(Fit { w: 0.0, b: y[0], r2: None }));
    }

    // Powers of two: the scaling is exact, and nothing below overflows.
    let (scale_x, scale_y) =
        (power_of_two_near_reciprocal(largest_x), power_of_two_near_reciprocal(largest_y));
    let points = || x.iter().zip(y).map(move |(&x, &y)| (x * scale_x, y * scale_y));
    let n = x.len() as f64;

    let mean_x = Sum::of(points().map(|p| p.0)).divided_by(n);
    let mean_y = Sum::of(points().map(|p| p.1)).divided_by(n);
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in points() {
        let (dx, dy) = (centred(x, mean_x), centred(y, mean_y));
        xx += dx * dx;
        xy += dx * dy;
        yy += dy * dy;
    }
    let w = xy / xx;
    let b = mean_y.0 - w * mean_x.0;

    // Refinement: fit the residuals, which are known in doubled precision, with the same decomposition.
    let residual = |x: f64, y: f64| {
        let mut r = Sum::default();
        r.add(y);
        r.add(-b);
        r.add_product(-w, x);
        r.value()
    };
    let (mut sum_r, mut xr) = (Sum::default(), Sum::default());
    for (x, y) in points() {
        let r = residual(x, y);
        sum_r.add(r);
        xr.add_product(centred(x, mean_x), r);
    }
    let mean_r = sum_r.divided_by(n).0;
    let dw = xr.value() / xx;

    // The residuals of the refined line before w and b are rounded, so that R² holds for y far from 0 too.
    let mut rss = 0.0;
    for (x, y) in points() {
        let r = residual(x, y) - mean_r - dw * centred(x, mean_x);
        rss += r * r;
    }

    let fit = Fit {
        w: (w + dw) * scale_x / scale_y,
        b: (b + (mean_r - dw * mean_x.0)) / scale_y,
        // The minimum can't exceed yy; rounding can, by a bit.
        r2: Some((1.0 - rss / yy).max(0.0)),
    };
    Ok((fit.w.is_finite() && fit.b.is_finite()).then_some(fit))
}

/// `v` minus a mean given as a number and its remainder.
fn centred(v: f64, mean: (f64, f64)) -> f64 {
    (v - mean.0) - mean.1
}

/// Whether all elements are equal; true for one.
fn constant(values: &[f64]) -> bool {
    values.iter().all(|&v| v == values[0])
}

pub(super) fn same_length(x: &[f64], y: &[f64]) -> Result<()> {
    if x.len() == y.len() { Ok(()) } else { Err(Error::length_mismatch("y", y.len(), x.len())) }
}

/// The largest magnitude; refuses an empty series and values that are not finite.
pub(super) fn largest(field: &str, values: &[f64]) -> Result<f64> {
    if values.is_empty() {
        return Err(Error::empty(field));
    }
    let mut largest = 0.0_f64;
    for &v in values {
        largest = largest.max(Error::unless_finite(field, v)?.abs());
    }
    Ok(largest)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_line_by_hand() {
        // Means 2 and 3; Sxx = 2, Sxy = 1, so w = 1/2, b = 2; residuals 0.5, −1, 0.5; tss = 2, rss = 1.5.
        let (x, y) = ([1.0, 2.0, 3.0], [3.0, 2.0, 4.0]);
        let fit = least_squares(&x, &y).unwrap().unwrap();
        assert_eq!(fit, Fit { w: 0.5, b: 2.0, r2: Some(0.25) });
        assert_eq!(fit.residuals(&x, &y).unwrap(), [0.5, -1.0, 0.5]);
    }
}
