//! The two floating-point types a tensor can hold, float32 and float64, behind one trait.
//!
//! The fused path computes in the type itself; the tape keeps every value widened to `f64` and rounds once after
//! each operation ([`Dtype::round`]). For +, −, ×, ÷ and the square root the two give the same bits: a double has
//! more than 2·24 + 2 digits, so rounding twice is innocuous.

use crate::fma::{fma32, fma64};
use std::fmt;
use std::ops::{Add, Div, Mul, Neg, Sub};
use wide::{f32x4, f64x2};

/// Element type of a tensor, with PyTorch's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dtype {
    /// IEEE 754 binary32, `torch.float32`.
    Float32,
    /// IEEE 754 binary64, `torch.float64`.
    Float64,
}

impl Dtype {
    /// `float32` or `float64`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Float32 => "float32",
            Self::Float64 => "float64",
        }
    }

    /// The nearest value of this type, widened back to `f64`.
    #[inline(always)]
    pub fn round(self, value: f64) -> f64 {
        match self {
            Self::Float32 => f64::from(value as f32),
            Self::Float64 => value,
        }
    }

    /// Rounds each value to this type.
    #[inline(always)]
    pub(crate) fn round_all(self, values: &mut [f64]) {
        if self == Self::Float32 {
            to_float32(values);
        }
    }

    /// `a·b + c` rounded once to this type; the inputs are values of this type.
    #[inline]
    pub fn fma(self, a: f64, b: f64, c: f64) -> f64 {
        match self {
            Self::Float32 => fma32(a, b, c),
            Self::Float64 => fma64(a, b, c),
        }
    }
}

#[inline(never)]
fn to_float32(values: &mut [f64]) {
    values.iter_mut().for_each(|value| *value = Dtype::Float32.round(*value));
}

impl fmt::Display for Dtype {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// `f32` or `f64`, as far as the training loops need it.
pub(crate) trait Real:
    Copy
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// Elements side by side in one register: half a row of the lanes of [`sum`](crate::sum).
    type Vector: Copy + Add<Output = Self::Vector> + Sub<Output = Self::Vector> + Mul<Output = Self::Vector>;
    const DTYPE: Dtype;
    const ZERO: Self;
    const TWO: Self;
    /// Rounds to nearest, ties to even.
    fn from_f64(value: f64) -> Self;
    fn to_f64(self) -> f64;
    /// `a·b + c`, rounded once.
    fn fma(a: Self, b: Self, c: Self) -> Self;
    /// The same number throughout.
    fn splat(value: Self) -> Self::Vector;
}

impl Real for f32 {
    type Vector = f32x4;
    const DTYPE: Dtype = Dtype::Float32;
    const ZERO: Self = 0.0;
    const TWO: Self = 2.0;
    #[inline(always)]
    fn from_f64(value: f64) -> Self {
        value as f32
    }
    #[inline(always)]
    fn to_f64(self) -> f64 {
        f64::from(self)
    }
    #[inline(always)]
    fn fma(a: Self, b: Self, c: Self) -> Self {
        fma32(f64::from(a), f64::from(b), f64::from(c)) as f32
    }
    #[inline(always)]
    fn splat(value: Self) -> f32x4 {
        f32x4::splat(value)
    }
}

impl Real for f64 {
    type Vector = f64x2;
    const DTYPE: Dtype = Dtype::Float64;
    const ZERO: Self = 0.0;
    const TWO: Self = 2.0;
    #[inline(always)]
    fn from_f64(value: f64) -> Self {
        value
    }
    #[inline(always)]
    fn to_f64(self) -> f64 {
        self
    }
    #[inline(always)]
    fn fma(a: Self, b: Self, c: Self) -> Self {
        fma64(a, b, c)
    }
    #[inline(always)]
    fn splat(value: Self) -> f64x2 {
        f64x2::splat(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_float32_value_is_rounded_once_and_widened() {
        assert_eq!(Dtype::Float32.round(0.1), 0.100_000_001_490_116_12);
        assert_eq!(Dtype::Float64.round(0.1), 0.1);
    }
}
