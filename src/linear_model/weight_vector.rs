//! The weights of a fit with a common factor, so that an l2 penalty shrinks all of them by one product; their
//! norms and their running average. After scikit-learn's `WeightVector`, whose order of operations it keeps.

use crate::fma::fma64;

/// Weights `scale·w`, their norms, and the average of all that they have been.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct WeightVector {
    w: Vec<f64>,
    scale: f64,
    squared_norm: f64,
    l1_norm: f64,
    /// (averaged + average_of_w·w)/average_divisor is the mean of the weights; empty without averaging.
    averaged: Vec<f64>,
    average_of_w: f64,
    average_divisor: f64,
    /// The l1 penalty each weight has paid so far, and what all owe; empty without l1.
    l1_paid: Vec<f64>,
    l1_owed: f64,
}

impl WeightVector {
    /// Starts from these weights, and from this average of earlier ones, if it is to be kept.
    pub(super) fn new(w: Vec<f64>, averaged: Option<Vec<f64>>, l1_penalty: bool) -> Self {
        Self {
            squared_norm: w.iter().map(|w| w * w).sum(),
            l1_norm: w.iter().map(|w| w.abs()).sum(),
            averaged: averaged.unwrap_or_default(),
            average_of_w: 0.0,
            average_divisor: 1.0,
            l1_paid: if l1_penalty { vec![0.0; w.len()] } else { Vec::new() },
            l1_owed: 0.0,
            scale: 1.0,
            w,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.w.len()
    }

    pub(super) fn is_finite(&self) -> bool {
        self.w.iter().all(|w| w.is_finite())
    }

    /// Σ scale·w·x, the scale last.
    pub(super) fn dot(&self, x: &[f64]) -> f64 {
        self.unscaled_dot(x) * self.scale
    }

    pub(super) fn unscaled_dot(&self, x: &[f64]) -> f64 {
        let mut sum = 0.0;
        for (w, x) in self.w.iter().zip(x) {
            sum += w * x;
        }
        sum
    }

    /// One weight; 0 if there is none of that index.
    pub(super) fn weight(&self, j: usize) -> f64 {
        self.w.get(j).map_or(0.0, |w| self.scale * w)
    }

    /// One weight's mean. scikit-learn leaves the sum to BLAS, which fuses it on some processors and not on
    /// others; so averages agree less well where a strong l2 penalty makes the sum cancel.
    pub(super) fn average(&self, j: usize) -> f64 {
        match (self.averaged.get(j), self.w.get(j)) {
            (Some(&a), Some(&w)) => fma64(self.average_of_w, w, a) * (1.0 / self.average_divisor),
            _ => 0.0,
        }
    }

    /// (1 − l1_ratio)·½|w|² + l1_ratio·Σ|w|.
    pub(super) fn penalty(&self, l1_ratio: f64) -> f64 {
        let norm = self.squared_norm.sqrt();
        (1.0 - l1_ratio) * 0.5 * (norm * norm) + l1_ratio * self.l1_norm
    }

    /// Multiplies all weights by a factor ≥ 0.
    pub(super) fn shrink(&mut self, factor: f64) {
        self.scale *= factor;
        self.squared_norm *= factor * factor;
        self.l1_norm *= factor;
        // Before the scale loses its digits, it is multiplied out.
        if self.scale < 1e-9 {
            if !self.averaged.is_empty() {
                for j in 0..self.w.len() {
                    self.averaged[j] = self.average(j);
                }
                self.average_of_w = 0.0;
                self.average_divisor = 1.0;
            }
            for w in &mut self.w {
                *w *= self.scale;
            }
            self.scale = 1.0;
        }
    }

    /// Adds step·x.
    pub(super) fn add(&mut self, x: &[f64], step: f64) {
        let c = step / self.scale;
        let (mut squares, mut magnitudes) = (0.0, 0.0);
        for (w, x) in self.w.iter_mut().zip(x) {
            *w += x * c;
            squares += *w * *w;
            magnitudes += w.abs();
        }
        self.squared_norm = squares * (self.scale * self.scale);
        self.l1_norm = magnitudes * self.scale;
    }

    /// Takes the weights, to which step·x was just added, into the average as its `count`-th.
    pub(super) fn add_to_average(&mut self, x: &[f64], step: f64, count: f64) {
        let share = 1.0 / count;
        for (a, x) in self.averaged.iter_mut().zip(x) {
            *a += self.average_of_w * x * (-step / self.scale);
        }
        if count > 1.0 {
            self.average_divisor /= 1.0 - share;
        }
        self.average_of_w += share * self.average_divisor * self.scale;
    }

    /// The l1 penalty by cumulative truncation (Tsuruoka, Tsujii and Ananiadou): each weight moves towards 0 by
    /// what it owes, and stops there. `amount` is what this update adds to the debt.
    pub(super) fn truncate(&mut self, amount: f64) {
        self.l1_owed += amount;
        for (w, paid) in self.w.iter_mut().zip(&mut self.l1_paid) {
            let before = *w;
            if self.scale * before > 0.0 {
                *w = (before - (self.l1_owed + *paid) / self.scale).max(0.0);
            } else if self.scale * before < 0.0 {
                *w = (before + (self.l1_owed - *paid) / self.scale).min(0.0);
            }
            *paid += self.scale * (*w - before);
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_scale_that_vanishes_is_multiplied_out_and_the_average_survives() {
        let mut v = WeightVector::new(vec![0.0], Some(vec![0.0]), false);
        v.add(&[1.0], 4.0);
        v.add_to_average(&[1.0], 4.0, 1.0);
        v.shrink(0.0);
        assert_eq!((v.weight(0), v.average(0)), (0.0, 4.0));
        v.add(&[1.0], 2.0);
        v.add_to_average(&[1.0], 2.0, 2.0);
        assert_eq!((v.weight(0), v.average(0)), (2.0, 3.0));
    }

    #[test]
    fn truncation_stops_at_zero() {
        let mut v = WeightVector::new(vec![1.0, -1.0, 0.25], None, true);
        v.truncate(0.5);
        assert_eq!((v.weight(0), v.weight(1), v.weight(2)), (0.5, -0.5, 0.0));
        v.truncate(0.25);
        assert_eq!((v.weight(0), v.weight(1), v.weight(2)), (0.25, -0.25, 0.0));
    }
}
