//! Doubles as decimal text: the shortest digits that read back as the same double, or a fixed number of decimals.
//!
//! Both are exact, with ties to the even digit, as in Python. Arithmetic is on whole numbers of any length, after
//! Steele and White (1990), "How to print floating-point numbers accurately". The standard library's `Display`
//! rounds some ties up, and brings four algorithms and their tables; no double is shown through it here.

use std::cmp::Ordering;
use std::fmt;

/// Bits of a double's fraction.
const FRACTION_BITS: u32 = 52;

/// A whole number of any length, 32 bits a word, lowest first, without leading zero words.
#[derive(Clone, PartialEq, Eq)]
struct Whole(Vec<u32>);

impl Whole {
    fn new(value: u128) -> Self {
        let mut whole = Self((0..4).map(|word| (value >> (32 * word)) as u32).collect());
        whole.trim();
        whole
    }

    /// `value · 2^shift`.
    #[inline(never)]
    fn shifted(value: u64, shift: u32) -> Self {
        let mut whole = Self(vec![0; (shift / 32) as usize]);
        whole.0.extend(Self::new(u128::from(value) << (shift % 32)).0);
        whole
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    #[inline(never)]
    fn multiply(&mut self, factor: u32) {
        let mut carry = 0;
        for word in &mut self.0 {
            carry += u64::from(*word) * u64::from(factor);
            *word = carry as u32;
            carry >>= 32;
        }
        self.0.push(carry as u32);
        self.trim();
    }

    #[inline(never)]
    fn plus(&self, other: &Self) -> Self {
        let mut sum = self.clone();
        sum.0.resize(self.0.len().max(other.0.len()) + 1, 0);
        sum.add(other, false);
        sum
    }

    /// Adds `other`, or subtracts it from what is larger; the sum must fit.
    #[inline(never)]
    fn add(&mut self, other: &Self, subtract: bool) {
        let mut carry = u64::from(subtract);
        for (i, word) in self.0.iter_mut().enumerate() {
            let term = other.0.get(i).copied().unwrap_or(0);
            carry += u64::from(*word) + u64::from(if subtract { !term } else { term });
            *word = carry as u32;
            carry >>= 32;
        }
        self.trim();
    }

    #[inline(never)]
    fn compare(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    /// Divides by 10^9 and gives the remainder.
    fn divide(&mut self) -> u32 {
        let mut rest = 0;
        for word in self.0.iter_mut().rev() {
            let value = (rest << 32) | u64::from(*word);
            *word = (value / 1_000_000_000) as u32;
            rest = value % 1_000_000_000;
        }
        self.trim();
        rest as u32
    }

    /// All its digits, at least one.
    fn digits(mut self) -> Vec<u8> {
        let mut digits = Vec::new();
        while !self.0.is_empty() {
            let mut rest = self.divide();
            for _ in 0..9 {
                digits.push(b'0' + (rest % 10) as u8);
                rest /= 10;
            }
        }
        while digits.last() == Some(&b'0') {
            digits.pop();
        }
        if digits.is_empty() {
            digits.push(b'0');
        }
        digits.reverse();
        digits
    }
}

/// A finite magnitude as whole `mantissa · 2^exponent`.
fn parts(value: f64) -> (u64, i32) {
    let bits = value.to_bits();
    let biased = (bits >> FRACTION_BITS) as i32 & 0x7ff;
    let fraction = bits & ((1 << FRACTION_BITS) - 1);
    // Subnormal numbers have the exponent of the smallest normal ones, and no leading 1.
    let mantissa = if biased == 0 { fraction } else { fraction | 1 << FRACTION_BITS };
    (mantissa, biased.max(1) - 1075)
}

/// The shortest digits that read back as the positive `value`, and the place of the point: 0.d₁d₂… · 10^place.
fn shortest(value: f64) -> (Vec<u8>, i32) {
    let (mantissa, exponent) = parts(value);
    let (up, down) = (exponent.max(0) as u32, (-exponent).max(0) as u32);
    // Below a power of two the neighbour is only half as far away; everything counts in quarters of the upper gap.
    let narrow = mantissa == 1 << FRACTION_BITS && exponent > -1074;
    let mut rest = Whole::shifted(mantissa, up + 2);
    let mut unit = Whole::shifted(1, down + 2);
    let mut above = Whole::shifted(2, up);
    let mut below = Whole::shifted(if narrow { 1 } else { 2 }, up);
    let included = mantissa % 2 == 0;
    let reaches = |order: Ordering| order == Ordering::Greater || (included && order == Ordering::Equal);

    // ⌊(binary place) · log10(2)⌋ is the decimal place or one too low; it is put right below.
    let binary = exponent + 63 - mantissa.leading_zeros() as i32;
    let mut place = (binary * 1233) >> 12;
    for _ in 0..place {
        unit.multiply(10);
    }
    for _ in place..0 {
        for part in [&mut rest, &mut above, &mut below] {
            part.multiply(10);
        }
    }
    while reaches(rest.plus(&above).compare(&unit)) {
        unit.multiply(10);
        place += 1;
    }

    let mut digits = Vec::new();
    loop {
        for part in [&mut rest, &mut above, &mut below] {
            part.multiply(10);
        }
        let mut digit = b'0';
        while rest.compare(&unit) != Ordering::Less {
            rest.add(&unit, true);
            digit += 1;
        }
        let low = reaches(below.compare(&rest));
        let high = reaches(rest.plus(&above).compare(&unit));
        if low || high {
            let half = rest.plus(&rest).compare(&unit);
            let nearer_above = half == Ordering::Greater || (half == Ordering::Equal && digit % 2 == 1);
            digits.push(if high && (!low || nearer_above) { digit + 1 } else { digit });
            return (digits, place);
        }
        digits.push(digit);
    }
}

/// `0` to fill with.
fn zeros(text: &mut String, count: i32) {
    for _ in 0..count {
        text.push('0');
    }
}

fn push(text: &mut String, digits: &[u8]) {
    text.extend(digits.iter().map(|&digit| char::from(digit)));
}

/// A sign, and the name of what has no digits; the rest is to be written behind the sign.
fn start(value: f64, [nan, infinity]: [&str; 2]) -> (String, bool) {
    let mut text = String::from(if value.is_sign_negative() && !value.is_nan() { "-" } else { "" });
    if !value.is_finite() {
        text.push_str(if value.is_nan() { nan } else { infinity });
    }
    (text, value.is_finite())
}

/// What Python calls them.
const PYTHON: [&str; 2] = ["nan", "inf"];

/// Digits with a point, behind the first one where `exponent` says so; it then has at least the digits of `least`.
fn number(text: &mut String, digits: &[u8], place: i32, exponent: bool, least: u32) {
    positional(text, digits, if exponent { 1 } else { place });
    if exponent {
        text.push_str(if place > 0 { "e+" } else { "e-" });
        // The powers of a double have at most three digits.
        let power = (place - 1).unsigned_abs();
        for (unit, digit) in [(100, power / 100), (10, power / 10 % 10), (1, power % 10)] {
            if power >= unit || least >= unit {
                push(text, &[b'0' + digit as u8]);
            }
        }
    }
}

/// Digits with a point among them; whole numbers have none.
fn positional(text: &mut String, digits: &[u8], place: i32) {
    if place <= 0 {
        text.push_str("0.");
        zeros(text, -place);
        push(text, digits);
    } else if let Some((whole, fraction)) = digits.split_at_checked(place as usize) {
        push(text, whole);
        if !fraction.is_empty() {
            text.push('.');
            push(text, fraction);
        }
    } else {
        push(text, digits);
        zeros(text, place - digits.len() as i32);
    }
}

/// A double as an error shows it, which is how JavaScript does: an exponent below 1e-6 and from 1e21 on, whole numbers
/// without a point, `NaN`, `Infinity`. But for -0, which JavaScript hides.
pub(crate) fn plain(value: f64) -> String {
    let (mut text, finite) = start(value, ["NaN", "Infinity"]);
    if finite && value == 0.0 {
        text.push('0');
    } else if finite {
        let (digits, place) = shortest(value.abs());
        number(&mut text, &digits, place, !(-5..=21).contains(&place), 1);
    }
    text
}

/// Python's `repr` of a float: an exponent of at least two digits below 1e-4 and from 1e16 on, else a point; `nan`,
/// `inf`.
pub(crate) fn python_repr(value: f64) -> String {
    let (mut text, finite) = start(value, PYTHON);
    if finite && value == 0.0 {
        text.push_str("0.0");
    } else if finite {
        let (digits, place) = shortest(value.abs());
        let exponent = !(-3..=16).contains(&place);
        number(&mut text, &digits, place, exponent, 10);
        if !exponent && digits.len() as i32 <= place {
            text.push_str(".0");
        }
    }
    text
}

/// Python's `f"{value:.4f}"`: the exact value, ties to even, all digits of large ones, `nan`, `inf`.
pub(crate) fn four_decimals(value: f64) -> String {
    let (mut text, finite) = start(value, PYTHON);
    if !finite {
        return text;
    }
    let (mantissa, exponent) = parts(value);
    let scaled = if exponent < 0 {
        // At most 67 bits, so that nothing is left after 127 places.
        let (exact, places) = (u128::from(mantissa) * 10_000, (-exponent).min(127));
        let (whole, half) = (exact >> places, 1 << (places - 1));
        let rest = exact - (whole << places);
        let up = rest > half || (rest == half && whole % 2 == 1);
        Whole::new(whole + u128::from(up))
    } else {
        let mut scaled = Whole::shifted(mantissa, exponent as u32);
        scaled.multiply(10_000);
        scaled
    };
    let digits = scaled.digits();
    let place = digits.len() as i32 - 4;
    positional(&mut text, &digits, place);
    text
}

/// A double within a message.
pub(crate) struct Plain(pub(crate) f64);

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain(self.0))
    }
}

/// A whole number of up to 128 bits as text.
pub(crate) fn whole(value: i128) -> String {
    let mut text = String::from(if value < 0 { "-" } else { "" });
    push(&mut text, &Whole::new(value.unsigned_abs()).digits());
    text
}

#[cfg(test)]
mod tests;
