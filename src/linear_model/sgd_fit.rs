//! One fit of `SGDRegressor` under way, driven sample by sample and statement by statement.
//!
//! It refuses rows and data of another size than it was made for.
//!
//! An update is three statements: forward ([`SgdFit::predict`]), loss ([`SgdFit::sample_loss`]) and update
//! ([`SgdFit::update`]). The machine owns its weights and borrows nothing, so a clone is a branch. It never sees
//! the data as a whole, except to score rows held out. The order of operations is scikit-learn's, since rounding
//! follows it.

use super::compensated::fourth_root;
use super::sgd_regressor::{LearningRate, Penalty, SgdRegressor};
use super::sgd_start::{held_out, optimal_t0, shuffle_seed, weight_vector};
use super::weight_vector::WeightVector;
use crate::data::MAX_VALUES;
use crate::elementary::pow;
use crate::{Error, Result};

/// What an epoch's end decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Go on with another epoch.
    Continue,
    /// `n_iter_no_change` epochs in a row were no better by `tol`: done.
    Converged,
    /// `max_iter` epochs have run: done.
    MaxIter,
    /// A weight or the intercept is not finite; scikit-learn raises "Floating-point under-/overflow occurred at
    /// epoch #…".
    Overflow {
        /// The epoch, from 1.
        epoch: u32,
    },
}

/// The state of a fit: weights, averages, step size, count of updates, and what the stopping rule remembers.
///
/// ```
/// use first_descent::linear_model::{SgdFit, SgdRegressor, Verdict};
/// let (x, y) = ([0.0, 1.0, 2.0], [1.0, 3.0, 5.0]);
/// let options = SgdRegressor { eta0: 0.1, tol: Some(1e-6), ..SgdRegressor::default() };
/// let mut fit = SgdFit::new(&options, x.len(), 1)?;
/// let mut order = Vec::new();
/// loop {
///     fit.begin_epoch(&mut order);
///     for &row in &order {
///         let (xi, yi) = (&x[row as usize..][..1], y[row as usize]);
///         let p = fit.predict(xi)?;
///         fit.update(xi, yi, p)?;
///     }
///     if fit.end_epoch(&x, &y)? != Verdict::Continue {
///         break;
///     }
/// }
/// assert!((fit.coef()[0] - 2.0).abs() < 0.05);
/// # Ok::<(), first_descent::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SgdFit {
    options: SgdRegressor,
    /// The l1 share that follows from the penalty: 0 for l2, 1 for l1.
    l1_ratio: f64,
    n_samples: usize,
    shuffle_seed: u32,
    /// Rows kept from training; empty without early stopping.
    held_out: Vec<bool>,

    weights: WeightVector,
    b: f64,
    averaged_b: f64,

    eta: f64,
    optimal_t0: f64,
    gradient: f64,
    /// Count of updates over all calls, from 1; of samples trained on.
    t: f64,
    /// t_ at the start of this call.
    first_t: f64,
    updates_in_epoch: u32,
    epochs: u32,
    objective: f64,
    best: f64,
    bad_epochs: u32,
}

impl SgdFit {
    /// A fit from zero weights on `n_samples` rows of `n_features`.
    ///
    /// # Errors
    /// As [`SgdRegressor::validate`]; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if there are no rows, more than
    /// [`MAX_VALUES`], no features, or if `early_stopping` would leave no row to train on;
    /// [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) if rows and features make more than [`MAX_VALUES`] values.
    pub fn new(options: &SgdRegressor, n_samples: usize, n_features: usize) -> Result<Self> {
        options.validate()?;
        if !(1..=MAX_VALUES).contains(&n_samples) {
            return Err(Error::out_of_range("n_samples", n_samples, format_args!("1 to {MAX_VALUES}")));
        }
        if n_features == 0 {
            return Err(Error::out_of_range("n_features", 0, "at least 1"));
        }
        if n_features > MAX_VALUES / n_samples {
            return Err(Error::too_large(
                "n_features",
                format_args!("{n_samples} x {n_features} values"),
                format_args!("{MAX_VALUES} values"),
            ));
        }
        let l1_ratio = match options.penalty {
            Some(Penalty::L1) => 1.0,
            Some(Penalty::ElasticNet) => options.l1_ratio,
            Some(Penalty::L2) | None => 0.0,
        };
        Ok(Self {
            l1_ratio,
            n_samples,
            shuffle_seed: shuffle_seed(options.random_state),
            held_out: held_out(options, n_samples as u32)?,
            weights: weight_vector(options, vec![0.0; n_features], vec![0.0; n_features]),
            b: 0.0,
            averaged_b: 0.0,
            eta: options.eta0,
            optimal_t0: optimal_t0(options.alpha),
            gradient: 0.0,
            t: 1.0,
            first_t: 1.0,
            updates_in_epoch: 0,
            epochs: 0,
            objective: 0.0,
            best: f64::INFINITY,
            bad_epochs: 0,
            options: options.clone(),
        })
    }

    /// A fit that takes over another's weights, averages and t, as `partial_fit` does; all else starts over.
    pub(super) fn resume(
        options: &SgdRegressor,
        n_samples: usize,
        n_features: usize,
        previous: &Self,
    ) -> Result<Self> {
        let mut fit = Self::new(options, n_samples, n_features)?;
        let old = &previous.weights;
        if old.len() != n_features {
            let (field, expected) = ("n_features".to_owned(), old.len());
            return Err(Error::length_mismatch(field, n_features, expected));
        }
        let all = 0..n_features;
        let averaged = all.clone().map(|j| old.average(j)).collect();
        fit.weights = weight_vector(options, all.map(|j| old.weight(j)).collect(), averaged);
        fit.b = previous.b;
        fit.averaged_b = previous.averaged_b;
        fit.t = previous.t();
        fit.first_t = fit.t;
        Ok(fit)
    }

    /// Starts an epoch: shuffles `order` if the options say so. scikit-learn shuffles the *previous* order, with
    /// the *same* seed each time; so hand in the one of the epoch before. One of another length (an empty one)
    /// is replaced by 0, 1, 2, … first. It holds the rows held out too: see [`is_held_out`](Self::is_held_out).
    pub fn begin_epoch(&mut self, order: &mut Vec<u32>) {
        if order.len() != self.n_samples {
            order.clear();
            order.extend((0..self.n_samples).map(|i| i as u32));
        }
        self.objective = 0.0;
        self.updates_in_epoch = 0;
        if self.options.shuffle {
            let mut state = self.shuffle_seed.max(1);
            let n = order.len();
            for i in 0..n - 1 {
                // Marsaglia's xorshift; 31 bits of it, as C's rand_r would give.
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                order.swap(i, i + (state & 0x7fff_ffff) as usize % (n - i));
            }
        }
    }

    /// Whether early stopping keeps this row from training; such rows of an order are skipped.
    pub fn is_held_out(&self, row: u32) -> bool {
        self.held_out.get(row as usize) == Some(&true)
    }

    /// Forward: the prediction for one row of `n_features` values.
    ///
    /// # Errors
    /// [`ErrorKind::LengthMismatch`](crate::ErrorKind::LengthMismatch) for a row of another length.
    pub fn predict(&self, x: &[f64]) -> Result<f64> {
        self.check_row(x)?;
        Ok(self.forward(x))
    }

    /// [`predict`](Self::predict) for a row that is known to be one.
    pub(crate) fn forward(&self, x: &[f64]) -> f64 {
        self.weights.dot(x) + self.b
    }

    /// Loss: ½(p − y)² of one sample, without the penalty.
    pub fn sample_loss(p: f64, y: f64) -> f64 {
        0.5 * (p - y) * (p - y)
    }

    /// Update: moves weights and intercept against the gradient for one row, given its prediction.
    ///
    /// # Errors
    /// [`ErrorKind::LengthMismatch`](crate::ErrorKind::LengthMismatch) for a row of another length; nothing has moved then.
    pub fn update(&mut self, x: &[f64], y: f64, p: f64) -> Result<()> {
        self.check_row(x)?;
        self.descend(x, y, p);
        Ok(())
    }

    /// [`update`](Self::update) by a row that is known to be one.
    pub(crate) fn descend(&mut self, x: &[f64], y: f64, p: f64) {
        let SgdRegressor { penalty, alpha, eta0, power_t, fit_intercept, learning_rate, average, .. } =
            self.options;
        match learning_rate {
            LearningRate::Constant | LearningRate::Adaptive => {}
            LearningRate::Optimal => self.eta = 1.0 / (alpha * (self.optimal_t0 + self.t - 1.0)),
            // The default exponent has a shorter way to the same bits; the power would be most of the time.
            LearningRate::InvScaling if power_t == 0.25 => self.eta = eta0 / fourth_root(self.t),
            LearningRate::InvScaling => self.eta = eta0 / pow(self.t, power_t),
        }
        self.objective += Self::sample_loss(p, y);
        if penalty.is_some() {
            self.objective += alpha * self.weights.penalty(self.l1_ratio);
        }

        self.gradient = (p - y).clamp(-1e12, 1e12);
        let step = -self.eta * self.gradient;
        if matches!(penalty, Some(Penalty::L2 | Penalty::ElasticNet)) {
            self.weights.shrink(self.shrinking(self.eta));
        }
        if step != 0.0 {
            self.weights.add(x, step);
            if fit_intercept {
                self.b += step;
            }
        }
        let first_averaged = f64::from(average);
        if average > 0 && first_averaged <= self.t {
            let count = self.t - first_averaged + 1.0;
            self.weights.add_to_average(x, step, count);
            self.averaged_b += (self.b - self.averaged_b) / count;
        }
        if matches!(penalty, Some(Penalty::L1 | Penalty::ElasticNet)) {
            self.weights.truncate(self.l1_ratio * self.eta * alpha);
        }
        self.t += 1.0;
        self.updates_in_epoch += 1;
    }

    /// What an l2 penalty leaves of each weight in an update of this step size.
    fn shrinking(&self, eta: f64) -> f64 {
        (1.0 - (1.0 - self.l1_ratio) * eta * self.options.alpha).max(0.0)
    }

    /// The first weight as an update of this step size would shrink it, before it moves.
    pub(crate) fn shrunk(mut self, eta: f64) -> f64 {
        if matches!(self.options.penalty, Some(Penalty::L2 | Penalty::ElasticNet)) {
            self.weights.shrink(self.shrinking(eta));
        }
        self.weights.weight(0)
    }

    /// Ends an epoch and decides. `x` (row-major) and `y` are the whole data; they are read only to score the
    /// rows held out for early stopping.
    ///
    /// # Errors
    /// [`ErrorKind::LengthMismatch`](crate::ErrorKind::LengthMismatch) unless they are as long as [`new`](Self::new) was told; the
    /// epoch goes on then.
    pub fn end_epoch(&mut self, x: &[f64], y: &[f64]) -> Result<Verdict> {
        let rows = self.n_samples;
        for (field, values, expected) in [("y", y, rows), ("x", x, rows.saturating_mul(self.n_features()))] {
            if values.len() != expected {
                return Err(Error::length_mismatch(field, values.len(), expected));
            }
        }
        Ok(self.decide(x, y))
    }

    /// [`end_epoch`](Self::end_epoch) with data that are known to be whole.
    pub(crate) fn decide(&mut self, x: &[f64], y: &[f64]) -> Verdict {
        let updates = f64::from(self.updates_in_epoch);
        self.updates_in_epoch = 0;
        self.epochs += 1;
        if !(self.b.is_finite() && self.weights.is_finite()) {
            return Verdict::Overflow { epoch: self.epochs };
        }
        let score = if self.held_out.is_empty() { self.objective / updates } else { -self.held_out_r2(x, y) };
        // Written so that a score that is NaN counts as good, as in scikit-learn.
        match self.options.tol {
            Some(tol) if score > self.best - tol => self.bad_epochs += 1,
            _ => self.bad_epochs = 0,
        }
        if score < self.best {
            self.best = score;
        }
        if self.bad_epochs >= self.options.n_iter_no_change {
            if self.options.learning_rate != LearningRate::Adaptive || self.eta <= 1e-6 {
                return Verdict::Converged;
            }
            self.eta /= 5.0;
            self.bad_epochs = 0;
        }
        if self.epochs >= self.options.max_iter { Verdict::MaxIter } else { Verdict::Continue }
    }

    /// Number of features.
    pub fn n_features(&self) -> usize {
        self.weights.len()
    }

    /// The weights as scikit-learn would report them now, shape `(n_features,)`.
    pub fn coef(&self) -> Vec<f64> {
        (0..self.weights.len()).map(|j| self.weight(j)).collect()
    }

    /// The `feature`-th of [`coef`](Self::coef), without allocating; 0 if there is no such feature.
    pub fn weight(&self, feature: usize) -> f64 {
        if self.reports_average() { self.weights.average(feature) } else { self.weights.weight(feature) }
    }

    /// The intercept as scikit-learn would report it now.
    pub fn intercept(&self) -> f64 {
        if self.reports_average() { self.averaged_b } else { self.b }
    }

    /// scikit-learn's `t_`: 1 + rows seen over all calls; ended epochs count the rows held out too.
    pub fn t(&self) -> f64 {
        self.first_t + f64::from(self.epochs) * self.n_samples as f64 + f64::from(self.updates_in_epoch)
    }

    /// scikit-learn's `n_iter_`: epochs ended in this call.
    pub fn n_iter(&self) -> u32 {
        self.epochs
    }

    /// The step size used last; eta0 before the first update. (`Adaptive`: after the end of an epoch, the next.)
    pub fn eta(&self) -> f64 {
        self.eta
    }

    /// p − y of the last update, clipped to ±10¹² as it was used: the gradient of the sample's loss with respect
    /// to the intercept, and times x with respect to the weights. 0 before the first update.
    pub fn gradient(&self) -> f64 {
        self.gradient
    }

    /// Sum over this epoch's samples so far of loss and penalty, each before its update.
    pub fn objective(&self) -> f64 {
        self.objective
    }

    fn check_row(&self, x: &[f64]) -> Result<()> {
        if x.len() == self.n_features() {
            return Ok(());
        }
        Err(Error::length_mismatch("x", x.len(), self.n_features()))
    }

    fn reports_average(&self) -> bool {
        self.options.average > 0 && f64::from(self.options.average) <= self.t() - 1.0
    }

    /// R² on the rows held out, by the weights *without* their scale: scikit-learn's slip, kept. 1 or 0 for
    /// constant y, NaN for a single row, as its `r2_score`.
    fn held_out_r2(&self, x: &[f64], y: &[f64]) -> f64 {
        let p = self.weights.len();
        let rows = || self.held_out.iter().zip(y).enumerate().filter(|(_, (held_out, _))| **held_out);
        let (count, sum) = rows().fold((0.0, 0.0), |(n, sum), (_, (_, y))| (n + 1.0, sum + y));
        if count < 2.0 {
            return f64::NAN;
        }
        let mean = sum / count;
        let (mut rss, mut tss) = (0.0, 0.0);
        for (i, (_, y)) in rows() {
            let r = y - (self.weights.unscaled_dot(&x[i * p..(i + 1) * p]) + self.b);
            rss += r * r;
            tss += (y - mean) * (y - mean);
        }
        match (rss == 0.0, tss == 0.0) {
            (true, true) => 1.0,
            (false, true) => 0.0,
            _ => 1.0 - rss / tss,
        }
    }
}
