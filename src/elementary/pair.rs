//! Numbers of about 106 bits: the unevaluated sum of two doubles, after Dekker and Knuth.
//!
//! Bounds are for operands whose products stay between 2^-900 and 2^900; nothing here looks for infinities or NaN.

use crate::fma::{two_product, two_sum};

/// `hi + lo`, with `hi` that sum rounded to a double.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    pub(super) hi: f64,
    pub(super) lo: f64,
}

/// `a + b` rounded, and exactly what the rounding lost, if `a` is 0 or at least as large as `b`.
#[inline]
pub(super) const fn quick_two_sum(a: f64, b: f64) -> Pair {
    let hi = a + b;
    Pair { hi, lo: b - (hi - a) }
}

impl Pair {
    #[inline]
    pub(super) const fn new(hi: f64) -> Self {
        Self { hi, lo: 0.0 }
    }

    /// 1/n, for a small integer n.
    pub(super) const fn reciprocal(n: f64) -> Self {
        Self::new(1.0).div(Self::new(n))
    }

    /// To about 2^-105 of the larger operand: as good as exact where one outweighs the other.
    #[inline]
    pub(super) const fn add(self, other: Self) -> Self {
        let (sum, error) = two_sum(self.hi, other.hi);
        quick_two_sum(sum, error + (self.lo + other.lo))
    }

    #[inline]
    pub(super) const fn neg(self) -> Self {
        Self { hi: -self.hi, lo: -self.lo }
    }

    /// To about 2^-103 of the product.
    #[inline]
    pub(super) const fn mul(self, other: Self) -> Self {
        let (product, error) = two_product(self.hi, other.hi);
        quick_two_sum(product, error + (self.hi * other.lo + self.lo * other.hi))
    }

    /// To about 2^-102 of the quotient: one quotient of doubles, and that of its remainder.
    #[inline]
    pub(super) const fn div(self, other: Self) -> Self {
        let quotient = self.hi / other.hi;
        let (product, error) = two_product(quotient, other.hi);
        let remainder = ((self.hi - product) - error) + (self.lo - quotient * other.lo);
        quick_two_sum(quotient, remainder / other.hi)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_third_is_known_to_106_bits() {
        // 1/3 = (1 + 2^-2 + 2^-4 + …)/4: the second double is the first, 54 binary places down.
        let third = Pair::reciprocal(3.0);
        assert_eq!(third.hi, 1.0 / 3.0);
        assert_eq!(third.lo, third.hi * 2.0_f64.powi(-54));
    }

    #[test]
    fn a_square_less_itself_is_nothing_and_divided_by_its_root_is_the_root() {
        let a = Pair { hi: 1.0 + f64::EPSILON, lo: f64::EPSILON * f64::EPSILON };
        let square = a.mul(a);
        assert_eq!(square.add(square.neg()), Pair::new(0.0));
        let back = square.div(a).add(a.neg());
        assert!(back.hi.abs() < 2.0_f64.powi(-102), "{back:?}");
    }
}
