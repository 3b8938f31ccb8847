//! The loss over a grid of lines: the bowl that training walks down.
//!
//! Refuses points that are empty, of different lengths or not finite, and grids without cells or with more than
//! [`MAX_CELLS`].

use crate::error::{Error, Result};
use crate::linear_model::Quadratic;

/// Most cells of one surface: 4 194 304, 32 MiB of values.
pub const MAX_CELLS: usize = 1 << 22;

/// `count` values from `low` to `high`, both included, evenly spaced; `low` alone for a count of 1. `high` may lie
/// below `low`.
pub type Bounds = (f64, f64, usize);

/// The mean squared error over all points, for every line of a grid: row i holds `b[i]`, column j holds `w[j]`, row-major.
///
/// `x` and `y` have shape `(n,)`. The squares are averaged as by `torch.nn.MSELoss()` in double precision; each value is
/// within 1e-12 of itself, or within rounding of a residual where that is more. +∞ beyond float64's range, never NaN.
/// Takes n + cells steps.
///
/// # Errors
/// [`ErrorKind::Empty`](crate::ErrorKind::Empty), [`ErrorKind::LengthMismatch`](crate::ErrorKind::LengthMismatch) and [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) for the points, [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) and
/// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for the bounds, [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) above [`MAX_CELLS`].
pub fn loss_surface(x: &[f64], y: &[f64], w: Bounds, b: Bounds) -> Result<Vec<f64>> {
    check_points(x, y)?;
    check_bounds("w", w)?;
    check_bounds("b", b)?;
    if w.2.checked_mul(b.2).is_none_or(|cells| cells > MAX_CELLS) {
        return Err(Error::too_large(
            "w[2]",
            format_args!("{} by {} cells", w.2, b.2),
            format_args!("{MAX_CELLS} cells"),
        ));
    }
    let quadratic = Quadratic::of(x, y);
    let slopes: Vec<f64> = (0..w.2).map(|j| grid_value(w, j)).collect();
    let rows = (0..b.2).map(|i| grid_value(b, i));
    Ok(rows.flat_map(|b| slopes.iter().map(move |&w| quadratic.at(w, b))).collect())
}

/// The `k`-th value. Weighted ends rather than steps: both ends come out exactly, and `high − low` can't overflow.
fn grid_value((low, high, count): Bounds, k: usize) -> f64 {
    if count == 1 {
        return low;
    }
    let share = k as f64 / (count - 1) as f64;
    low * (1.0 - share) + high * share
}

fn check_bounds(field: &str, (low, high, count): Bounds) -> Result<()> {
    Error::unless_finite(&format!("{field}[0]"), low)?;
    Error::unless_finite(&format!("{field}[1]"), high)?;
    match count {
        0 => Err(Error::out_of_range(format_args!("{field}[2]"), count, "a whole number, 1 or more")),
        _ => Ok(()),
    }
}

/// Refuses points that no loss is defined for.
pub(super) fn check_points(x: &[f64], y: &[f64]) -> Result<()> {
    if x.is_empty() {
        return Err(Error::empty("x"));
    }
    if x.len() != y.len() {
        return Err(Error::length_mismatch("y", y.len(), x.len()));
    }
    for (name, values) in [("x", x), ("y", y)] {
        if let Some(i) = values.iter().position(|value| !value.is_finite()) {
            return Err(Error::not_finite(format_args!("{name}[{i}]"), values[i]));
        }
    }
    Ok(())
}
