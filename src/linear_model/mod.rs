//! Linear models with an answer of their own: least squares by QR, and scikit-learn's `SGDRegressor`.
//!
//! Both use only +, −, ×, ÷, square roots and one pure-Rust power function, so that every target gives the
//! same bits.

mod compensated;
mod least_squares;
mod lstsq;
mod quadratic;
mod sgd_fit;
mod sgd_regressor;
mod sgd_start;
mod weight_vector;

pub use least_squares::{Fit, least_squares};
pub use lstsq::{Solution, lstsq};
pub(crate) use quadratic::Quadratic;
pub use sgd_fit::{SgdFit, Verdict};
pub use sgd_regressor::{FitResult, LearningRate, Penalty, SgdRegressor};
