//! Fused multiply-add, `a·b + c` rounded once, with the same bits on every target.
//!
//! PyTorch's CPU kernels fuse; Rust never does so by itself, and on `wasm32` there is no such instruction:
//! `f64::mul_add` is then a call to integer software. These two give the same bits from ordinary double
//! arithmetic in the usual case, and hand the rest (ties, very large and very small numbers, NaN) to a slower
//! exact path. Neither allocates.

/// Below this magnitude a double may round to a subnormal float32, whose ties sit elsewhere: 2^-125.
const FLOAT32_SMALL: f64 = f64::from_bits((1023 - 125) << 52);

/// float32 `fma(a, b, c)` of float32 values held in doubles; the float32 result is held in a double too.
///
/// The product of two 24-bit numbers is exact in 53 bits, so only the sum is rounded before the final rounding
/// to float32. Rounding twice can go wrong only if the first result lies exactly halfway between two float32
/// numbers: its 29 bits beyond float32's fraction are then 1 and 28 zeros.
#[inline]
pub(crate) fn fma32(a: f64, b: f64, c: f64) -> f64 {
    let sum = a * b + c;
    let halfway = sum.to_bits() & 0x1fff_ffff == 0x1000_0000;
    if halfway || sum.abs() < FLOAT32_SMALL { fma32_to_odd(a * b, c) } else { f64::from(sum as f32) }
}

/// float32 of `product + c`, for any doubles, by rounding the sum to odd: the last bit then remembers that
/// something was cut off, and the second rounding cannot take it for a tie.
#[cold]
#[inline(never)]
fn fma32_to_odd(product: f64, c: f64) -> f64 {
    let (sum, error) = two_sum(product, c);
    // A sum of doubles that comes out as zero is exact, so an inexact `sum` has bits to step through.
    let inexact = sum.is_finite() && error != 0.0;
    let odd = if inexact && sum.to_bits() & 1 == 0 {
        let outward = (error > 0.0) == (sum > 0.0);
        f64::from_bits(if outward { sum.to_bits() + 1 } else { sum.to_bits() - 1 })
    } else {
        sum
    };
    f64::from(odd as f32)
}

/// Knuth's sum without a branch: `a + b` rounded, and exactly what the rounding lost.
#[inline]
pub(crate) const fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let b_part = sum - a;
    let a_part = sum - b_part;
    (sum, (a - a_part) + (b - b_part))
}

/// Dekker's split: the upper 26 bits and the rest, each short enough that their products are exact.
#[inline]
pub(crate) const fn split(a: f64) -> (f64, f64) {
    let scaled = a * 134_217_729.0; // 2^27 + 1
    let high = scaled - (scaled - a);
    (high, a - high)
}

/// `(p, e)` with `p = fl(a·b)` and `p + e = a·b` exactly, barring overflow and underflow (Dekker).
#[inline]
pub(crate) const fn two_product(a: f64, b: f64) -> (f64, f64) {
    let (ah, al) = split(a);
    let (bh, bl) = split(b);
    let p = a * b;
    (p, ((ah * bh - p) + ah * bl + al * bh) + al * bl)
}

/// Magnitudes for which neither the split nor the product's error leaves the normal range: 2^-900 to 2^900.
const MODERATE: std::ops::Range<f64> = f64::from_bits((1023 - 900) << 52)..f64::from_bits((1023 + 900) << 52);

/// float64 `fma(a, b, c)`.
///
/// With `p + e` the exact product (Dekker) and `s + t` the exact sum of `p` and `c` (Knuth), the result is the
/// rounded sum of `s`, `t` and `e`. `t + e` is rounded first. Rounding keeps order, and the midpoints between
/// two results, seen from `s`, are doubles themselves; so the answer can be wrong only if `s + (t + e)` is such
/// a midpoint. What the last sum lost is then half a step, a power of two. Powers of two (and zero) therefore
/// go to [`f64::mul_add`], everything else is done.
#[inline]
pub(crate) fn fma64(a: f64, b: f64, c: f64) -> f64 {
    let product = a * b;
    let moderate = MODERATE.contains(&product.abs())
        && a.abs() < MODERATE.end
        && b.abs() < MODERATE.end
        && c.abs() < MODERATE.end;
    if moderate {
        let (_, product_error) = two_product(a, b);
        let (sum, sum_error) = two_sum(product, c);
        let error = sum_error + product_error;
        let result = sum + error;
        let lost = error - (result - sum);
        if lost.to_bits() << 12 != 0 {
            return result;
        }
    }
    a.mul_add(b, c)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    /// Bits of a, b, c and of the answer, from exact rational arithmetic: ties and their neighbours, results at
    /// the edge of and inside the subnormal range, sums that overflow and sums that only seem to.
    const FLOAT32: &[[u64; 4]] = &[
        [0x3b40000020000000, 0x3b3fffffc0000000, 0x3800000040000000, 0x3800000040000000],
        [0x3b40000020000000, 0xbb3fffffc0000000, 0x3800000000000000, 0x3800000000000000],
        [0xbb40000020000000, 0x3b3fffffc0000000, 0x37ffffff80000000, 0x37ffffff80000000],
        [0x3ff0010000000000, 0x3ff0010000000000, 0x3c30000000000000, 0x3ff0020020000000],
        [0x3ff0010000000000, 0x3ff0010000000000, 0xbc30000000000000, 0x3ff0020000000000],
        [0x3ff0010000000000, 0x3ff0010000000000, 0x0000000000000000, 0x3ff0020000000000],
        [0x3ff0000020000000, 0x3e70000000000000, 0x3ff0000000000000, 0x3ff0000020000000],
        [0x3e70000000000000, 0x3ff0000000000000, 0x3ff0000000000000, 0x3ff0000000000000],
        [0x3e70000000000000, 0x3fefffffe0000000, 0x3ff0000000000000, 0x3ff0000000000000],
        [0x3e70000000000000, 0x3ff0000020000000, 0x3ff0000000000000, 0x3ff0000020000000],
        [0x3e70000000000000, 0x3ff0000020000000, 0x3ff0000020000000, 0x3ff0000040000000],
        [0x3b40000020000000, 0x3b40000020000000, 0x3800000000000000, 0x3800000040000000],
        [0xbb40000020000000, 0x3b40000020000000, 0x3800000000000000, 0x37ffffff80000000],
        [0x3b40000000000000, 0x3b40000000000000, 0x36a0000000000000, 0x36b0000000000000],
        [0x3b40000000000000, 0x3b40000000000000, 0x0000000000000000, 0x0000000000000000],
        [0x3b40000000000000, 0x3b40000020000000, 0x0000000000000000, 0x36a0000000000000],
        [0x39b0000000000000, 0x39b0000000000000, 0x36a0000000000000, 0x36a0000000000000],
        [0x47efffffe0000000, 0x3ff0000000000000, 0x4660000000000000, 0x7ff0000000000000],
        [0x47efffffe0000000, 0x3ff0000000000000, 0x465fffffe0000000, 0x47efffffe0000000],
        [0x47e0000000000000, 0x4000000000000000, 0xc7e0000000000000, 0x47e0000000000000],
        [0x47e0000000000000, 0x47e0000000000000, 0xc7e0000000000000, 0x7ff0000000000000],
        [0x4008000000000000, 0x36a0000000000000, 0x3810000000000000, 0x3810000060000000],
        [0x3fe0000000000000, 0x36b8000000000000, 0x380fffffc0000000, 0x3810000000000000],
        [0x3810000000000000, 0x3fefffffe0000000, 0x0000000000000000, 0x3810000000000000],
        [0x3c00000000000000, 0x3c00000000000000, 0xb6a0000000000000, 0x380fffffc0000000],
        [0x3800000000000000, 0x3e70000000000000, 0x380fffffc0000000, 0x380fffffc0000000],
    ];

    /// As above for float64; also whole cancellation, and products whose error would underflow.
    const FLOAT64: &[[u64; 4]] = &[
        [0x4120000200000000, 0x3b6ffffc00008000, 0x3ff0000000000000, 0x3ff0000000000001],
        [0x411ffffc00000000, 0x3b70000200004000, 0x3ff0000000000001, 0x3ff0000000000001],
        [0x4120000200000000, 0xbb5ffffc00008000, 0x3ff0000000000000, 0x3fefffffffffffff],
        [0x411ffffc00000000, 0xbb70000200004000, 0x3ff0000000000001, 0x3ff0000000000001],
        [0xc120000200000000, 0x3b5ffffc00008000, 0xc008000000000000, 0xc008000000000000],
        [0x3ff0000002000000, 0x3ff0000002000000, 0x3870000000000000, 0x3ff0000004000000],
        [0x3ff0000002000000, 0x3ff0000002000000, 0xb870000000000000, 0x3ff0000004000000],
        [0x3ff0000002000000, 0x3ff0000004000000, 0x0000000000000000, 0x3ff0000006000000],
        [0x3ca0000000000000, 0x3ff0000000000000, 0x3ff0000000000000, 0x3ff0000000000000],
        [0x3ca0000000000000, 0x3ff0000000000001, 0x3ff0000000000000, 0x3ff0000000000001],
        [0x3ca0000000000000, 0x3fefffffffffffff, 0x3ff0000000000000, 0x3ff0000000000000],
        [0x3ca0000000000000, 0x3ff0000000000001, 0x3ff0000000000001, 0x3ff0000000000002],
        [0x3ca0000000000000, 0x3fefffffffffffff, 0x3ff0000000000001, 0x3ff0000000000001],
        [0x3ff0000000000001, 0x3fefffffffffffff, 0xbff0000000000000, 0x3c9ffffffffffffe],
        [0x3fb999999999999a, 0x4024000000000000, 0xbff0000000000000, 0x3c90000000000000],
        [0x3fd5555555555555, 0x4008000000000000, 0xbff0000000000000, 0xbc90000000000000],
        [0x3ff0000000400000, 0x3fefffffff800000, 0xbff0000000000000, 0xbc30000000000000],
        [0x1e60000000000001, 0x1e60000000000001, 0x0010000000000000, 0x0010000000000001],
        [0x9e30000000000000, 0x1e30000000000000, 0x0010000000000000, 0x0010000000000000],
        [0x1e60000000000000, 0x1e50000000000000, 0x0000000000000001, 0x0000000000000002],
        [0x1e60000000000000, 0x1e50000000000000, 0x0000000000000000, 0x0000000000000000],
        [0x7e70000000000000, 0x7e70000000000000, 0xfe70000000000000, 0x7ff0000000000000],
        [0x7e70000000000000, 0x416fffffffffffff, 0x7c90000000000000, 0x7ff0000000000000],
        [0x7e70000000000000, 0x416fffffffffffff, 0x7c80000000000000, 0x7fefffffffffffff],
        [0x7fe0000000000000, 0x4000000000000000, 0xffe0000000000000, 0x7fe0000000000000],
        [0x7b50000000000001, 0x0490000000000001, 0xbff0000000000000, 0x3cc0000000000000],
        [0x4008000000000000, 0x0000000000000001, 0x0010000000000000, 0x0010000000000003],
        [0x3c30000000000000, 0x3c30000000000000, 0x0000000000000001, 0x3870000000000000],
        [0x3ca0000000000000, 0xbff0000000000000, 0x3ff0000000000000, 0x3fefffffffffffff],
        [0x3c90000000000000, 0xbff0000000000000, 0x3ff0000000000000, 0x3ff0000000000000],
        [0x3c90000000000000, 0xbff0000000000001, 0x3ff0000000000000, 0x3fefffffffffffff],
        [0x3c90000000000000, 0xbfefffffffffffff, 0x3ff0000000000000, 0x3ff0000000000000],
        [0x3ff4164d9f767c45, 0x3ff5bc8fbde5c099, 0xbffb4a00671ada70, 0x3c682888b7a0a7a0],
        [0x3ff4164d9f767c45, 0x3ff5bc8fbde5c099, 0x4002e4738d8608fe, 0x401044b9e089bb1b],
        [0x3ffd76d4f1446bea, 0x3ffa6eb8bd69fe29, 0xc008567f99b4cfcb, 0x3c9791a23005d1e8],
        [0x3ffd76d4f1446bea, 0x3ffa6eb8bd69fe29, 0x400b075f6c3d8588, 0x4019aeef82f92aaa],
        [0x3ffd7210076ce2ef, 0x3ffc6a5377330bdb, 0xc00a25a4a92096d1, 0x3c9396cd5a0d9dd4],
        [0x3ffd7210076ce2ef, 0x3ffc6a5377330bdb, 0x400c5ff4d9fe0f50, 0x401b42ccc18f5311],
        [0x3ff0d464a6233255, 0x3ff28276e6a16a3b, 0xbff3782bfdaaafa2, 0x3c94621789a32e5c],
        [0x3ff0d464a6233255, 0x3ff28276e6a16a3b, 0xc008c13bc5069136, 0xbffe0a4b8c6272ca],
        [0x3ffde5277814e8a2, 0x3ff617953f1f65a8, 0xc004a39344e4f0c3, 0xbc999e9ba385aec0],
        [0x3ffde5277814e8a2, 0x3ff617953f1f65a8, 0x3fd667d2c686bfa0, 0x4007708d9db5c8b7],
        [0x3ff3fd4292edcf45, 0x3ffbb2ed035b7399, 0xc0014d74fc17e08d, 0x3ca04b444187be7a],
        [0x3ff3fd4292edcf45, 0x3ffbb2ed035b7399, 0xc002211954bc1b4e, 0xbfba748b14875818],
    ];

    #[test]
    fn float32_ties_subnormals_and_huge_values_round_once() {
        for row in FLOAT32 {
            let [a, b, c, answer] = row.map(f64::from_bits);
            assert_eq!(fma32(a, b, c).to_bits(), answer.to_bits(), "fma32({a:e}, {b:e}, {c:e})");
        }
    }

    #[test]
    fn float64_ties_subnormals_and_huge_values_round_once() {
        for row in FLOAT64 {
            let [a, b, c, answer] = row.map(f64::from_bits);
            assert_eq!(fma64(a, b, c).to_bits(), answer.to_bits(), "fma64({a:e}, {b:e}, {c:e})");
        }
    }

    /// Numbers of very different magnitudes, many with short fractions, so that ties and cancellation occur.
    fn odd_numbers(state: &mut u64, bits: u32, spread: i32) -> f64 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let word = *state >> 11;
        let fraction = (word >> (53 - bits)) | 1 << (bits - 1);
        let short = if word & 3 == 0 { fraction & !0x7ff } else { fraction };
        let exponent = ((*state >> 33) as i32).rem_euclid(2 * spread) - spread - bits as i32;
        let sign = if word & 4 == 0 { 1.0 } else { -1.0 };
        sign * short as f64 * f64::from_bits(((1023 + exponent) as u64) << 52)
    }

    #[test]
    fn float64_equals_the_platforms_fused_multiply_add() {
        let mut state = 1;
        for _ in 0..200_000 {
            let [a, b, c] = [(); 3].map(|()| odd_numbers(&mut state, 53, 40));
            for c in [c, -(a * b), -(a * b) * (1.0 + f64::EPSILON)] {
                assert_eq!(fma64(a, b, c).to_bits(), a.mul_add(b, c).to_bits(), "fma64({a:e}, {b:e}, {c:e})");
            }
        }
    }

    #[test]
    fn float32_equals_the_platforms_fused_multiply_add() {
        let mut state = 1;
        for _ in 0..200_000 {
            let [a, b, c] = [(); 3].map(|()| odd_numbers(&mut state, 24, 30) as f32);
            let ours = fma32(a.into(), b.into(), c.into());
            assert_eq!(ours, f64::from(a.mul_add(b, c)), "fma32({a:e}, {b:e}, {c:e})");
        }
    }

    #[test]
    fn infinities_nan_and_signed_zeros_follow_ieee() {
        let inf = f64::INFINITY;
        for fma in [fma32, fma64] {
            assert_eq!(fma(inf, 1.0, 1.0), inf);
            assert_eq!(fma(2.0, 1.0, -inf), -inf);
            assert!(fma(inf, 0.0, 1.0).is_nan());
            assert!(fma(inf, 1.0, -inf).is_nan());
            assert!(fma(f64::NAN, 1.0, 1.0).is_nan());
            assert_eq!(fma(-1.0, 0.0, -0.0).to_bits(), (-0.0f64).to_bits());
            assert_eq!(fma(1.0, 1.0, -1.0).to_bits(), 0);
        }
    }
}
