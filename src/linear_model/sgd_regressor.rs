//! scikit-learn 1.9's `SGDRegressor` with `loss="squared_error"` on dense float64: its options and its loop.
//!
//! What one sample does to the weights stands in [`SgdFit`]; the loop here drives it to the end. Other losses,
//! sample weights, sparse data and warm starts are left out.
//! <https://scikit-learn.org/stable/modules/generated/sklearn.linear_model.SGDRegressor.html>

use super::least_squares::largest;
use super::sgd_fit::{SgdFit, Verdict};
use crate::decimal::Plain;
use crate::{Error, Result};

/// The `penalty` of [`SgdRegressor`]; scikit-learn's `None` is Rust's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Penalty {
    /// `"l2"`: α·½|w|².
    L2,
    /// `"l1"`: α·Σ|w|, by truncated gradients.
    L1,
    /// `"elasticnet"`: α·((1 − l1_ratio)·½|w|² + l1_ratio·Σ|w|).
    ElasticNet,
}

impl Penalty {
    /// scikit-learn's name, e.g. `l2`.
    pub fn name(self) -> &'static str {
        match self {
            Self::L2 => "l2",
            Self::L1 => "l1",
            Self::ElasticNet => "elasticnet",
        }
    }
}

/// The `learning_rate` schedule of [`SgdRegressor`]: the step size at the t-th update, t from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LearningRate {
    /// `"constant"`: eta0.
    Constant,
    /// `"optimal"`: 1/(α·(t₀ + t − 1)), with t₀ by Bottou's heuristic. eta0 is not used.
    Optimal,
    /// `"invscaling"`: eta0/t^power_t.
    InvScaling,
    /// `"adaptive"`: eta0, divided by 5 each time training stops getting better.
    Adaptive,
}

impl LearningRate {
    /// scikit-learn's name, e.g. `invscaling`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Constant => "constant",
            Self::Optimal => "optimal",
            Self::InvScaling => "invscaling",
            Self::Adaptive => "adaptive",
        }
    }
}

/// The options, with scikit-learn's names, defaults and ranges.
#[derive(Debug, Clone, PartialEq)]
pub struct SgdRegressor {
    /// The penalty on the weights (never on the intercept). Default l2.
    pub penalty: Option<Penalty>,
    /// Strength of the penalty, ≥ 0; above 0 for `Optimal`. Default 1e-4.
    pub alpha: f64,
    /// Share of l1 in `ElasticNet`, 0 … 1. Default 0.15.
    pub l1_ratio: f64,
    /// Whether to learn an intercept. Default true.
    pub fit_intercept: bool,
    /// The most epochs, ≥ 1. Default 1000.
    pub max_iter: u32,
    /// An epoch counts as bad unless it beats the best one by this much, ≥ 0; `None`: never stop early. Default 1e-3.
    pub tol: Option<f64>,
    /// Whether to shuffle before each epoch. Default true.
    pub shuffle: bool,
    /// Seed, as an int given to scikit-learn. Default 0 (scikit-learn's own default is to have none).
    pub random_state: u32,
    /// The schedule of step sizes. Default `InvScaling`.
    pub learning_rate: LearningRate,
    /// First step size, > 0. Default 0.01.
    pub eta0: f64,
    /// Exponent of `InvScaling`, finite. Default 0.25.
    pub power_t: f64,
    /// Whether to judge epochs by R² of rows held out. Default false.
    pub early_stopping: bool,
    /// Share of the rows to hold out, within 0 … 1. Default 0.1.
    pub validation_fraction: f64,
    /// Bad epochs in a row that end the training, ≥ 1. Default 5.
    pub n_iter_no_change: u32,
    /// Report the average of the weights from this update on; 0 is scikit-learn's `False`, 1 its `True`. Default 0.
    pub average: u32,
}

impl Default for SgdRegressor {
    fn default() -> Self {
        Self {
            penalty: Some(Penalty::L2),
            alpha: 1e-4,
            l1_ratio: 0.15,
            fit_intercept: true,
            max_iter: 1000,
            tol: Some(1e-3),
            shuffle: true,
            random_state: 0,
            learning_rate: LearningRate::InvScaling,
            eta0: 0.01,
            power_t: 0.25,
            early_stopping: false,
            validation_fraction: 0.1,
            n_iter_no_change: 5,
            average: 0,
        }
    }
}

/// What was learned: scikit-learn's attributes `coef_`, `intercept_`, `n_iter_` and `t_`.
#[derive(Debug, Clone, PartialEq)]
pub struct FitResult {
    /// Weights, shape `(n_features,)`; averaged ones where scikit-learn reports those.
    pub coef: Vec<f64>,
    /// Intercept; 0 without `fit_intercept`.
    pub intercept: f64,
    /// Epochs run by the last call.
    pub n_iter: u32,
    /// 1 + epochs·rows, over all calls.
    pub t: f64,
    /// The epoch, from 1, in which a weight stopped being finite, where scikit-learn raises "Floating-point
    /// under-/overflow occurred at epoch #…". All else is then as after the epoch before.
    pub overflow: Option<u32>,
    /// Where [`SgdRegressor::partial_fit`] goes on.
    machine: SgdFit,
}

impl SgdRegressor {
    /// Checks every option.
    ///
    /// # Errors
    /// [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) or [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange), naming the option, its value and the range.
    pub fn validate(&self) -> Result<()> {
        let within = |field: &str, value: f64, range: &str, holds: bool| {
            Error::unless_finite(field, value)?;
            if holds { Ok(()) } else { Err(Error::out_of_range(field, Plain(value), range)) }
        };
        within("alpha", self.alpha, "at least 0", self.alpha >= 0.0)?;
        if self.learning_rate == LearningRate::Optimal {
            within("alpha", self.alpha, "above 0 for learning_rate optimal", self.alpha > 0.0)?;
        }
        within("l1_ratio", self.l1_ratio, "between 0 and 1", (0.0..=1.0).contains(&self.l1_ratio))?;
        within("eta0", self.eta0, "above 0", self.eta0 > 0.0)?;
        within("power_t", self.power_t, "a finite number", true)?;
        if let Some(tol) = self.tol {
            within("tol", tol, "at least 0", tol >= 0.0)?;
        }
        let share = self.validation_fraction;
        within("validation_fraction", share, "above 0 and below 1", share > 0.0 && share < 1.0)?;
        for (field, count) in [("max_iter", self.max_iter), ("n_iter_no_change", self.n_iter_no_change)] {
            within(field, f64::from(count), "a whole number, at least 1", count >= 1)?;
        }
        Ok(())
    }

    /// `fit(X, y)`: trains from zero to the end. `x` is row-major of shape `(rows, n_features)`, `y` of `(rows,)`.
    ///
    /// Weights agree with scikit-learn's to 1e-12, epochs exactly; a schedule that diverges is chaotic and agrees
    /// only as long as its rounding errors do.
    ///
    /// # Errors
    /// As [`validate`](Self::validate); [`ErrorKind::Empty`](crate::ErrorKind::Empty), [`ErrorKind::LengthMismatch`](crate::ErrorKind::LengthMismatch) and [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) for
    /// the data; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if `early_stopping` would leave no row to train on. Weights that overflow
    /// are no error: see [`FitResult::overflow`].
    pub fn fit(&self, x: &[f64], y: &[f64], n_features: usize) -> Result<FitResult> {
        check_data(x, y, n_features)?;
        Ok(run(SgdFit::new(self, y.len(), n_features)?, x, y))
    }

    /// `partial_fit(X, y)`: one more epoch, going on from `previous` (`None`: from zero).
    ///
    /// As in scikit-learn the order starts over from the rows as given, and `Adaptive` from eta0; t goes on.
    ///
    /// # Errors
    /// As [`fit`](Self::fit); also [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for `early_stopping`, and [`ErrorKind::LengthMismatch`](crate::ErrorKind::LengthMismatch) if
    /// the number of features changed.
    pub fn partial_fit(
        &self,
        previous: Option<&FitResult>,
        x: &[f64],
        y: &[f64],
        n_features: usize,
    ) -> Result<FitResult> {
        if self.early_stopping {
            return Err(Error::out_of_range("early_stopping", true, "false for partial_fit"));
        }
        check_data(x, y, n_features)?;
        let once = Self { max_iter: 1, ..self.clone() };
        let machine = match previous {
            None => SgdFit::new(&once, y.len(), n_features)?,
            Some(previous) => SgdFit::resume(&once, y.len(), n_features, &previous.machine)?,
        };
        Ok(run(machine, x, y))
    }
}

/// The loop: epochs of samples until a verdict.
fn run(mut machine: SgdFit, x: &[f64], y: &[f64]) -> FitResult {
    let p = machine.n_features();
    let mut order = Vec::new();
    let mut finite = machine.clone();
    let overflow = loop {
        machine.begin_epoch(&mut order);
        for &row in &order {
            let i = row as usize;
            if machine.is_held_out(row) {
                continue;
            }
            let features = &x[i * p..(i + 1) * p];
            let prediction = machine.forward(features);
            machine.descend(features, y[i], prediction);
        }
        match machine.decide(x, y) {
            Verdict::Continue => finite.clone_from(&machine),
            Verdict::Converged | Verdict::MaxIter => {
                finite = machine;
                break None;
            }
            Verdict::Overflow { epoch } => break Some(epoch),
        }
    };
    FitResult {
        coef: finite.coef(),
        intercept: finite.intercept(),
        n_iter: finite.n_iter(),
        t: finite.t(),
        overflow,
        machine: finite,
    }
}

fn check_data(x: &[f64], y: &[f64], n_features: usize) -> Result<()> {
    if n_features == 0 {
        return Err(Error::out_of_range("n_features", 0, "at least 1"));
    }
    if x.is_empty() {
        return Err(Error::empty("x"));
    }
    // As for a line: y has an element for each row. Only rows that are not whole are x's own fault.
    let (rows, rest) = (x.len() / n_features, x.len() % n_features);
    if rest != 0 {
        return Err(Error::length_mismatch("x", x.len(), y.len().saturating_mul(n_features)));
    }
    if y.len() != rows {
        return Err(Error::length_mismatch("y", y.len(), rows));
    }
    largest("x", x)?;
    largest("y", y)?;
    Ok(())
}
