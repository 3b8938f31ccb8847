//! Linear models with an answer of their own: least squares by QR.

mod compensated;
mod least_squares;
mod lstsq;

pub use least_squares::{Fit, least_squares};
pub use lstsq::{Solution, lstsq};
