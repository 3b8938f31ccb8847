//! Sums and products that keep what rounding takes away, for residuals of least squares.
//!
//! A product is split by Veltkamp and Dekker instead of `f64::mul_add`: WebAssembly has no fused instruction,
//! so `mul_add` there is a slow call. Both are exact. Splitting overflows above 2^996; callers scale first.

use crate::fma::{two_product, two_sum};

/// A running sum of numbers and products, as good as if summed in twice the precision (Ogita, Rump and Oishi's
/// `Sum2` and `Dot2`).
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    high: f64,
    low: f64,
}

impl Sum {
    pub(super) fn of(values: impl Iterator<Item = f64>) -> Self {
        let mut sum = Self::default();
        for v in values {
            sum.add(v);
        }
        sum
    }

    pub(super) fn add(&mut self, v: f64) {
        let (s, e) = two_sum(self.high, v);
        self.high = s;
        self.low += e;
    }

    pub(super) fn add_product(&mut self, a: f64, b: f64) {
        let (p, e) = two_product(a, b);
        self.add(p);
        self.low += e;
    }

    /// The sum rounded once.
    pub(super) fn value(self) -> f64 {
        self.high + self.low
    }

    /// The sum divided by `n`, as a number and its remainder.
    pub(super) fn divided_by(self, n: f64) -> (f64, f64) {
        let (s, rest) = two_sum(self.high, self.low);
        let q = s / n;
        let (p, e) = two_product(q, n);
        (q, (((s - p) - e) + rest) / n)
    }
}

/// A power of two that brings `largest` (≥ 0, finite) near 1. Multiplying by it is exact unless a value far
/// below `largest` underflows. 1 for 0.
pub(super) fn power_of_two_near_reciprocal(largest: f64) -> f64 {
    if largest == 0.0 {
        return 1.0;
    }
    let biased = largest.to_bits() >> 52; // the sign bit is 0
    f64::from_bits((2046 - biased.clamp(1, 2045)) << 52)
}

/// t^¼ rounded once, for 1 ≤ t < 2^900, as `pow(t, 0.25)` gives it in a tenth of the time: two square
/// roots are off by a bit at most, and one Newton step with the remainder of the fourth power mends that.
pub(super) fn fourth_root(t: f64) -> f64 {
    let root = t.sqrt().sqrt();
    let (square, square_low) = two_product(root, root);
    let (fourth, fourth_low) = two_product(square, square);
    let remainder = ((t - fourth) - fourth_low) - 2.0 * square * square_low;
    root + remainder / (4.0 * square * root)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::elementary::pow;

    #[test]
    fn sums_and_products_keep_the_rounding_error() {
        assert_eq!(two_sum(1e16, 1.0), (1e16, 1.0));
        let a = 1.0 + f64::EPSILON; // (1 + ε)² = 1 + 2ε + ε²
        assert_eq!(two_product(a, a), (1.0 + 2.0 * f64::EPSILON, f64::EPSILON * f64::EPSILON));
    }

    #[test]
    fn a_sum_survives_cancellation() {
        assert_eq!(Sum::of([1e16, 1.0, -1e16].into_iter()).value(), 1.0);
    }

    #[test]
    fn scaling_brings_every_finite_number_near_one() {
        for v in [f64::MIN_POSITIVE, 1e-300, 0.3, 1.0, 7.0, 1e300, f64::MAX] {
            let scaled = v * power_of_two_near_reciprocal(v);
            assert!((1.0..4.0).contains(&scaled), "{v} became {scaled}");
        }
    }

    #[test]
    fn the_fourth_root_is_the_power() {
        let large = (0..10_000).map(|i| 2e6 + 9e11 * f64::from(i));
        for t in (1..100_000).map(f64::from).chain(large) {
            assert_eq!(fourth_root(t).to_bits(), pow(t, 0.25).to_bits(), "{t}");
        }
    }
}
