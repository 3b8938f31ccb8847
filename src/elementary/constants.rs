//! ln 2 ÷ 32 and the 32nd roots of a half, worked out by the compiler in 128-bit integers.
//!
//! None of the arithmetic here is in the program, only its results: 33 pairs of doubles.

use super::pair::Pair;

/// Steps per octave: arguments are brought within half a step, a factor of 2^(1/64), of 1.
pub(super) const STEPS: i32 = 32;

/// Fraction bits of the integers in which the constants are computed; they lie between 0 and 2.
const FRACTION: u32 = 127;

/// ln 2 = Σ 1/(n·2^n). 127 terms, each cut below 2^-127, leave an error below 2^-120.
const LN_2: u128 = {
    let (mut sum, mut n) = (0, 1);
    while n <= FRACTION {
        sum += (1 << (FRACTION - n)) / n as u128;
        n += 1;
    }
    sum
};

/// ln 2 ÷ 32 in three parts. The first two have 37 bits each, so that their products with whole numbers below
/// 2^16 are exact: all that logarithms and exponents of doubles need.
pub(super) const LN_2_PARTS: [f64; 3] = {
    let (low, middle) = (FRACTION - 37, FRACTION - 74);
    let first = LN_2 >> low << low;
    let second = LN_2 >> middle << middle;
    let size = 1.0 / (STEPS as f64 * (1_u128 << FRACTION) as f64);
    [first as f64 * size, (second - first) as f64 * size, (LN_2 - second) as f64 * size]
};

/// 2^(-j/32) for j = 0 to 32, each to 106 bits.
pub(super) static ROOTS: [Pair; STEPS as usize + 1] = {
    let mut roots = [Pair::new(1.0); STEPS as usize + 1];
    let mut j = 1;
    while j < STEPS {
        roots[j as usize] = root(j as u128);
        j += 1;
    }
    roots[STEPS as usize] = Pair::new(0.5);
    roots
};

/// 2^(-j/32) = e^-x with x = j·ln 2 ÷ 32, as 1 − x(1 − x/2·(1 − x/3·(…))).
const fn root(j: u128) -> Pair {
    let one = 1 << FRACTION;
    let x = LN_2 / STEPS as u128 * j;
    let (mut value, mut n) = (one, 40);
    while n > 0 {
        value = one - product(x, value) / n;
        n -= 1;
    }
    let hi = value as f64;
    let size = 1.0 / one as f64;
    let lo = value as i128 - hi as i128;
    Pair { hi: hi * size, lo: lo as f64 * size }
}

/// The product of two fixed-point numbers, a little too small: the lowest halves only carry.
const fn product(a: u128, b: u128) -> u128 {
    let half = (1 << 64) - 1;
    let (ah, al, bh, bl) = (a >> 64, a & half, b >> 64, b & half);
    let middle = ((al * bl) >> 64) + ((ah * bl) & half) + ((al * bh) & half);
    let high = ah * bh + ((ah * bl) >> 64) + ((al * bh) >> 64) + (middle >> 64);
    (high << 1) | ((middle >> 63) & 1)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn the_parts_of_the_logarithm_of_two_are_short_and_sum_to_it() {
        let [first, second, third] = LN_2_PARTS;
        assert_eq!((first + second) * 32.0, std::f64::consts::LN_2);
        for part in [first, second] {
            assert_eq!(part.to_bits() << (64 - 16), 0, "{part:e} times a number of 16 bits is exact");
        }
        // ln 2 − LN_2 = 2.3190468138462996e-17, from its known digits.
        let rest = (first - std::f64::consts::LN_2 / 32.0) + second + third;
        assert_eq!(rest * 32.0, 2.319_046_813_846_299_6e-17);
    }

    #[test]
    fn roots_multiply_to_a_half() {
        for (j, root) in ROOTS.iter().enumerate() {
            let half = root.mul(ROOTS[32 - j]);
            assert_eq!(half.hi, 0.5);
            assert!(half.lo.abs() < 2.0_f64.powi(-105), "{j}: {half:?}");
        }
        assert_eq!(ROOTS[16].hi, std::f64::consts::FRAC_1_SQRT_2);
    }
}
