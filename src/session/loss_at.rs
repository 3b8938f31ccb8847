//! The loss at any line, for whoever asks of more than the run's own moments.

use super::Session;
use crate::error::{Error, Result};
use crate::linear_model::Quadratic;
use crate::program::Base;

impl Session {
    /// The mean squared error of w·x + b over all samples, with x as the run trains on it (standardised if it is), ≥ 0;
    /// +∞ beyond float64's range. Of the parabola f(w) = w², whatever b.
    ///
    /// It is the loss per sample whatever the program sums or averages, and the same that a [`Sweep`](crate::analysis::Sweep)
    /// gives for a run that ends there. Only the first call looks at the samples.
    ///
    /// # Errors
    /// [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) for `w` or `b`.
    pub fn loss_at(&mut self, w: f64, b: f64) -> Result<f64> {
        Error::unless_finite("w", w)?;
        Error::unless_finite("b", b)?;
        if self.program().base() == Base::Parabola {
            return Ok(w * w);
        }
        let data = &self.data;
        let moments = self.moments.get_or_insert_with(|| Quadratic::of(&data.trained_x, &data.y));
        Ok(moments.at(w, b))
    }
}
