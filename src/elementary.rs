//! The natural logarithm, the exponential and the power, with the same bits on every target.
//!
//! The standard library's differ between a native build and `wasm32`. These use only +, −, ×, ÷ and the bits of a
//! double, and are correctly rounded wherever about 100 bits decide it (95 for powers near the ends of the range): of
//! random arguments less than one in 10^12 may not be. A power nearer to a tie than that is taken for one, unless it
//! is next to a power of two. They are made small, for the wasm file: 33 pairs of doubles serve all three.
//!
//! Every number is 2^(K/32)·(1 + r) for a whole K and |r| below 0.0115. Its logarithm is K·ln 2/32 + ln(1 + r), and
//! the exponential goes the same way back.

mod constants;
mod pair;

use crate::fma::{two_product, two_sum};
use constants::{LN_2_PARTS, ROOTS, STEPS};
use pair::{Pair, quick_two_sum};

/// Adding and subtracting this rounds a double below 2^51 to a whole number; the sum's last bits are that number.
const ROUNDER: f64 = 6_755_399_441_055_744.0; // 1.5 · 2^52

/// Beyond ±800, e^x is infinite or 0 in double precision.
const EXP_LIMIT: f64 = 800.0;

/// 2^-60: e^x for a smaller |x|, and whatever follows from it, rounds to 1.
const EXP_TINY: f64 = f64::from_bits((1023 - 60) << 52);

/// ln x, rounded once. −∞ at ±0, NaN below.
pub(crate) fn ln(x: f64) -> f64 {
    if x <= 0.0 {
        return if x == 0.0 { f64::NEG_INFINITY } else { f64::NAN };
    }
    if x.is_nan() || x == f64::INFINITY {
        return x;
    }
    let place = Place::of(x);
    let r = place.quick_rest();
    // ln(1 + r) as r plus the series from r² on. Its first term, −r²/2 rounded, brings nearly all of the error:
    // three roundings of r²/2 and one of the sum. What they leave in doubt goes the long way.
    let (a, square) = (r.hi, r.hi * r.hi);
    let low = -1.0 / 2.0 + a * (1.0 / 3.0) + square * (-1.0 / 4.0 + a * (1.0 / 5.0));
    let high = -1.0 / 6.0 + a * (1.0 / 7.0) + square * (-1.0 / 8.0 + a * (1.0 / 9.0) - square * (1.0 / 10.0));
    let tail = square * (low + square * square * high);
    let Pair { hi, lo } = add_octaves(place.k, r.hi, (r.lo - r.lo * a) + tail);
    // 2^-51 of r² for the series, 2^-70 of the whole for r and the additions.
    let doubt = square * (2.0 * f64::EPSILON) + hi.abs() * (f64::EPSILON / 262_144.0);
    let (least, most) = (hi + (lo - doubt), hi + (lo + doubt));
    if least == most { most } else { long_ln(place).hi }
}

/// e^x, rounded once. 0 at −∞, +∞ at +∞.
pub(crate) fn exp(x: f64) -> f64 {
    if x.is_nan() { x } else { exp_of_pair(Pair::new(x), 0.0) }
}

/// x^y, rounded once, with IEEE 754's special cases: 1 for y = 0 or x = 1 even where the other is NaN, a negative x
/// for whole y only.
pub(crate) fn pow(x: f64, y: f64) -> f64 {
    if y == 0.0 || x == 1.0 {
        return 1.0;
    }
    if x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    let size = x.abs();
    if y.is_infinite() {
        return match (size == 1.0, (size > 1.0) == (y > 0.0)) {
            (true, _) => 1.0,
            (false, true) => f64::INFINITY,
            (false, false) => 0.0,
        };
    }
    let whole = y.trunc() == y;
    let sign = if x.is_sign_negative() && whole && (y / 2.0).trunc() != y / 2.0 { -1.0 } else { 1.0 };
    if size == 0.0 || size.is_infinite() {
        return sign * if (size == 0.0) == (y < 0.0) { f64::INFINITY } else { 0.0 };
    }
    if x < 0.0 && !whole {
        return f64::NAN;
    }
    let place = Place::of(size);
    let logarithm = long_ln(place);
    let estimate = y * logarithm.hi;
    // Beyond the limit the product in two doubles might overflow; what is tiny might underflow.
    let exponent = if estimate.abs() < EXP_LIMIT && estimate.abs() > EXP_TINY {
        logarithm.mul(Pair::new(y))
    } else {
        Pair::new(estimate)
    };
    // Next to a power of two x^y = 2^n·(1 + yδ + y(y − 1)/2·δ² + …). Where yδ makes a tie, δ² may be beyond what two
    // doubles hold and yet decides.
    let delta = if place.i % STEPS == 0 { place.m * ROOTS[place.i as usize].hi - 1.0 } else { 0.0 };
    sign * exp_of_pair(exponent, y * (y - 1.0) / 2.0 * delta * delta)
}

/// Where a finite x > 0 lies: x = 2^(K/32)·(1 + r) with K = 32·octave + i and 1 + r = m·2^(-i/32).
#[derive(Clone, Copy)]
struct Place {
    k: f64,
    /// x's fraction, from 1 to 2.
    m: f64,
    /// 0 to 32.
    i: i32,
}

impl Place {
    #[inline]
    fn of(x: f64) -> Self {
        // 2^54 lifts subnormal numbers, which are below 2^-1022.
        let (bits, octave) = if x < f64::MIN_POSITIVE {
            ((x * 18_014_398_509_481_984.0).to_bits(), -54)
        } else {
            (x.to_bits(), 0)
        };
        let octave = octave + (bits >> 52) as i32 - 1023;
        let m = f64::from_bits(bits << 12 >> 12 | 1023 << 52);
        // log2 m to 0.0009, exact at both ends: a step next to the nearest would do, but next to 1 it must be that of 1.
        let u = m - 1.0;
        let steps = f64::from(STEPS) * (u * (1.4225 + u * (-0.581 + u * 0.1585)));
        let i = ((steps + ROUNDER).to_bits() & 63).min(STEPS as u64) as i32;
        Self { k: f64::from(STEPS * octave + i), m, i }
    }

    /// r within 2^-78, exact if i is 0 or 32: m and the root are cut to 26 bits, whose product is exact.
    #[inline]
    fn quick_rest(self) -> Pair {
        const UPPER: u64 = !0 << 27;
        let root = &ROOTS[self.i as usize];
        let m_upper = f64::from_bits(self.m.to_bits() & UPPER);
        let root_upper = f64::from_bits(root.hi.to_bits() & UPPER);
        let root_lower = (root.hi - root_upper) + root.lo;
        let (hi, lo) =
            two_sum(m_upper * root_upper - 1.0, (self.m - m_upper) * root_upper + self.m * root_lower);
        Pair { hi, lo }
    }

    /// r within 2^-105, exact if i is 0 or 32. The product is near 1, so taking 1 away is exact.
    #[inline]
    fn rest(self) -> Pair {
        let root = &ROOTS[self.i as usize];
        let (product, error) = two_product(self.m, root.hi);
        let (hi, lo) = two_sum(product - 1.0, error + self.m * root.lo);
        Pair { hi, lo }
    }
}

/// K·ln 2/32 + `hi` + `lo`, for |hi| below a half of ln 2/32 and a little more.
#[inline]
fn add_octaves(k: f64, hi: f64, lo: f64) -> Pair {
    let [first, second, third] = LN_2_PARTS;
    let octaves = quick_two_sum(k * first, k * second);
    let (sum, error) = two_sum(octaves.hi, hi);
    Pair { hi: sum, lo: error + (octaves.lo + (lo + k * third)) }
}

/// The logarithm to about 2^-103 of itself: K·ln 2/32 + 2·artanh z, z = r/(2 + r).
///
/// The series of artanh is z·(1 + z²/3 + z⁴/5 + …); z² is below 2^-14.8, so terms from z⁸ on need no second double.
#[inline(never)]
fn long_ln(place: Place) -> Pair {
    const THIRD: Pair = Pair::reciprocal(3.0);
    const FIFTH: Pair = Pair::reciprocal(5.0);
    const SEVENTH: Pair = Pair::reciprocal(7.0);
    let r = place.rest();
    let z = r.div(Pair::new(2.0).add(r));
    let square = z.mul(z);
    let s = square.hi;
    let tail = s * (1.0 / 9.0 + s * (1.0 / 11.0 + s * (1.0 / 13.0 + s * (1.0 / 15.0))));
    let series = SEVENTH.add(Pair::new(tail));
    let series = FIFTH.add(series.mul(square));
    let series = THIRD.add(series.mul(square));
    let twice = Pair { hi: 2.0 * z.hi, lo: 2.0 * z.lo };
    let curved = twice.mul(square).mul(series);
    let near = twice.add(curved);
    let sum = add_octaves(place.k, near.hi, near.lo);
    quick_two_sum(sum.hi, sum.lo)
}

/// e^x for x in two doubles, rounded once.
///
/// x = K·ln 2/32 + t with |t| below 0.0109, and e^t = 1 + 2t/(R − t) with the even R = t·coth(t/2) =
/// 2 + t²/6 − t⁴/360 + t⁶/15120 − …, of which few terms count. `nudge` is what [`settle`] takes it for.
#[inline(never)]
fn exp_of_pair(x: Pair, nudge: f64) -> f64 {
    const SIXTH: Pair = Pair::reciprocal(6.0);
    const FOURTH_ORDER: Pair = Pair::reciprocal(-360.0);
    if x.hi.abs() >= EXP_LIMIT {
        return if x.hi > 0.0 { f64::INFINITY } else { 0.0 };
    }
    if x.hi.abs() <= EXP_TINY {
        return 1.0;
    }
    let rounded = x.hi * (f64::from(STEPS) * std::f64::consts::LOG2_E) + ROUNDER;
    let k = rounded - ROUNDER;
    let steps = k as i32;
    let [first, second, third] = LN_2_PARTS;
    // The first difference is exact, as both are multiples of a common unit and their difference is small.
    let (head, error) = two_sum(x.hi - k * first, -k * second);
    let t = quick_two_sum(head, error + (x.lo - k * third));

    let square = t.mul(t);
    let s = square.hi;
    let tail = s * (1.0 / 15_120.0 + s * (-1.0 / 604_800.0 + s * (1.0 / 23_950_080.0)));
    let series = SIXTH.add(FOURTH_ORDER.add(Pair::new(tail)).mul(square));
    let even = Pair::new(2.0).add(series.mul(square));
    let growth = Pair { hi: 2.0 * t.hi, lo: 2.0 * t.lo }.div(even.add(t.neg()));

    // 2^(K/32) = 2^octave · 2^(-j/32).
    let j = -steps & (STEPS - 1);
    let root = ROOTS[j as usize];
    let value = root.add(root.mul(growth));
    round_scaled(settle(value, x.hi, nudge), (steps + j) / STEPS)
}

/// Takes a second double that is within the error of nothing, or of half a unit in the last place, for just that:
/// powers such as 3^2 or 0.5^1075 are exact, or ties that go to the even neighbour. A `nudge` below the error is a
/// part of the value known to be lost in it: the value then lies on that side.
#[inline]
fn settle(value: Pair, exponent: f64, nudge: f64) -> Pair {
    let Pair { hi, lo } = value;
    // Rounds to quarters of the unit in the last place of `hi`; below a power of two half a unit is a quarter.
    let rounder = ROUNDER * power_of_two((hi.to_bits() >> 52) as i32 - 1023 - 54);
    let settled = (lo + rounder) - rounder;
    let error = (1.0 + exponent.abs()) * (f64::EPSILON * f64::EPSILON * 16.0); // 2^-100
    if (lo - settled).abs() >= error {
        return value;
    }
    let aside = if nudge == 0.0 || nudge.abs() >= error { 0.0 } else { error.copysign(nudge) };
    Pair { hi, lo: settled + aside }
}

/// `value`·2^octave, rounded once, also where the result is subnormal or infinite; `value` is between 0.49 and 1.02.
#[inline]
fn round_scaled(value: Pair, octave: i32) -> f64 {
    let Pair { hi, lo } = value;
    let rounded = if octave < -1020 && hi < power_of_two(-1022 - octave) {
        // The result is subnormal, its unit 2^-1074. Next to 2^52 units `hi` alone is rounded to that unit, wrongly
        // only if it was a tie and `lo` would have broken it the other way.
        let unit = power_of_two(-1074 - octave);
        let large = power_of_two(-1022 - octave);
        let (sum, error) = two_sum(large, hi);
        let tie = error.abs() == unit / 2.0 && error * lo > 0.0;
        (sum - large) + if tie { 2.0 * error } else { 0.0 }
    } else {
        hi + lo
    };
    let half = octave / 2;
    rounded * power_of_two(half) * power_of_two(octave - half)
}

/// 2^n for a normal result: n from −1022 to 1023.
#[inline]
fn power_of_two(n: i32) -> f64 {
    f64::from_bits(((1023 + n) as u64) << 52)
}

#[cfg(test)]
mod tests;
