//! The mean squared error of a line as a quadratic function of (w, b), from moments of the points.
//!
//! With x̄, ȳ the means, s² the variance of x and w* the least-squares slope:
//!
//! mse(w, b) = mse_min + (w·x̄ + b − ȳ)² + (w − w*)²·s²
//!
//! Every term is 0 or more, so nothing cancels, however close (w, b) comes to the best line; and the cost no longer
//! depends on the number of points. Constant x has no w*; its last term is 0.

/// The moments of one set of points, n ≥ 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quadratic {
    mean_x: f64,
    mean_y: f64,
    variance: f64,
    slope: f64,
    least: f64,
}

impl Quadratic {
    /// Two walks through the points: means, then centred sums; a third for what the best line leaves over.
    pub(crate) fn of(x: &[f64], y: &[f64]) -> Self {
        let n = x.len() as f64;
        // Of constant x the mean is known; a rounding error would look like a variance.
        let mean_x = if x.iter().all(|&value| value == x[0]) { x[0] } else { centre(x) };
        let mean_y = centre(y);
        let (mut xx, mut xy) = (0.0, 0.0);
        for (&x, &y) in x.iter().zip(y) {
            xx += (x - mean_x) * (x - mean_x);
            xy += (x - mean_x) * (y - mean_y);
        }
        let slope = if xx > 0.0 { xy / xx } else { 0.0 };
        let least = x.iter().zip(y).fold(0.0, |sum, (&x, &y)| {
            let residual = slope * (x - mean_x) - (y - mean_y);
            sum + residual * residual
        });
        Self { mean_x, mean_y, variance: xx / n, slope, least: least / n }
    }

    /// Mean of x.
    pub(crate) fn mean_x(&self) -> f64 {
        self.mean_x
    }

    /// Mean of y.
    pub(crate) fn mean_y(&self) -> f64 {
        self.mean_y
    }

    /// Population variance of x; 0 for one point and constant x.
    pub(crate) fn variance_x(&self) -> f64 {
        self.variance
    }

    /// The mean squared error of the best line, ≥ 0.
    pub(crate) fn least(&self) -> f64 {
        self.least
    }

    /// The mean squared error of the line w·x + b, ≥ 0; +∞ where it lies beyond float64's range or the line is not
    /// finite, never NaN.
    #[inline]
    pub(crate) fn at(&self, w: f64, b: f64) -> f64 {
        let (level, turn) = (w * self.mean_x + b - self.mean_y, w - self.slope);
        let error = self.least + level * level + turn * turn * self.variance;
        if error.is_nan() { f64::INFINITY } else { error }
    }
}

/// The mean, corrected once: the first division leaves a rounding error that the mean of what is left over measures.
fn centre(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    mean + values.iter().map(|value| value - mean).sum::<f64>() / n
}
